"""How well each file fits what the commit's message says."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from math import log

from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.patterns import later
from agentguard.analyzer.words import without_trailers, words_of

_ID = later(r"\b[0-9a-f]{7,40}\b")
_NAMED = later(r"[\w.-]+(?:/[\w.-]+)+|[\w-]+\.[a-z]{1,5}\b")
_MAX_BODY = 4_000
_SUBJECT_WEIGHT = 2.0
_BODY_WEIGHT = 0.7


@dataclass(frozen=True, slots=True)
class Message:
    """What a commit message talks about.

    Attributes:
        weights: stems with their weight: those of the subject count more.
        named: paths and file names that it spells out, lower case.
    """

    weights: Mapping[str, float]
    named: frozenset[str]


def read_message(text: str) -> Message:
    """Reads the words and the file names of a commit message; trailers and links do not count."""
    text = without_trailers(text)
    named = frozenset(name.lower().strip(".-") for name in _NAMED.findall(text[:_MAX_BODY]))
    subject, _, body = _ID.sub(" ", text).partition("\n")
    body = body[:_MAX_BODY]
    weights: dict[str, float] = dict.fromkeys(words_of(body), _BODY_WEIGHT)
    weights.update(dict.fromkeys(words_of(subject), _SUBJECT_WEIGHT))
    return Message(weights, named)


def path_words(paths: Sequence[str]) -> list[frozenset[str]]:
    """Returns the stems of each path."""
    return [frozenset(words_of(path)) for path in paths]


def rarity(bags: Sequence[Collection[str]]) -> dict[str, float]:
    """Weighs each word by how few of the bags hold it."""
    counts = Counter(word for bag in bags for word in bag)
    total = len(bags) + 1
    return {word: log(total / count) for word, count in counts.items()}


def path_fit(message: Message, paths: Sequence[str], bags: Sequence[frozenset[str]]) -> list[float]:
    """Scores each path by the words that it shares with the message, words of the file name more than of folders."""
    rare = rarity(bags)
    scores = []
    for path, bag in zip(paths, bags, strict=True):
        name = path.rpartition("/")[2]
        own = frozenset(words_of(name))
        score = 0.0
        for word in bag:
            weight = message.weights.get(word)
            if weight:
                score += weight * (0.3 + rare[word]) * (1.0 if word in own else 0.5)
        scores.append(score + (8.0 if names_path(message, path) else 0.0))
    return scores


def names_path(message: Message, path: str) -> bool:
    """Tells whether the message spells out a path or its end."""
    low = path.lower()
    return any(low == one or low.endswith("/" + one) for one in message.named)


def content_fit(message: Message, bags: Sequence[Mapping[str, float]], rare: Mapping[str, float]) -> list[float]:
    """Scores each file by the words of the message on its changed lines, long files not more than short ones."""
    scores = []
    for bag in bags:
        score = sum(
            weight * rare.get(word, 0.0) * min(1.0, 0.4 + 0.2 * bag[word])
            for word, weight in message.weights.items()
            if word in bag
        )
        scores.append(score / (1.0 + log(1.0 + len(bag) / 60.0)))
    return scores
