"""What the content of a commit's files tells: names on changed lines, definitions, imports."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from heapq import nsmallest
from itertools import chain
from math import log

from agentguard.analyzer.model.changes import Change
from agentguard.analyzer.sources import Sources
from agentguard.analyzer.topic.words import IDENTIFIER, words_of

_DEFINITION = re.compile(
    r"^\s*(?:export\s+|default\s+|pub\s+|async\s+|static\s+|public\s+|private\s+|abstract\s+)*"
    r"(?:def|class|function|func|fn|interface|struct|enum|trait|type|const|let|var)\s+([A-Za-z_]\w{2,})"
    r"|^([A-Za-z_]\w{2,})\s*(?:=[^=]|:\s|\(\)\s*\{)",
    re.MULTILINE,
)
_IMPORT = re.compile(
    r"^\s*(?:from|import|require|include|use|using|source|export\s.*\bfrom|\.\s|#include|const\s.*\brequire)\b(.*)$",
    re.MULTILINE,
)
_MAX_BYTES = 200_000
_MAX_LINES = 3_000
_BACKGROUND = 48
_BACKGROUND_BYTES = 16_000


@dataclass(slots=True)
class Lexicon:
    """The identifiers of one file of a commit.

    Attributes:
        changed: on added and removed lines.
        stems: stems of those, counted.
        every: in the whole file.
        defined: names that changed lines define.
        imports: identifiers on import lines of the whole file.
        added: lines that the change puts in.
        removed: lines that it takes out.
        turn: tokens that an edit of existing lines takes away (`-token`) or puts in (`+token`), counted.
        lines: how many lines were changed.
        text: whether there is text at all.
    """

    changed: frozenset[str] = frozenset()
    stems: Mapping[str, int] = field(default_factory=dict)
    every: frozenset[str] = frozenset()
    defined: frozenset[str] = frozenset()
    imports: frozenset[str] = frozenset()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    turn: Mapping[str, int] = field(default_factory=dict)
    lines: int = 0
    text: bool = False


def read_lexicons(changes: Sequence[Change], old: Sources, new: Sources) -> list[Lexicon]:
    """Reads the files of a change, each side in one go."""
    old.prefetch(change.source_path for change in changes if change.old_mode)
    new.prefetch(change.path for change in changes if change.new_mode)
    return [_lexicon(change, old, new) for change in changes]


def _lexicon(change: Change, old: Sources, new: Sources) -> Lexicon:
    if change.binary:
        return Lexicon()
    before = _text(old.content(change.source_path)) if change.old_mode else ""
    after = _text(new.content(change.path)) if change.new_mode else ""
    whole = after or before
    if not whole:
        return Lexicon()
    removed, added = _changed_lines(change, before, after)
    text = "\n".join((*added, *removed))
    names = IDENTIFIER.findall(text)
    definitions = (one or other for one, other in _DEFINITION.findall(text))
    return Lexicon(
        changed=frozenset(names),
        stems=Counter(word for name in names[:20_000] for word in words_of(name)),
        every=frozenset(IDENTIFIER.findall(whole)),
        defined=frozenset(definitions),
        imports=frozenset(name for line in _IMPORT.findall(whole) for name in IDENTIFIER.findall(line)),
        added=added,
        removed=removed,
        turn=_turn(added, removed),
        lines=(change.added or 0) + (change.deleted or 0),
        text=True,
    )


def _turn(added: Sequence[str], removed: Sequence[str]) -> dict[str, int]:
    if not removed:
        return {}
    before, after = (Counter(IDENTIFIER.findall("\n".join(lines))) for lines in (removed, added))
    gone = {f"-{token}": times for token, times in (before - after).items()}
    return gone | {f"+{token}": times for token, times in (after - before).items()}


def _text(content: bytes | None) -> str:
    return (content or b"")[:_MAX_BYTES].decode("utf-8", "replace")


def _changed_lines(change: Change, before: str, after: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    old_lines = before.split("\n") if before else []
    new_lines = after.split("\n") if after else []
    removed: list[str] = []
    added: list[str] = []
    for hunk in change.hunks:
        if hunk.old is not None and len(removed) < _MAX_LINES:
            removed += old_lines[hunk.old.first - 1 : hunk.old.last]
        if hunk.new is not None and len(added) < _MAX_LINES:
            added += new_lines[hunk.new.first - 1 : hunk.new.last]
    return tuple(removed[:_MAX_LINES]), tuple(added[:_MAX_LINES])


@dataclass(frozen=True, slots=True)
class Rarity:
    """How rare an identifier or a stem is in the repository: log of files over files that hold it."""

    names: Mapping[str, float]
    stems: Mapping[str, float]
    unseen: float

    def name(self, name: str) -> float:
        """Returns the weight of an identifier."""
        return self.names.get(name, self.unseen)


def read_rarity(lexicons: Sequence[Lexicon], old: Sources, changed: Iterable[str]) -> Rarity:
    """Counts words over a fixed sample of the repository's other files and over those of the commit."""
    own = frozenset(changed)
    sample = _sample([path for path in old.paths if path not in own])
    old.prefetch(sample)
    contents = [content for path in sample if (content := old.content(path)) and b"\0" not in content[:8_000]]
    bags = [_background(content[:_BACKGROUND_BYTES]) for content in contents]
    bags += [(lexicon.every, _stems(lexicon.every)) for lexicon in lexicons if lexicon.text]
    names = Counter(chain.from_iterable(bag for bag, _ in bags))
    stems = Counter(chain.from_iterable(bag for _, bag in bags))
    total = len(bags) + 1
    unseen = log(total)
    return Rarity(
        {name: log(total / count) for name, count in names.items()},
        {word: log(total / count) for word, count in stems.items()},
        unseen,
    )


@lru_cache(maxsize=512)
def _background(content: bytes) -> tuple[frozenset[str], frozenset[str]]:
    """Returns names and stems; the sample is nearly the same for each commit of a history."""
    names = frozenset(IDENTIFIER.findall(_text(content)))
    return names, _stems(names)


def _stems(names: Iterable[str]) -> frozenset[str]:
    return frozenset(word for name in names for word in words_of(name))


def _sample(paths: Sequence[str]) -> list[str]:
    """Chooses files by the hash of their path, the same in every run."""
    if len(paths) <= _BACKGROUND:
        return sorted(paths)
    return nsmallest(_BACKGROUND, paths, key=_digest)


@lru_cache(maxsize=65_536)
def _digest(path: str) -> bytes:
    return blake2b(path.encode("utf-8", "surrogateescape"), digest_size=8).digest()
