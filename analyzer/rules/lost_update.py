"""AG206: a change takes back what another commit landed shortly before, without saying so."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import Confidence, Finding, Location, Related, Severity
from agentguard.analyzer.model.landed import LandedCommit, UndoKind, Undone
from agentguard.analyzer.model.rules import Anomaly, Example, Facts, Rule
from agentguard.analyzer.printable import printable
from agentguard.analyzer.rules.paths import command

_SHORT = 10
_SUBJECT = 72
_HOUR = 3_600
_DAY = 24 * _HOUR
_CONFIDENCES = list(Confidence)


def check_lost_update(facts: Facts) -> Iterator[Finding]:
    """Yields one finding for each commit whose edits are undone, at the file that loses most."""
    by_commit = sorted(facts.undone or (), key=lambda one: one.commit.id)
    groups = [list(group) for _, group in groupby(by_commit, key=lambda one: one.commit.id)]
    yield from (_finding(facts, group) for group in sorted(groups, key=_newest_first))


def _newest_first(group: Sequence[Undone]) -> tuple[int, str]:
    return -group[0].commit.time, group[0].commit.id


def _finding(facts: Facts, group: Sequence[Undone]) -> Finding:
    ordered = sorted(group, key=lambda one: (_CONFIDENCES.index(one.confidence), -one.taken_back, one.path))
    first = ordered[0]
    confidence = first.confidence
    return Finding(
        rule=RULE.code,
        name=RULE.name,
        severity=RULE.severity if confidence is not Confidence.LOW else Severity.NOTE,
        confidence=confidence,
        message=_message(ordered),
        help=_help(facts, ordered),
        location=Location(path=first.path, line=_first_line(first)),
        related=tuple(Related(path=one.path, note=_told(one), line=_first_line(one)) for one in ordered[1:]),
        commit=facts.commit,
        undone_commit=first.commit.id,
        restored=first.restored,
    )


def _message(group: Sequence[Undone]) -> str:
    first, *others = group
    landed = f'{first.commit.id[:_SHORT]} ("{printable(first.commit.subject[:_SUBJECT])}"{_earlier(first.age)})'
    more = f" and {len(others)} more file{'s' if len(others) > 1 else ''}" if others else ""
    how = {
        UndoKind.RESTORED: "it is again what it was before",
        UndoKind.REWRITTEN: "made from a copy without that edit",
        UndoKind.PARTIAL: "whole hunks are again what they were before",
        UndoKind.MERGE: "the merge drops them",
    }[first.kind]
    lines = f"{first.taken_back} of {first.of} line{'s' if first.of > 1 else ''}"
    return f"takes back {lines} that {landed} put into `{printable(first.path)}`{more}, unannounced: {how}"


def _earlier(age: int | None) -> str:
    if age is None or age < 0:
        return ""
    value, unit = (
        (age // _DAY, "days") if age >= 2 * _DAY else (age // _HOUR, "h") if age >= _HOUR else (age // 60, "min")
    )
    return f", {max(value, 1)} {unit} earlier"


def _help(facts: Facts, group: Sequence[Undone]) -> str:
    commit = group[0].commit.id[:_SHORT]
    put_back = f"`{command(f'git diff {commit}^ {commit}', [one.path for one in group])} | git apply --3way`"
    restored = group[0].restored
    if restored is not None:
        return f"{put_back} puts them back" if restored.by is None else f"{restored.by[:_SHORT]} brought them back"
    if facts.commit is not None:
        return f"{put_back} puts them back, where no later commit did"
    return f"{put_back} puts them back; where they are to go, say so in the message"


def _told(one: Undone) -> str:
    return f"takes back {one.taken_back} of {one.of} lines here, too"


def _first_line(one: Undone) -> int | None:
    return one.lines[0].first if one.lines else None


def _sample(path: str, *, taken: int, kind: UndoKind = UndoKind.REWRITTEN) -> Undone:
    return Undone(
        path=path,
        commit=LandedCommit(id="7a0e911" + "0" * 33, subject="settings: tokens last an hour", time=0),
        kind=kind,
        taken_back=taken,
        of=12,
        lines=(Lines(first=4, last=9),),
        age=6 * _HOUR,
    )


_NAMED = '7a0e911000 ("settings: tokens last an hour", 6 h earlier)'

RULE = Rule(
    code="AG206",
    name="lost-update",
    summary="a change takes back what another commit landed shortly before",
    why=(
        "A file that was written from an old copy, a merge that was resolved for one side, a snapshot of a stale tree: "
        "all of them land without a conflict and delete what somebody else landed an hour ago. Nobody decided it, so "
        "nobody knows. The commit graph does not tell, since the other's commit is in the history; the content does."
    ),
    remedy=(
        "Put the lines back: `git diff COMMIT^ COMMIT -- PATH | git apply --3way` makes the lost edit once more, on "
        "top of yours. Where they were meant to go, say so: a message that speaks of a revert, of a removal or of what "
        "is removed is an announcement, and nothing is reported. Edits of the change's own branch, edits that were "
        "changed further, moved lines, formatter runs, generated files and lockfiles are none. Only edits of the last "
        "two weeks count."
    ),
    severity=Severity.WARNING,
    anomaly=Anomaly.LOST_UPDATE,
    needs=frozenset({"undone"}),
    examples=(
        Example(
            story="An agent rewrites a settings file from the copy that it read before a sibling's edit landed.",
            facts=Facts(config=Config(), undone=(_sample("backend/config.py", taken=12),)),
            messages=(
                (
                    f"takes back 12 of 12 lines that {_NAMED} put into `backend/config.py`, unannounced: "
                    "made from a copy without that edit"
                ),
            ),
        ),
        Example(
            story="A snapshot of a stale tree brings two files back to their state before a sibling's commit.",
            facts=Facts(
                config=Config(),
                undone=(
                    _sample("backend/config.py", taken=12, kind=UndoKind.RESTORED),
                    _sample("docs/config.md", taken=3, kind=UndoKind.RESTORED),
                ),
            ),
            messages=(
                (
                    f"takes back 12 of 12 lines that {_NAMED} put into `backend/config.py` and 1 more file, "
                    "unannounced: it is again what it was before"
                ),
            ),
        ),
        Example(
            story="A change edits the same file, and keeps what had landed.",
            facts=Facts(config=Config(), undone=()),
            messages=(),
        ),
    ),
    check=check_lost_update,
)
