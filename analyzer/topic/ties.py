"""What ties two files of a commit together, as numbers that a weighted sum can use."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import chain, combinations
from math import log1p, sqrt
from typing import NamedTuple

from agentguard.analyzer.history import Past
from agentguard.analyzer.topic.content import Lexicon, Rarity
from agentguard.analyzer.topic.message import rarity
from agentguard.analyzer.topic.pieces import Piece, common_folder_depth, folder_of
from agentguard.analyzer.words import is_test_path, subject_of, words_of

Pair = tuple[int, int]
PATH_FEATURES = (
    "together",
    "share",
    "apart",
    "folder",
    "depth",
    "subject",
    "tested",
    "words",
    "status",
    "copy",
    "suffix",
)
CONTENT_FEATURES = ("changed", "mass", "rarest", "every", "uses", "imports", "mentions", "stems", "turn")
_DEPTH = PATH_FEATURES.index("depth")
_WORDS = PATH_FEATURES.index("words")
_MAX_POSTINGS = 20


def path_ties(pieces: Sequence[Piece], past: Past | None) -> dict[Pair, list[float]]:
    """Returns the path features of every pair of files."""
    together, touched = _cochange(pieces, past)
    names = _names(pieces, touched)
    bags = [frozenset(words_of(piece.path)) for piece in pieces]
    overlap = _cosines(bags, rarity(bags))
    depths: dict[tuple[str, str], float] = {}
    ties = {}
    for pair in combinations(range(len(pieces)), 2):
        one, other = names[pair[0]], names[pair[1]]
        folders = one[1], other[1]
        if folders not in depths:
            depths[folders] = _depth(*folders)
        row = _tie(one, other, together.get(pair, 0))
        row[_DEPTH] = depths[folders]
        row[_WORDS] = overlap.get(pair, 0.0)
        ties[pair] = row
    return ties


class _Name(NamedTuple):
    """What a file is called: its folder, what it is about, how much that tells, whether it is a test, its suffix."""

    piece: Piece
    folder: str
    subject: str
    alone: float
    test: bool
    suffix: str
    touches: int


def _names(pieces: Sequence[Piece], touched: Sequence[int]) -> list[_Name]:
    subjects = [subject_of(piece.path) for piece in pieces]
    counts = Counter(subjects)
    return [
        _Name(
            piece=piece,
            folder=folder_of(piece.path),
            subject=subject,
            alone=1.0 / sqrt(max(1, counts[subject] - 1)),
            test=is_test_path(piece.path),
            suffix=piece.path.rpartition(".")[2] if "." in piece.path.rpartition("/")[2] else "",
            touches=touches,
        )
        for piece, subject, touches in zip(pieces, subjects, touched, strict=True)
    ]


def _tie(left: _Name, right: _Name, both: int) -> list[float]:
    """Returns the path features of one pair, but for the two that are looked up."""
    one, folder, subject, alone, test, suffix, touches = left
    other, other_folder, other_subject, _, other_test, other_suffix, other_touches = right
    least = min(touches, other_touches)
    same = subject == other_subject
    return [
        log1p(both) if both else 0.0,
        both / least if both else 0.0,
        log1p(least) if least and not both else 0.0,
        1.0 if folder == other_folder else 0.0,
        0.0,
        alone if same else 0.0,
        1.0 if same and test != other_test else 0.0,
        0.0,
        1.0 if one.status == other.status and one.status != "M" else 0.0,
        1.0 if one.new_id == other.new_id and one.old_id == other.old_id else 0.0,
        1.0 if suffix == other_suffix else 0.0,
    ]


def _depth(one: str, other: str) -> float:
    """Returns the share of the longer folder that two have in common from the top."""
    left, right = (folder.split("/") if folder else [] for folder in (one, other))
    return common_folder_depth(left, right) / max(len(left), len(right), 1)


def _cochange(pieces: Sequence[Piece], past: Past | None) -> tuple[dict[Pair, int], list[int]]:
    """Counts the commits that touched both files of a pair, and those that touched each."""
    if past is None:
        return {}, [0] * len(pieces)
    index = {piece.old_path: number for number, piece in enumerate(pieces)}
    counts = past.together(index)
    touched = [len(past.touching(piece.old_path)) for piece in pieces]
    together = {}
    for (one, other), number in counts.items():
        i, j = index[one], index[other]
        together[min(i, j), max(i, j)] = number
    return together, touched


def content_ties(pieces: Sequence[Piece], lexicons: Sequence[Lexicon], rare: Rarity) -> dict[Pair, list[float]]:
    """Returns the content features of those pairs that have any."""
    changed, mass, rarest = _shared([one.changed for one in lexicons], rare)
    every = _cosines([one.every for one in lexicons], rare.names)
    stems = _cosines([one.stems for one in lexicons], rare.stems)
    uses = _uses(lexicons, rare)
    imports = _mentions(pieces, [one.imports for one in lexicons])
    mentions = _mentions(pieces, [one.changed for one in lexicons])
    turn = _cosines([one.turn for one in lexicons])
    sources = (changed, mass, rarest, every, uses, imports, mentions, stems, turn)
    pairs = {pair for source in sources for pair in source}
    return {pair: [source.get(pair, 0.0) for source in sources] for pair in pairs}


def _shared(
    bags: Sequence[frozenset[str]], rare: Rarity
) -> tuple[dict[Pair, float], dict[Pair, float], dict[Pair, float]]:
    """Compares the changed names of each pair: their cosine, how much they share, and the rarest that they share."""
    mass: dict[Pair, float] = defaultdict(float)
    rarest: dict[Pair, float] = defaultdict(float)
    for word, numbers in _postings(bags).items():
        weight = rare.name(word)
        relative = weight / max(rare.unseen, 1.0) / sqrt(len(numbers) - 1)
        for pair in combinations(numbers, 2):
            mass[pair] += weight * weight
            rarest[pair] = max(rarest[pair], relative)
    return _over_norms(mass, bags, rare.names), {pair: log1p(value) for pair, value in mass.items()}, rarest


def _cosines(bags: Sequence[Collection[str]], rare: Mapping[str, float] | None = None) -> dict[Pair, float]:
    """Returns the cosine of each pair's words, weighted by the square of their rarity; None weighs them alike."""
    products: dict[Pair, float] = defaultdict(float)
    for word, numbers in _postings(bags).items():
        weight = 1.0 if rare is None else rare[word] ** 2
        for pair in combinations(numbers, 2):
            products[pair] += weight
    return _over_norms(products, bags, rare)


