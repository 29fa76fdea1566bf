"""One repository, asked through the git command line."""

import os
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from agentguard.analyzer.errors import AgentguardError, GitError
from agentguard.analyzer.git.environment import git_environment
from agentguard.analyzer.git.log import ARGUMENTS, parse_log
from agentguard.analyzer.git.objects import Objects
from agentguard.analyzer.git.process import Answer, Git, printable
from agentguard.analyzer.model.history import CommitRecord


class TreeEntry(NamedTuple):
    """One path of a tree: mode and object id."""

    mode: int
    id: str


class Repository:
    """A repository or one of its worktrees; facts are asked once.

    Not safe to share between threads. Close it, or use it as a context manager.
    """

    def __init__(self, git: Git) -> None:
        self.git = git
        self.objects = Objects(git)

    @classmethod
    def open(cls, path: Path | None = None) -> "Repository":
        """Finds the repository that holds a folder.

        Args:
            path: the folder; None for the current one, for which the variables that git sets in its hooks count.

        Raises:
            AgentguardError: there is none, or git refuses to touch it.
        """
        environment = git_environment(os.environ, keep_discovery=path is None)
        folder = path or Path.cwd()
        if not folder.is_dir():
            raise AgentguardError(f"no folder named `{printable(str(folder))}`")
        probe = Git(cwd=folder, environment=environment)
        try:
            inside = probe.run("rev-parse", "--is-bare-repository", "--is-inside-work-tree").text.split()
        except GitError as error:
            message = f"no git repository at `{printable(str(folder))}`: {error.stderr}"
            raise AgentguardError(message, "run agentguard inside a repository, or name one with `-C DIR`") from error
        if inside[1:] == ["true"]:
            folder = Path(probe.run("rev-parse", "--show-toplevel").text)
        return cls(Git(cwd=folder, environment=environment))

    def __enter__(self) -> "Repository":
        return self

    def __exit__(self, *unused: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the processes that wait for questions."""
        self.objects.close()

    def run(self, *arguments: str, stdin: bytes = b"", ok: Sequence[int] = (0,)) -> Answer:
        """Runs one git command; see `Git.run`."""
        return self.git.run(*arguments, stdin=stdin, ok=ok)

    @cached_property
    def root(self) -> Path | None:
        """The top folder of the worktree, None for a bare repository."""
        inside = self.run("rev-parse", "--is-inside-work-tree").text == "true"
        return Path(self.run("rev-parse", "--show-toplevel").text) if inside else None

    @cached_property
    def git_dir(self) -> Path:
        """This worktree's git directory."""
        return Path(self.run("rev-parse", "--absolute-git-dir").text)

    @cached_property
    def common_dir(self) -> Path:
        """The git directory that all worktrees share."""
        return self.git.cwd / self.run("rev-parse", "--git-common-dir").text

    @cached_property
    def name(self) -> str:
        """The name of the repository's folder, the same in every worktree."""
        common = self.common_dir.resolve()
        return common.parent.name if common.name == ".git" else common.name.removesuffix(".git")

    @cached_property
    def empty_tree(self) -> str:
        """The id of the empty tree in this repository's hash."""
        return self.run("hash-object", "-t", "tree", "--stdin").text

    @cached_property
    def shallow_boundary(self) -> frozenset[str]:
        """The commits at which history is cut; git shows them as if they had no parents."""
        if self.run("rev-parse", "--is-shallow-repository").text != "true":
            return frozenset()
        path = self.git.cwd / self.run("rev-parse", "--git-path", "shallow").text
        return frozenset(path.read_text("ascii").split())

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
        near = get_close_matches(revision, self.reference_names(), n=1)
        if near:
            raise AgentguardError(message, f"did you mean `{printable(near[0])}`?")
        raise AgentguardError(message, "`git branch --all` lists the branches; `git fetch` gets those of the remote")

    def reference_names(self) -> tuple[str, ...]:
        """Returns the short names of branches, remote branches and tags."""
        answer = self.run("for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes", "refs/tags")
        return tuple(answer.text.splitlines())

    def tree(self, commit: str) -> str:
        """Returns the tree of a commit."""
        return self.run("rev-parse", "--verify", "--end-of-options", f"{commit}^{{tree}}").text

    def merge_base(self, one: str, other: str) -> str | None:
        """Returns the best common ancestor, None where histories do not meet."""
        answer = self.run("merge-base", one, other, ok=(0, 1))
        return answer.text if answer.code == 0 else None

    def is_ancestor(self, ancestor: str, commit: str) -> bool:
        """Tells whether `commit` contains `ancestor`."""
        return self.run("merge-base", "--is-ancestor", ancestor, commit, ok=(0, 1)).code == 0

    def log(self, *selection: str) -> Iterator[CommitRecord]:
        """Yields past commits as git's raw log tells them, newest first.

        Args:
            selection: revisions and options that select commits, already checked; revisions that begin with `-` must
                stand behind `--end-of-options`.
        """
        with self.git.stream(*ARGUMENTS, *selection) as stdout:
            yield from parse_log(stdout)

    def list_tree(self, tree: str) -> dict[str, TreeEntry]:
        """Returns every path below a tree, gitlinks included."""
        entries = {}
        for line in self.run("ls-tree", "-r", "-z", "--full-tree", tree).fields():
            meta, _, path = line.partition("\t")
            mode, _, name = meta.split(" ")
            entries[path] = TreeEntry(int(mode, 8), name)
        return entries

    def worktrees(self) -> tuple[Path, ...]:
        """Returns the folders of all worktrees, the main one first."""
        fields = self.run("worktree", "list", "--porcelain", "-z").fields()
        return tuple(Path(field.removeprefix("worktree ")) for field in fields if field.startswith("worktree "))

    def diff_trees(self, old: str, new: str, *, content: bool = True) -> bytes:
        """Returns git's own difference of two trees: raw entries, NUL-terminated, then patches without context.

        Args:
            old: tree or commit.
            new: tree or commit.
            content: look at blobs, for renames and patches; without it only the raw entries come.
        """
        shape = ("--find-renames", "--find-copies", "--patch", "--unified=0") if content else ("--no-renames",)
        fixed = ("diff-tree", "-r", "-z", "--raw", "--no-abbrev", "--no-ext-diff", "--no-textconv", "--no-color")
        return self.run(*fixed, *shape, "--end-of-options", old, new).stdout
