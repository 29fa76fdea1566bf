"""Puts a change's footprint together."""

from collections.abc import Iterator, Sequence

from agentguard.analyzer.artifacts import artifact
from agentguard.analyzer.categories import category, is_generated
from agentguard.analyzer.footprint.reads import read_reads
from agentguard.analyzer.footprint.writes import read_writes
from agentguard.analyzer.languages import language_of
from agentguard.analyzer.model.changes import Category, Change, ChangeSet, ChangeStatus, Lines, Mode, Skipped
from agentguard.analyzer.model.findings import Confidence
from agentguard.analyzer.model.footprint import FileFootprint, Footprint
from agentguard.analyzer.model.symbols import SymbolChange
from agentguard.analyzer.sources import Sources

_HEAD = 8_000


def read_footprint(change: ChangeSet, old: Sources, new: Sources) -> Footprint:
    """Returns what a change really writes and reads.

    Args:
        change: the files of the change.
        old: the tree before it.
        new: the tree after it.
    """
    writes = read_symbol_changes(change, old, new)
    reads = read_reads(change.changes, writes, new)
    return Footprint(
        base=change.base,
        head=change.head,
        files=tuple(_file(entry, old, new) for entry in change.changes),
        writes=writes,
        reads=reads,
        skipped=read_skipped(change, old, new),
    )


def read_symbol_changes(change: ChangeSet, old: Sources, new: Sources) -> tuple[SymbolChange, ...]:
    """Returns the writes of a footprint alone, which cost about half of it."""
    old.prefetch(entry.source_path for entry in change.changes if entry.old_mode)
    new.prefetch(entry.path for entry in change.changes if entry.new_mode)
    return read_writes(change.changes, old, new)


def read_skipped(change: ChangeSet, old: Sources, new: Sources) -> tuple[Skipped, ...]:
    """Returns what of a change could not be read, or not all of it, after its files were asked for."""
    return tuple(sorted(_skipped(change, old, new), key=lambda item: (item.what, item.reason)))


def _file(change: Change, old: Sources, new: Sources) -> FileFootprint:
    side = old if change.status is ChangeStatus.DELETED else new
    return FileFootprint(change=change, category=_category(change, side), language=language_of(change.path))


def _category(change: Change, side: Sources) -> Category:
    left_behind = artifact(change.path)
    if left_behind is not None and left_behind.confidence is Confidence.HIGH:
        return Category.ARTIFACT
    if change.binary:
        return Category.BINARY
    kind = category(change.path)
    head = (side.content(change.path) or b"")[:_HEAD]
    return Category.GENERATED if kind is not Category.LOCK and is_generated(change.path, head) else kind


def _skipped(change: ChangeSet, old: Sources, new: Sources) -> Iterator[Skipped]:
    yield from change.skipped
    for entry in change.changes:
        yield from _skipped_file(entry, old, new)


def _skipped_file(entry: Change, old: Sources, new: Sources) -> Iterator[Skipped]:
    mode = entry.new_mode or entry.old_mode
    reason = new.why_skipped(entry.path) or old.why_skipped(entry.source_path)
    if reason:
        yield Skipped(what=entry.path, reason=reason)
    elif entry.binary:
        yield Skipped(what=entry.path, reason="binary")
    elif mode == Mode.GITLINK:
        yield Skipped(what=entry.path, reason="submodule")
    elif mode == Mode.SYMLINK:
        yield Skipped(what=entry.path, reason="symbolic link")
    source = new.source(entry.path) if entry.new_mode else None
    if source is not None and source.broken:
        places = _places(source.broken[:5])
        yield Skipped(what=entry.path, reason=f"syntax error at {places}; what stands there is not in the tables")


def _places(parts: Sequence[Lines]) -> str:
    shown = [f"{part.first}-{part.last}" if part.first != part.last else str(part.first) for part in parts]
    word = "line" if len(parts) == 1 and parts[0].first == parts[0].last else "lines"
    return f"{word} {', '.join(shown)}"
