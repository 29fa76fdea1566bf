"""Runs commands in turns and sums up how long they took."""

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from time import perf_counter


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How long a command took, over several runs.

    Attributes:
        seconds: wall time of each run, start of the process included.
        cpu_seconds: time on all processors, of the processes that it started too.
    """

    name: str
    command: str
    seconds: tuple[float, ...]
    cpu_seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle of the runs."""
        return median(self.seconds)

    @property
    def cpu_median(self) -> float:
        """The middle of the runs, which other work on the machine changes little."""
        return median(self.cpu_seconds)

    @property
    def spread(self) -> tuple[float, float]:
        """The fastest and the slowest run."""
        return min(self.seconds), max(self.seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What a measured value may be at most."""

    what: str
    limit: float
    value: float

    @property
    def is_kept(self) -> bool:
        """Tells whether the value is within the limit."""
        return self.value <= self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """The outcome of one benchmark; `facts` say what was measured on."""

    title: str
    facts: Mapping[str, str]
    timings: tuple[Timing, ...] = ()
    budgets: tuple[Budget, ...] = ()

    @property
    def is_kept(self) -> bool:
        """Tells whether every budget is."""
        return all(budget.is_kept for budget in self.budgets)


def in_turns(commands: Mapping[str, Sequence[str]], *, cwd: Path, runs: int) -> tuple[Timing, ...]:
    """Runs every command once in each of several rounds, so that a busy moment hits them all; the first is a warm-up.

    Raises:
        CalledProcessError: a command failed.
    """
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for number in range(runs + 1):
        for name, command in commands.items():
            started, before = perf_counter(), _cpu_of_children()
            subprocess.run(command, cwd=cwd, stdout=subprocess.DEVNULL, check=True)
            if number:
                seconds[name].append((perf_counter() - started, _cpu_of_children() - before))
    return tuple(
        Timing(
            name=name,
            command=_shown(command),
            seconds=tuple(wall for wall, _ in seconds[name]),
            cpu_seconds=tuple(cpu for _, cpu in seconds[name]),
        )
        for name, command in commands.items()
    )


def _cpu_of_children() -> float:
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _shown(command: Sequence[str]) -> str:
    program, *arguments = command
    return " ".join((Path(program).name, *arguments))
