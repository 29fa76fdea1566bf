from pathlib import Path

import pytest

from agentguard.analyzer.model.topic import Verdict
from tests.analyzer.topic.projects import AREAS, judged, project, work
from tests.support.builder import Builder

FILES = sorted(path for area in AREAS for path in work(area, 4))


@pytest.fixture
def repo(tmp_path: Path) -> Builder:
    return project(Builder.create(tmp_path / "repo"))


def contents(repo: Builder) -> dict[str, str]:
    return {path: (repo.path / path).read_text() for path in FILES}


def verdict(repo: Builder) -> tuple[Verdict, str]:
    split = judged(repo).by_content
    return split.verdict, split.reason


def test_white_space_everywhere_is_a_formatter(repo: Builder) -> None:
    repo.commit({path: text.replace("    ", "  ") for path, text in contents(repo).items()}, "tidy")
    assert verdict(repo) == (Verdict.MECHANICAL, "formatter")


def test_a_header_everywhere_is_a_licence_header(repo: Builder) -> None:
    for path, text in contents(repo).items():
        repo.write({path: f"# Copyright 2023 Ada\n{text}"})
    repo.git("add", "--all")
    repo.commit(message="who owns this")
    assert verdict(repo) == (Verdict.MECHANICAL, "licence header")


def test_the_same_name_changed_everywhere_is_a_codemod(repo: Builder) -> None:
    repo.commit({path: text.replace("return", "yield") for path, text in contents(repo).items()}, "lazy")
    assert verdict(repo) == (Verdict.MECHANICAL, "codemod")


def test_moving_a_folder_is_a_mass_rename(repo: Builder) -> None:
    repo.git("mv", "auth", "identity")
    repo.git("mv", "report", "reports")
    repo.commit(message="names")
    split = judged(repo)
    assert (split.by_paths.verdict, split.by_paths.reason) == (Verdict.MECHANICAL, "mass rename")
    assert (split.by_content.verdict, split.by_content.reason) == (Verdict.MECHANICAL, "mass rename")


def test_removing_files_only_is_a_removal(repo: Builder) -> None:
    repo.commit(dict.fromkeys(FILES[:8]), "no longer needed")
    assert judged(repo).by_paths.reason == "removal"


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("locale/de/LC_MESSAGES", "translations"),
        ("tests/__snapshots__", "snapshots"),
        ("third_party/lib", "vendoring"),
        ("requirements", "lockfiles"),
    ],
)
def test_files_of_one_purpose_are_told_by_their_paths(repo: Builder, folder: str, kind: str) -> None:
    repo.commit({f"{folder}/file{number}.txt": f"{number}\n" for number in range(8)}, "more of them")
    assert judged(repo).by_paths.reason == kind


def test_a_foreign_task_in_a_formatter_run_is_not_mechanical(repo: Builder) -> None:
    files = contents(repo)
    formatted = {path: text.replace("    ", "  ") for path, text in files.items() if path.startswith("auth/")}
    repo.commit({**formatted, **work("report", 9), **work("search", 9)}, "tidy auth")
    assert judged(repo).by_content.verdict is not Verdict.MECHANICAL


def test_a_first_import_is_mechanical_where_it_is_no_root(repo: Builder) -> None:
    repo.commit(
        {f"app{number % 5}/file{number}.py": f"x = {number}\n" for number in range(20)}, "Initial import of apps"
    )
    assert judged(repo).by_paths.reason == "initial import"


def test_what_is_called_initial_but_edits_is_not(repo: Builder) -> None:
    repo.commit(work("auth", 9) | work("report", 9), "Initial version of tokens")
    assert judged(repo).by_paths.reason != "initial import"


def test_a_release_is_of_everything(repo: Builder) -> None:
    repo.commit({path: text for area in AREAS for path, text in work(area, 9).items()}, "chore: prepare v1.3.1 release")
    assert verdict(repo) == (Verdict.MECHANICAL, "release")
