"""AG208: a document names what the code had once and no longer has."""

from collections.abc import Iterator

from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import Confidence, Finding, Location, Related, Severity
from agentguard.analyzer.model.landed import Drift
from agentguard.analyzer.model.rules import Anomaly, Example, Facts, Rule
from agentguard.analyzer.printable import printable

_SHORT = 12


def check_spec_drift(facts: Facts) -> Iterator[Finding]:
    """Yields one finding for each name and document."""
    for drift in facts.drift or ():
        what = f"{drift.kind} `{printable(drift.name)}`"
        yield Finding(
            rule=RULE.code,
            name=RULE.name,
            severity=RULE.severity if drift.confidence is Confidence.HIGH else Severity.NOTE,
            confidence=drift.confidence,
            message=f"names the {what}{_owner(drift)}, which {_fate(drift, facts)}{_times(drift)}",
            help=_advice(drift),
            location=Location(path=drift.path, line=drift.line, symbol=drift.name),
            related=(Related(path=drift.defined_in, note=f"had the {what}"),) if drift.kind != "path" else (),
            commit=drift.gone_since or facts.commit,
        )


def _owner(drift: Drift) -> str:
    return f" of `{printable(drift.owner)}`" if drift.owner else ""


def _fate(drift: Drift, facts: Facts) -> str:
    """Says what became of it, and who did that."""
    by = f"{drift.gone_since[:_SHORT]}" if drift.gone_since else "this commit" if facts.commit else "this change"
    return f"{by} {'renamed' if drift.new_name else 'removed'}"


def _times(drift: Drift) -> str:
    return f" ({drift.times:,} times)" if drift.times > 1 else ""


def _advice(drift: Drift) -> str:
    if drift.new_name:
        return f"write `{printable(drift.new_name)}`"
    return "say what takes its place, or that it is gone, where readers and agents will look"


def _example(story: str, *drift: Drift, message: str | None = None) -> Example:
    facts = Facts(config=Config(), drift=drift)
    return Example(story=story, facts=facts, messages=(message,) if message is not None else ())


RULE = Rule(
    code="AG208",
    name="spec-drift",
    summary="a document names what the code had once and no longer has",
    why=(
        "Agents build what the specification says. One that still names a flag, a parameter or a function which was "
        "removed or renamed since makes them write a whole feature against an interface that is gone: consistent in "
        "itself, and wrong everywhere it meets the rest."
    ),
    remedy=(
        "Change the document in the same commit as the code. Only names are told that the code did have: functions, "
        "classes, parameters, flags, variables, modules, configuration keys and paths. Change logs, migration guides "
        "and sentences that speak of the past (`removed`, `renamed`, `deprecated`, ...) may name them. `agentguard "
        "audit --select AG208` looks through all documents of the repository."
    ),
    severity=Severity.WARNING,
    anomaly=Anomaly.STALE_READ,
    needs=frozenset({"drift"}),
    examples=(
        _example(
            "A flag got another name, and the manual was forgotten.",
            Drift(path="docs/usage.md", line=12, name="--strict", kind="flag", defined_in="src/cli.py", times=2),
            message="names the flag `--strict`, which this change removed (2 times)",
        ),
        _example(
            "A function was renamed.",
            Drift(
                path="docs/api.md",
                line=40,
                name="load_settings",
                kind="function",
                defined_in="src/config.py",
                new_name="read_settings",
            ),
            message="names the function `load_settings`, which this change renamed",
        ),
        _example("The change log may say what was removed."),
    ),
    check=check_spec_drift,
)
