"""Real breakages: a small commit that repeats one pull request's edit on lines that another one added beside it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from agentguard.analyzer.git.repository import Repository
from evaluation.pairs.cases import Pair, Truth
from evaluation.pairs.landings import Landing, MainLine

_SHAPE = ("--unified=0", "--no-ext-diff", "--no-textconv", "--no-color", "--no-renames", "--no-prefix")
_DEFINED = re.compile(r"(?:async\s+def|def|class)\s+([A-Za-z_]\w{2,})")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_NAME = re.compile(r"[A-Za-z_]\w{2,}")
_SOON = 21 * 86_400
_BEFORE = 90 * 86_400
_MAX_FILES, _MAX_LINES = 6, 40
_MAX_RUN = 4

Substitution = tuple[str, str]


@dataclass(slots=True)
class Landed:
    """What one commit of the main line brought in.

    Attributes:
        commit: its id.
        added: path and stripped text of each added line.
        edits: by what was put in the place of what: path and stripped text of the lines where that was done; with an
            empty second part, by a name that is gone from lines.
        removed: names of definitions that are gone.
        lines: how many lines were removed or added.
        paths: the files.
    """

    commit: str
    added: set[tuple[str, str]] = field(default_factory=set)
    edits: dict[Substitution, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    removed: set[str] = field(default_factory=set)
    lines: int = 0
    paths: set[str] = field(default_factory=set)


def breakages(repository: Repository, line: MainLine, name: str) -> Iterator[Pair]:
    """Yields pairs of pull requests that were made side by side, and whose meeting a later commit repaired.

    A human has to look at each: the same edit may have been made twice for another reason.
    """
    positions = {commit: number for number, commit in enumerate(line.commits)}
    landings = {one.landed: one for one in line.landings}
    landed = list(_read(repository, line.commits[min(one.start for one in line.landings)], line.commits[-1]))
    by_edit: dict[Substitution, list[Landing]] = defaultdict(list)
    by_line: dict[tuple[str, str], list[Landing]] = defaultdict(list)
    seen = set()
    for one in landed:
        time = line.times[positions[one.commit]]
        if len(one.paths) <= _MAX_FILES and one.lines <= _MAX_LINES:
            for left, right, why in _repaired(one, time, by_edit, by_line):
                if (left.number, right.number) not in seen:
                    seen.add((left.number, right.number))
                    yield Pair(
                        repository=name,
                        kind="repaired later",
                        a=left.piece,
                        b=right.piece,
                        truth=Truth.BROKEN,
                        why=f"{one.commit[:12]} {why}",
                    )
        own = landings.get(one.commit)
        if own is not None:
            defined = {match[1] for _, text in one.added for match in _DEFINED.finditer(text)}
            for edit in {edit for edit in one.edits if edit[1]} | {(name, "") for name in one.removed - defined}:
                by_edit[edit].append(own)
            for place in one.added:
                by_line[place].append(own)


def _repaired(
    repair: Landed,
    time: int,
    by_edit: dict[Substitution, list[Landing]],
    by_line: dict[tuple[str, str], list[Landing]],
) -> Iterator[tuple[Landing, Landing, str]]:
    """Yields the pull request whose edit a commit repeats, the one whose lines it is repeated on, and what it is."""
    for edit, places in sorted(repair.edits.items(), key=lambda item: not item[0][1]):
        if edit[0] in repair.removed and not edit[1]:
            continue
        editors = [one for one in by_edit.get(edit, ()) if 0 <= time - one.time <= _BEFORE]
        for place in places if editors else ():
            for writer in by_line.get(place, ()):
                for editor in editors:
                    if editor.is_beside(writer) and time - max(editor.time, writer.time) <= _SOON:
                        done = f"puts `{edit[1]}` for `{edit[0]}`" if edit[1] else f"takes out `{edit[0]}`"
                        yield editor, writer, f"{done} in {place[0]}: {place[1][:80]}"


def substitutions(old: str, new: str) -> Substitution | None:
    """Returns the one short run of tokens that was replaced in a line; None where there is none, or more than one."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    first = 0
    while first < min(len(before), len(after)) and before[first] == after[first]:
        first += 1
    last = 0
    while last < min(len(before), len(after)) - first and before[-1 - last] == after[-1 - last]:
        last += 1
    removed, added = before[first : len(before) - last], after[first : len(after) - last]
    if not removed or not added or max(len(removed), len(added)) > _MAX_RUN:
        return None
    left, right = " ".join(removed), " ".join(added)
    return (left, right) if _NAME.search(left) and _NAME.search(right) else None


def _read(repository: Repository, oldest: str, newest: str) -> Iterator[Landed]:
    """Yields what the commits of the main line brought in, oldest first."""
    arguments = ("log", "--first-parent", "-m", "--reverse", "--patch", *_SHAPE, "--format=%x00%H")
    with repository.git.stream(*arguments, f"{oldest}..{newest}") as stream:
        one: Landed | None = None
        hunks: list[tuple[list[str], list[str]]] = []
        path = ""
        for raw in stream:
            row = raw.decode("utf-8", "replace").rstrip("\r\n")
            if row.startswith("\0"):
                if one is not None:
                    _close(one, path, hunks)
                    yield one
                one, hunks, path = Landed(commit=row[1:]), [], ""
            elif row.startswith(("--- ", "+++ ", "diff --git ")) and one is not None:
                _close(one, path, hunks)
                hunks = []
                path = row[4:].rstrip("\t") if row.startswith("+++ ") else path
            elif row.startswith("@@"):
                hunks.append(([], []))
            elif hunks and row[:1] in {"-", "+"}:
                hunks[-1][row[0] == "+"].append(row[1:].strip())
        if one is not None:
            _close(one, path, hunks)
            yield one


def _close(one: Landed, path: str, hunks: Sequence[tuple[list[str], list[str]]]) -> None:
    """Takes the hunks of one file in."""
    if hunks:
        one.paths.add(path)
    for removed, added in hunks:
        one.lines += len(removed) + len(added)
        one.added.update((path, text) for text in added if _NAME.search(text))
        if path.endswith(".py"):
            _take_removed(one, path, removed, added)
        if len(removed) == len(added):
            for old, new in zip(removed, added, strict=True):
                edit = substitutions(old, new)
                if edit is not None:
                    one.edits[edit].add((path, old))


def _take_removed(one: Landed, path: str, removed: Sequence[str], added: Sequence[str]) -> None:
    """Takes in which definitions are gone from a hunk, and which names from its lines."""
    one.removed.update(match[1] for text in removed for match in _DEFINED.finditer(text))
    kept = {name for text in added for name in _NAME.findall(text)}
    for text in removed:
        for name in set(_NAME.findall(text)) - kept:
            one.edits[name, ""].add((path, text))
