"""Makes trees of what is not committed, without touching the user's index, worktree or object store."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from agentguard.analyzer.errors import AgentguardError, GitError
from agentguard.analyzer.git.filters import without_filters
from agentguard.analyzer.git.isolation import merging
from agentguard.analyzer.git.process import Git
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.git.temporary import temporary_folder
from agentguard.analyzer.model.changes import Skipped
from agentguard.analyzer.printable import printable

if TYPE_CHECKING:
    from agentguard.analyzer.git.merge import Merged

_SETTINGS = (
    "core.splitIndex=false",
    "core.untrackedCache=false",
    "core.safecrlf=false",
    "index.sparse=false",
    "advice.addEmbeddedRepo=false",
    "apply.whitespace=nowarn",
    "apply.ignoreWhitespace=no",
)
_NOBODY = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "nobody"), ("EMAIL", "nobody"), ("DATE", "@0 +0000"))
}
_NEVER = (2**31 - 1) * 10**9
_NO_CONTENT = "the patch has not the content of this binary file; `git diff --binary` writes it"


class Quarantine:
    """A temporary index and object store on top of a repository.

    Several worktrees of one repository can share an object store, each with an index of its own.

    Attributes:
        origin: the repository itself.
        repository: the same one as seen from here, with both.
    """

    def __init__(self, origin: Repository, folder: Path) -> None:
        self.origin = origin
        self._folder = folder
        self._index = folder / f"index-{os.urandom(8).hex()}"
        objects = folder / "objects"
        objects.mkdir(exist_ok=True)
        # What is in a quarantine already goes into another one on top of it.
        below = dict.fromkeys((str(origin.place.objects), origin.git.environment.get("GIT_OBJECT_DIRECTORY")))
        existing = ":".join(_c_quote(place) for place in below if place)
        inherited = origin.git.environment.get("GIT_ALTERNATE_OBJECT_DIRECTORIES")
        environment = {
            "GIT_OBJECT_DIRECTORY": str(objects),
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": ":".join(filter(None, (existing, inherited))),
            "GIT_INDEX_FILE": str(self._index),
        }
        self.repository = origin.through(origin.git.with_environment(**environment).with_config(_SETTINGS))

    def beside(self, origin: Repository) -> "Quarantine":
        """Returns the quarantine of another worktree of the same repository; the object store is the same one."""
        return Quarantine(origin, self._folder)

    def commit(self, tree: str, *parents: str | None) -> str:
        """Writes a commit of a tree, the same for the same tree and parents, and returns its id."""
        on = [word for parent in parents if parent is not None for word in ("-p", parent)]
        git = self.repository.isolated.with_environment(**_NOBODY)
        return git.run("commit-tree", tree, *on, "-m", "not committed").text

    def merge_all(self, pairs: Sequence[tuple[str, str]], attributes: Mapping[str, bytes]) -> "Iterator[Merged | None]":
        """Yields what git makes of pairs of commits, None where git gives up; see `merge_all`.

        Args:
            pairs: ids of commits, which may be in the quarantine.
            attributes: content of `.gitattributes` files by path; no program that they name is run.
        """
        if pairs:
            from agentguard.analyzer.git.merge import merge_all  # noqa: PLC0415 - a lone change merges nothing

            with temporary_folder() as folder:
                git = merging(self.repository.git, self.origin.place, folder, attributes)
                yield from merge_all(git, pairs)

    def index_tree(self) -> tuple[str, tuple[Skipped, ...]]:
        """Returns the tree of what is staged; a path with a conflict counts as unchanged."""
        self._copy_index(is_fresh=True)
        # Of an index that is newer than all files this looks at none, and so runs no filter; a conflict makes it fail.
        answer = self.repository.git.run("write-tree", ok=(0, 128))
        if answer.code == 0:
            return answer.text, ()
        skipped = self._drop_conflicts()
        return self._indexed.run("write-tree").text, skipped

    def worktree_tree(self) -> tuple[str, tuple[Skipped, ...]]:
        """Returns the tree of the worktree as it lies on disk, untracked files included, ignored ones not.

        Nested worktrees of the same repository are left out; clean filters (LFS, git-crypt) are not run.
        """
        self._copy_index()
        # Else `add` takes every file as fresh as the index for changed, and touches the object that it has already.
        self._indexed.run("update-index", "-q", "--unmerged", "--refresh", "--force-write-index", ok=(0, 1))
        answer = self._indexed.run("add", "--all", "--ignore-errors", ok=(0, 1))
        skipped: tuple[Skipped, ...] = ()
        if answer.code:
            reason = answer.stderr.decode("utf-8", "replace").strip().splitlines()
            skipped = (Skipped(what="files that cannot be read", reason=reason[0] if reason else "git add failed"),)
        self._forget(self._nested_worktrees())
        conflicts = self._drop_conflicts()
        return self._indexed.run("write-tree").text, (*skipped, *conflicts)

    def patched_tree(self, base: str, patch: bytes, name: str) -> tuple[str, tuple[Skipped, ...]]:
        """Returns the tree that a unified or git diff makes of `base`; binary files without content count as unchanged.

        Raises:
            AgentguardError: the patch is damaged or does not apply.
        """
        from agentguard.analyzer.git.patches import is_patch, readings  # noqa: PLC0415 - for patches alone

        if not is_patch(patch):
            raise AgentguardError(f"`{name}` holds no patch", "`git diff` and `git format-patch` write one")
        causes = []
        for reading, without in readings(patch):
            for strip in ("-p1", "-p0"):
                self._indexed.run("read-tree", "--reset", base)
                # Without its binary files a patch may be empty.
                empty = ("--allow-empty",) if without else ()
                try:
                    self._indexed.run("apply", "--cached", strip, "--unidiff-zero", *empty, "-", stdin=reading)
                except GitError as error:
                    causes.append(error.stderr)
                    continue
                skipped = tuple(Skipped(what=path, reason=_NO_CONTENT) for path in without)
                return self._indexed.run("write-tree").text, skipped
        hint = "name the commit that it was made from with `--base REV`"
        raise AgentguardError(f"the patch `{name}` does not apply: {causes[0].removeprefix('error: ')}", hint)

    @cached_property
    def _indexed(self) -> Git:
        """What works with the index; almost every such command may look at files, and filter them."""
        return without_filters(self.repository.git)

    def _copy_index(self, *, is_fresh: bool = False) -> None:
        source = self.origin.place.index
        self._index.unlink(missing_ok=True)
        try:
            with source.open("rb") as file:
                self._index.write_bytes(file.read())
                times = os.fstat(file.fileno())
        except FileNotFoundError:
            return
        except OSError as error:
            raise AgentguardError(f"`{printable(str(source))}` cannot be read: {error.strerror}") from error
        # With its time: git takes an entry as old as the index for possibly changed, whatever its size says.
        time = _NEVER if is_fresh else times.st_mtime_ns
        os.utime(self._index, ns=(time, time))

    def _drop_conflicts(self) -> tuple[Skipped, ...]:
        """Puts our own side (stage 2) in the place of conflicts, from which no tree can be written."""
        ours: dict[str, str] = {}
        for line in self._indexed.run("ls-files", "--unmerged", "-z").fields():
            meta, _, path = line.partition("\t")
            mode, name, stage = meta.split(" ")
            ours.setdefault(path, "")
            if stage == "2":
                ours[path] = f"{mode} {name} 0\t{path}"
        self._forget(ours)
        self._update_index("".join(f"{entry}\0" for entry in ours.values() if entry))
        return tuple(Skipped(what=path, reason="has a merge conflict in the index") for path in ours)

    def _nested_worktrees(self) -> Iterator[str]:
        root = self.origin.root
        if root is None:
            return
        for path in self.origin.worktrees():
            if path != root and path.is_relative_to(root):
                yield path.relative_to(root).as_posix()

    def _forget(self, paths: Iterator[str] | dict[str, str]) -> None:
        null = "0" * len(self.repository.empty_tree)
        self._update_index("".join(f"0 {null}\t{path}\0" for path in paths))

    def _update_index(self, lines: str) -> None:
        if lines:
            self._indexed.run("update-index", "-z", "--index-info", stdin=lines.encode("utf-8", "surrogateescape"))


@contextmanager
def quarantine(origin: Repository) -> Iterator[Quarantine]:
    """Opens a quarantine; everything in it is gone afterwards."""
    with temporary_folder() as folder:
        opened = Quarantine(origin, folder)
        try:
            yield opened
        finally:
            opened.repository.close()


def _c_quote(path: str) -> str:
    """Quotes a path for a list that is separated by colons, as git reads it."""
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
