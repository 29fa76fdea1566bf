"""What git cannot merge, with the lines of both sides."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from itertools import islice
from typing import Literal

from agentguard.analyzer.diff import parse_hunks
from agentguard.analyzer.git.merge import Merged, Message, Stage
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.changes import REGULAR, Hunk, Lines
from agentguard.analyzer.model.overlap import TextConflict

# Lines; None for an empty text; False where a text is not found.
Found = Lines | Literal[False] | None

_BEGINNING = "CONFLICT"
_CONTENT, _BOTH_ADD = "content", "add/add"
_WORDS = {"contents": _CONTENT, "rename involved in collision": "rename/add"}
_BASE, _OURS, _THEIRS = 1, 2, 3
# Lines are told for so many files of a pair, so many places in each; generated files can have any number.
_MOST_FILES = 50
_MOST_HUNKS = 100
_MOST_BYTES = 1_000_000
_MOST_STEPS = 500
_MOST_MIDDLES = 20


def text_conflicts(repository: Repository, merged: Merged, commits: tuple[str, str]) -> tuple[TextConflict, ...]:
    """Returns what git could not merge, by path and place; a file with several places in conflict stands for each.

    Args:
        repository: where the merged tree can be read.
        merged: what git made.
        commits: ids of the two commits; git names the sides by them.
    """
    stages: dict[str, dict[int, Stage]] = defaultdict(dict)
    for stage in merged.stages:
        stages[stage.path][stage.stage] = stage
    found: list[TextConflict] = []
    asked = 0
    for path, kind in _kinds(merged):
        sides = stages.get(path, {})
        has_text = kind == _CONTENT and asked < _MOST_FILES
        asked += has_text
        places = list(_places(repository, merged.tree, sides, commits)) if has_text else []
        shown = _BOTH_ADD if kind == _CONTENT and _BASE not in sides else kind
        found += [TextConflict(path=path, kind=shown, a_lines=a, b_lines=b) for a, b in places or [(None, None)]]
    return tuple(found)


def paths_in_conflict(merged: Merged) -> frozenset[str]:
    """Returns all paths that git names in a conflict; what the merged tree has there is nothing that anybody wrote."""
    told = (message for message in merged.messages if message.kind.startswith(_BEGINNING))
    return frozenset(path for message in told for path in message.paths) | {stage.path for stage in merged.stages}


def _kinds(merged: Merged) -> list[tuple[str, str]]:
    """Returns what is in conflict, and how; of the paths that git names for one conflict the first."""
    told = [message for message in merged.messages if message.kind.startswith(_BEGINNING) and message.paths]
    named = {path for message in told for path in message.paths}
    rest = {stage.path for stage in merged.stages} - named
    found = {*((_place(one), _word(one.kind)) for one in told), *((path, "conflict") for path in rest)}
    # Git says of such files that their content is in conflict too.
    return sorted(found - {(path, _CONTENT) for path, kind in found if kind == "binary" or "submodule" in kind})


def _place(message: Message) -> str:
    """Returns the path that a message is about; where a folder is in a file's way, git names its own new name first."""
    return message.paths[-1 if _word(message.kind) == "file/directory" else 0]


def _word(kind: str) -> str:
    """Takes git's word out of `CONFLICT (word)`."""
    word = kind.removeprefix(_BEGINNING).strip(" ()")
    return _WORDS.get(word, word)


def _places(
    repository: Repository, tree: str, sides: dict[int, Stage], commits: tuple[str, str]
) -> Iterator[tuple[Lines | None, Lines | None]]:
    """Yields the lines of both sides at each place where the text of one file is in conflict."""
    ours, theirs = sides.get(_OURS), sides.get(_THEIRS)
    if ours is None or theirs is None or not {ours.mode, theirs.mode} <= REGULAR:
        return
    entry = repository.trees.entry(tree, ours.path)
    marked = _read(repository, entry.id) if entry is not None else None
    contents = [_read(repository, side.id) for side in (ours, theirs)]
    if entry is None or marked is None or None in contents:
        return
    finders = [
        _Finder(content or [], partial(repository.diff_blobs, side.id, entry.id))
        for content, side in zip(contents, (ours, theirs), strict=True)
    ]
    for place in islice(_marked_places(marked, commits), _MOST_HUNKS):
        yield _split(marked, place, finders)


