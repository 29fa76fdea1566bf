from dataclasses import replace

from agentguard.analyzer.model.findings import Finding, Location, Related, Severity
from agentguard.analyzer.report.github import LIMIT, render
from tests.analyzer.report import samples


def finding(severity: Severity, path: str = "a.py", **fields: object) -> Finding:
    values: dict[str, object] = {"message": "m", "location": Location(path=path, line=1), **fields}
    return Finding(rule="AG104", name="artifact", severity=severity, **values)  # type: ignore[arg-type]  # by name


def test_annotations_are_sorted_by_severity_and_escaped() -> None:
    assert (
        render(samples.CHECK)
        == """\
::error endLine=90,file=src/login.py,line=88,title=AG205 broken-contract::`load(strict=True)`: `strict` was removed \
on main%0Aalso: src/config.py:41: changed by 7a0e911%0Ahelp: call `load()`
::warning file=backend/config.py,line=12,title=AG203 stale-base::main changed `token` here
::notice file=a b%25%2C%3A#.log,title=AG104 artifact::looks like a log
agentguard: 1 error, 1 warning, 1 note, 1 suppressed
"""
    )


def test_an_audit_annotates_the_first_file_of_a_commit_and_names_the_commit() -> None:
    assert (
        render(samples.AUDIT)
        == """\
::warning file=ideas/x.md,title=AG102 off-topic-files::commit aaaaaaaaaa: 5 of 7 files do not belong to the topic \
(reports/ 4, ideas/ 1)%0Aalso: 4 reports/2026/**: written by another task%0Aalso: ideas/x.md: nothing in the commit \
refers to it%0Ahelp: commit them by themselves: `git restore --source=aaaaaaaaaaaa^ -- reports ideas`
::notice file=out.log,title=AG104 artifact::`out.log` is a log
agentguard: 1 warning, 1 note
"""
    )


def test_no_text_of_a_repository_can_start_a_command_of_its_own() -> None:
    lines = render(samples.HOSTILE_CHECK).splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["::error", "agentguard:"]
    assert "file=dir\ufffd/x %3A%3Aerror%3A%3Ay|`<b>," in lines[0]
    assert "##[" not in lines[0]


def test_a_percent_sign_cannot_smuggle_a_new_line() -> None:
    report = replace(samples.CLEAN_CHECK, findings=(finding(Severity.ERROR, message="50%0A::error::x\r\ny"),))
    assert render(report).splitlines()[0] == ("::error file=a.py,line=1,title=AG104 artifact::50%250A::error::x  y")


def test_what_github_would_drop_follows_in_the_log() -> None:
    findings = tuple(finding(Severity.ERROR, f"{n:02}.py") for n in range(LIMIT + 2))
    lines = render(replace(samples.CLEAN_CHECK, findings=(*findings, finding(Severity.WARNING)))).splitlines()
    assert [line[:7] for line in lines[: LIMIT + 1]] == ["::error"] * LIMIT + ["::warni"]
    assert lines[LIMIT + 1 :] == [
        "agentguard: 10.py:1: error AG104 m",
        "agentguard: 11.py:1: error AG104 m",
        "agentguard: 12 errors, 1 warning; 2 findings only in this log, GitHub annotates 10 of a kind",
    ]


def test_many_files_of_a_finding_are_summed_up() -> None:
    related = tuple(Related(path=f"d{n:02}/x.md", note="untied") for n in range(LIMIT + 3))
    line = render(replace(samples.CLEAN_CHECK, findings=(finding(Severity.ERROR, related=related),))).splitlines()[0]
    assert line.count("%0Aalso: ") == LIMIT + 1
    assert line.endswith("%0Aalso: 3 more")
