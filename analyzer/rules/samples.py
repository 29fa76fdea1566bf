"""Builds the facts of the examples that rules carry."""

from agentguard.analyzer.model.changes import Change, ChangeSet, ChangeStatus, Mode
from agentguard.analyzer.model.rules import Versions
from agentguard.analyzer.model.symbols import SourceFile

_OLD = "0" * 39 + "1"
_NEW = "0" * 39 + "2"


def changed(path: str, status: ChangeStatus = ChangeStatus.MODIFIED, *, old_path: str | None = None) -> Change:
    """Builds one file of a change; one with an old path is renamed."""
    status = ChangeStatus.RENAMED if old_path is not None else status
    has_old, has_new = status is not ChangeStatus.ADDED, status is not ChangeStatus.DELETED
    return Change(
        path=path,
        old_path=old_path,
        status=status,
        old_mode=Mode.FILE if has_old else Mode.ABSENT,
        new_mode=Mode.FILE if has_new else Mode.ABSENT,
        old_id=_OLD if has_old else None,
        new_id=_NEW if has_new else None,
    )


def change_of(*changes: Change, message: str = "") -> ChangeSet:
    """Builds a change that is not committed yet."""
    return ChangeSet(
        name="index", base=_OLD, head=None, tip=_OLD, base_tree=_OLD, head_tree=_NEW, message=message, changes=changes
    )


def versions_of(contents: dict[str, str], *sources: SourceFile) -> Versions:
    """Builds one side's files from their text."""
    return Versions(
        contents={path: text.encode() for path, text in contents.items()},
        sources={source.path: source for source in sources},
    )
