"""Tells which files the commit in progress takes in by its own words: `-a`, a dot, single paths."""

import re
from collections.abc import Mapping
from pathlib import Path

from agentguard.analyzer.commandline.git import read_git
from agentguard.analyzer.commandline.message import CommitWords, commit_words
from agentguard.analyzer.gather.staging.names import Names
from agentguard.analyzer.gather.staging.origins import Look
from agentguard.analyzer.git.place import Place
from agentguard.analyzer.git.trees import TreeEntry
from agentguard.analyzer.model.commands import Act, Breadth, GitCall
from agentguard.analyzer.model.journal import GitProcess, Session
from agentguard.analyzer.model.staging import Origin
from agentguard.analyzer.model.value import dataclass

_LOCK = "index.lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Committing:
    """A commit in progress.

    Attributes:
        call: its words.
        process: the same as the system tells it.
        session: who makes it.
        index: that of the worktree, as it was before.
        own: the index that is committed.
    """

    call: GitCall
    process: GitProcess
    session: Session | None
    index: Path
    own: Path

    @classmethod
    def read(cls, place: Place, process: GitProcess | None, session: Session | None) -> "Committing | None":
        """Reads a git process; None where it makes no commit."""
        call = read_git(process.argv[1:]) if process is not None else None
        if process is None or call is None or call.act is not Act.COMMIT:
            return None
        return cls(call=call, process=process, session=session, index=place.git_dir / "index", own=place.index)

    @property
    def amends(self) -> bool:
        """Whether it makes the last commit anew."""
        return self._said.amends

    @property
    def words_for_names(self) -> tuple[str, ...]:
        """The words behind `git` with which it can be made of single paths, which stand behind them."""
        if self.call.breadth is Breadth.NONE and self.process.is_exact:
            return self.call.words[: -1 if self.call.words[-1] == "--" else None]
        message = ("-m", self._said.message) if self._said.message is not None and self.process.is_exact else ()
        return ("commit", *(("--amend",) if self.amends else ()), *message)

    @property
    def _said(self) -> CommitWords:
        return commit_words(self.process.argv) or CommitWords()

    def origins(self, values: Mapping[str, TreeEntry | None], look: Look, root: str) -> dict[str, Origin]:
        """Returns by path the origin of what comes in by these words; what was staged before is left out.

        A plain commit takes the index of the worktree as it is, any other makes one of its own, which takes its place
        when the commit is made. Whatever the journal says of a path: who names it means it.

        Args:
            values: what the index that is committed has at some paths.
            look: reads an index at some paths; None where it cannot be read.
            root: the top folder of the worktree.
        """
        breadth, why = self._reach
        if breadth is Breadth.NONE:
            return {}
        before = look(self.index, values)
        if before is None:
            return {}
        names = Names(self.call, self.process, root)
        found = {}
        for path, value in values.items():
            if names.hold(path):
                found[path] = self._origin(names.breadth(path))
            elif before.get(path) != value:
                swept = breadth is Breadth.SWEEP and not _picks(why)
                found[path] = self._origin(Breadth.SWEEP if swept else Breadth.NONE, why if swept else "")
        return found

    @property
    def _reach(self) -> tuple[Breadth, str]:
        """How far it reaches and by which word; words that are told without their quotes are held against the index.

        Else those of a message would be taken for options and paths.
        """
        reach = self.call.breadth, self.call.why
        if self.process.is_exact:
            return reach
        if self.own.name == _LOCK:  # `-a`, `-i` or `-p`
            option = next(filter(_takes_all, self.call.words), None)
            return (Breadth.SWEEP, option) if option is not None else reach
        if same_file(self.own, self.index):
            return Breadth.NONE, ""
        # Single paths, which stand last.
        sweeps = self.call.breadth is Breadth.SWEEP
        return reach if not sweeps or self.process.argv[-1] == self.call.why else (Breadth.NAMED, "")

    def _origin(self, breadth: Breadth, why: str = "") -> Origin:
        return Origin(words=self.call.words, breadth=breadth, why=why, session=self.session)


def same_file(one: Path, other: Path) -> bool:
    """Tells whether two paths lead to one file."""
    try:
        return one == other or one.samefile(other)
    except OSError:
        return False


def _picks(option: str) -> bool:
    """Tells whether an option lets somebody pick each change: `-p`, `--patch`, `--interactive`."""
    if option.startswith("--"):
        return option.startswith(("--p", "--int"))
    return option.startswith("-") and "p" in option and "a" not in option


def _takes_all(word: str) -> bool:
    """Tells whether a word of `git commit` has the option `-a`, or `-a` among others in front of a message."""
    if word.startswith("--") or not word.startswith("-"):
        return word == "--all"
    return "a" in re.split("[mFCct]", word, maxsplit=1)[0]
