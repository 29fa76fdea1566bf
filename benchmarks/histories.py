"""Finds in a repository what a benchmark asks for, and makes histories that no repository has."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

_HOUR = 3_600
_START = 1_000_000_000
_AREAS = 40


class NothingFitsError(Exception):
    """Says that a repository has nothing that a benchmark could be run on."""


def git(path: Path, *arguments: str) -> str:
    """Asks git."""
    done = subprocess.run(["git", "-C", str(path), *arguments], capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")


def commit_of(path: Path, files: int) -> str:
    """Returns the newest commit with about so many files, most of them Python."""
    log = git(path, "log", "--no-merges", "--max-count=5000", "--format=%x00%H", "--name-only", "HEAD")
    for entry in log.split("\0")[1:]:
        commit, *names = entry.split()
        if abs(len(names) - files) <= files // 5 and sum(name.endswith((".py", ".pyi")) for name in names) * 2 > len(
            names
        ):
            return commit
    msg = f"no commit of about {files} files"
    raise NothingFitsError(msg)


def range_of(path: Path, files: int) -> tuple[str, int]:
    """Returns the newest range of first parents that changes about so many files, and their number."""
    tips = git(path, "rev-list", "--first-parent", "--max-count=400", "HEAD").split()
    for number, tip in enumerate(tips[:100]):
        for base in tips[number + 1 : number + 60]:
            changed = len(git(path, "diff", "--name-only", base, tip).splitlines())
            if abs(changed - files) <= files // 10:
                return f"{base[:12]}..{tip[:12]}", changed
            if changed > files:
                break
    msg = f"no range of about {files} files"
    raise NothingFitsError(msg)


def branch_behind(path: Path, *, files: int, commits: int) -> tuple[str, str, int]:
    """Returns a pull request of about so many files, a commit of the main line that is about so many ahead, and both.

    Returns:
        The pull request's head, the commit, and how many commits lie between its base and that commit.
    """
    listed = git(path, "for-each-ref", "--sort=-committerdate", "--format=%(objectname)", "refs/pull/*/head").split()
    for head in listed[:1_500]:
        base = subprocess.run(
            ["git", "-C", str(path), "merge-base", "HEAD", head], capture_output=True, check=False, text=True
        ).stdout.strip()
        names = git(path, "diff", "--name-only", base, head).splitlines() if base and base != head else []
        if abs(len(names) - files) <= files // 5 and sum(name.endswith(".py") for name in names) * 2 > len(names):
            for tip in git(path, "rev-list", "--first-parent", "--reverse", f"{base}..HEAD").split():
                ahead = int(git(path, "rev-list", "--count", f"{base}..{tip}"))
                if ahead >= commits:
                    if ahead <= commits * 1.1:
                        return head, tip, ahead
                    break
    msg = f"no pull request of about {files} files that is about {commits} commits behind"
    raise NothingFitsError(msg)


def make_history(path: Path, commits: int) -> None:
    """Makes a bare repository of so many commits, an hour apart, of one to twelve files each."""
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(path)], check=True)
    command = ["git", "-C", str(path), "fast-import", "--quiet"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        if process.stdin is not None:
            process.stdin.writelines(_stream(commits))
            process.stdin.close()


def _stream(commits: int) -> Iterator[bytes]:
    for number in range(commits):
        when = _START + number * _HOUR
        message = f"area {number % _AREAS}: turn {number}"
        yield f"commit refs/heads/main\ncommitter A <a@b.invalid> {when} +0000\n".encode()
        yield f"data {len(message)}\n{message}\n".encode()
        for file in range(1 + number * 7 % 12):
            name = f"area{number % _AREAS}/part{file}/file{number % 97}.py"
            text = f"x = {number}\n"
            yield f"M 100644 inline {name}\ndata {len(text)}\n{text}\n".encode()
