"""Measures on whole histories what `newcomers.pieces` says of new files below one folder.

    python -m evaluation.folders REPOSITORY...

A commit that adds files below a folder which was there before is one topic: where its files fall into several pieces,
`git add FOLDER` would have been refused wrongly. The files that two people's commits, one after the other, added below
one folder are two topics: where they fall into several pieces, it would have been refused rightly. In a hook this is
asked only where the journal does not know who edited the files.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from agentguard.analyzer.newcomers import pieces

_MOST_FILES = 200


class Added(NamedTuple):
    """The files that a commit added, and its author."""

    author: str
    paths: tuple[str, ...]


class Outcome(NamedTuple):
    """How many folders were asked for, and how many of them would have been refused."""

    asked: int = 0
    refused: int = 0

    def after(self, paths: tuple[str, ...]) -> "Outcome":
        """Counts one more folder."""
        return Outcome(self.asked + 1, self.refused + (len(pieces(paths)) > 1))


def additions(repository: Path) -> Iterator[Added]:
    """Yields what each commit added, the oldest first; merges are left out."""
    shape = ("--no-merges", "--reverse", "--no-renames", "--diff-filter=A", "--name-only", "-z", "--format=%x01%ae")
    done = subprocess.run(["git", "-C", str(repository), "log", *shape], capture_output=True, check=True)
    for record in done.stdout.decode("utf-8", "surrogateescape").split("\x01")[1:]:
        author, *paths = record.split("\0")
        yield Added(author, tuple(filter(None, (path.strip("\n") for path in paths))))


def measure(repository: Path) -> tuple[Outcome, Outcome]:
    """Returns what became of single commits, and of two commits of different people taken together."""
    single, pairs = Outcome(), Outcome()
    known: set[str] = set()
    before = Added("", ())
    for added in additions(repository):
        if len(added.paths) > 1 and _is_asked(added.paths, known):
            single = single.after(added.paths)
        both = before.paths + added.paths
        if before.paths and added.paths and before.author != added.author and _is_asked(both, known):
            pairs = pairs.after(both)
        known.update(str(folder) for path in added.paths for folder in Path(path).parents)
        before = added if added.paths else before
    return single, pairs


def _is_asked(paths: tuple[str, ...], known: set[str]) -> bool:
    """Tells whether some folder below the top, which was there before, holds all the files."""
    folders = [path.split("/")[:-1] for path in paths]
    shared = []
    for names in zip(*folders, strict=False):
        if len(set(names)) > 1:
            break
        shared.append(names[0])
    return bool(shared) and "/".join(shared) in known and len(paths) <= _MOST_FILES


def main() -> int:
    """Prints a row a repository, and all of them together."""
    rows = {path.name: measure(path) for path in map(Path, sys.argv[1:])}
    print("| repository | single commits | refused | two people's | refused |\n|---|---|---|---|---|")
    for name, (single, pairs) in rows.items():
        print(f"| {name} | {_cells(single)} | {_cells(pairs)} |")
    single, pairs = (_sum([row[place] for row in rows.values()]) for place in (0, 1))
    print(f"| all | {_cells(single)} | {_cells(pairs)} |")
    return 0


def _sum(outcomes: list[Outcome]) -> Outcome:
    return Outcome(sum(one.asked for one in outcomes), sum(one.refused for one in outcomes))


def _cells(outcome: Outcome) -> str:
    share = f" ({outcome.refused / outcome.asked:.0%})" if outcome.asked else ""
    return f"{outcome.asked:,} | {outcome.refused:,}{share}"


if __name__ == "__main__":
    sys.exit(main())
