"""One repository, asked through the git command line."""

import os
from collections.abc import Generator, Sequence
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path

from agentguard.analyzer.errors import AgentguardError, GitError
from agentguard.analyzer.git.environment import git_environment
from agentguard.analyzer.git.isolation import isolated
from agentguard.analyzer.git.log import ARGUMENTS, parse_log
from agentguard.analyzer.git.objects import Objects
from agentguard.analyzer.git.place import Place, find_place
from agentguard.analyzer.git.process import Answer, Git
from agentguard.analyzer.git.temporary import temporary_folder
from agentguard.analyzer.git.trees import GET_TREES, Difference, TreeEntry, Trees
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.printable import printable

__all__ = ["UNSHALLOW", "Difference", "Repository", "TreeEntry"]

_EMPTY_TREES = {
    "sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}

# A commit can claim a time of thousands of digits, which Python refuses to read.
_DIGITS = 18
UNSHALLOW = "`git fetch --unshallow`; in GitHub Actions `fetch-depth: 0` for actions/checkout"


class Repository:
    """A repository or one of its worktrees; facts are asked once.

    Not safe to share between threads. Close it, or use it as a context manager.

    Attributes:
        git: how it is asked.
        place: where it lies.
        merge_bases: what is known of best common ancestors, by the two commits.
    """

    def __init__(self, git: Git, place: Place) -> None:
        self.git = git
        self.place = place
        self._open = ExitStack()
        self.merge_bases: dict[tuple[str, str], str | None] = {}

    def through(self, git: Git) -> "Repository":
        """Returns the same repository asked in another way, such as through a quarantine; what is known stays known."""
        other = Repository(git, self.place)
        other.merge_bases = self.merge_bases
        return other

    @classmethod
    def open(cls, path: Path | None = None) -> "Repository":
        """Finds the repository that holds a folder.

        Args:
            path: the folder; None for the current one, for which the variables that git sets in its hooks count.

        Raises:
            AgentguardError: there is none, or git refuses to touch it.
        """
        environment = git_environment(os.environ, keep_discovery=path is None)
        try:
            folder = Path.cwd() if path is None else path.absolute()
        except FileNotFoundError as error:
            raise AgentguardError("the current folder is gone", "`cd` to one that exists") from error
        if not folder.is_dir():
            raise AgentguardError(f"no folder named `{printable(str(folder))}`")
        place = find_place(Git(cwd=folder, environment=environment))
        return cls(Git(cwd=place.root or folder, environment=environment), place)

    def __enter__(self) -> "Repository":
        return self

    def __exit__(self, *unused: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the processes that wait for questions, and removes what was made for them."""
        self._open.close()

    def run(self, *arguments: str, stdin: bytes = b"", ok: Sequence[int] = (0,)) -> Answer:
        """Runs one git command; see `Git.run`."""
        return self.git.run(*arguments, stdin=stdin, ok=ok)

    @cached_property
    def isolated(self) -> Git:
        """The objects alone, without references, remotes and attributes."""
        return isolated(self.git, self.place, self._open.enter_context(temporary_folder()))

    @cached_property
    def objects(self) -> Objects:
        """The contents."""
        return self._open.enter_context(Objects(self.isolated))

    @property
    def root(self) -> Path | None:
        """The top folder of the worktree, None for a bare repository."""
        return self.place.root

    @cached_property
    def name(self) -> str:
        """The name of the repository's folder, the same in every worktree."""
        common = self.place.common_dir.resolve()
        return common.parent.name if common.name == ".git" else common.name.removesuffix(".git")

    @property
    def empty_tree(self) -> str:
        """The id of the empty tree in this repository's hash; git knows it without an object."""
        return _EMPTY_TREES[self.place.object_format]

    @cached_property
    def shallow_boundary(self) -> frozenset[str]:
        """The commits at which history is cut; git shows them as if they had no parents."""
        if not self.place.shallow:
            return frozenset()
        path = self.git.cwd / self.run("rev-parse", "--git-path", "shallow").text
        return frozenset(path.read_text("ascii").split())

    def require_parents(self, commit: str) -> None:
        """Refuses a commit at which history is cut.

        Args:
            commit: its full id.

        Raises:
            AgentguardError: its parents are not here.
        """
        if commit in self.shallow_boundary:
            raise AgentguardError(f"history is cut at {commit[:12]}, its parent is not here", UNSHALLOW)

    @property
    def is_partial(self) -> bool:
        """Tells whether blobs may be missing by agreement with a remote."""
        return bool(self.run("config", "--get-regexp", r"^remote\..*\.(promisor|partialclonefilter)$", ok=(0, 1)).text)

    def find_commit(self, revision: str) -> str | None:
        """Returns the id of the commit that a revision names, None where it names none."""
        if "\0" in revision or not revision:
            return None
        asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        answer = self.run(*asked, ok=(0, 1, 128))
        return answer.text if answer.code == 0 else None

    def commit(self, revision: str) -> str:
        """Returns the id of the commit that a revision names.

        Raises:
            AgentguardError: there is none; the hint names the nearest branch or tag, or says that there are no commits.
        """
        found = self.find_commit(revision)
        if found is not None:
            return found
        message = f"no commit named `{printable(revision)}`"
        if revision == "HEAD":
            raise AgentguardError("the repository has no commits yet", "commit something first")
        from difflib import get_close_matches  # noqa: PLC0415 - needed only now

        near = get_close_matches(revision, self.reference_names(), n=1)
        if near:
            raise AgentguardError(message, f"did you mean `{printable(near[0])}`?")
        raise AgentguardError(message, "`git branch --all` lists the branches; `git fetch` gets those of the remote")

    def reference_names(self) -> tuple[str, ...]:
        """Returns the short names of branches, remote branches and tags."""
        answer = self.run("for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes", "refs/tags")
        return tuple(answer.text.splitlines())

    def tree(self, name: str) -> str:
        """Returns the tree of a commit, or that very tree.

        Args:
            name: a full id.

        Raises:
            AgentguardError: it is not here.
        """
        info = self.objects.info(f"{name}^{{tree}}")
        if info is None:
            raise AgentguardError(f"the tree of {name[:12]} is missing or damaged", f"`git fsck`; {GET_TREES}")
        return info.id

    def time_of(self, commit: str) -> int:
        """Returns when a commit was made, in seconds since the epoch.

        Args:
            commit: its full id.

        Raises:
            AgentguardError: it is not here.
        """
        head = (self.objects.read(commit) or b"").partition(b"\n\n")[0]
        committer = next((line for line in head.split(b"\n") if line.startswith(b"committer ")), b"")
        words = committer.rpartition(b">")[2].split()
        if not committer:
            raise AgentguardError(f"the commit {commit[:12]} is missing or damaged", f"`git fsck`; {GET_TREES}")
        return int(words[0][:_DIGITS]) if words and words[0].isdigit() else 0

    def merge_base(self, one: str, other: str) -> str | None:
        """Returns the best common ancestor, None where histories do not meet."""
        if one == other:
            return one
        if (one, other) not in self.merge_bases:
            answer = self.run("merge-base", one, other, ok=(0, 1))
            self.merge_bases[one, other] = answer.text if answer.code == 0 else None
        return self.merge_bases[one, other]

    def is_ancestor(self, ancestor: str, commit: str) -> bool:
        """Tells whether `commit` contains `ancestor`."""
        return self.run("merge-base", "--is-ancestor", ancestor, commit, ok=(0, 1)).code == 0

    def log(self, *selection: str) -> Generator[CommitRecord, None, None]:
        """Yields past commits as git's raw log tells them, newest first.

        Args:
            selection: revisions and options that select commits, already checked; revisions that begin with `-` must
                stand behind `--end-of-options`.

        Raises:
            AgentguardError: git failed, for instance at a damaged object.
        """
        try:
            with self.git.stream(*ARGUMENTS, *selection) as stdout:
                yield from parse_log(stdout)
        except GitError as error:
            if not self.is_partial:
                raise
            message = f"the partial clone lacks what its history needs: {error.stderr}"
            raise AgentguardError(message, GET_TREES) from error

    @cached_property
    def trees(self) -> Trees:
        """The trees, folder by folder."""
        return Trees(self.git, self.objects, self.empty_tree)

    def list_tree(self, tree: str) -> dict[str, TreeEntry]:
        """Returns every path below a tree in order, gitlinks included; the last few trees are remembered."""
        return self.trees.listing(tree)

    def tree_differences(self, old: str, new: str) -> dict[str, Difference]:
        """Returns by path what two trees have there, where it is not the same; renames are not looked for."""
        return self.trees.differences(old, new)

    def worktrees(self) -> tuple[Path, ...]:
        """Returns the folders of all worktrees, the main one first; that of a bare repository is none."""
        found: list[Path] = []
        for field in self.run("worktree", "list", "--porcelain", "-z").fields():
            if field.startswith("worktree "):
                found.append(Path(field.removeprefix("worktree ")))
            elif field == "bare":
                del found[-1]
        return tuple(found)

    def diff_trees(
        self, old: str, new: str, *, content: bool = True, lines: bool = True, paths: Sequence[str] = ()
    ) -> bytes:
        """Returns git's own difference of two trees: raw entries, NUL-terminated, then patches without context.

        Args:
            old: id of a tree or commit.
            new: likewise.
            content: look at blobs, for renames and patches; without it only the raw entries come.
            lines: with patches.
            paths: leave out all others; none = all.
        """
        renames = ("--find-renames", "--find-copies") if content else ("--no-renames",)
        patches = ("--patch", "--unified=0") if content and lines else ()
        named = ("--", *paths) if paths else ()
        fixed = ("diff-tree", "-r", "-z", "--raw", "--no-abbrev", "--no-ext-diff", "--no-textconv", "--no-color")
        return self.isolated.run(*fixed, *renames, *patches, "--end-of-options", old, new, *named).stdout

    def diff_blobs(self, old: str, new: str) -> bytes:
        """Returns git's own difference of two blobs as text, a patch without context."""
        fixed = ("diff", "--text", "--unified=0", "--no-ext-diff", "--no-textconv", "--no-color")
        return self.isolated.run(*fixed, "--end-of-options", old, new).stdout
