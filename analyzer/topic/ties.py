"""What ties two files of a commit together, as numbers that a weighted sum can use."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations
from math import log1p, sqrt

from agentguard.analyzer.history import Past
from agentguard.analyzer.topic.content import Lexicon, Rarity
from agentguard.analyzer.topic.message import rarity
from agentguard.analyzer.topic.pieces import Piece, common_folder_depth
from agentguard.analyzer.topic.words import is_test_path, subject_of, words_of

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
_MAX_POSTINGS = 40


def path_ties(pieces: Sequence[Piece], past: Past | None) -> dict[Pair, list[float]]:
    """Returns the path features of every pair of files."""
    count = len(pieces)
    folders = [piece.path.split("/")[:-1] for piece in pieces]
    subjects = [subject_of(piece.path) for piece in pieces]
    tests = [is_test_path(piece.path) for piece in pieces]
    suffixes = [piece.path.rpartition(".")[2] if "." in piece.path.rpartition("/")[2] else "" for piece in pieces]
    bags = [frozenset(words_of(piece.path)) for piece in pieces]
    overlap = _cosines(bags, rarity(bags))
    together, touched = _cochange(pieces, past)
    subject_counts = Counter(subjects)
    ties = {}
    for i in range(count):
        for j in range(i + 1, count):
            both = together.get((i, j), 0)
            depth = common_folder_depth(folders[i], folders[j])
            longest = max(len(folders[i]), len(folders[j]), 1)
            same = subjects[i] == subjects[j]
            one, other = pieces[i], pieces[j]
            least = min(touched[i], touched[j])
            ties[i, j] = [
                log1p(both),
                both / least if both else 0.0,
                log1p(least) if not both else 0.0,
                1.0 if folders[i] == folders[j] else 0.0,
                depth / longest,
                1.0 / sqrt(max(1, subject_counts[subjects[i]] - 1)) if same else 0.0,
                1.0 if same and tests[i] != tests[j] else 0.0,
                overlap.get((i, j), 0.0),
                1.0 if one.status == other.status and one.status != "M" else 0.0,
                1.0 if one.new_id == other.new_id and one.old_id == other.old_id else 0.0,
                1.0 if suffixes[i] == suffixes[j] else 0.0,
            ]
    return ties


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
    every = _cosines([one.every for one in lexicons], rare.names, rare.unseen)
    stems = _cosines([one.stems for one in lexicons], rare.stems)
    uses = _uses(lexicons, rare)
    imports = _mentions(pieces, [one.imports for one in lexicons])
    mentions = _mentions(pieces, [one.changed for one in lexicons])
    turn = _cosines([frozenset(one.turn) for one in lexicons], {}, 1.0)
    sources = (changed, mass, rarest, every, uses, imports, mentions, stems, turn)
    pairs = {pair for source in sources for pair in source}
    return {pair: [source.get(pair, 0.0) for source in sources] for pair in pairs}


def _shared(
    bags: Sequence[frozenset[str]], rare: Rarity
) -> tuple[dict[Pair, float], dict[Pair, float], dict[Pair, float]]:
    """Compares the changed names of each pair: their cosine, how much they share, and the rarest that they share."""
    norms = [0.0] * len(bags)
    postings: dict[str, list[int]] = defaultdict(list)
    for number, bag in enumerate(bags):
        for word in bag:
            norms[number] += rare.name(word) ** 2
            postings[word].append(number)
    mass: dict[Pair, float] = defaultdict(float)
    rarest: dict[Pair, float] = defaultdict(float)
    for word, numbers in postings.items():
        if not 1 < len(numbers) <= _MAX_POSTINGS:
            continue
        weight = rare.name(word)
        relative = weight / max(rare.unseen, 1.0) / sqrt(len(numbers) - 1)
        for pair in combinations(numbers, 2):
            mass[pair] += weight * weight
            rarest[pair] = max(rarest[pair], relative)
    cosine = {(i, j): value / sqrt(norms[i] * norms[j]) for (i, j), value in mass.items() if value}
    return cosine, {pair: log1p(value) for pair, value in mass.items()}, rarest


def _cosines(
    bags: Sequence[Mapping[str, int] | frozenset[str]], rare: Mapping[str, float], unseen: float = 0.0
) -> dict[Pair, float]:
    """Returns the cosine of each pair's words, weighted by the square of their rarity."""
    norms = [0.0] * len(bags)
    postings: dict[str, list[int]] = defaultdict(list)
    for number, bag in enumerate(bags):
        for word in bag:
            weight = rare.get(word, unseen)
            norms[number] += weight * weight
            postings[word].append(number)
    products: dict[Pair, float] = defaultdict(float)
    for word, numbers in postings.items():
        if not 1 < len(numbers) <= _MAX_POSTINGS:
            continue
        weight = rare.get(word, unseen) ** 2
        for pair in combinations(numbers, 2):
            products[pair] += weight
    return {pair: value / sqrt(norms[pair[0]] * norms[pair[1]]) for pair, value in products.items() if value}


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
