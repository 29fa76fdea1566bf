"""Reads the guards that a change edits, and nothing where it edits none."""

from collections.abc import Sequence

from agentguard.analyzer.config import PYPROJECT
from agentguard.analyzer.gather.change import Subject
from agentguard.analyzer.model.changes import Change
from agentguard.analyzer.model.rules import Guards
from agentguard.analyzer.model.symbols import SymbolChangeKind, SymbolKind
from agentguard.analyzer.model.value import replace
from agentguard.analyzer.rules.guards import guard


def read_guards(subject: Subject) -> Guards:
    """Returns both sides of the guards among the files of a change, and the keys that changed in them."""
    edited = [entry for entry in subject.change.changes if _may_guard(entry.path) or _may_guard(entry.source_path)]
    if not edited:
        return Guards()
    before = [entry.source_path for entry in edited if entry.old_mode]
    after = [entry.path for entry in edited if entry.new_mode]
    subject.old.prefetch(before)
    subject.new.prefetch(after)
    return Guards(
        before={path: subject.old.content(path) for path in before},
        after={path: subject.new.content(path) for path in after},
        keys=_keys(subject, edited),
    )


def _may_guard(path: str) -> bool:
    return path == PYPROJECT or guard(path) is not None


def _keys(subject: Subject, edited: Sequence[Change]) -> dict[str, tuple[str, ...]]:
    """Returns the innermost keys that changed in each file, where a grammar tells them."""
    both = [entry for entry in edited if entry.old_mode and entry.new_mode and entry.path != PYPROJECT]
    if not both:
        return {}
    from agentguard.analyzer.footprint.build import read_symbol_changes  # noqa: PLC0415 - most changes edit no guard

    found: dict[str, list[str]] = {}
    paths = {entry.path for entry in both}
    entries = tuple(entry for entry in subject.with_lines().change.changes if entry.path in paths)
    for write in read_symbol_changes(replace(subject.change, changes=entries), subject.old, subject.new):
        if write.kind is SymbolKind.KEY and write.change is not SymbolChangeKind.COSMETIC:
            found.setdefault(write.path, []).append(write.symbol)
    return {
        path: tuple(key for key in keys if not any(other.startswith(f"{key}.") for other in keys))
        for path, keys in found.items()
    }
