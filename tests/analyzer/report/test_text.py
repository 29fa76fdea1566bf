from dataclasses import replace

import pytest

from agentguard.analyzer.model.findings import AuditFinding, Finding, Location, Severity
from agentguard.analyzer.model.symbols import Reference, SymbolChange, SymbolChangeKind, Target
from agentguard.analyzer.model.topic import OffTopic
from agentguard.analyzer.report.text import Style, finish, page_lines, render, rule_lines
from agentguard.analyzer.report.values import Report
from agentguard.analyzer.rules import RULES
from tests.analyzer.report import samples

VERBOSE = Style(verbose=True)
QUIET = Style(quiet=True)


def test_a_footprint_shows_each_file_with_what_it_writes_and_reads() -> None:
    assert (
        render(samples.FOOTPRINT)
        == """\
aaaaaaaaaa..bbbbbbbbbb   3 files, 3 symbols written, 2 reads

modified  binary  binary      logo.png
renamed   source      +3  -1  src/old.py -> src/a.py
    renamed    function  old -> new             1-2  from src/old.py
modified  source      +3  -1  src/b.py
    cosmetic   module    (module)
    signature  method    Client.load            10-24
    reads                src/settings.py::load  12

1 read more: defined elsewhere, added here, or on untouched lines (-v shows them)
not looked at: logo.png (-v says why)
"""
    )


def test_a_verbose_footprint_shows_every_read_and_every_reason() -> None:
    assert render(samples.FOOTPRINT, VERBOSE).endswith("""
    reads      weak      print (defined elsewhere)  11
    reads                src/settings.py::load      12

not looked at: logo.png: binary
""")


def footprint(*, writes: tuple[SymbolChange, ...] = (), reads: tuple[Reference, ...] = ()) -> str:
    report = replace(samples.FOOTPRINT, files=samples.FOOTPRINT.files[:1], writes=writes, skipped=(), reads=reads)
    return "".join(f"{line}\n" for line in render(report, QUIET).splitlines()[3:])


def test_reads_of_one_name_are_one_line() -> None:
    read = samples.FOOTPRINT.reads[0]
    assert footprint(reads=(read, replace(read, line=20))) == "    reads    src/settings.py::load  12,20\n"


def test_a_read_says_its_file_and_its_alias_only_where_they_differ() -> None:
    read = replace(samples.FOOTPRINT.reads[0], target=Target(path="src/b.py", symbol="load"))
    assert footprint(reads=(read,)) == "    reads    load  12\n"
    assert footprint(reads=(replace(read, name="fetch"),)) == "    reads    load as fetch  12\n"


def test_a_read_of_what_the_change_added_itself_is_not_shown() -> None:
    read = replace(samples.FOOTPRINT.reads[0], target=Target(path="new.py", symbol="load"))
    write = replace(samples.FOOTPRINT.writes[0], path="new.py", symbol="load", change=SymbolChangeKind.ADDED)
    assert "reads" not in footprint(writes=(write,), reads=(read,))


def test_what_came_with_its_class_is_counted_there() -> None:
    whole = replace(samples.FOOTPRINT.writes[0], symbol="Client", change=SymbolChangeKind.ADDED)
    part = replace(whole, symbol="Client.load")
    assert footprint(writes=(whole, part)) == "    added  method  Client  10-24  and 1 symbol in it\n"
    changed = replace(whole, change=SymbolChangeKind.BODY)
    assert footprint(writes=(changed, part)) == (
        "    body   method  Client       10-24\n    added  method  Client.load  10-24\n"
    )


def test_a_write_outside_of_the_listed_files_is_not_lost() -> None:
    write = replace(samples.FOOTPRINT.writes[0], path="other.py")
    assert footprint(writes=(write,)).endswith("other.py\n    signature  method  Client.load  10-24\n")


