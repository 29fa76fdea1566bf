import os
import shlex
import shutil
import sys
from pathlib import Path

import pytest

from agentguard.analyzer.git.ancestor import git_ancestor
from tests.support.builder import Builder

CHECKOUT = Path(__file__).resolve().parent.parent.parent.parent
ASK = """
import os, sys
from pathlib import Path
from agentguard.analyzer.git.ancestor import git_ancestor
found = git_ancestor(os.environ, proc=Path(sys.argv[2]))
Path(sys.argv[1]).write_text(repr((found.argv, found.prefix, found.is_exact)))
"""


def hook(repo: Builder, tmp_path: Path, proc: str = "/proc") -> None:
    folder = repo.path / ".git" / "hooks"
    folder.mkdir(exist_ok=True)
    (tmp_path / "ask.py").write_text(ASK)
    words = shlex.join([sys.executable, str(tmp_path / "ask.py"), str(tmp_path / "told"), proc])
    dev = shlex.quote(str(CHECKOUT / ".dev"))
    (folder / "pre-commit").write_text(f"#!/bin/sh\nPYTHONPATH={dev} sh -c {shlex.quote(f'{words}; :')}\n")
    (folder / "pre-commit").chmod(0o755)


def test_the_words_of_the_commit_are_found_behind_what_runs_the_hook(repo: Builder, tmp_path: Path) -> None:
    hook(repo, tmp_path)
    repo.git("config", "alias.ci", "commit --allow-empty")
    (repo.path / "sub").mkdir()
    repo.git("-C", "sub", "ci", "-m", "two words\nand a line")
    argv, prefix, is_exact = eval((tmp_path / "told").read_text())  # noqa: S307 - our own words
    assert (Path(argv[0]).name, argv[1:], prefix, is_exact) == (
        "git",
        ("commit", "--allow-empty", "-m", "two words\nand a line"),
        "sub/",
        True,
    )


def test_words_joined_by_blanks_are_taken_where_the_system_tells_no_others(repo: Builder, tmp_path: Path) -> None:
    if not shutil.which("ps"):
        pytest.skip("there is no `ps`")
    hook(repo, tmp_path, proc="/nowhere")
    repo.git("commit", "--quiet", "--allow-empty", "-m", "two words")
    argv, prefix, is_exact = eval((tmp_path / "told").read_text())  # noqa: S307 - our own words
    assert (argv[1:], prefix, is_exact) == (("commit", "--quiet", "--allow-empty", "-m", "two", "words"), "", False)


def test_without_git_above_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "self").mkdir()
    (tmp_path / "self" / "stat").touch()
    mine = tmp_path / str(os.getppid())
    mine.mkdir()
    (mine / "cmdline").write_bytes(b"python\0-m\0git\0")
    (mine / "stat").write_bytes(b"7 (a) b) S 1 7")
    assert git_ancestor({}, proc=tmp_path) is None