def _read(repository: Repository, name: str) -> list[bytes] | None:
    info = repository.objects.info(name)
    if info is None or info.size > _MOST_BYTES:
        return None
    return (repository.objects.read(name) or b"").split(b"\n")


def _marked_places(marked: list[bytes], commits: tuple[str, str]) -> Iterator[tuple[int, int]]:
    """Yields where conflicts begin and end, as positions of git's markers.

    A marker carries the id of a commit, which no file of this very commit can hold.
    """
    opening, closing = b"<<<<<<< " + commits[0].encode(), b">>>>>>> " + commits[1].encode()
    start: int | None = None
    for number, line in enumerate(marked):
        if start is None and line.startswith(opening):
            start = number
        elif start is not None and line.startswith(closing):
            yield start, number
            start = None


def _split(
    marked: list[bytes], place: tuple[int, int], finders: Sequence["_Finder"]
) -> tuple[Lines | None, Lines | None]:
    """Returns the lines of both sides; where the text has lines like the middle marker, the one that fits counts."""
    first, last = place
    middles = [number for number in range(first + 1, last) if marked[number].rstrip(b"\r") == b"======="]
    splits = [(marked[first + 1 : middle], marked[middle + 1 : last], middle) for middle in middles[:_MOST_MIDDLES]]
    if len(splits) == 1:
        frame = marked[first - 1] if first else None, marked[last + 1] if last + 1 < len(marked) else None
        one, other = (finder.framed(text, *frame) for finder, text in zip(finders, splits[0][:2], strict=True))
        if one is not False and other is not False:
            return one, other
    for steps in (1, _MOST_STEPS):
        for one_text, other_text, middle in splits:
            one, other = finders[0].find(first, one_text, steps), finders[1].find(middle, other_text, steps)
            if one is not False and other is not False:
                return one, other
    return None, None


class _Finder:
    """Finds text of the merged file in one side's version of it.

    Args:
        content: the lines of that version.
        difference: tells how the merged file, with its markers, differs from it: git's patch without context.
    """

    def __init__(self, content: list[bytes], difference: Callable[[], bytes]) -> None:
        self._content = content
        self._difference = difference

    @cached_property
    def _hunks(self) -> tuple[Hunk, ...]:
        lines = self._difference().decode("latin-1").split("\n")[:-1]
        return tuple(parse_hunks([line + "\n" for line in lines]))

    def framed(self, text: list[bytes], before: bytes | None, after: bytes | None) -> Found:
        """Returns the lines where a text stands between two others, False where that is not just one place.

        Between two changes git leaves at least one line that both sides have, so a conflict is framed by such lines.

        Args:
            text: some lines.
            before: the one before them, None where they are the first.
            after: the one behind them, None where they are the last.
        """
        if not text:
            return None
        found = [position for position in self._starts(text[0]) if self._stands(position, text, before, after)]
        return Lines(first=found[0] + 1, last=found[0] + len(text)) if len(found) == 1 else False

    def _starts(self, line: bytes) -> Iterator[int]:
        position = -1
        while True:
            try:
                position = self._content.index(line, position + 1)
            except ValueError:
                return
            yield position

    def _stands(self, position: int, text: list[bytes], before: bytes | None, after: bytes | None) -> bool:
        lines, end = self._content, position + len(text)
        above = lines[position - 1] if position else None
        below = lines[end] if end < len(lines) else None
        return above == before and below == after and lines[position:end] == text

    def find(self, marker: int, text: list[bytes], steps: int) -> Found:
        """Returns the lines where a text stands that follows a marker: None for no text, False where it is not there.

        Args:
            marker: the position of the marker in the merged file.
            text: the lines behind it.
            steps: how far from where it should stand it is looked for, in lines.
        """
        if not text:
            return None
        start = self._before(marker)
        for step in range(min(len(self._content), steps)):
            for position in (start + step, start - step):
                if position >= 0 and self._content[position : position + len(text)] == text:
                    return Lines(first=position + 1, last=position + len(text))
        return False

    def _before(self, marker: int) -> int:
        """Returns how many lines of this version come before a line that only the merged file has."""
        shift = 0
        for hunk in self._hunks:
            last_new = hunk.new.last if hunk.new is not None else hunk.new_after
            if last_new > marker:
                return min(marker + shift, hunk.old_after)
            shift = (hunk.old.last if hunk.old is not None else hunk.old_after) - last_new
        return marker + shift