def test_a_check_shows_the_worst_first_and_counts_what_it_does_not_show() -> None:
    assert (
        render(samples.CHECK)
        == """\
src/login.py:88: error AG205 broken-contract: `load(strict=True)`: `strict` was removed on main
    also: src/config.py:41: changed by 7a0e911
    help: call `load()`
backend/config.py:12: warning AG203 stale-base: main changed `token` here

1 error, 1 warning, 1 note, 1 suppressed (-v shows them) in 14 files, 0.4 s
not looked at: AG206 lost-update (-v says why)
"""
    )


def test_a_verbose_check_shows_notes_and_what_is_waived() -> None:
    assert (
        render(samples.CHECK, VERBOSE)
        == """\
src/login.py:88: error AG205 broken-contract: `load(strict=True)`: `strict` was removed on main
    also: src/config.py:41: changed by 7a0e911
    help: call `load()`
commit aaaaaaaaaa: warning AG102 off-topic-files: 3 of 5 files do not belong to the topic (vendor/ 3) \
[suppressed: vendored on purpose]
backend/config.py:12: warning AG203 stale-base: main changed `token` here
a b%,:#.log: note AG104 artifact: looks like a log

1 error, 1 warning, 1 note, 1 suppressed in 14 files, 0.4 s
not looked at: AG206 lost-update: its facts are absent
"""
    )


def test_a_quiet_check_shows_findings_only() -> None:
    assert render(samples.CLEAN_CHECK, QUIET) == ""
    assert (
        render(samples.CHECK, QUIET)
        == """\
src/login.py:88: error AG205 broken-contract: `load(strict=True)`: `strict` was removed on main
    also: src/config.py:41: changed by 7a0e911
    help: call `load()`
backend/config.py:12: warning AG203 stale-base: main changed `token` here
"""
    )


def test_a_check_that_finds_nothing_is_one_line() -> None:
    assert render(samples.CLEAN_CHECK) == "nothing found in 2 files, 0.1 s\n"


def test_a_path_that_the_message_begins_with_is_not_said_twice() -> None:
    finding = Finding(
        rule="AG104",
        name="artifact",
        severity=Severity.WARNING,
        message="`out.log` is a log",
        location=Location(path="out.log"),
    )
    report = replace(samples.CLEAN_CHECK, findings=(finding,))
    assert render(report, QUIET) == "out.log: warning AG104 artifact: is a log\n"


def test_files_without_a_line_are_summed_up_by_folder() -> None:
    report = replace(samples.CLEAN_CHECK, findings=(samples.SWEEP,))
    assert (
        render(report, QUIET)
        == """\
commit aaaaaaaaaa: warning AG102 off-topic-files: 5 of 7 files do not belong to the topic (reports/ 4, ideas/ 1)
    also: 4  reports/2026/**  written by another task
             ideas/x.md       nothing in the commit refers to it
    help: commit them by themselves: `git restore --source=aaaaaaaaaaaa^ -- reports ideas`
"""
    )


def test_an_audit_begins_with_the_answer_and_ends_with_what_to_do() -> None:
    assert (
        render(samples.AUDIT)
        == """\
eval-service   12,480 commits, 2019-03-02 to 2026-11-20   1.4 s
history is cut here (shallow clone), the commits at the cut were left out: `git fetch --unshallow`
1 sweep, 1 artifact

sweeps (AG102)
  commit      date        by      files  on  off  subject
  aaaaaaaaaa  2026-10-14  Claude      7   2    5  "feat: add retry to embedding client"
      on   src/client.py  tests/test_client.py
      off  4  reports/2026/**  written by another task
              ideas/x.md       nothing in the commit refers to it

artifacts (AG104)
  bbbbbbbbbb  2026-09-02  Ada  "fix: typo"
      out.log  is a log

by month    sweeps  artifacts  off-topic files
  2026-10        1          0                5
  2026-09        0          1                0
by author
  Ada            0          1                0
  Bo             1          0                5
by agent
  (people)       0          1                0  of 12,000 commits
  Claude         1          0                5  of 480 commits

not looked at: 1 commit (-v says why)

agentguard explain AG102              why, and what to do
agentguard audit --commit aaaaaaaaaa  one commit
"""
    )


