"""A repository of one's own that sees the objects of another: what is made there is gone afterwards."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from agentguard.analyzer.errors import GitError
from agentguard.analyzer.git.repository import Repository

_PERSON = {
    f"GIT_{role}_{key}": value
    for role in ("AUTHOR", "COMMITTER")
    for key, value in (("NAME", "evaluation"), ("EMAIL", "evaluation@example.invalid"), ("DATE", "1700000000 +0000"))
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What git makes of two commits: the tree (with conflict markers where it cannot), and whether it could."""

    tree: str
    clean: bool


class Scratch:
    """A bare repository on top of another's objects, in which trees and commits can be made.

    Attributes:
        repository: sees both.
    """

    def __init__(self, repository: Repository, index: Path) -> None:
        self.repository = repository
        self._git = repository.git.with_environment(GIT_INDEX_FILE=str(index), **_PERSON)

    def patched(self, base: str, patch: bytes) -> str | None:
        """Commits a patch on top of a commit; None where it does not apply."""
        self._git.run("read-tree", base)
        for leniently in ((), ("--ignore-whitespace",), ("--3way",)):
            try:
                self._git.run("apply", "--cached", "--whitespace=nowarn", *leniently, "-", stdin=patch)
            except GitError:
                continue
            return self._commit(base)
        return None

    def edited(self, base: str, files: Mapping[str, bytes | None]) -> str:
        """Commits files on top of a commit; None as content removes one."""
        self._git.run("read-tree", base)
        lines = []
        for path, content in files.items():
            if content is None:
                lines.append(f"0 {'0' * len(base)}\t{path}\0")
            else:
                blob = self._git.run("hash-object", "-w", "--stdin", stdin=content).text
                lines.append(f"100644 {blob}\t{path}\0")
        self._git.run("update-index", "-z", "--index-info", stdin="".join(lines).encode("utf-8", "surrogateescape"))
        return self._commit(base)

    def merge(self, one: str, other: str) -> Merge:
        """Merges two commits as git does, without a worktree."""
        answer = self._git.run("merge-tree", "--write-tree", "--no-messages", one, other, ok=(0, 1))
        return Merge(tree=answer.text.partition("\n")[0], clean=answer.code == 0)

    def check_out(self, tree: str, patch: bytes, folder: Path) -> None:
        """Writes the files of a tree, with a patch on top, into an empty folder.

        Raises:
            GitError: the patch does not apply.
        """
        self._git.run("read-tree", tree)
        self._git.run("apply", "--cached", "--whitespace=nowarn", "--ignore-whitespace", "-", stdin=patch)
        worktree = self._git.with_environment(GIT_WORK_TREE=str(folder))
        worktree.run("checkout-index", "--all", "--force")

    def _commit(self, parent: str) -> str:
        tree = self._git.run("write-tree").text
        return self._git.run("commit-tree", tree, "-p", parent, "-m", "made by an evaluation").text


@contextmanager
def scratch(origin: Repository, keep: Path | None = None) -> Iterator[Scratch]:
    """Opens a scratch repository on top of another one.

    Args:
        origin: whose objects it sees.
        keep: a folder in which to make it and leave it, so that a pair can be looked at afterwards.
    """
    with TemporaryDirectory(prefix="agentguard-evaluation-") as folder:
        place = keep or Path(folder) / f"{origin.name}.git"
        origin.git.run("init", "--quiet", "--bare", "--template=", str(place.absolute()))
        (place / "objects" / "info").mkdir(exist_ok=True)
        (place / "objects" / "info" / "alternates").write_text(f"{origin.place.objects.resolve()}\n", encoding="utf-8")
        with Repository.open(place) as repository:
            yield Scratch(repository, Path(folder) / "index")
