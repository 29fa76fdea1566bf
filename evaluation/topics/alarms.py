"""How often a whole history makes agentguard call a commit a sweep."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

from agentguard.analyzer.gather.history.candidates import Candidate, look
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.history import with_past
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.rules import PathHistory
from agentguard.analyzer.model.topic import TopicSplit, Verdict
from agentguard.analyzer.topic import is_candidate


@dataclass(slots=True)
class Alarms:
    """What one history gave.

    Attributes:
        commits: how many there are, without merges.
        candidates: how many have enough files.
        read: how many were looked at by content.
        doubted: how many were called none, but have files that are named in doubt.
        sweeps: those that were called one, with their splits.
        log_seconds: reading the log alone.
        seconds: all.
    """

    commits: int
    candidates: int
    read: int
    doubted: int
    sweeps: list[tuple[CommitRecord, TopicSplit]]
    log_seconds: float
    seconds: float


def alarms_of(repository: Repository) -> Alarms:
    """Judges a whole history as `audit` does, in this process and without what later commits say of a file."""
    started = perf_counter()
    for _ in repository.log("--no-merges", "HEAD"):
        pass
    log_seconds = perf_counter() - started
    found = Alarms(0, 0, 0, 0, [], log_seconds, 0.0)
    for commit, split, read in _looks(repository, found):
        found.read += read
        if split.verdict is Verdict.SWEEP:
            found.sweeps.append((commit, split))
        elif split.off_topic:
            found.doubted += 1
    found.seconds = perf_counter() - started - log_seconds
    return found


def _looks(repository: Repository, found: Alarms) -> Iterator[tuple[CommitRecord, TopicSplit, bool]]:
    config = Config()
    for commit, past in with_past(repository.log("--no-merges", "HEAD"), wanted=is_candidate):
        found.commits += 1
        if past is not None:
            found.candidates += 1
            candidate = Candidate(found.commits, commit, past, PathHistory())
            yield commit, *look(repository, config, False, candidate)  # noqa: FBT003 - positional there


def alarm_line(name: str, found: Alarms) -> str:
    """Returns a row of the table whose head is `HEAD`."""
    rate = 1000 * len(found.sweeps) / max(1, found.commits)
    share = found.read / max(1, found.commits)
    return (
        f"| {name} | {found.commits:,} | {found.candidates:,} | {found.read:,} ({share:.1%}) | "
        f"{len(found.sweeps)} | {rate:.1f} | {found.doubted} | {found.log_seconds:.1f} | {found.seconds:.1f} |"
    )


HEAD = (
    "| repository | commits | of 6 files or more | read by content | sweeps | per 1,000 | named in doubt | log, s | "
    "all, s |\n"
    "|---|---|---|---|---|---|---|---|---|"
)
