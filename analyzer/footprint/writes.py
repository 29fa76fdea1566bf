"""What a change writes: symbols where a grammar knows the file, ranges of lines elsewhere."""

from collections.abc import Iterator

from agentguard.analyzer.model.changes import Change, ChangeStatus
from agentguard.analyzer.model.symbols import SymbolChange, SymbolChangeKind, SymbolKind
from agentguard.analyzer.sources import Sources
from agentguard.analyzer.symbols import Reading
from agentguard.analyzer.symbols.compare import by_place, compare

_OF_FILE = {ChangeStatus.ADDED: SymbolChangeKind.ADDED, ChangeStatus.DELETED: SymbolChangeKind.REMOVED}


def read_writes(changes: tuple[Change, ...], old: Sources, new: Sources) -> tuple[SymbolChange, ...]:
    """Compares the definitions of all files of a change at once, so that a move between files is seen.

    Args:
        changes: the files of the change.
        old: the tree before it.
        new: the tree after it.
    """
    before: dict[str, Reading] = {}
    after: dict[str, Reading] = {}
    renamed: dict[str, str] = {}
    plain: list[Change] = []
    for change in changes:
        versions = _versions(change, old, new)
        if versions is None:
            plain.append(change)
            continue
        old_version, new_version = versions
        if old_version is not None:
            before[change.source_path] = old_version
        if new_version is not None:
            after[change.path] = new_version
        if change.status is ChangeStatus.RENAMED:
            renamed[change.path] = change.source_path
    of_symbols = (write for write in compare(before, after, renamed) if not _may_be_there(write, new))
    of_files = (write for change in plain for write in _file_level(change))
    return tuple(sorted((*of_symbols, *of_files), key=by_place))


def _versions(change: Change, old: Sources, new: Sources) -> tuple[Reading | None, Reading | None] | None:
    """Returns the readings of both sides, None where a side that exists has none."""
    has_old = change.status not in {ChangeStatus.ADDED, ChangeStatus.COPIED}
    has_new = change.status is not ChangeStatus.DELETED
    before = old.reading(change.source_path) if has_old else None
    after = new.reading(change.path) if has_new else None
    if (has_old and before is None) or (has_new and after is None):
        return None
    return before, after


def _may_be_there(write: SymbolChange, new: Sources) -> bool:
    """Tells whether what seems to be removed may only stand on lines that could not be read."""
    source = new.source(write.path) if write.change is SymbolChangeKind.REMOVED else None
    if source is None or not source.broken:
        return False
    lines = (new.content(write.path) or b"").split(b"\n")
    name = write.symbol.rpartition(".")[2].encode("utf-8", "surrogateescape")
    return any(name in line for part in source.broken for line in lines[part.first - 1 : part.last])


def _file_level(change: Change) -> Iterator[SymbolChange]:
    kind = _OF_FILE.get(change.status, SymbolChangeKind.BODY)
    removed = change.status is ChangeStatus.DELETED
    ranges = [lines for hunk in change.hunks if (lines := hunk.old if removed else hunk.new) is not None]
    if change.status is ChangeStatus.RENAMED and not change.hunks:
        kind = SymbolChangeKind.MOVED
    for lines in dict.fromkeys(ranges) or (None,):
        yield SymbolChange(
            path=change.path,
            symbol="",
            kind=SymbolKind.MODULE,
            change=kind,
            old_path=change.old_path,
            lines=lines,
        )