def _postings(bags: Sequence[Collection[str]]) -> dict[str, list[int]]:
    """Returns the numbers of the bags that hold each word, for words that tell something: not one alone, few do."""
    counts = Counter(chain.from_iterable(bags))
    telling = {word for word, count in counts.items() if 1 < count <= _MAX_POSTINGS}
    postings: dict[str, list[int]] = defaultdict(list)
    for number, bag in enumerate(bags):
        for word in telling.intersection(bag):
            postings[word].append(number)
    return postings


def _over_norms(
    products: Mapping[Pair, float], bags: Sequence[Collection[str]], rare: Mapping[str, float] | None
) -> dict[Pair, float]:
    if rare is None:
        norms = [sqrt(len(bag)) for bag in bags]
    else:
        squares = {word: weight * weight for word, weight in rare.items()}
        norms = [sqrt(sum(map(squares.__getitem__, bag))) for bag in bags]
    return {(i, j): value / (norms[i] * norms[j]) for (i, j), value in products.items() if value}


def _uses(lexicons: Sequence[Lexicon], rare: Rarity) -> dict[Pair, float]:
    """Weighs the names that one file's changed lines define and the other's use, the rarest counts."""
    definers: dict[str, list[int]] = defaultdict(list)
    for number, lexicon in enumerate(lexicons):
        for name in lexicon.defined:
            definers[name].append(number)
    found: dict[Pair, float] = {}
    for number, lexicon in enumerate(lexicons):
        for name in lexicon.changed & definers.keys():
            if len(definers[name]) > 3:
                continue
            for definer in definers[name]:
                if definer != number:
                    pair = (min(definer, number), max(definer, number))
                    found[pair] = max(found.get(pair, 0.0), rare.name(name) / max(rare.unseen, 1.0))
    return found


def _mentions(pieces: Sequence[Piece], bags: Sequence[frozenset[str]]) -> dict[Pair, float]:
    """Weighs that one file's words name the other file, less where several files have the name."""
    named: dict[str, list[int]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        named[subject_of(piece.path)].append(number)
    found: dict[Pair, float] = {}
    for number, bag in enumerate(bags):
        low = {word.lower() for word in bag}
        for name in low & named.keys():
            for target in named[name]:
                if target != number:
                    pair = (min(target, number), max(target, number))
                    found[pair] = max(found.get(pair, 0.0), 1.0 / len(named[name]))
    return found
