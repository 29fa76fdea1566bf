"""Times what `post-index-change` adds to a `git add`, in a repository of 5,000 files."""

import shutil
from os import getloadavg
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.agents import repository_of_many
from benchmarks.measure import Benchmark, Budget, in_turns

_FRONT = Path(__file__).resolve().parent.parent / "hooks" / "native" / "post-index-change"
# What `sh` is, is what counts; bash, which it is on some systems, takes longer to start.
_SHELLS = ("sh", "bash")
_MOST_MILLISECONDS = 5.0
# The file is another one each time, or git would write no index.
_RUN = "date +%s%N >d1/f1.py && git add d1/f1.py"


def staging(*, runs: int) -> Benchmark:
    """Times `git add` of one file with the hook in the shells that are here, and without it.

    Args:
        runs: rounds.
    """
    with TemporaryDirectory(prefix="agentguard-bench-") as folder:
        commands = {"git add": _command(Path(folder) / "bare", None)}
        for shell in filter(shutil.which, _SHELLS):
            commands[f"git add, hook in {shell}"] = _command(Path(folder) / shell, shell)
        before = getloadavg()[0]
        timings = in_turns(commands, cwd=Path(folder), runs=runs)
    busy = f"{before:.1f} at the beginning, {getloadavg()[0]:.1f} at the end"
    budgets = (
        Budget(
            what=f"{timing.name}, ms of CPU above bare git",
            limit=_MOST_MILLISECONDS,
            value=(timing.cpu_median - timings[0].cpu_median) * 1_000,
        )
        for timing in timings[1:2]
    )
    return Benchmark(title="staging", facts={"files": "5,000", "load": busy}, timings=timings, budgets=tuple(budgets))


def _command(place: Path, shell: str | None) -> tuple[str, ...]:
    repository_of_many(place)
    if shell is not None:
        hook = place / ".git" / "hooks" / "post-index-change"
        hook.parent.mkdir()
        hook.write_text(f"#!/bin/sh\nexec {shell} '{_FRONT}' \"$@\"\n")
        hook.chmod(0o755)
    return ("sh", "-c", f"cd '{place}' && {_RUN}")
