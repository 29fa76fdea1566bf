"""Real commits that took an edit back: losses that somebody repaired, and removals that were announced."""

import re
from collections.abc import Iterator

from agentguard.analyzer.history import DAY
from agentguard.analyzer.undo import Taker
from agentguard.analyzer.undo.comparison import measure
from evaluation.losses.cases import Kind, Loss
from evaluation.losses.history import History, Step

_REPAIRS = re.compile(
    r"restor|re-?add|\blost\b|accident|oops|bring(s|ing)? back|overwr|re-?appl|re-?instat|re-?introduc|clobber|wiped|"
    r"(got|was|were) (removed|dropped|reverted|lost)|unintention|inadvert|by mistake|mistaken|re-?land|\bagain\b|"
    r"(bad|wrong|broken|botched) (merge|rebase)|merge (error|mistake|mishap)",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(
    r"\b(revert|roll(s|ed|ing)? ?back|back(s|ed)? out|undo|remov|delet|drop|disabl|get rid|no longer|no more)",
    re.IGNORECASE,
)
_MOST = 0.8
_MIN_LINES = 2
_WITHIN = 30


def taken_back(history: History, name: str) -> Iterator[Loss]:
    """Yields announced removals, and losses that were repaired within a month; other commits prove nothing."""
    for path in history.by_people():
        steps = history.steps[path]
        for place in range(1, len(steps)):
            yield from _cases(history, name, path, place)


def _cases(history: History, name: str, path: str, place: int) -> Iterator[Loss]:
    step = history.steps[path][place]
    announced = _ANNOUNCES.search(step.commit.subject) is not None
    repairs = [] if announced else _repairs(history, path, place)
    before = history.before(path, place) if announced or repairs else ()
    if not before or step.new is None or step.old is None:
        return
    text, after = history.text(step.old), history.text(step.new)
    if text is None or after is None:
        return
    file = history.file(path, text, after, before)
    taker = Taker(message=step.commit.message, time=step.commit.time, paths=len(step.commit.paths))
    for one in measure(file).measures:
        if one.share < _MOST or one.taken < _MIN_LINES or one.edit.old is None:
            continue
        lost = {line for line in _lines(one.edit.new) - _lines(one.edit.old) if line in _lines(text) - _lines(after)}
        if announced or any(_brings(history, repair, lost) for repair in repairs):
            kind = Kind.REMOVAL if announced else Kind.REPAIRED
            yield Loss(
                kind=kind,
                repository=name,
                commit=step.commit.id,
                taker=taker,
                file=file,
                undone=one.edit.commit.id,
            )


def _repairs(history: History, path: str, place: int) -> list[Step]:
    """Returns the later edits of the file that say that they bring something back which had got lost."""
    steps = history.steps[path]
    until = steps[place].commit.time + _WITHIN * DAY
    later = [step for step in steps[place + 1 :] if step.commit.time <= until]
    return [step for step in later if _REPAIRS.search(step.commit.message[:600]) and "evert" not in step.commit.subject]


def _brings(history: History, step: Step, lost: set[bytes]) -> bool:
    new = _lines(history.text(step.new)) - _lines(history.text(step.old))
    return bool(lost) and len(lost & new) >= _MOST * len(lost)


def _lines(content: bytes | None) -> set[bytes]:
    return {line.strip() for line in (content or b"").splitlines() if len(line.strip()) > 3}
