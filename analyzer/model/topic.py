"""Which files of a commit belong to its topic."""

from enum import StrEnum

from agentguard.analyzer.model.value import dataclass


class Verdict(StrEnum):
    """Names what a commit is.

    A sweep holds files that do not belong to its topic; a focused one does not; a mechanical one makes the same kind of
    edit everywhere (formatter, codemod, licence header, version bump, vendoring, ...).
    """

    SWEEP = "sweep"
    FOCUSED = "focused"
    MECHANICAL = "mechanical"
    MERGE = "merge"
    ROOT = "root"


@dataclass(frozen=True, slots=True, kw_only=True)
class OffTopic:
    """A file that does not belong, and why: one clause in plain words."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicSplit:
    """One commit's files apart: on-topic and off-topic, each by path.

    A focused commit may name files as off topic, too: those that are doubted, though not enough for a sweep.

    Attributes:
        verdict: what the commit is.
        reason: why it has this verdict, in one clause (for mechanical commits: which kind).
        on_topic: files that belong to the topic.
        off_topic: files that do not.
        confidence: 0 to 1; how sure the split is.
    """

    verdict: Verdict
    reason: str
    on_topic: tuple[str, ...]
    off_topic: tuple[OffTopic, ...] = ()
    confidence: float = 1.0
