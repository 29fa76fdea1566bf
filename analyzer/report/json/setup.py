"""The documents of `agentguard init`, `uninstall` and `doctor`."""

from agentguard.analyzer.model.findings import Severity
from agentguard.analyzer.model.setup import (
    Ailment,
    Configure,
    DoctorReport,
    Door,
    KeepHook,
    Plan,
    RestoreHook,
    SetupReport,
    Step,
    WriteFile,
)
from agentguard.analyzer.report.json.values import Document, dump, named, skipped_list, text
from agentguard.analyzer.report.patches import patch_lines

_ACTIONS = {KeepHook: "keep", RestoreHook: "restore"}


def render_setup(report: SetupReport) -> str:
    """Renders what `init` or `uninstall` did."""
    return dump(report.command, {"applied": report.applied, **_plan(report.plan)})


def render_doctor(report: DoctorReport) -> str:
    """Renders what `doctor` found."""
    document: Document = {
        "git": ".".join(map(str, report.git)),
        "doors": [_door(door) for door in report.doors],
        "ailments": [_ailment(one) for one in report.ailments],
        "summary": {str(severity): sum(one.severity is severity for one in report.ailments) for severity in Severity},
        "skipped": skipped_list(report.skipped),
    }
    if report.fixed is not None:
        document["fixed"] = _plan(report.fixed)
    return dump("doctor", document)


def _plan(plan: Plan) -> Document:
    return {
        "agents": list(plan.agents),
        "steps": [_step(step) for step in plan.steps],
        "advice": [text(line) for line in plan.advice],
        "skipped": skipped_list(plan.skipped),
    }


def _step(step: Step) -> Document:
    match step:
        case WriteFile():
            return {
                "action": "delete" if step.after is None else "create" if step.before is None else "change",
                **named("path", step.name),
                "why": text(step.why),
                "shared": step.shared,
                "patch": text("\n".join(patch_lines(step))),
            }
        case KeepHook() | RestoreHook():
            return {"action": _ACTIONS[type(step)], **named("path", step.name), "kept": text(step.kept_name)}
        case Configure():
            return {
                "action": "set" if step.after else "unset",
                "key": text(step.key),
                "before": [text(value) for value in step.before],
                "after": [text(value) for value in step.after],
            }


def _door(door: Door) -> Document:
    return {
        "number": door.number,
        "title": door.title,
        "where": text(door.where),
        "state": str(door.state),
        "evidence": text(door.evidence),
        "seconds": round(door.seconds, 3),
    }


def _ailment(one: Ailment) -> Document:
    return {
        "name": one.name,
        "severity": str(one.severity),
        "message": text(one.message),
        "help": text(one.help),
        "fixable": one.fixable,
    }