def test_a_narrow_terminal_cuts_subjects_and_wraps_reasons() -> None:
    lines = render(samples.AUDIT, Style(width=60)).splitlines()
    assert lines[5:11] == [
        "  commit      date        by      files  on  off  subject",
        '  aaaaaaaaaa  2026-10-14  Claude      7   2    5  "feat: ...',
        "      on   src/client.py  tests/test_client.py",
        "      off  4  reports/2026/**  written by another task",
        "              ideas/x.md       nothing in the commit refers",
        "                               to it",
    ]


def test_where_there_is_no_room_beside_it_a_reason_stands_below() -> None:
    lines = render(samples.AUDIT, Style(width=50)).splitlines()
    assert lines[8:11] == [
        "      off  4  reports/2026/**",
        "        written by another task",
        "              ideas/x.md",
    ]


def test_a_reason_that_is_said_again_is_the_same_and_a_shared_folder_says_how_many() -> None:
    off = (*(OffTopic(path=f"src/{n}.py", reason="untied") for n in range(3)), OffTopic(path="x.py", reason="untied"))
    split = replace(samples.COMMIT.split, on_topic=("src/main.py",), off_topic=off)
    lines = render(replace(samples.COMMIT, split=split), QUIET).splitlines()
    assert lines[3:6] == [
        "  on   src/main.py",
        "  off  3  src/**, of 4 there  untied",
        "          x.py                same",
    ]


def test_artifacts_of_a_sweep_show_their_paths_and_not_the_split_again() -> None:
    sweep, log = samples.AUDIT.findings[1], samples.AUDIT.findings[0]
    both = (sweep, replace(sweep, finding=log.finding))
    assert render(replace(samples.AUDIT, findings=both), QUIET).endswith("""
artifacts (AG104)
  aaaaaaaaaa  2026-10-14  Claude  "feat: add retry to embedding client"
      out.log  is a log
""")


def test_off_topic_files_count_once_a_commit_and_old_months_are_left_out() -> None:
    sweep, log = samples.AUDIT.findings[1], samples.AUDIT.findings[0]
    months = [
        replace(log, commit=replace(log.commit, date=f"{year}-01-01T00:00:00+00:00", id=f"{year:040}"))
        for year in range(2000, 2014)
    ]
    findings = (sweep, replace(sweep, finding=log.finding), *months)
    lines = render(replace(samples.AUDIT, findings=findings)).splitlines()
    at = lines.index("by month (newest 12 of 15)  sweeps  artifacts  off-topic files")
    assert lines[at + 1] == "  2026-10                        1          1                5"
    assert lines[at + 13] == "by author"


def test_a_verbose_audit_tells_the_verdicts_and_what_it_cost() -> None:
    assert """
verdicts: 1 sweep, 12,000 focused, 479 merge
looked at by content: 3 commits in 0.2 s
not looked at: 1 commit: its tree is missing
""" in render(samples.AUDIT, VERBOSE)


def test_a_quiet_audit_shows_commits_only() -> None:
    assert render(samples.AUDIT, QUIET).endswith("      out.log  is a log\n")


def test_an_audit_lists_twenty_commits_of_a_rule_and_counts_the_others() -> None:
    first = samples.AUDIT.findings[1]
    many = tuple(
        AuditFinding(finding=first.finding, commit=replace(first.commit, id=f"{n:040x}"), on_topic=first.on_topic)
        for n in range(23)
    )
    report = replace(samples.AUDIT, findings=many)
    assert "  3 commits more (-v shows them)\n" in render(report)
    assert " more (-v" not in render(report, VERBOSE)


def test_a_command_in_the_help_is_not_cut() -> None:
    command = f"`git rm --cached -- {' '.join(f'path/{n}' for n in range(200))}`"
    report = replace(samples.CLEAN_CHECK, findings=(replace(samples.STALE, help=command),))
    assert f"    help: {command}\n" in render(report)


