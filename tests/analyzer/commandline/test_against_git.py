"""Does what is told of git's arguments hold? Git is run with each of them, and what it took in is looked at."""

import os
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from posixpath import normpath

import pytest

from agentguard.analyzer.commandline.git import read_git
from agentguard.analyzer.model.commands import Breadth, GitCall
from tests.analyzer.commandline.arguments import ARGUMENTS

_GIT = shutil.which("git") or "git"
_TRACKED = ("m.py", "a.py", "gone.py", "keep.py", "staged.py", "dir/in.py", "app/[slug]/page.tsx")
_NEW = ("new.py", "-A", "ign", "dir/new.py")


@dataclass(frozen=True)
class State:
    """The entries of the index, the commits of the branch and the stash, and the files."""

    index: frozenset[str]
    head: bytes
    stash: bytes
    files: frozenset[tuple[str, bytes]]


def run(folder: Path, *arguments: str) -> bytes:
    environment = {
        "HOME": str(folder),
        "PATH": os.environ["PATH"],
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_EDITOR": "true",
        **{f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }
    done = subprocess.run(
        [_GIT, *arguments], cwd=folder, env=environment, input=b"y\nq\n", capture_output=True, check=False
    )
    return done.stdout


def entries(listing: bytes) -> frozenset[str]:
    return frozenset(listing.decode().split("\0")[:-1])


def state(folder: Path) -> State:
    files = [path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts]
    refs = folder / ".git" / "refs"
    return State(
        index=entries(run(folder, "ls-files", "-sz")),
        head=(refs / "heads" / "main").read_bytes(),
        stash=(refs / "stash").read_bytes() if (refs / "stash").exists() else b"",
        files=frozenset((path.relative_to(folder).as_posix(), path.read_bytes()) for path in files),
    )


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, State]:
    folder = tmp_path_factory.mktemp("prepared") / "repository"
    for name in _TRACKED:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x\n" * 3)
    run(folder, "init", "--quiet", "--template=", "--initial-branch=main")
    (folder / ".gitignore").write_text("ign\n")
    run(folder, "add", "--all")
    run(folder, "commit", "--quiet", "--message=base")
    for name in {*_TRACKED} - {"gone.py", "keep.py"}:
        (folder / name).write_text("x\ny\nx\nx\n")
    run(folder, "add", "staged.py")
    (folder / "gone.py").unlink()
    for name in _NEW:
        (folder / name).write_text("new\n")
    return folder, state(folder)


def taken_in(folder: Path, before: State) -> set[str]:
    """Returns the paths whose entries changed, but for what was staged before."""
    after = state(folder)
    changed = {entry.partition("\t")[2] for entry in before.index ^ after.index}
    if before.head != after.head:
        names = run(folder, "diff", "--no-renames", "--name-only", "-z", before.head.decode().strip(), "HEAD")
        changed |= entries(names)
    if before.stash != after.stash:
        changed |= {path for path, _ in before.files ^ after.files}
    return changed - {"staged.py"}


def is_named(path: str, call: GitCall) -> bool:
    names = [normpath(name.removeprefix(":(literal)").removeprefix(":(top)")) for name in call.pathspecs]
    return any(path == name or path.startswith(name + "/") for name in names)


@pytest.mark.parametrize("line", ARGUMENTS)
def test_git_takes_in_what_is_told_of_its_arguments(line: str, prepared: tuple[Path, State], tmp_path: Path) -> None:
    folder, before = prepared
    here = tmp_path / "repository"
    shutil.copytree(folder, here)
    arguments = shlex.split(line)
    call = read_git(arguments)
    run(here, *arguments)
    taken = taken_in(here, before)
    match call.breadth:
        case Breadth.SWEEP:
            assert any(not is_named(path, call) for path in taken)
        case Breadth.NAMED | Breadth.FOLDER:
            assert all(is_named(path, call) for path in taken)
        case _:
            assert taken == set()
