"""Reads how merges differ from a parent of theirs."""

from collections.abc import Iterator, Sequence

from agentguard.analyzer.git.process import Git
from agentguard.analyzer.model.history import CommitRecord

_SHAPE = ("diff-tree", "--stdin", "-r", "-z", "--raw", "--no-abbrev", "--no-renames")


def differences(git: Git, merges: Sequence[tuple[CommitRecord, str]]) -> Iterator[CommitRecord]:
    """Yields merges with the files in which they differ from one parent, those that do not differ left out.

    Args:
        git: where they are.
        merges: each once, with the id of the parent.
    """
    asked = {merge.id: merge for merge, _ in merges}
    stdin = "".join(f"{merge.id} {parent}\n" for merge, parent in merges)
    tokens = iter(git.run(*_SHAPE, stdin=stdin.encode("ascii")).fields())
    current: CommitRecord | None = None
    for token in tokens:
        if token.startswith(":") and current is not None:
            current.entries.append(token)
            current.paths.append(next(tokens))
            continue
        if current is not None:
            yield current
        current = asked[token]._replace(entries=[], paths=[])
    if current is not None:
        yield current
