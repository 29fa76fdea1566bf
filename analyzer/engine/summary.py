"""What a reader must know of a past commit."""

from datetime import UTC, datetime

from agentguard.analyzer.agents import agent_of
from agentguard.analyzer.model.findings import CommitSummary
from agentguard.analyzer.model.history import CommitRecord

_LAST_YEAR = 253_402_300_799


def summary_of(commit: CommitRecord, *, files: int | None = None) -> CommitSummary:
    """Sums a commit up; `files` where the log does not tell their number, as for merges."""
    return CommitSummary(
        id=commit.id,
        author=commit.author,
        agent=agent_of(commit),
        date=iso_date(commit.time),
        subject=commit.subject,
        files=len(commit.paths) if files is None else files,
    )


def iso_date(time: int) -> str:
    """Writes a time as ISO 8601; a commit can claim any number of seconds."""
    return datetime.fromtimestamp(min(max(time, 0), _LAST_YEAR), UTC).isoformat()
