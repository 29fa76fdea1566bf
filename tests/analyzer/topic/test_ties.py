from agentguard.analyzer.topic.content import Lexicon, Rarity
from agentguard.analyzer.topic.pieces import Piece
from agentguard.analyzer.topic.ties import CONTENT_FEATURES, Pair, content_ties


def ties_of(*names: str) -> dict[Pair, dict[str, float]]:
    """Ties files whose changed names are given, one string of names for each file."""
    bags = [frozenset(one.split()) for one in names]
    pieces = [Piece(f"{number}.x", f"{number}.x", "M", "", "", 0o100644) for number in range(len(bags))]
    rare = Rarity(dict.fromkeys(frozenset().union(*bags), 2.0), {}, 2.0)
    ties = content_ties(pieces, [Lexicon(changed=bag, every=bag, text=True) for bag in bags], rare)
    return {pair: dict(zip(CONTENT_FEATURES, row, strict=True)) for pair, row in ties.items()}


def test_files_that_share_names_are_tied_by_their_share() -> None:
    ties = ties_of("renew token", "token", "invoice")
    assert list(ties) == [(0, 1)]
    assert round(ties[0, 1]["every"], 6) == round(0.5**0.5, 6)
    assert ties[0, 1]["rarest"] == 1.0


def test_a_name_that_very_many_files_share_ties_none() -> None:
    assert ties_of(*["logger"] * 40) == {}
