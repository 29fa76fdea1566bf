"""The benchmarks: what is run against what, and what it may cost."""

import subprocess
import sys
from collections.abc import Mapping
from os import getloadavg
from pathlib import Path
from tempfile import TemporaryDirectory

from agentguard.analyzer.gather.history.workers import processors
from benchmarks.histories import branch_behind, commit_of, git, make_history, range_of
from benchmarks.measure import Benchmark, Budget, Timing, in_turns
from benchmarks.walk import rivals

_RAW = ("log", "--raw", "-z", "--no-abbrev", "--no-renames", "HEAD")
_PATCHES = ("log", "--patch", "HEAD")
_RATIO = 1.5
_DEEP_RATIO = 1.3
_START = 0.15
_FOOTPRINT_FILES, _FOOTPRINT_SECONDS = 10, 0.3
_CHECK_FILES, _CHECK_SECONDS = 30, 0.6
_BEHIND_FILES, _BEHIND_COMMITS, _BEHIND_SECONDS = 10, 200, 1.0
_MEMORY_COMMITS, _MEMORY_FACTOR, _MEMORY_GROWTH = 10_000, 4, 1.25
_ROOT = Path(__file__).resolve().parent.parent


def audit(path: Path, *, runs: int, whole: bool) -> Benchmark:
    """Compares the path-level audit of a whole history with git's own raw log.

    Args:
        path: the repository.
        runs: rounds.
        whole: time the whole audit as well, with the content-level look at its candidates.
    """
    commands = {
        "git's raw log": ("git", "-C", str(path), *_RAW),
        "agentguard, path level": _walk("agentguard", path),
        **({"agentguard audit": _agentguard("audit", path)} if whole else {}),
    }
    timings = in_turns(commands, cwd=_ROOT, runs=runs)
    limit = _RATIO * timings[0].median + _START
    return Benchmark(
        title="audit",
        facts=_facts(path),
        timings=timings,
        budgets=(Budget(what="path level, s (1.5 x git's raw log + 0.15 s)", limit=limit, value=timings[1].median),),
    )


def losses(path: Path, *, runs: int) -> Benchmark:
    """Compares the search for lost updates in a whole history with git's own raw log and patches.

    The deep search spreads over the processors, which git does not: how many there were, and how busy, stands with it.
    """
    commands = {
        "git's raw log": ("git", "-C", str(path), *_RAW),
        "agentguard, by blob ids": _walk("losses", path),
        "git's patches": ("git", "-C", str(path), *_PATCHES),
        "agentguard, --deep": _walk("losses-deep", path),
    }
    before = getloadavg()[0]
    timings = in_turns(commands, cwd=_ROOT, runs=runs)
    busy = f"{before:.1f} at the beginning, {getloadavg()[0]:.1f} at the end"
    raw, ids, patches, deep = (timing.median for timing in timings)
    return Benchmark(
        title="losses",
        facts={**_facts(path), "processors": str(processors()), "load": busy},
        timings=timings,
        budgets=(
            Budget(what="by blob ids, s (1.5 x git's raw log + 0.15 s)", limit=_RATIO * raw + _START, value=ids),
            Budget(what="--deep, s (1.3 x git's patches)", limit=_DEEP_RATIO * patches, value=deep),
        ),
    )


def libraries(path: Path, *, runs: int, limit: int) -> Benchmark:
    """Compares walks over the newest commits with those of other libraries."""
    commands = {
        "git's raw log": ("git", "-C", str(path), *_RAW, f"--max-count={limit}"),
        **{name: (*_walk(name, path), str(limit)) for name in ("agentguard", *rivals())},
    }
    return Benchmark(
        title="libraries",
        facts={**_facts(path), "commits read": f"{limit:,}"},
        timings=in_turns(commands, cwd=_ROOT, runs=runs),
    )


def footprint(path: Path, *, runs: int) -> Benchmark:
    """Times the footprint of a commit of ten files, the start of the program included."""
    commit = commit_of(path, _FOOTPRINT_FILES)
    commands = {"agentguard footprint": (*_agentguard("footprint", path), f"{commit}^..{commit}")}
    timings = in_turns(commands, cwd=_ROOT, runs=runs)
    return _timed("footprint", {**_facts(path), "files": f"about {_FOOTPRINT_FILES}"}, timings, _FOOTPRINT_SECONDS)


def check(path: Path, *, runs: int) -> Benchmark:
    """Times the check of a range of thirty files, the start of the program included."""
    words, files = range_of(path, _CHECK_FILES)
    commands = {"agentguard check": (*_agentguard("check", path), "--fail-on", "never", words)}
    timings = in_turns(commands, cwd=_ROOT, runs=runs)
    return _timed("check", {**_facts(path), "files": str(files)}, timings, _CHECK_SECONDS)


def behind(path: Path, *, runs: int) -> Benchmark:
    """Times the check of a pull request of ten files whose base is two hundred commits old, start included."""
    head, tip, commits = branch_behind(path, files=_BEHIND_FILES, commits=_BEHIND_COMMITS)
    words = ("--fail-on", "never", "--base", tip[:12], head[:12])
    timings = in_turns({"agentguard check": (*_agentguard("check", path), *words)}, cwd=_ROOT, runs=runs)
    facts = {**_facts(path), "files": f"about {_BEHIND_FILES}", "commits behind": str(commits)}
    return _timed("behind", facts, timings, _BEHIND_SECONDS)


def memory() -> Benchmark:
    """Compares the memory that a history needs with that of one four times as long."""
    peaks = {}
    with TemporaryDirectory(prefix="agentguard-bench-") as folder:
        for commits in (_MEMORY_COMMITS, _MEMORY_COMMITS * _MEMORY_FACTOR):
            place = Path(folder) / f"{commits}.git"
            make_history(place, commits)
            done = subprocess.run(_walk("memory", place), cwd=_ROOT, capture_output=True, check=True)
            peaks[commits] = int(done.stdout.split()[1])
    short, long = peaks.values()
    return Benchmark(
        title="memory",
        facts={f"peak of {commits:,} commits": f"{peak / 1e6:.1f} MB" for commits, peak in peaks.items()},
        budgets=(Budget(what=f"growth at {_MEMORY_FACTOR} x the commits", limit=_MEMORY_GROWTH, value=long / short),),
    )


def _timed(title: str, facts: Mapping[str, str], timings: tuple[Timing, ...], limit: float) -> Benchmark:
    budget = Budget(what="median, s", limit=limit, value=timings[0].median)
    return Benchmark(title=title, facts=facts, timings=timings, budgets=(budget,))


def _walk(name: str, path: Path) -> tuple[str, ...]:
    return (sys.executable, "-m", "benchmarks.walk", name, str(path))


def _agentguard(command: str, path: Path) -> tuple[str, ...]:
    return (str(Path(sys.executable).with_name("agentguard")), command, "--json", "-C", str(path))


def _facts(path: Path) -> dict[str, str]:
    return {"repository": path.resolve().name, "commits": f"{int(git(path, 'rev-list', '--count', 'HEAD')):,}"}