def test_what_is_waived_is_counted_but_not_listed() -> None:
    waived = replace(samples.AUDIT.findings[1], finding=replace(samples.SWEEP, suppressed="imported"))
    report = replace(samples.CLEAN_AUDIT, findings=(waived,))
    assert render(report) == "small   1 commit   0.0 s\n1 suppressed\n"
    assert "      suppressed: imported\n" in render(report, VERBOSE)


def test_an_audit_of_no_commits_does_not_say_that_they_are_clean() -> None:
    empty = replace(samples.CLEAN_AUDIT, commits=0)
    assert render(empty) == "small   0 commits   0.0 s\nno commits to judge\n"


def test_an_audit_that_finds_nothing_says_so() -> None:
    assert render(samples.CLEAN_AUDIT) == "small   1 commit   0.0 s\nnothing found\n"


def test_one_commit_shows_its_verdict_its_split_and_its_findings() -> None:
    assert (
        render(samples.COMMIT)
        == """\
aaaaaaaaaa  2026-10-14  Claude  "feat: add retry to embedding client"
sweep: 5 of 7 files are tied to nothing

  on   src/client.py  tests/test_client.py
  off  4  reports/2026/**  written by another task
          ideas/x.md       nothing in the commit refers to it

commit aaaaaaaaaa: warning AG102 off-topic-files: 5 of 7 files do not belong to the topic (reports/ 4, ideas/ 1)
    help: commit them by themselves: `git restore --source=aaaaaaaaaaaa^ -- reports ideas`

1 warning in 7 files
"""
    )


def test_a_path_cannot_start_a_workflow_command_in_a_log() -> None:
    finding = replace(samples.NOTE, severity=Severity.ERROR, location=Location(path="::error::x"))
    assert render(replace(samples.CLEAN_CHECK, findings=(finding,)), QUIET).startswith("./::error::x: error ")


@pytest.mark.parametrize("report", samples.REPORTS, ids=lambda report: type(report).__name__)
@pytest.mark.parametrize("style", [Style(), VERBOSE, Style(width=40)], ids=["plain", "verbose", "narrow"])
def test_no_control_character_reaches_the_reader(report: Report, style: Style) -> None:
    text = render(report, style)
    assert not [character for character in text if not character.isprintable() and character != "\n"]
    assert text.endswith("\n")


def test_rules_are_listed_one_a_line() -> None:
    lines = finish(rule_lines(RULES, QUIET)).splitlines()
    assert [line.split()[0] for line in lines] == [rule.code for rule in RULES]


def test_a_page_on_a_terminal_is_wrapped_and_has_bold_headings() -> None:
    page = "# AG1 x\n\none two three four\n\n> quoted words here\n"
    assert finish(page_lines(page, Style(width=12, color=True))) == (
        "\x1b[1mAG1 x\x1b[0m\n\none two\nthree four\n\n  quoted\n  words here\n"
    )
    assert finish(page_lines(page, Style())) == "AG1 x\n\none two three four\n\n> quoted words here\n"


def test_many_findings_that_are_alike_are_told_by_the_first_of_them() -> None:
    findings = tuple(
        Finding(
            rule="AG104",
            name="artifact",
            severity=Severity.WARNING,
            message=f"`out/{folder}/{number}.log` is a log",
            location=Location(path=f"out/{folder}/{number}.log"),
        )
        for folder in ("a", "b")
        for number in range(2)
    )
    report = replace(samples.CHECK, findings=findings, skipped=())
    assert render(report, QUIET) == (
        "out/a/0.log: warning AG104 artifact: is a log\n    and 3 more like it below out/ (-v shows them)\n"
    )
    assert render(report, replace(QUIET, verbose=True)).count("is a log") == 4
    assert render(replace(report, findings=findings[:3]), QUIET).count("is a log") == 3
