"""Lost updates made from real edits: what an old copy would have done."""

import random
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.history import DAY
from agentguard.analyzer.undo import Taker
from agentguard.analyzer.undo.comparison import measure
from evaluation.losses.cases import Kind, Loss
from evaluation.losses.history import History

_DAYS = 3
_MOST_FILES = 60
_MIN_LINES = 2
_MOST = 0.8
_NEARBY = 30


def copies(repository: Repository, history: History, name: str, *, count: int, seed: int) -> Iterator[Loss]:
    """Yields edits that are made again on the version from before the edit that came last, within three days.

    Git merges them (`git merge-file`); those in conflict, and those that lose fewer than two lines that prove
    anything, are left out: there is nothing to find.
    """
    chance = random.Random(seed)  # noqa: S311 - a reproducible choice, nothing secret
    places = [(path, place) for path in history.by_people() for place in range(1, len(history.steps[path]))]
    chance.shuffle(places)
    made = 0
    with TemporaryDirectory() as folder:
        for path, place in places:
            if made == count:
                return
            case = _copy(repository, history, Path(folder), name, path, place)
            if case is not None:
                made += 1
                yield case


def _copy(repository: Repository, history: History, folder: Path, name: str, path: str, place: int) -> Loss | None:
    step = history.steps[path][place]
    before = history.before(path, place)
    last = before[0] if before else None
    if last is None or last.new != step.old or None in (last.old, step.old, step.new):
        return None
    if step.commit.time - last.commit.time > _DAYS * DAY or len(step.commit.paths) > _MOST_FILES:
        return None
    versions = {"old": history.text(last.old), "new": history.text(step.old), "own": history.text(step.new)}
    for side, text in versions.items():
        (folder / side).write_bytes(text or b"")
    asked = ("merge-file", "-p", "-q", *(str(folder / side) for side in ("old", "new", "own")))
    merged = repository.run(*asked, ok=range(256))
    if merged.code or None in versions.values() or merged.stdout in versions.values():
        return None
    file = history.file(path, versions["new"], merged.stdout, before)
    taker = Taker(message=step.commit.message, time=step.commit.time, paths=len(step.commit.paths))
    case = Loss(kind=Kind.COPY, repository=name, commit=step.commit.id, taker=taker, file=file, undone=last.commit.id)
    return case if _loses_most(case) else None


def restored(history: History, name: str, *, count: int, seed: int) -> Iterator[Loss]:
    """Yields commits that bring a file which they do not touch back to before its last edit, within three days."""
    chance = random.Random(seed + 1)  # noqa: S311 - likewise
    numbers = {commit.id: number for number, commit in enumerate(history.commits)}
    places = [(path, place) for path in history.by_people() for place in range(len(history.steps[path]))]
    chance.shuffle(places)
    made = 0
    for path, place in places:
        if made == count:
            return
        number = numbers.get(history.steps[path][place].commit.id)
        case = _restored(history, name, path, place, number) if number is not None else None
        if case is not None:
            made += 1
            yield case


def _restored(history: History, name: str, path: str, place: int, number: int) -> Loss | None:
    """Takes the next commit of another landing that leaves the file alone, as long as nobody edits the file again."""
    steps = history.steps[path]
    step = steps[place]
    following = steps[place + 1].commit.id if place + 1 < len(steps) else None
    for commit in history.commits[number + 1 : number + 1 + _NEARBY]:
        if commit.id == following or commit.time - step.commit.time > _DAYS * DAY:
            return None
        if step.landing == step.commit.id and 2 <= len(commit.paths) <= _MOST_FILES:
            before, after = history.text(step.new), history.text(step.old)
            if before is None or after is None:
                return None
            file = history.file(path, before, after, (step, *history.before(path, place)))
            taker = Taker(message=commit.message, time=commit.time, paths=len(commit.paths) + 1)
            case = Loss(
                kind=Kind.RESTORED,
                repository=name,
                commit=commit.id,
                taker=taker,
                file=file,
                undone=step.commit.id,
            )
            return case if _loses_most(case) else None
    return None


def _loses_most(case: Loss) -> bool:
    measures = {one.edit.commit.id: one for one in measure(case.file).measures}
    own = measures.get(case.undone)
    return own is not None and own.share >= _MOST and own.taken >= _MIN_LINES
