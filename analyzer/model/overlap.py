"""Two pieces of parallel work held against each other."""

from enum import StrEnum

from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.findings import Side
from agentguard.analyzer.model.symbols import Reference, SymbolChange
from agentguard.analyzer.model.value import dataclass


class Relation(StrEnum):
    """Names how two pieces of work stand in history: one is sequential to another whose change is in its base."""

    PARALLEL = "parallel"
    SEQUENTIAL = "sequential"


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """One of two pieces of work.

    Attributes:
        name: how the user named it.
        side: the side of its trees in findings.
        base: commit id of its old side, None where that is no commit.
        head: commit id of its new side, None where that is not committed.
    """

    name: str
    side: Side
    base: str | None
    head: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextConflict:
    """A path that git cannot merge.

    Attributes:
        path: as git names it.
        kind: git's own word, such as `content`, `add/add`, `modify/delete`, `rename/rename`.
        a_lines: the lines in conflict on the first side, None where git names none.
        b_lines: likewise on the second.
    """

    path: str
    kind: str
    a_lines: Lines | None = None
    b_lines: Lines | None = None


class Closeness(StrEnum):
    """Names how near two changes of one symbol come to each other.

    `ENTRIES`: both only add entries to one list, mapping or `__all__`. `APART`: the changed lines have nothing to do
    with each other, or no more than is common. `TIED`: what one side's lines bind or decide is what the other's rely
    on. `SAME`: one side removed, renamed, moved or re-signed what the other edits.
    """

    ENTRIES = "entries"
    APART = "apart"
    TIED = "tied"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedSymbol:
    """A symbol that both change.

    Attributes:
        a: what the first side did.
        b: what the second side did.
        closeness: how near the two come to each other.
        why: in one clause what ties them together, empty where nothing does.
        a_lines: where in the first side's new tree, None where nothing there is to blame.
        b_lines: likewise in the second side's.
    """

    a: SymbolChange
    b: SymbolChange
    closeness: Closeness
    why: str = ""
    a_lines: Lines | None = None
    b_lines: Lines | None = None


class Fit(StrEnum):
    """Names what is left of a use after what the other side did.

    `GONE`: nothing has that name there any more. `MISFIT`: it is called in another way than it is used. `VALUE`: it is
    a constant or setting with another value. `CHANGED`: it is there, and may do something else. `FITS`: what changed
    about it, such as its place, does not show in a use.
    """

    GONE = "gone"
    MISFIT = "misfit"
    VALUE = "value"
    CHANGED = "changed"
    FITS = "fits"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleUse:
    """A use, on one side, of what the other side changed.

    Attributes:
        user: the side whose code uses it.
        use: in the tree of that side.
        change: what the other side did to it.
        resolved: whether the use was followed to that very definition, and not only has its name.
        fit: what is left of it.
        why: in one clause what does not fit, empty where that is said by the change.
        implied: a `with` that is new runs it, and nobody wrote that.
    """

    user: Side
    use: Reference
    change: SymbolChange
    resolved: bool = True
    fit: Fit = Fit.CHANGED
    why: str = ""
    implied: bool = False


class BreachKind(StrEnum):
    """Names what breaks on the merged tree."""

    CALL = "call"
    NAME = "name"
    OVERRIDE = "override"
    MEMBER = "member"
    KEY = "key"


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenContract:
    """Something in the merged tree that neither side broke alone.

    Attributes:
        kind: what it is.
        user: the side whose code no longer fits.
        path: of that code, in the merged tree.
        line: likewise.
        symbol: qualified name of the symbol that holds it, empty at module level.
        name: what is called, imported, overridden or read, as written.
        why: one clause: what does not fit.
        remedy: what to write instead, None where that cannot be told.
        cause: what the other side did, None where no single change of it is to blame.
        certain: whether the program certainly fails there.
    """

    kind: BreachKind
    user: Side
    path: str
    line: int
    symbol: str = ""
    name: str
    why: str
    remedy: str | None = None
    cause: SymbolChange | None = None
    certain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """Something that both sides add under one name.

    Attributes:
        kind: `symbol`, or the name of a configured pattern such as `route`.
        name: the qualified name, or what the pattern found.
        a_path: where the first side adds it.
        a_line: likewise.
        b_path: where the second side adds it.
        b_line: likewise.
        same: both add the same text.
    """

    kind: str
    name: str
    a_path: str
    a_line: int
    b_path: str
    b_line: int
    same: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Everything in which two pieces of work meet.

    Attributes:
        a: the first one; in `check` the change that is judged.
        b: the second one; in `check` the target or a sibling.
        base: commit id of their merge base, None where there is none.
        relation: whether one contains the other's base change.
        merges_cleanly: what git says; None where the two are sequential.
        shared_paths: files that both write, by either name.
        conflicts: by path.
        shared_symbols: by path and line.
        stale_uses: likewise.
        broken: likewise.
        duplicates: by name.
    """

    a: Participant
    b: Participant
    base: str | None
    relation: Relation
    merges_cleanly: bool | None
    shared_paths: tuple[str, ...] = ()
    conflicts: tuple[TextConflict, ...] = ()
    shared_symbols: tuple[SharedSymbol, ...] = ()
    stale_uses: tuple[StaleUse, ...] = ()
    broken: tuple[BrokenContract, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
