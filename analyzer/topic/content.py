"""What the content of a commit's files tells: names on changed lines, definitions, imports."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from heapq import nsmallest
from itertools import chain
from math import log

from agentguard.analyzer.model.changes import Change
from agentguard.analyzer.model.value import dataclass, field
from agentguard.analyzer.patterns import later
from agentguard.analyzer.sources import Sources
from agentguard.analyzer.words import IDENTIFIER, words_of

_DEFINITION = later(
    r"^[ \t]*(?:export\s+|default\s+|pub\s+|async\s+|static\s+|public\s+|private\s+|abstract\s+)*"
    r"(?:def|class|function|func|fn|interface|struct|enum|trait|type|const|let|var)\s+([A-Za-z_]\w{2,})"
    r"|^([A-Za-z_]\w{2,})\s*(?:=[^=]|:\s|\(\)\s*\{)",
    re.MULTILINE,
)
_IMPORT = later(
    r"^[ \t]*(?:from|import|require|include|use|using|source|export\s.*\bfrom|\.\s|#include|const\s.*\brequire)\b(.*)$",
    re.MULTILINE,
)
_MAX_BYTES = 200_000
# Names of a file far below its head tell little more of what it is about.
_MAX_WHOLE = 24_000
_MAX_LINES = 3_000
_MAX_CHANGED = 60_000
_BACKGROUND = 48
_BACKGROUND_BYTES = 8_000


@dataclass(frozen=True, slots=True, kw_only=True)
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
    texts = ["\n".join(lines)[:_MAX_CHANGED] for lines in (removed, added)]
    gone, come = (Counter(IDENTIFIER.findall(text)) for text in texts)
    whole = whole[:_MAX_WHOLE]
    return Lexicon(
        changed=frozenset((*gone, *come)),
        stems=_stems(gone, come),
        every=frozenset(IDENTIFIER.findall(whole)),
        defined=frozenset(one or other for text in texts for one, other in _DEFINITION.findall(text)),
        imports=frozenset(name for line in _IMPORT.findall(whole) for name in IDENTIFIER.findall(line)),
        added=added,
        removed=removed,
        turn=_turn(gone, come) if removed else {},
        lines=(change.added or 0) + (change.deleted or 0),
        text=True,
    )


def _stems(gone: Mapping[str, int], come: Mapping[str, int]) -> dict[str, int]:
    stems: dict[str, int] = defaultdict(int)
    for side in (gone, come):
        for name, times in side.items():
            for word in words_of(name):
                stems[word] += times
    return dict(stems)


def _turn(gone: Counter[str], come: Counter[str]) -> dict[str, int]:
    taken = {f"-{token}": times for token, times in (gone - come).items()}
    return taken | {f"+{token}": times for token, times in (come - gone).items()}


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


def read_rarity(lexicons: Sequence[Lexicon], old: Sources) -> Rarity:
    """Counts words over a fixed sample of the repository's files and over those of the commit."""
    sample = _sample(old.paths)
    old.prefetch(sample)
    contents = [content for path in sample if (content := old.content(path)) and b"\0" not in content[:8_000]]
    names, stems = _counted(tuple(content[:_BACKGROUND_BYTES] for content in contents))
    texts = [lexicon for lexicon in lexicons if lexicon.text]
    total = len(contents) + len(texts) + 1
    return Rarity(
        _weights(names, Counter(chain.from_iterable(lexicon.every | lexicon.changed for lexicon in texts)), total),
        _weights(stems, Counter(chain.from_iterable(lexicon.stems for lexicon in texts)), total),
        log(total),
    )


def _weights(known: Mapping[str, int], own: Mapping[str, int], total: int) -> dict[str, float]:
    """Returns the rarity of those words that the commit holds; nobody asks for others."""
    logs = [log(total / count) for count in range(1, total + 1)]
    return {word: logs[min(count + known.get(word, 0), total) - 1] for word, count in own.items()}


@lru_cache(maxsize=4)
def _counted(contents: tuple[bytes, ...]) -> tuple[Counter[str], Counter[str]]:
    """Counts names and stems; the sample is nearly the same for each commit of a history."""
    bags = [_background(content) for content in contents]
    return Counter(chain.from_iterable(bag for bag, _ in bags)), Counter(chain.from_iterable(bag for _, bag in bags))


@lru_cache(maxsize=512)
def _background(content: bytes) -> tuple[frozenset[str], frozenset[str]]:
    names = frozenset(IDENTIFIER.findall(_text(content)))
    return names, frozenset(word for name in names for word in words_of(name))


def _sample(paths: Collection[str]) -> list[str]:
    """Chooses files by the hash of their path, the same in every run."""
    if len(paths) <= _BACKGROUND:
        return sorted(paths)
    return nsmallest(_BACKGROUND, paths, key=_digest)


@lru_cache(maxsize=65_536)
def _digest(path: str) -> bytes:
    from hashlib import blake2b  # noqa: PLC0415 - milliseconds that paths alone need not pay

    return blake2b(path.encode("utf-8", "surrogateescape"), digest_size=8).digest()
