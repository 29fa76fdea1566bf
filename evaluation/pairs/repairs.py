"""Was a line that landed changed again soon afterwards?"""

from collections.abc import Mapping, Sequence

from agentguard.analyzer.git.repository import Repository
from evaluation.pairs.landings import Landing, MainLine
from evaluation.pairs.shapes import Shape

_THREE_WEEKS = 21 * 86_400
_SHAPE = ("--unified=0", "--no-ext-diff", "--no-textconv", "--no-color", "--no-renames", "--no-prefix")


def is_repaired(repository: Repository, line: MainLine, landings: Sequence[Landing], shapes: Sequence[Shape]) -> bool:
    """Tells whether a commit of the three weeks after both landings removed a line that one of them had added.

    It may have been an ordinary change: so a pair that was not repaired is clear, and one that was is unknown.
    """
    later = max(landings, key=lambda one: one.end)
    until = line.after(later, _THREE_WEEKS)
    if until == later.landed:
        return False
    added: dict[str, frozenset[str]] = {}
    for shape in shapes:
        for path, lines in shape.added.items():
            added[path] = added.get(path, frozenset()) | lines
    return _removes(repository, later.landed, until, added)


def _removes(repository: Repository, old: str, new: str, added: Mapping[str, frozenset[str]]) -> bool:
    said = repository.run("diff", *_SHAPE, old, new, "--", *added).stdout.decode("utf-8", "replace")
    path = ""
    for row in said.split("\n"):
        if row.startswith("--- "):
            path = row[4:].rstrip("\t")
        elif row.startswith("-") and row[1:].strip() in added.get(path, ()):
            return True
    return False
