"""What a change writes and reads."""

from agentguard.analyzer.model.changes import Category, Change, Skipped
from agentguard.analyzer.model.symbols import Reference, SymbolChange
from agentguard.analyzer.model.value import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFootprint:
    """One file of a change with what it is for; `language` is None where no grammar knows it."""

    change: Change
    category: Category
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """What a change really wrote and read; `base` and `head` as in `ChangeSet`."""

    base: str | None
    head: str | None
    files: tuple[FileFootprint, ...]
    writes: tuple[SymbolChange, ...]
    reads: tuple[Reference, ...]
    skipped: tuple[Skipped, ...]
