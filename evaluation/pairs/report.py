"""Prints what was measured on pairs."""

from collections.abc import Sequence

from agentguard.analyzer.model.findings import Finding, Severity
from evaluation.pairs.judge import Judged
from evaluation.pairs.scores import predictor_table, rule_table, time_line, verdict_table


def print_tables(judged: Sequence[Judged]) -> None:
    """Prints the tables as Markdown."""
    for title, table in (
        ("Verdicts", verdict_table(judged)),
        ("Against simple rules", predictor_table(judged)),
        ("By rule", rule_table(judged)),
        ("Time", time_line(judged)),
    ):
        print(f"## {title}\n\n{table}\n")


def print_pair(one: Judged, *, notes: bool, folder: str) -> None:
    """Prints what was said of a pair, and the command that says it again.

    Args:
        one: the pair.
        notes: notes too.
        folder: where the command is to be run.
    """
    print(f"{one.verdict}, truth {one.pair.truth}: {one.pair.name}\n  {one.pair.why}")
    print(f"  (cd {folder} && agentguard overlap -v {one.pair.a.spec} {one.pair.b.spec} --base {one.pair.a.base})")
    for finding in one.findings:
        if notes or finding.severity is not Severity.NOTE:
            print(f"    {_shown(finding)}", flush=True)


def _shown(finding: Finding) -> str:
    place = finding.location
    where = f"{place.path}:{place.line} " if place else ""
    return f"{finding.severity} {finding.rule} {where}{finding.message}"
