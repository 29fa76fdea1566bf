"""What `init` and `uninstall` did, as text."""

from collections.abc import Iterator, Sequence
from typing import assert_never

from agentguard.analyzer.model.setup import Configure, KeepHook, RestoreHook, SetupReport, Step, WriteFile
from agentguard.analyzer.report.clean import MAX_HELP, clean
from agentguard.analyzer.report.patches import patch_lines
from agentguard.analyzer.report.text.style import Style, table


def setup_lines(report: SetupReport, style: Style) -> Iterator[str]:
    """Yields what was done, or as a patch what would be done; then what is left for a person to do."""
    plan = report.plan
    if not plan.steps:
        yield "nothing to change: all is installed" if report.command == "init" else "nothing to take out"
    elif report.applied:
        yield from step_lines(plan.steps, style)
    else:
        for step in plan.steps:
            yield from _preview(step)
    for entry in plan.skipped:
        yield f"left alone: {clean(entry.what)}: {clean(entry.reason, MAX_HELP)}"
    if style.quiet:
        return
    advice = [*_advice(report), *plan.advice]
    if advice:
        yield ""
        yield from (style.dim(clean(line, MAX_HELP)) for line in advice)


def step_lines(steps: Sequence[Step], style: Style) -> list[str]:
    """Returns a line for each thing that was done."""
    return table([_row(step) for step in steps if _counts(step)], style, shrink=2)


def _row(step: Step) -> tuple[str, str, str]:
    match step:
        case WriteFile():
            return _word(step), clean(step.name), clean(step.why)
        case KeepHook():
            return "kept", clean(step.kept_name), "the hook that was there; ours calls it"
        case RestoreHook():
            return "restored", clean(step.name), "the hook that was there before"
        case Configure():
            return ("set" if step.after else "unset"), clean(step.key), clean(step.why)
        case _:
            assert_never(step)


def _word(step: WriteFile) -> str:
    if step.after is None:
        return "removed"
    return "added" if step.before is None else "changed"


def _counts(step: Step) -> bool:
    """Tells whether a step says something of its own: a hook's command goes with its event."""
    return not (isinstance(step, Configure) and step.key.endswith(".command"))


def _preview(step: Step) -> Iterator[str]:
    match step:
        case WriteFile():
            yield from patch_lines(step)
        case KeepHook():
            yield f"keep {clean(step.name)} as {clean(step.kept_name)}"
        case RestoreHook():
            yield f"rename {clean(step.kept_name)} to {clean(step.name)}"
        case Configure():
            yield from (f"git config --unset {clean(step.key)}" for _ in step.before[:1] if not step.after)
            yield from (f"git config {clean(step.key)} {clean(value, MAX_HELP)}" for value in step.after)
        case _:
            assert_never(step)


def _advice(report: SetupReport) -> Iterator[str]:
    names = [step.name for step in report.plan.steps if isinstance(step, WriteFile) and step.shared]
    if names and report.applied:
        verb = "everybody who works here is guarded" if report.command == "init" else "it is gone for everybody"
        yield f"commit {' '.join(names)}: then {verb}"
    if report.command == "init" and report.applied:
        yield "agentguard doctor proves that it works"
