"""Merges commits as git does, without a worktree; what that writes goes into a quarantine."""

import subprocess
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import IO

from agentguard.analyzer.errors import GitError
from agentguard.analyzer.git.process import Git, require_git
from agentguard.analyzer.git.temporary import temporary_file
from agentguard.analyzer.model.value import dataclass

# From here on one process merges many pairs.
_BATCHED = (2, 39)
_CLEAN = {"0": False, "1": True}
_CHUNK = 1 << 16
# The written objects are read once and thrown away.
_SETTINGS = ("core.fsync=none", "core.compression=0")
_COMMAND = ("merge-tree", "--write-tree", "--allow-unrelated-histories")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One side's version of a path in conflict.

    Attributes:
        stage: 1 the common ancestor's, 2 the first side's, 3 the second side's.
        mode: git's mode.
        id: id of the blob or commit.
        path: where git has put it.
    """

    stage: int
    mode: int
    id: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What git has to say of some paths: `kind` is its short word, never translated, such as `CONFLICT (binary)`."""

    paths: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What git made of two commits.

    Attributes:
        tree: id of the merged tree; files in conflict are in it with the text of both sides between markers.
        clean: whether nothing is in conflict.
        stages: the versions of what is, by path.
        messages: about these paths, and other ones.
    """

    tree: str
    clean: bool
    stages: tuple[Stage, ...] = ()
    messages: tuple[Message, ...] = ()


def merge_all(git: Git, pairs: Sequence[tuple[str, str]]) -> Iterator[Merged | None]:
    """Yields what git makes of pairs of commits, in their order, while it goes on with the next.

    Args:
        git: where the commits are, with a quarantine to write to.
        pairs: ids of commits.

    Yields:
        None where git gives up: contents that it needs are not here, or it fails on an assertion of its own (git 2.39
        does for some renames onto what was a folder).
    """
    git = git.with_config(_SETTINGS)
    if require_git() < _BATCHED:
        yield from (_merge(git, *pair) for pair in pairs)
        return
    rest = list(pairs)
    while rest:
        for merged in _batch(git, rest):
            yield merged
            del rest[0]
        # Git died on one of the next: where it aborts, it has not written down all that it had done.
        while rest:
            alone = _merge(git, *rest.pop(0))
            yield alone
            if alone is None:
                break


def _merge(git: Git, one: str, other: str) -> Merged | None:
    try:
        answer = git.run(*_COMMAND, "-z", one, other, ok=(0, 1))
    except GitError:
        return None
    return _read(iter([*answer.fields(), ""]), clean=answer.code == 0)


def _batch(git: Git, pairs: Sequence[tuple[str, str]]) -> Iterator[Merged]:
    """Yields results until git has done all, or dies."""
    with temporary_file() as questions:
        questions.write("".join(f"{one} {other}\n" for one, other in pairs).encode())
        questions.seek(0)
        with subprocess.Popen(
            git.command([*_COMMAND, "--stdin"]),
            cwd=git.cwd,
            env=git.environment,
            stdin=questions,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process:
            if process.stdout is None:  # pragma: no cover - PIPE was asked for
                return
            try:
                yield from _results(_fields(process.stdout))
            finally:
                process.kill()


def _results(fields: Iterator[str]) -> Iterator[Merged]:
    for status in fields:
        if status not in _CLEAN:
            return
        try:
            merged = _read(fields, clean=_CLEAN[status])
            if merged.clean:
                next(fields)  # the end of the record
        except StopIteration:
            return
        yield merged


def _read(fields: Iterator[str], *, clean: bool) -> Merged:
    """Reads what follows the status of one merge; raises `StopIteration` where it ends too early."""
    tree = next(fields)
    if clean:
        return Merged(tree=tree, clean=True)
    stages, messages = [], []
    while entry := next(fields):
        meta, _, path = entry.partition("\t")
        mode, name, stage = meta.split(" ")
        stages.append(Stage(stage=int(stage), mode=int(mode, 8), id=name, path=path))
    # Behind them git 2.39 gives advice on submodules, to people and without a NUL of its own.
    while (count := next(fields)).isdecimal():
        paths = tuple(islice(fields, int(count)))
        messages.append(Message(paths=paths, kind=next(fields)))
        next(fields)  # the sentence for people, which may be translated
    return Merged(tree=tree, clean=False, stages=tuple(stages), messages=tuple(messages))


def _fields(stream: IO[bytes]) -> Iterator[str]:
    rest = b""
    while chunk := stream.read1(_CHUNK):  # type: ignore[attr-defined] # a pipe is buffered
        *complete, rest = (rest + chunk).split(b"\0")
        for field in complete:
            yield field.decode("utf-8", "surrogateescape")
