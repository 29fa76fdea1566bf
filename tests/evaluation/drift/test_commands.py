import pytest

from evaluation.__main__ import main
from evaluation.command import repository_name
from tests.support.builder import Builder


def test_documents_counts_what_commits_took_away_and_what_the_tree_still_names(
    repo: Builder, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.commit({"calc/config.py": "def load_settings(path):\n    return path\n", "docs/usage.md": "`load_settings`\n"})
    gone = repo.commit({"calc/config.py": "\n"})
    assert main(["documents", "--list", str(repo.path)]) == 0
    answer = capsys.readouterr()
    name, *counts, seconds = answer.out.splitlines()[-1].strip("| ").split(" | ")
    assert (name, counts) == (repository_name(str(repo.path)), ["1", "1", "1", "0", "1"])
    assert float(seconds) >= 0
    line = f"high {gone[:12]} function load_settings of calc/config.py in docs/usage.md:1"
    assert answer.err.splitlines() == [line, line]


def test_forks_counts_how_far_behind_what_landed_was(repo: Builder, capsys: pytest.CaptureFixture[str]) -> None:
    repo.commit({"a": "1\n"})
    repo.branch("work")
    repo.commit({"a": "2\n"})
    repo.switch("main")
    repo.commit({"b": "1\n"})
    repo.git("update-ref", "refs/pull/7/head", "work")
    repo.merge("work", message="Merge pull request #7 from work")
    assert main(["forks", str(repo.path)]) == 0
    assert (
        capsys.readouterr().out.splitlines()[-1] == f"| {repository_name(str(repo.path))} | 1 | 1 | 1 | 1 | 0 (0.0%) |"
    )
