"""Splits the files of a commit into on-topic and off-topic ones."""

from collections.abc import Sequence
from functools import partial

from agentguard.analyzer.globs import first_match
from agentguard.analyzer.history import Past
from agentguard.analyzer.model.changes import ChangeSet
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.topic import OffTopic, TopicSplit, Verdict
from agentguard.analyzer.sources import Sources
from agentguard.analyzer.topic.evidence import (
    Evidence,
    evidence_of_content,
    evidence_of_paths,
    off_topic_scores,
    tie_matrix,
)
from agentguard.analyzer.topic.large import sample, spread
from agentguard.analyzer.topic.mechanical import mechanical_by_content, mechanical_by_paths
from agentguard.analyzer.topic.pieces import Piece, pieces_of_change, pieces_of_record
from agentguard.analyzer.topic.reasons import reason_for
from agentguard.analyzer.topic.walk import logistic
from agentguard.analyzer.topic.weights import CONTENT, PATHS, Model

MIN_FILES = 6
_MIN_OFF = 3
_MIN_SHARE = 0.25


def is_candidate(commit: CommitRecord) -> bool:
    """Tells whether a commit is worth a split: it is no merge, no root, and has enough files to hide some."""
    return len(commit.paths) >= MIN_FILES and len(commit.parents) == 1


def split_by_paths(commit: CommitRecord, past: Past | None) -> TopicSplit:
    """Splits a commit by the raw log alone: paths, blob ids, message and co-change.

    Args:
        commit: as the log tells it.
        past: the commits before it, None where there are none.
    """
    paths = tuple(sorted(commit.paths))
    if len(commit.parents) > 1:
        return TopicSplit(verdict=Verdict.MERGE, reason="it has several parents", on_topic=paths)
    if not commit.parents:
        return TopicSplit(verdict=Verdict.ROOT, reason="it has no parent", on_topic=paths)
    if len(paths) <= _MIN_OFF:
        return _focused(paths, "it has few files")
    pieces = pieces_of_record(commit)
    kind = mechanical_by_paths(pieces)
    if kind:
        return _mechanical(paths, kind)
    return spread(_judge(evidence_of_paths(sample(pieces), commit.message, past), PATHS, past), paths)


def split_by_content(
    change: ChangeSet,
    past: Past | None,
    old: Sources,
    new: Sources,
    *,
    scope: tuple[str, ...] | None = None,
    author_recent: Sequence[CommitRecord] = (),
) -> TopicSplit:
    """Splits a change by everything that can be known of it.

    Args:
        change: the files with their hunks, and the message.
        past: the commits before it, None where there are none.
        old: the tree before.
        new: the tree after.
        scope: path globs that the change was declared to touch; a file that one matches belongs.
        author_recent: the author's commits just before.
    """
    pieces = pieces_of_change(change)
    paths = tuple(piece.path for piece in pieces)
    if change.base is None:
        return TopicSplit(verdict=Verdict.ROOT, reason="it has no parent", on_topic=paths)
    if len(paths) <= _MIN_OFF:
        return _focused(paths, "it has few files")
    kind = mechanical_by_paths(pieces)
    if kind:
        return _mechanical(paths, kind)
    changes = sample(change.changes)
    evidence = evidence_of_content(sample(pieces), changes, change.message, past, (old, new), author_recent)
    kind = mechanical_by_content(evidence.pieces, evidence.lexicons, change.message)
    if kind:
        return _mechanical(paths, kind)
    return spread(_judge(evidence, CONTENT, past, scope), paths, partial(_is_declared, scope))


def _judge(evidence: Evidence, model: Model, past: Past | None, scope: tuple[str, ...] | None = None) -> TopicSplit:
    scores = off_topic_scores(evidence, tie_matrix(evidence, model), model)
    off = [
        piece
        for piece, score in zip(evidence.pieces, scores, strict=True)
        if score > 0.0 and not _is_declared(scope, piece.path)
    ]
    gone = {piece.path for piece in off}
    on_topic = tuple(sorted(piece.path for piece in evidence.pieces if piece.path not in gone))
    if len(off) < _MIN_OFF or len(off) < _MIN_SHARE * len(scores):
        return _focused(tuple(sorted(piece.path for piece in evidence.pieces)), "its files belong together")
    return TopicSplit(
        verdict=Verdict.SWEEP,
        reason=f"{len(off)} of {len(scores)} files have no tie to what the message says",
        on_topic=on_topic,
        off_topic=_reasons(off, on_topic, past, read=bool(evidence.lexicons)),
        confidence=sum(logistic(abs(score)) for score in scores) / len(scores),
    )


def _is_declared(scope: tuple[str, ...] | None, path: str) -> bool:
    return first_match(scope or (), path) is not None


def _reasons(off: Sequence[Piece], on_topic: tuple[str, ...], past: Past | None, *, read: bool) -> tuple[OffTopic, ...]:
    known = frozenset(on_topic)
    return tuple(
        OffTopic(path=piece.path, reason=reason_for(piece, known, past, read=read))
        for piece in sorted(off, key=lambda piece: piece.path)
    )


def _focused(paths: tuple[str, ...], reason: str) -> TopicSplit:
    return TopicSplit(verdict=Verdict.FOCUSED, reason=reason, on_topic=tuple(sorted(paths)))


def _mechanical(paths: tuple[str, ...], kind: str) -> TopicSplit:
    return TopicSplit(verdict=Verdict.MECHANICAL, reason=kind, on_topic=tuple(sorted(paths)))
