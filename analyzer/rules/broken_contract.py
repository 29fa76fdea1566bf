"""AG205: what one side uses no longer fits what the other side changed, on the tree that both merge to."""

from collections.abc import Iterator

from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import Confidence, Finding, Location, Related, Severity, Sibling, Side
from agentguard.analyzer.model.overlap import BreachKind, BrokenContract, Overlap, Participant, Relation
from agentguard.analyzer.model.rules import Anomaly, Example, Facts, Rule
from agentguard.analyzer.model.symbols import SymbolChange, SymbolChangeKind, SymbolKind
from agentguard.analyzer.printable import printable
from agentguard.analyzer.rules.sides import named


def check_broken_contract(facts: Facts) -> Iterator[Finding]:
    """Yields one finding for each use that breaks; an error where it certainly does."""
    overlap = facts.overlap
    if overlap is not None:
        yield from (_finding(facts, overlap, one) for one in overlap.broken)


def _finding(facts: Facts, overlap: Overlap, broken: BrokenContract) -> Finding:
    definer = overlap.b if broken.user is Side.A else overlap.a
    other = overlap.b if overlap.a.side is Side.HEAD else definer
    told = f", since {named(definer)} {_did(broken.cause)}" if broken.cause is not None else ""
    return Finding(
        rule=RULE.code,
        name=RULE.name,
        severity=Severity.ERROR if broken.certain else Severity.WARNING,
        confidence=Confidence.HIGH if broken.certain else Confidence.MEDIUM,
        message=f"`{printable(broken.name)}`: {printable(broken.why)}{told}",
        help=printable(broken.remedy) if broken.remedy else _advice(definer),
        location=Location(
            path=broken.path, side=Side.MERGED, line=broken.line, end_line=broken.line, symbol=broken.symbol or None
        ),
        related=(_related(definer, broken.cause),) if broken.cause is not None else (),
        commit=facts.commit,
        sibling=Sibling(name=other.name, commit=other.head),
    )


def _did(cause: SymbolChange) -> str:
    """Says what the other side did, to be read behind its name."""
    symbol = printable(cause.symbol or cause.path)
    match cause.change:
        case SymbolChangeKind.RENAMED:
            return f"renamed `{printable(cause.old_symbol or '')}` to `{symbol}`"
        case SymbolChangeKind.MOVED:
            return f"moved `{printable(cause.old_symbol or cause.symbol or cause.old_path or '')}` to `{_place(cause)}`"
        case SymbolChangeKind.SIGNATURE if cause.kind is not SymbolKind.CLASS:
            old, new = cause.old_signature, cause.signature
            is_same = old is not None and new is not None and old.parameters == new.parameters
            return f"changed the {'header' if is_same else 'parameters'} of `{symbol}`"
        case SymbolChangeKind.REMOVED | SymbolChangeKind.ADDED:
            return f"{cause.change} `{symbol}`"
        case _:
            return f"changed `{symbol}`"


def _place(cause: SymbolChange) -> str:
    is_renamed = cause.old_symbol is not None and cause.symbol
    return printable(f"{cause.path}::{cause.symbol}" if is_renamed else cause.path)


def _advice(definer: Participant) -> str:
    return f"bring {named(definer)} in and adapt this line before both have landed"


def _related(definer: Participant, cause: SymbolChange) -> Related:
    is_gone = cause.change is SymbolChangeKind.REMOVED
    line = cause.lines.first if cause.lines is not None and not is_gone else None
    return Related(path=cause.path, note=f"{named(definer)} {_did(cause)}", side=definer.side, line=line)


def _example(*broken: BrokenContract) -> Facts:
    sides = (("auth", Side.A), ("settings", Side.B))
    a, b = (Participant(name=name, side=side, base="0" * 40, head=None) for name, side in sides)
    overlap = Overlap(a=a, b=b, base="0" * 40, relation=Relation.PARALLEL, merges_cleanly=True, broken=broken)
    return Facts(config=Config(), overlap=overlap)


def _change(kind: SymbolChangeKind, symbol: str, *, old_symbol: str | None = None) -> SymbolChange:
    return SymbolChange(
        path="src/config.py",
        symbol=symbol,
        kind=SymbolKind.FUNCTION,
        change=kind,
        old_symbol=old_symbol,
        lines=Lines(first=41, last=48),
    )


RULE = Rule(
    code="AG205",
    name="broken-contract",
    summary="after the merge a call no longer fits, or a name is gone",
    why=(
        "One task renames a function, drops a parameter or removes a field, and mends every use that it can see. "
        "Another one adds a use of the old form at the same time, often in a file that the first never touched. Git "
        "merges both without a word, each was tested and fine, and the program fails where they meet."
    ),
    remedy=(
        "The help line says what to write where that can be told. The finding stands in the merged tree, so it cannot "
        "be mended on one branch alone: let the side that changed the definition land first, bring it into the other "
        "one (`git merge` or `git rebase`), and adapt the use there. An error fails for certain when the line runs; a "
        "warning depends on what only shows at run time, such as the class of an object that an annotation names."
    ),
    severity=Severity.ERROR,
    anomaly=Anomaly.STALE_READ,
    needs=frozenset({"overlap"}),
    examples=(
        Example(
            story="`auth` adds a call with a keyword that `settings` removes.",
            facts=_example(
                BrokenContract(
                    kind=BreachKind.CALL,
                    user=Side.A,
                    path="src/api/login.py",
                    line=88,
                    symbol="login",
                    name="load(path, strict=True)",
                    why="it takes no `strict`",
                    cause=_change(SymbolChangeKind.SIGNATURE, "load"),
                )
            ),
            messages=(
                "`load(path, strict=True)`: it takes no `strict`, since `settings` changed the parameters of `load`",
            ),
        ),
        Example(
            story="`auth` renames a function that `settings` begins to import.",
            facts=_example(
                BrokenContract(
                    kind=BreachKind.NAME,
                    user=Side.B,
                    path="src/admin.py",
                    line=3,
                    name="from config import load",
                    why="`config` has no `load`",
                    remedy="import `load_settings` instead",
                    cause=_change(SymbolChangeKind.RENAMED, "load_settings", old_symbol="load"),
                )
            ),
            messages=(
                "`from config import load`: `config` has no `load`, since `auth` renamed `load` to `load_settings`",
            ),
        ),
        Example(
            story="`settings` adds a parameter with a default: the call that `auth` adds still fits.",
            facts=_example(),
            messages=(),
        ),
    ),
    check=check_broken_contract,
)
