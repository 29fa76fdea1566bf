"""Judges commits of very many files by a sample, since evidence is weighed pair by pair."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from agentguard.analyzer.model.topic import OffTopic, TopicSplit
from agentguard.analyzer.model.value import replace
from agentguard.analyzer.topic.message import path_fit, path_words, read_message

MAX_FILES = 120
MAX_FILES_BY_PATHS = 48
# One in so many places is for those that fit best.
_BEST_FITS = 6


def sample(paths: Sequence[str], message: str, most: int = MAX_FILES) -> Sequence[int]:
    """Chooses at most so many places of paths.

    Those that fit the message best are in it, since the topic is told by them; the others are evenly spread over the
    order of paths, so that every large folder is there.
    """
    count = len(paths)
    if count <= most:
        return range(count)
    fits = path_fit(read_message(message), paths, path_words(paths))
    best = sorted((number for number in range(count) if fits[number]), key=lambda number: (-fits[number], number))
    chosen = set(best[: most // _BEST_FITS])
    rest = [number for number in range(count) if number not in chosen]
    room = most - len(chosen)
    return sorted(chosen.union(rest[number * len(rest) // room] for number in range(room)))


def spread(split: TopicSplit, paths: Sequence[str], belongs: Callable[[str], bool] = lambda _: False) -> TopicSplit:
    """Extends the split of a sample to all paths: the others go where most of the nearest judged files went.

    Args:
        split: of the sample.
        paths: all.
        belongs: whether a path was declared to be on topic.
    """
    judged = {*split.on_topic, *(entry.path for entry in split.off_topic)}
    rest = [path for path in paths if path not in judged]
    if not rest:
        return split
    if not split.off_topic:
        return replace(split, on_topic=tuple(sorted(paths)))
    off = Counter(folder for entry in split.off_topic for folder in _folders(entry.path))
    on = Counter(folder for path in split.on_topic for folder in _folders(path))
    gone = {path for path in rest if _is_off(path, on, off) and not belongs(path)}
    reason = "judged by the files beside it, since the commit has very many"
    off_topic = (*split.off_topic, *(OffTopic(path=path, reason=reason) for path in gone))
    return replace(
        split,
        on_topic=tuple(sorted({*split.on_topic, *rest} - gone)),
        off_topic=tuple(sorted(off_topic, key=lambda entry: entry.path)),
    )


def _is_off(path: str, on: Counter[str], off: Counter[str]) -> bool:
    nearest = next(folder for folder in _folders(path) if on[folder] or off[folder] or not folder)
    return off[nearest] > on[nearest]


def _folders(path: str) -> Iterator[str]:
    """Yields the folder of a path and those around it, the nearest first."""
    while path:
        path = path.rpartition("/")[0]
        yield path
