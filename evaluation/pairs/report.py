"""Prints what was measured on pairs."""

from collections.abc import Iterable, Sequence

from agentguard.analyzer.model.findings import Finding, Severity
from evaluation.pairs.judge import Judged
from evaluation.pairs.scores import is_right, predictor_table, rule_table, time_line, verdict_table


def print_tables(judged: Sequence[Judged]) -> None:
    """Prints the tables as Markdown."""
    for title, table in (
        ("Verdicts", verdict_table(judged)),
        ("Against simple rules", predictor_table(judged)),
        ("By rule", rule_table(judged)),
        ("Time", time_line(judged)),
    ):
        print(f"## {title}\n\n{table}\n")


def list_pairs(judged: Iterable[Judged], *, wrong: bool, folder: str) -> None:
    """Names pairs with what was said of them and the command that says it again.

    Args:
        judged: pairs.
        wrong: only those whose verdict does not fit the truth.
        folder: where the command is to be run.
    """
    for one in judged:
        if wrong and is_right(one):
            continue
        print(f"{one.verdict} instead of {one.pair.truth}: {one.pair.name}\n  {one.pair.why}")
        print(f"  (cd {folder} && agentguard overlap -v {one.pair.a.spec} {one.pair.b.spec} --base {one.pair.a.base})")
        for finding in one.findings:
            if finding.severity is not Severity.NOTE or not wrong:
                print(f"    {_shown(finding)}")


def _shown(finding: Finding) -> str:
    place = finding.location
    where = f"{place.path}:{place.line} " if place else ""
    return f"{finding.severity} {finding.rule} {where}{finding.message}"
