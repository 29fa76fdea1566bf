"""Splits the files of a commit into on-topic and off-topic ones."""

from collections.abc import Mapping, Sequence
from functools import partial
from math import inf
from typing import NamedTuple

from agentguard.analyzer.globs import first_match
from agentguard.analyzer.history import Past
from agentguard.analyzer.model.changes import ChangeSet
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.rules import PathHistory
from agentguard.analyzer.model.topic import OffTopic, TopicSplit, Verdict
from agentguard.analyzer.model.value import dataclass, replace
from agentguard.analyzer.sources import Sources
from agentguard.analyzer.topic.certain import certainly_off
from agentguard.analyzer.topic.evidence import Evidence, evidence_of_content, evidence_of_paths, judge
from agentguard.analyzer.topic.kinds import tidies
from agentguard.analyzer.topic.large import MAX_FILES, MAX_FILES_BY_PATHS, sample, spread
from agentguard.analyzer.topic.mechanical import (
    is_release,
    mechanical_by_content,
    mechanical_by_message,
    mechanical_by_paths,
)
from agentguard.analyzer.topic.model import Model, load_model
from agentguard.analyzer.topic.pieces import Piece, pieces_of_change, pieces_of_record
from agentguard.analyzer.topic.reasons import Reasons
from agentguard.analyzer.topic.walk import logistic

MIN_FILES = 6
_MIN_OFF = 3
_MIN_SHARE = 0.1
# Large commits are few, so that looking at the content of one more in doubt costs little; small ones are many.
_LARGE = 15
_CANDIDATE = 1.0
# Small commits are many: at the same limit most alarms of a history would be about them.
_SMALL_DOUBT = 1.5
# What was learnt from had at most 71 files. Honest commits of more than the sample are nearly all mechanical.
_VERY_LARGE = 2.0
# Log odds by paths below which next to no change is called a sweep by its content.
_CLEAR = -1.5
# Log odds that files which programs leave behind are off topic, where they are all that there is.
_CERTAIN = 3.0


def is_candidate(commit: CommitRecord) -> bool:
    """Tells whether a commit is worth a split: it is no merge, no root, and has enough files to hide some."""
    return len(commit.paths) >= MIN_FILES and len(commit.parents) == 1


