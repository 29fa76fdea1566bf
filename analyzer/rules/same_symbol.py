"""AG202: both sides change one symbol."""

from collections.abc import Iterator

from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import Confidence, Finding, Location, Related, Severity, Side
from agentguard.analyzer.model.overlap import Closeness, Overlap, Participant, Relation, SharedSymbol, TextConflict
from agentguard.analyzer.model.rules import Anomaly, Example, Facts, Rule
from agentguard.analyzer.model.symbols import SymbolChange, SymbolChangeKind, SymbolKind
from agentguard.analyzer.model.value import replace
from agentguard.analyzer.printable import printable
from agentguard.analyzer.rules.sides import called, did, named, place, related, sibling


def check_same_symbol(facts: Facts) -> Iterator[Finding]:
    """Yields one finding for each symbol; a warning where one change bears on the other, and git does not say so."""
    overlap = facts.overlap
    if overlap is None:
        return
    in_conflict = {conflict.path for conflict in overlap.conflicts}
    for shared in overlap.shared_symbols:
        told_by_git = bool(in_conflict & {shared.a.path, shared.b.path, shared.a.old_path, shared.b.old_path})
        # Who works on top of the other one has its lines before them.
        in_sight = overlap.relation is Relation.SEQUENTIAL
        yield _finding(facts, overlap, shared, _severity(shared, is_known=told_by_git or in_sight))


def _severity(shared: SharedSymbol, *, is_known: bool) -> Severity:
    if is_known:
        return Severity.NOTE
    one_removed = SymbolChangeKind.REMOVED in {shared.a.change, shared.b.change}
    is_risk = shared.closeness is Closeness.TIED or (shared.closeness is Closeness.SAME and one_removed)
    return RULE.severity if is_risk else Severity.NOTE


def _finding(facts: Facts, overlap: Overlap, shared: SharedSymbol, severity: Severity) -> Finding:
    return Finding(
        rule=RULE.code,
        name=RULE.name,
        severity=severity,
        confidence=Confidence.MEDIUM if shared.closeness in {Closeness.TIED, Closeness.SAME} else Confidence.LOW,
        message=_message(overlap, shared),
        help=_advice(overlap, shared) if severity is RULE.severity else None,
        location=_location(shared.a, overlap.a, shared.a_lines),
        related=(_related(shared, overlap.b),),
        commit=facts.commit,
        sibling=sibling(overlap, overlap.b),
    )


def _message(overlap: Overlap, shared: SharedSymbol) -> str:
    what = called(shared.a, before=True)
    if shared.closeness is Closeness.ENTRIES:
        return f"{named(overlap.a)} and {named(overlap.b)} both add to {what}"
    if shared.closeness is Closeness.SAME:
        return f"{named(overlap.a)} {did(shared.a)}, {named(overlap.b)} {did(shared.b)}"
    why = f": {printable(shared.why)}" if shared.why else ""
    return f"{named(overlap.a)} and {named(overlap.b)} both change {what}{why}"


def _advice(overlap: Overlap, shared: SharedSymbol) -> str:
    what = called(shared.a, before=True)
    return (
        f"let one of them land first; bring it into the other, and read {what} as a whole there: git merges the lines "
        "and does not know what they mean"
        if shared.closeness is Closeness.TIED
        else f"decide whether {what} stays before {named(overlap.a)} or {named(overlap.b)} lands"
    )


def _location(change: SymbolChange, one: Participant, lines: Lines | None) -> Location:
    found = place(change, one.side)
    return replace(found, line=lines.first, end_line=lines.last) if lines is not None else found


def _related(shared: SharedSymbol, other: Participant) -> Related:
    found = related(shared.b, other)
    return replace(found, line=shared.b_lines.first) if shared.b_lines is not None else found


def _example(*shared: SharedSymbol, conflicts: tuple[TextConflict, ...] = ()) -> Facts:
    sides = (("auth", Side.A), ("limits", Side.B))
    a, b = (Participant(name=name, side=side, base="0" * 40, head=None) for name, side in sides)
    overlap = Overlap(
        a=a,
        b=b,
        base="0" * 40,
        relation=Relation.PARALLEL,
        merges_cleanly=not conflicts,
        shared_symbols=shared,
        conflicts=conflicts,
    )
    return Facts(config=Config(), overlap=overlap)


def _change(kind: SymbolChangeKind = SymbolChangeKind.BODY) -> SymbolChange:
    return SymbolChange(
        path="src/config.py", symbol="load", kind=SymbolKind.FUNCTION, change=kind, lines=Lines(first=10, last=40)
    )


_TIED = SharedSymbol(
    a=_change(),
    b=_change(),
    closeness=Closeness.TIED,
    why="`auth` sets `timeout`, which changed lines of `limits` use",
    a_lines=Lines(first=12, last=12),
    b_lines=Lines(first=31, last=31),
)

RULE = Rule(
    code="AG202",
    name="same-symbol",
    summary="both sides change one function, class, setting or section",
    why=(
        "Two tasks edit different lines of one function. Git merges them without a word, but one of them changed the "
        "value or the condition on which the other's lines rely, and neither was tested with the other: each part is "
        "right, the whole is not. Most pairs of edits in one function have nothing to do with each other; those stay "
        "notes. Cosmetic changes do not count."
    ),
    remedy=(
        "Let one side land, bring it into the other (`git merge` or `git rebase`), and read the whole function there. "
        "A warning means that new lines of one side use a name that the other sets or no longer has, stand under a "
        "condition that the other changed, or share a statement with the other's. Where both only add entries to one "
        "list, nothing has to be done."
    ),
    severity=Severity.WARNING,
    anomaly=Anomaly.WRITE_SKEW,
    needs=frozenset({"overlap"}),
    examples=(
        Example(
            story="`auth` changes the default of a variable that a line, new in `limits`, uses further down.",
            facts=_example(_TIED),
            messages=(
                "`auth` and `limits` both change `load`: `auth` sets `timeout`, which changed lines of `limits` use",
            ),
        ),
        Example(
            story="One side removes what the other edits; git, which took it for a move, did not stop at it.",
            facts=_example(
                SharedSymbol(a=_change(SymbolChangeKind.REMOVED), b=_change(), closeness=Closeness.SAME),
            ),
            messages=("`auth` removed `load`, `limits` changed the body of `load`",),
        ),
        Example(
            story="Nothing is changed by both.",
            facts=_example(),
            messages=(),
        ),
    ),
    check=check_same_symbol,
)
