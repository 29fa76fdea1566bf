"""The worktrees that a command is about, and what is known of each."""

from contextlib import ExitStack
from functools import cached_property
from pathlib import Path

from agentguard.analyzer.engine.asking import Asker, Editors, editors
from agentguard.analyzer.engine.proposal import Ground
from agentguard.analyzer.gather.settings import load_settings
from agentguard.analyzer.gather.taking import worktree_around
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.decisions import Verdict
from agentguard.analyzer.model.findings import Severity

_CODE = "AG101"


class Surroundings:
    """The worktrees that a command is about, each opened once."""

    def __init__(self, asker: Asker, stack: ExitStack) -> None:
        self.asker = asker
        self._stack = stack
        self._worktrees: dict[Path, Worktree | None] = {}

    def folder(self, named: str | None) -> Path | None:
        """Returns where a call runs; None where nobody can tell."""
        if named is None:
            return None
        if self.asker.folder is not None:
            return self.asker.folder / named
        return Path(named) if named.startswith("/") else None

    def worktree(self, named: str | None) -> "Worktree | None":
        """Returns the worktree in which a call runs, None where there is none or nobody can tell."""
        folder = self.folder(named)
        if folder is None:
            return None
        if folder not in self._worktrees:
            repository = worktree_around(folder)
            if repository is not None:
                self._stack.enter_context(repository)
            self._worktrees[folder] = Worktree(repository, folder, self.asker) if repository is not None else None
        return self._worktrees[folder]


class Worktree:
    """One of them, and what is known of it; asked once, and only where it matters."""

    def __init__(self, repository: Repository, folder: Path, asker: Asker) -> None:
        self.repository = repository
        self.folder = folder
        self._asker = asker

    @cached_property
    def config(self) -> Config:
        """The settings on the target's tip."""
        return load_settings(self.repository).config

    @cached_property
    def editors(self) -> Editors:
        """Who edited what."""
        return editors(self._asker.journal(self.repository.place), self._asker.session)

    @cached_property
    def ground(self) -> Ground:
        """Where another command would be typed."""
        root = self.repository.root or self.folder
        return Ground(root=root.resolve(), folder=(self._asker.folder or self.folder).resolve())

    @property
    def verdict(self) -> Verdict:
        """What a refusal comes to under these settings."""
        severity = self.config.severities.get(_CODE, Severity.ERROR)
        if _CODE in self.config.disabled or severity is Severity.NOTE:
            return Verdict.ALLOW
        return Verdict.DENY if severity is Severity.ERROR else Verdict.INFORM