def split_by_paths(commit: CommitRecord, past: Past | None, history: PathHistory | None = None) -> TopicSplit:
    """Splits a commit by the raw log alone: paths, blob ids, message and co-change.

    It is meant to find candidates: it calls more commits a sweep than `split_by_content` does.

    Args:
        commit: as the log tells it.
        past: the commits before it, None where there are none.
        history: what the repository later said of its files, where that is known.
    """
    paths = tuple(sorted(commit.paths))
    if len(commit.parents) > 1:
        return TopicSplit(verdict=Verdict.MERGE, reason="it has several parents", on_topic=paths)
    if not commit.parents:
        return TopicSplit(verdict=Verdict.ROOT, reason="it has no parent", on_topic=paths)
    pieces = pieces_of_record(commit)
    early = _early(pieces, commit.message)
    if early:
        return early
    few = [pieces[number] for number in sample(commit.paths, commit.message, MAX_FILES_BY_PATHS)]
    recent = past.recent_of(commit.email) if past is not None else ()
    evidence = evidence_of_paths(few, commit.message, past, recent)
    return decide(pieces, evidence, past, load_model("paths"), history=history)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is known of the time around a change.

    Attributes:
        past: the commits before it, None where there are none.
        recent: the author's commits just before.
        history: what the repository later said of its files, where that is known.
    """

    past: Past | None = None
    recent: Sequence[CommitRecord] = ()
    history: PathHistory | None = None


def split_by_content(
    change: ChangeSet, around: Surroundings, old: Sources, new: Sources, *, scope: tuple[str, ...] | None = None
) -> TopicSplit:
    """Splits a change by everything that can be known of it.

    Args:
        change: the files with their hunks, and the message.
        around: what came before it, and after.
        old: the tree before.
        new: the tree after.
        scope: path globs that the change was declared to touch; a file that one matches belongs.
    """
    pieces = pieces_of_change(change)
    if change.base is None:
        paths = tuple(piece.path for piece in pieces)
        return TopicSplit(verdict=Verdict.ROOT, reason="it has no parent", on_topic=paths)
    early = _early(pieces, change.message)
    if early:
        return early
    chosen = sample([piece.path for piece in pieces], change.message)
    few, changes = [pieces[number] for number in chosen], [change.changes[number] for number in chosen]
    evidence = evidence_of_content(few, changes, change.message, around.past, (old, new), around.recent)
    kind = mechanical_by_content(few, evidence.lexicons, change.message)
    if kind:
        return _whole(pieces, Verdict.MECHANICAL, kind)
    return decide(pieces, evidence, around.past, load_model("content"), scope=scope, history=around.history)


def evident(change: ChangeSet) -> TopicSplit | None:
    """Returns the split of a change of which names and message alone tell that it is no sweep, None where in doubt."""
    pieces = pieces_of_change(change)
    return _whole(pieces, Verdict.ROOT, "it has no parent") if change.base is None else _early(pieces, change.message)


def is_clearly_one(change: ChangeSet, past: Past | None) -> bool:
    """Tells whether paths and history alone show that a change is one piece of work; nobody needs to read its lines."""
    pieces = pieces_of_change(change)
    if certainly_off(pieces, change.message, past):
        return False
    few = [pieces[number] for number in sample([piece.path for piece in pieces], change.message, MAX_FILES_BY_PATHS)]
    odds, _ = judge(evidence_of_paths(few, change.message, past), load_model("paths"), inf)
    return odds < _CLEAR


def focused(change: ChangeSet) -> TopicSplit:
    """Returns the split of a change whose files belong together."""
    return _whole(pieces_of_change(change), Verdict.FOCUSED, "its files belong together")


def decide(
    pieces: Sequence[Piece],
    evidence: Evidence,
    past: Past | None,
    model: Model,
    *,
    scope: tuple[str, ...] | None = None,
    history: PathHistory | None = None,
) -> TopicSplit:
    """Tells by a model whether a commit is a sweep, and which of its files are off topic.

    Args:
        pieces: all files.
        evidence: on those that were looked at.
        past: the commits before, None where there are none.
        model: the learnt numbers of the depth at which the evidence was gathered.
        scope: path globs that the change was declared to touch.
        history: what the repository later said of the files, where that is known.
    """
    certain = certainly_off(pieces, evidence.message, past, history)
    found = _doubts(pieces, evidence, model, certain)
    off = {path: sure for path, sure in found.off.items() if not _is_declared(scope, path)}
    count = len(evidence.pieces)
    if not max(_MIN_OFF, _MIN_SHARE * count) <= len(off) < count:
        kind = mechanical_by_message(pieces, evidence.message)
        return _whole(pieces, Verdict.MECHANICAL if kind else Verdict.FOCUSED, kind or "its files belong together")
    on_topic = tuple(sorted(piece.path for piece in evidence.pieces if piece.path not in off))
    reasons = Reasons(on_topic=frozenset(on_topic), past=past, read=bool(evidence.lexicons), certain=certain)
    gone = sorted((piece for piece in evidence.pieces if piece.path in off), key=lambda piece: piece.path)
    split = TopicSplit(
        verdict=Verdict.SWEEP if found.odds > 0.0 else Verdict.FOCUSED,
        reason="",
        on_topic=on_topic,
        off_topic=tuple(OffTopic(path=piece.path, reason=reasons.reason(piece)) for piece in gone),
        confidence=sum(off.values()) / len(off) * logistic(found.odds),
    )
    return _with_reason(spread(split, [piece.path for piece in pieces], partial(_is_declared, scope)))


class _Doubts(NamedTuple):
    """How sure it is of each file that is named as off topic, and the log odds that the commit is a sweep."""

    off: Mapping[str, float]
    odds: float


def _doubts(pieces: Sequence[Piece], evidence: Evidence, model: Model, certain: Mapping[str, str]) -> _Doubts:
    leniency = _leniency(len(pieces), evidence)
    odds, scores = judge(evidence, model, model.doubt - leniency)
    odds += leniency - model.limit
    doubted = odds > min(0.0, model.doubt - model.limit) and not is_release(evidence.message)
    if _is_mixed(certain, pieces) and not (doubted and odds > 0.0):
        # One piece of work, but for what programs left in it: the other files are not doubted.
        doubted, odds = False, _CERTAIN
    off = {
        piece.path: 1.0 if piece.path in certain else logistic(score)
        for piece, score in zip(evidence.pieces, scores, strict=True)
        if piece.path in certain or (doubted and score > 0.0)
    }
    return _Doubts(off, odds)


def _with_reason(split: TopicSplit) -> TopicSplit:
    files = f"{len(split.off_topic)} of {len(split.on_topic) + len(split.off_topic)} files"
    if split.verdict is Verdict.SWEEP:
        return replace(split, reason=f"{files} have no tie to what the message says")
    return replace(split, reason=f"its files may well belong together, but {files} have little tie to the message")


def _is_mixed(certain: Mapping[str, str], pieces: Sequence[Piece]) -> bool:
    return _MIN_OFF <= len(certain) < len(pieces)


def _is_declared(scope: tuple[str, ...] | None, path: str) -> bool:
    return first_match(scope or (), path) is not None


def _leniency(count: int, evidence: Evidence) -> float:
    """Returns what the size of a commit adds to the odds; see the constants for why."""
    if not evidence.lexicons:
        return _CANDIDATE if count >= _LARGE else -_CANDIDATE
    if count < _LARGE:
        return -_SMALL_DOUBT
    return _VERY_LARGE if count > MAX_FILES and not tidies(evidence.message) else 0.0


def mechanical_kind(pieces: Sequence[Piece], message: str) -> str | None:
    """Names the kind of a mechanical commit as far as paths tell it; what programs left beside other files is none."""
    kind = mechanical_by_paths(pieces, message)
    return None if kind and _is_mixed(certainly_off(pieces, message, None), pieces) else kind


def _early(pieces: Sequence[Piece], message: str) -> TopicSplit | None:
    if len(pieces) <= _MIN_OFF:
        return _whole(pieces, Verdict.FOCUSED, "it has few files")
    kind = mechanical_kind(pieces, message)
    return _whole(pieces, Verdict.MECHANICAL, kind) if kind else None


def _whole(pieces: Sequence[Piece], verdict: Verdict, reason: str) -> TopicSplit:
    return TopicSplit(verdict=verdict, reason=reason, on_topic=tuple(sorted(piece.path for piece in pieces)))
