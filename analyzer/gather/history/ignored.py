"""Tells which paths the ignore files of a commit match, whatever the worktree and the user's own settings are."""

import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from posixpath import dirname

from agentguard.analyzer.git.environment import git_environment
from agentguard.analyzer.git.process import Git
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.git.scratch import is_plain, lay_out
from agentguard.analyzer.git.special import special_files
from agentguard.analyzer.git.temporary import temporary_folder

_NAME = ".gitignore"


class IgnoreFiles:
    """The ignore files of one commit, alone in an empty worktree, and the paths that it has in spite of them."""

    def __init__(self, git: Git, tracked: Collection[str]) -> None:
        self._git = git
        self._folders = frozenset(dirname(path) for path in tracked)

    def matches(self, paths: Iterable[str]) -> frozenset[str]:
        """Returns those of the paths that are ignored.

        What the commit itself holds was meant to be there; so, once, was what stood beside it: a folder that is kept
        and in which some names are ignored today has another order now (fragments of a changelog, generated code).
        """
        asked = [path for path in dict.fromkeys(paths) if dirname(path) not in self._folders and is_plain(path)]
        if not asked:
            return frozenset()
        stdin = "".join(f"./{path}\0" for path in asked).encode("utf-8", "surrogateescape")
        answer = self._git.run("check-ignore", "-z", "--stdin", "--no-index", stdin=stdin, ok=(0, 1))
        return frozenset(path.removeprefix("./") for path in answer.fields())


@contextmanager
def ignore_files(repository: Repository, commit: str, *, meant: frozenset[str] | None = None) -> Iterator[IgnoreFiles]:
    """Opens the ignore files of a commit or tree; the temporary worktree is gone afterwards.

    Args:
        repository: where it is.
        commit: its id.
        meant: paths that are there on purpose, whatever the ignore files say; None = all that the commit holds.
    """
    entries = repository.list_tree(commit)
    with temporary_folder() as folder:
        lay_out(folder, dict(special_files(repository, commit, _NAME)))
        _make_repository(folder)
        environment = git_environment(os.environ, keep_discovery=False)
        # Of this command alone, which would refuse it; a path behind `./` has no magic anyway.
        del environment["GIT_LITERAL_PATHSPECS"]
        git = Git(cwd=folder, environment=environment, options=(f"core.excludesFile={os.devnull}",))
        yield IgnoreFiles(git, entries.keys() if meant is None else meant)


def _make_repository(folder: Path) -> None:
    """Does what `git init` does, as far as git looks."""
    for name in ("objects", "refs"):
        (folder / ".git" / name).mkdir(parents=True)
    (folder / ".git/HEAD").write_text("ref: refs/heads/none\n")
