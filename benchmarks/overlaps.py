"""The benchmarks of pieces of parallel work: pull requests of a real repository, held against each other."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import combinations, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.histories import NothingFitsError, git
from benchmarks.measure import Benchmark, Budget, Timing, in_turns

_REFERENCES = ("refs/pull/*/head", "refs/heads", "refs/remotes")
# Commits of the main line behind which a pull request counts as given up.
_RECENT = 2_000
_SIZES = (10, 50, 200)
_JUDGED, _JUDGED_SECONDS = 50, 15.0
_START, _RATIO = 0.15, 2
_ROOT = Path(__file__).resolve().parent.parent


def overlap(path: Path, *, runs: int) -> Benchmark:
    """Times pull requests against each other: one pair beside git merge-tree, and 10, 50 and 200 at once.

    Args:
        path: a repository with pull request heads or branches that are not merged.
        runs: rounds behind the warm-up.
    """
    heads = list(islice(open_heads(path), max(_SIZES)))
    if len(heads) < min(_SIZES):
        msg = f"fewer than {min(_SIZES)} branches that are not merged"
        raise NothingFitsError(msg)
    with TemporaryDirectory(prefix="agentguard-bench-") as folder:
        pair = _timed_pair(path, _merging_pair(path, heads, folder), runs)
        sizes = [size for size in _SIZES if size <= len(heads)]
        growth = in_turns({_named(size): _agentguard(path, heads[:size]) for size in sizes}, cwd=_ROOT, runs=runs)
    limit = _RATIO * pair[0].median + _START
    budgets = [Budget(what="one pair, s (2 x git merge-tree + 0.15 s)", limit=limit, value=pair[1].median)]
    if _JUDGED in sizes:
        judged = growth[sizes.index(_JUDGED)]
        budgets.append(Budget(what=f"{_named(_JUDGED)}, s", limit=_JUDGED_SECONDS, value=judged.median))
    files = len(git(path, "ls-tree", "-r", "--name-only", "HEAD").splitlines())
    facts = {"repository": path.resolve().name, "files": f"{files:,}", "heads": str(len(heads))}
    return Benchmark(title="overlap", facts=facts, timings=(*pair, *growth), budgets=tuple(budgets))


def open_heads(path: Path) -> Iterator[str]:
    """Yields the newest heads that are not merged, whose base is among the last commits of the main line."""
    recent = set(git(path, "rev-list", f"--max-count={_RECENT}", "HEAD").split())
    asked = ("for-each-ref", "--no-merged=HEAD", "--sort=-committerdate", "--format=%(objectname)")
    listed = git(path, *asked, *_REFERENCES).split()
    for head in dict.fromkeys(listed):
        base = _merge_base(path, head)
        if base in recent and base != head:
            yield head


def _merge_base(path: Path, head: str) -> str:
    asked = ["git", "-C", str(path), "merge-base", "HEAD", head]
    return subprocess.run(asked, capture_output=True, check=False, text=True).stdout.strip()


def _merging_pair(path: Path, heads: Sequence[str], folder: str) -> Sequence[str]:
    """Returns the command by which git merges the first two heads of one base that share a file, and merge cleanly."""
    touched = {head: set(_paths(path, head)) for head in heads[:60]}
    for one, other in combinations(touched, 2):
        command = _merge_tree(path, one, other, folder)
        if touched[one] & touched[other] and not subprocess.run(command, capture_output=True, check=False).returncode:
            return command
    msg = "no two branches that share a file and merge cleanly"
    raise NothingFitsError(msg)


def _paths(path: Path, head: str) -> list[str]:
    return git(path, "diff", "--name-only", _merge_base(path, head), head).splitlines()


def _merge_tree(path: Path, one: str, other: str, folder: str) -> Sequence[str]:
    """Builds the command; what it writes goes into a folder."""
    objects = git(path, "rev-parse", "--path-format=absolute", "--git-path", "objects").strip()
    places = (f"GIT_OBJECT_DIRECTORY={folder}", f"GIT_ALTERNATE_OBJECT_DIRECTORIES={objects}")
    return ("env", *places, "git", "-C", str(path), "merge-tree", "--write-tree", one, other)


def _timed_pair(path: Path, merging: Sequence[str], runs: int) -> tuple[Timing, ...]:
    commands = {"git merge-tree, one pair": merging, "agentguard overlap, one pair": _agentguard(path, merging[-2:])}
    return in_turns(commands, cwd=_ROOT, runs=runs)


def _named(size: int) -> str:
    return f"{size} tasks, {size * (size - 1) // 2:,} pairs"


def _agentguard(path: Path, heads: Sequence[str]) -> tuple[str, ...]:
    program = str(Path(sys.executable).with_name("agentguard"))
    return (program, "overlap", "--json", "--exit-zero", "-C", str(path), *heads)
