"""AG207: both sides add something under one name."""

from collections.abc import Iterator

from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import Confidence, Finding, Location, Related, Severity, Side
from agentguard.analyzer.model.overlap import Duplicate, Overlap, Participant, Relation
from agentguard.analyzer.model.rules import Anomaly, Example, Facts, Rule
from agentguard.analyzer.printable import printable
from agentguard.analyzer.rules.sides import named, sibling

_SYMBOL = "symbol"
_FILE = "file"
# Two headings of one name confuse nobody but a reader, and where files of one path meet git has its say.
_HARMLESS = frozenset({_FILE, "section"})


def check_duplicate_definition(facts: Facts) -> Iterator[Finding]:
    """Yields one finding for each name; a note where both add the same text, or in modules of their own."""
    overlap = facts.overlap
    if overlap is not None:
        in_conflict = {conflict.path for conflict in overlap.conflicts}
        yield from (_finding(facts, overlap, one, in_conflict) for one in overlap.duplicates)


def _severity(one: Duplicate, in_conflict: set[str]) -> Severity:
    is_elsewhere = one.kind == _SYMBOL and one.a_path != one.b_path
    told_by_git = one.a_path == one.b_path and one.a_path in in_conflict
    # Two items of a list may share what identifies them, such as the name of a step.
    is_item = one.kind == "key" and one.name.endswith("]")
    is_harmless = one.same or is_elsewhere or told_by_git or is_item or one.kind in _HARMLESS
    return Severity.NOTE if is_harmless else RULE.severity


def _finding(facts: Facts, overlap: Overlap, one: Duplicate, in_conflict: set[str]) -> Finding:
    severity = _severity(one, in_conflict)
    return Finding(
        rule=RULE.code,
        name=RULE.name,
        severity=severity,
        confidence=Confidence.HIGH if severity is RULE.severity else Confidence.LOW,
        message=_message(overlap, one),
        help=_advice(overlap, one) if severity is RULE.severity else None,
        location=Location(
            path=one.a_path,
            side=overlap.a.side,
            line=one.a_line,
            end_line=one.a_line,
            symbol=one.name if one.kind == _SYMBOL else None,
        ),
        related=(
            Related(path=one.b_path, side=overlap.b.side, line=one.b_line, note=f"{named(overlap.b)} adds it here"),
        ),
        commit=facts.commit,
        sibling=sibling(overlap, overlap.b),
    )


def _message(overlap: Overlap, one: Duplicate) -> str:
    both = f"{named(overlap.a)} and {named(overlap.b)} both add"
    alike = ", with the same text" if one.same else ""
    if one.kind == _FILE:
        return f"{both} the file `{printable(one.a_path)}`{alike}"
    what = f"`{printable(one.name)}`" if one.kind == _SYMBOL else f"the {printable(one.kind)} `{printable(one.name)}`"
    if one.a_path == one.b_path:
        return f"{both} {what} to `{printable(one.a_path)}`{alike}"
    return f"{both} {what}, to `{printable(one.a_path)}` and to `{printable(one.b_path)}`{alike}"


def _advice(overlap: Overlap, one: Duplicate) -> str:
    first, second = named(overlap.a), named(overlap.b)
    if overlap.a.side is Side.HEAD:
        other = f"use the `{printable(one.name)}` of {second} here, or rename this one"
        hides = "the merge keeps both, and the later one hides the other: "
        return hides + other if one.kind in {_SYMBOL, "key"} else f"give this one another value than {second} has"
    if one.kind in {_SYMBOL, "key"}:
        return (
            f"the merge keeps both, and the later one hides the other: let {first} land first; "
            f"then use its `{printable(one.name)}` in {second}, or rename that of {second}"
        )
    return f"let {first} land first; then give the one of {second} another value"


def _example(*found: Duplicate) -> Facts:
    sides = (("client", Side.A), ("uploads", Side.B))
    a, b = (Participant(name=name, side=side, base="0" * 40, head=None) for name, side in sides)
    overlap = Overlap(a=a, b=b, base="0" * 40, relation=Relation.PARALLEL, merges_cleanly=True, duplicates=found)
    return Facts(config=Config(), overlap=overlap)


RULE = Rule(
    code="AG207",
    name="duplicate-definition",
    summary="both sides add a definition, a test, a key or a route under one name",
    why=(
        "Two tasks miss the same helper and each adds its own to one module, a hundred lines apart. The merge is clean "
        "and keeps both; the later one hides the earlier, and half of the callers run code that they were never tested "
        "with. A test of a name that exists twice runs once."
    ),
    remedy=(
        "Let one side land, bring it into the other, and keep one of the two or rename one. The same goes for what "
        "must be unique in the whole tree without being a definition: routes, commands, numbers of migrations, error "
        "codes. Patterns for these stand in the settings under `unique`."
    ),
    severity=Severity.WARNING,
    anomaly=Anomaly.PHANTOM,
    needs=frozenset({"overlap"}),
    examples=(
        Example(
            story="`client` and `uploads` each add a function `retry` to one module, far apart.",
            facts=_example(
                Duplicate(kind=_SYMBOL, name="retry", a_path="src/net.py", a_line=12, b_path="src/net.py", b_line=140)
            ),
            messages=("`client` and `uploads` both add `retry` to `src/net.py`",),
        ),
        Example(
            story="Two migrations get the same number, by a pattern of the settings.",
            facts=_example(
                Duplicate(
                    kind="migration",
                    name="0042",
                    a_path="db/0042_key.py",
                    a_line=1,
                    b_path="db/0042_cap.py",
                    b_line=1,
                )
            ),
            messages=(
                "`client` and `uploads` both add the migration `0042`, to `db/0042_key.py` and to `db/0042_cap.py`",
            ),
        ),
        Example(
            story="Nothing is added by both.",
            facts=_example(),
            messages=(),
        ),
    ),
    check=check_duplicate_definition,
)
