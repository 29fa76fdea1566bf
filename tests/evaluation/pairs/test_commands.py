import json
import sys
from pathlib import Path

import pytest

from evaluation.__main__ import main
from tests.support.builder import Builder

CODE = "def one():\n    return 1\n\n\ndef two():\n    return 2\n\n\ndef three():\n    return 3\n"
TEST = "import code_of\n\n\ndef test_it():\n    assert code_of.one() + code_of.three() == {}\n"
PLACE = "dataset/project_task/task1"


@pytest.fixture
def project(tmp_path: Path) -> Builder:
    builder = Builder.create(tmp_path / "project")
    builder.commit({"code_of.py": CODE, "tests/test_none.py": ""})
    return builder


def patch(project: Builder, path: str, content: str) -> str:
    """Returns the difference that a content makes, without keeping it."""
    project.write({path: content})
    project.git("add", "--intent-to-add", path)
    made = project.git("diff", "HEAD", "--", path)
    project.git("reset", "--quiet", "--hard")
    return made + "\n"


def dataset(tmp_path: Path, project: Builder, features: list[tuple[str, str]]) -> Builder:
    files = {
        f"{PLACE}/Dockerfile": f"RUN git checkout {project.head()}\n",
        f"{PLACE}/runner.sh": "python -m pytest tests/test_it.py -v\n",
        "dataset/gold_conflict_report.json": json.dumps({"conflict_pairs": []}),
    }
    for number, (code, test) in enumerate(features, start=1):
        files[f"{PLACE}/feature{number}/feature.patch"] = patch(project, "code_of.py", code)
        files[f"{PLACE}/feature{number}/tests.patch"] = patch(project, "tests/test_it.py", test)
    builder = Builder.create(tmp_path / "dataset")
    builder.commit(files)
    return builder


def verdicts(capsys: pytest.CaptureFixture[str]) -> list[list[str]]:
    rows = [row.strip("| ").split(" | ") for row in capsys.readouterr().out.splitlines() if row.startswith("| ")]
    return [row[1:7] for row in rows if row[0].endswith(("_task/task1", "project"))]


def test_features_break_each_other_where_tests_of_one_fail_beside_the_other(
    tmp_path: Path, project: Builder, capsys: pytest.CaptureFixture[str]
) -> None:
    one, three = CODE.replace("return 1", "return 10"), CODE.replace("return 3", "return 30")
    data = dataset(tmp_path, project, [(one, TEST.format(13)), (three, TEST.format(31))])
    assert main(["cooperbench", str(data.path), str(project.path), "--tests", sys.executable]) == 0
    assert verdicts(capsys) == [["broken", "broken", "1", "0", "0", "1"]]


def test_without_tests_what_git_merges_counts_as_clear(
    tmp_path: Path, project: Builder, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = [CODE.replace("return 1", "return 10"), CODE.replace("return 1", "return 11"), CODE + "\nx = 1\n"]
    data = dataset(tmp_path, project, [(code, TEST) for code in codes])
    assert main(["cooperbench", str(data.path), str(project.path)]) == 0
    assert verdicts(capsys) == [
        ["clear", "clear", "2", "0", "0", "2"],
        ["conflict", "conflict", "1", "1", "0", "0"],
    ]


def test_tasks_are_chosen_by_a_pattern(tmp_path: Path, project: Builder, capsys: pytest.CaptureFixture[str]) -> None:
    data = dataset(tmp_path, project, [(CODE + "\n", TEST), (CODE + "\n", TEST)])
    assert main(["cooperbench", str(data.path), str(project.path), "--tasks", "other_task/*"]) == 0
    assert verdicts(capsys) == []


def test_branches_that_are_known_to_break_count_as_broken(project: Builder, capsys: pytest.CaptureFixture[str]) -> None:
    for name, content in (("one", "x = 1\n"), ("two", "x = 2\n"), ("three", "y = 3\n")):
        project.branch(name, "main")
        project.commit({f"{content[0]}.py": content})
    project.switch("main")
    assert main(["branches", str(project.path), "--broken", "two", "three"]) == 0
    assert verdicts(capsys) == [
        ["two branches", "broken", "1", "0", "0", "1"],
        ["two branches", "clear", "1", "0", "0", "1"],
        ["two branches", "conflict", "1", "1", "0", "0"],
    ]


def test_wrong_pairs_are_named_with_a_command(project: Builder, capsys: pytest.CaptureFixture[str]) -> None:
    base = project.head()
    heads = []
    for name in ("one", "two"):
        project.branch(name, "main")
        heads.append(project.commit({f"{name}.py": "x = 1\n"}))
    project.switch("main")
    assert main(["branches", str(project.path), "--broken", "two", "one", "--list"]) == 0
    assert capsys.readouterr().out.splitlines()[:3] == [
        "clear, truth broken: project one x two (two branches)",
        "  looked at by eye",
        f"  (cd {project.path} && agentguard overlap -v one={base}..{heads[0]} two={base}..{heads[1]} --base {base})",
    ]
