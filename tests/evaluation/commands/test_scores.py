from pathlib import Path

import pytest

from evaluation.commands.cases import Case, Origin, Truth
from evaluation.commands.scores import folder_line, is_wrong, origin_line, summary_table
from evaluation.commands.verdicts import Judged, Verdict, judge, judge_by_script


def case(text: str, truth: Truth) -> Case:
    return Case(text=text, group="g", source="hand", truth=truth, origin=Origin.GIT)


def judged(truth: Truth, verdict: Verdict) -> Judged:
    return Judged(case=case(f"{truth} {verdict}", truth), verdict=verdict, why="", seconds=0.001)


@pytest.mark.parametrize(
    ("text", "truth", "verdict"),
    [
        ("git aa", Truth.SWEEP, Verdict.REFUSE),
        ("git add src/", Truth.FOLDER, Verdict.FOLDER),
        ("git add src", Truth.FOLDER, Verdict.FOLDER),
        ("git add src", Truth.HARMLESS, Verdict.ALLOW),
        ("make deploy", Truth.HARMLESS, Verdict.UNKNOWN),
        ("echo git add -A", Truth.HARMLESS, Verdict.ALLOW),
    ],
)
def test_a_reading_becomes_a_verdict(text: str, truth: Truth, verdict: Verdict) -> None:
    assert judge(case(text, truth)).verdict is verdict


def test_a_hook_of_somebody_else_refuses_by_its_exit_code(tmp_path: Path) -> None:
    script = tmp_path / "guard"
    script.write_text("#!/bin/sh\ngrep -q 'add -A' && exit 2\nexit 0\n")
    script.chmod(0o755)
    texts = ("git add -A", "echo git add -A", "git add .")
    assert [judge_by_script(case(text, Truth.SWEEP), script).verdict for text in texts] == ["refuse", "refuse", "allow"]


def test_the_table_counts_what_is_caught_and_what_is_refused_wrongly() -> None:
    table = summary_table(
        [
            judged(Truth.SWEEP, Verdict.REFUSE),
            judged(Truth.SWEEP, Verdict.UNKNOWN),
            judged(Truth.SWEEP, Verdict.ALLOW),
            judged(Truth.HARMLESS, Verdict.REFUSE),
            judged(Truth.HARMLESS, Verdict.ALLOW),
            judged(Truth.EITHER, Verdict.REFUSE),
        ],
        lambda one: one.case.group,
        "kind",
    )
    assert table.splitlines()[2:] == ["| g | 3 | 0.333 (0.06 to 0.79) | 1 | 1 | 2 | 0.500 (0.09 to 0.91) | 0 |"]


def test_lines_say_what_was_labelled_by_whom_and_what_became_of_folders() -> None:
    own = [
        judged(Truth.FOLDER, Verdict.FOLDER),
        judged(Truth.FOLDER, Verdict.REFUSE),
        judged(Truth.EITHER, Verdict.ALLOW),
    ]
    assert folder_line(own) == "2 commands name a folder: refuse 1, folder 1, unknown 0, allow 0"
    assert origin_line(own) == (
        "3 commands, labels 3 by git, 0 by rule, 0 by hand; 1 for which either answer is right count for nothing"
    )


@pytest.mark.parametrize(
    ("truth", "wrong"),
    [
        (Truth.SWEEP, {Verdict.ALLOW, Verdict.UNKNOWN, Verdict.FOLDER}),
        (Truth.FOLDER, {Verdict.ALLOW}),
        (Truth.HARMLESS, {Verdict.REFUSE}),
        (Truth.EITHER, set()),
    ],
)
def test_what_is_called_wrong(truth: Truth, wrong: set[Verdict]) -> None:
    assert {verdict for verdict in Verdict if is_wrong(judged(truth, verdict))} == wrong
