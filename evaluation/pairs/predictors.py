"""Simple rules that anybody could write: what agentguard has to be better than."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from agentguard.analyzer.model.changes import Change, Lines
from evaluation.pairs.cases import Pair
from evaluation.pairs.scratch import Scratch
from evaluation.pairs.shapes import Shape

_NEAR = 10
_HUNK = re.compile(r"^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A pair with what a simple rule may look at."""

    pair: Pair
    a: Shape
    b: Shape
    made: Scratch


def _same_file(sight: Sight) -> bool:
    return bool(sight.a.paths & sight.b.paths)


def _near_hunks(sight: Sight) -> bool:
    mine = {one.source_path: one for one in sight.a.changes}
    return any(
        _are_near(sight.made, mine[other.source_path], other) for other in sight.b.changes if other.source_path in mine
    )


def _text_conflict(sight: Sight) -> bool:
    return not sight.made.merge(sight.pair.a.head, sight.pair.b.head).clean


def _defined_and_named(sight: Sight) -> bool:
    return bool(sight.a.defined & sight.b.words or sight.b.defined & sight.a.words)


def _resigned_and_called(sight: Sight) -> bool:
    sides = ((sight.a, sight.b), (sight.b, sight.a))
    return any(_last_parts(one.resigned) & other.called for one, other in sides)


PREDICTORS: Mapping[str, Callable[[Sight], bool]] = {
    "same file": _same_file,
    f"changes within {_NEAR} lines": _near_hunks,
    "same lines (git cannot merge)": _text_conflict,
    "definition changed, name used": _defined_and_named,
    "arguments changed, called": _resigned_and_called,
}


def _are_near(made: Scratch, one: Change, other: Change) -> bool:
    if one.old_id is None or other.old_id is None:
        return one.old_id == other.old_id
    moved = _shifts(made, other.old_id, one.old_id)
    mine = [_old(hunk.old, hunk.old_after) for hunk in one.hunks]
    theirs = [_shifted(_old(hunk.old, hunk.old_after), moved) for hunk in other.hunks]
    return any(
        left.first - _NEAR <= right.last and right.first - _NEAR <= left.last for left in mine for right in theirs
    )


def _old(lines: Lines | None, after: int) -> Lines:
    return lines or Lines(first=after, last=after + 1)


def _shifts(made: Scratch, old: str, new: str) -> list[tuple[int, int]]:
    """Returns from which line on one version of a file is how much longer than another."""
    if old == new:
        return []
    said = made.repository.run("diff", "--unified=0", "--no-ext-diff", "--no-textconv", old, new)
    shifts, total = [], 0
    for match in _HUNK.finditer(said.stdout.decode("utf-8", "replace")):
        removed, added = (int(count) if count is not None else 1 for count in (match[2], match[3]))
        total += added - removed
        shifts.append((int(match[1]) + removed, total))
    return shifts


def _shifted(lines: Lines, shifts: list[tuple[int, int]]) -> Lines:
    by = next((total for line, total in reversed(shifts) if line <= lines.first), 0)
    return Lines(first=lines.first + by, last=lines.last + by)


def _last_parts(names: Mapping[str, object]) -> set[str]:
    return {name.rpartition(".")[2] for name in names}
