"""What `doctor` found, as text."""

from collections.abc import Iterator

from agentguard.analyzer.counts import number
from agentguard.analyzer.model.findings import Severity
from agentguard.analyzer.model.setup import Ailment, DoctorReport, State
from agentguard.analyzer.report.clean import MAX_HELP, clean
from agentguard.analyzer.report.text.setup import step_lines
from agentguard.analyzer.report.text.style import Style, table

_BAD = frozenset({State.OPEN, State.OFF})


def doctor_lines(report: DoctorReport, style: Style) -> Iterator[str]:
    """Yields the doors, what is wrong, and the sum."""
    if report.fixed is not None and report.fixed.steps:
        yield from step_lines(report.fixed.steps, style)
        yield ""
    yield from table([_door(report, at, style) for at in range(len(report.doors))], style, shrink=4)
    yield from (f"skipped: {clean(entry.what)}: {clean(entry.reason, MAX_HELP)}" for entry in report.skipped)
    shown = [one for one in report.ailments if one.severity is not Severity.NOTE or style.verbose]
    if shown:
        yield ""
    for one in shown:
        yield from _ailment(one, style)
    if not style.quiet:
        yield ""
        yield _sum(report, style)


def _door(report: DoctorReport, at: int, style: Style) -> tuple[str, ...]:
    door = report.doors[at]
    first = at == 0 or report.doors[at - 1].number != door.number
    state = style.alarm(str(door.state)) if door.state in _BAD else str(door.state)
    took = f" ({door.seconds:.1f} s)" if door.seconds else ""
    return (
        f"door {door.number}" if first else "",
        door.title if first else "",
        clean(door.where),
        state,
        clean(door.evidence) + took,
    )


def _ailment(one: Ailment, style: Style) -> Iterator[str]:
    yield f"{style.severity(one.severity)} {one.name}: {clean(one.message)}"
    if one.help and not style.quiet:
        yield style.dim(f"    help: {clean(one.help, MAX_HELP)}")


def _sum(report: DoctorReport, style: Style) -> str:
    counts = {severity: sum(one.severity is severity for one in report.ailments) for severity in Severity}
    told = [number(count, str(severity)) for severity, count in counts.items() if count]
    hidden = " (-v shows the notes)" if counts[Severity.NOTE] and not style.verbose else ""
    holding = sum(door.state is State.HOLDS for door in report.doors)
    doors = f"{holding} of {number(len(report.doors), 'try', 'tries')} stopped" if report.doors else "nothing was tried"
    return f"{doors}; {', '.join(told) or 'nothing is wrong'}{hidden}"
