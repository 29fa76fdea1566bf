"""May an agent, or a new worktree, start from what is here?"""

from collections.abc import Iterator
from pathlib import Path
from time import time_ns

from agentguard.analyzer.gather.baseline import read_dirty, read_other_start
from agentguard.analyzer.gather.settings import load_settings
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.git.worktrees import Surrounding, Worktree, look_around
from agentguard.analyzer.model.baseline import Baseline, DirtyTree, Dispatch, Moment
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.decisions import ALLOWED, Decision, Verdict
from agentguard.analyzer.model.findings import Finding, Severity
from agentguard.analyzer.model.journal import Journal
from agentguard.analyzer.model.rules import Facts
from agentguard.analyzer.model.value import replace
from agentguard.analyzer.rules import rule_of
from agentguard.analyzer.rules.selection import run_rules

_CODE = "AG106"
# What a worktree that starts at the default branch of `origin` is called in Claude Code's settings.
_FRESH = "fresh"
_VERDICTS = {Severity.ERROR: Verdict.DENY, Severity.WARNING: Verdict.INFORM, Severity.NOTE: Verdict.ALLOW}
_MOST_WORKTREES = 8


def decide_dispatch(repository: Repository, dispatch: Dispatch, journal: Journal) -> Decision:
    """Tells whether a subagent may start now.

    Args:
        repository: opened where whoever starts it works.
        dispatch: what is about to start.
        journal: that of the worktree.

    Raises:
        AgentguardError: the settings are wrong, or git failed.
    """
    config = load_settings(repository).config
    exempt = dispatch.kind is not None and dispatch.kind in config.hooks.read_only_agents
    if repository.root is None or exempt or _CODE in config.disabled:
        return ALLOWED
    git, git_dir = repository.git, repository.place.git_dir
    baseline = Baseline(
        moment=Moment.DISPATCH,
        tree=read_dirty(git, git_dir, journal=journal, session=dispatch.session, now=time_ns()),
        isolated=dispatch.isolated,
        start=read_other_start(repository) if dispatch.isolated and dispatch.base == _FRESH else None,
    )
    return next(map(_decision, _judged(config, baseline)), ALLOWED)


def warn_of_new_worktree(repository: Repository, source: Path | None = None) -> tuple[str, ...]:
    """Tells what a worktree that was just made does not have of what lies uncommitted where it came from.

    Args:
        repository: opened in the new worktree.
        source: the folder in which it was asked for; None where nobody knows, then the main worktree and those at the
            same commit are looked at.

    Returns:
        Lines for a person, none where nothing is left behind.

    Raises:
        AgentguardError: the settings are wrong, or git failed.
    """
    config = load_settings(repository).config
    if _CODE in config.disabled:
        return ()
    around = look_around(repository, most=_MOST_WORKTREES)
    decisions = [
        _decision(finding)
        for one in _sources(around, source)
        for finding in _judged(config, Baseline(moment=Moment.NEW_WORKTREE, tree=_tree(one)))
    ]
    return tuple(decision.text for decision in decisions if decision.verdict is not Verdict.ALLOW)


def _tree(worktree: Worktree) -> DirtyTree:
    return replace(read_dirty(worktree.git, worktree.git_dir), branch=worktree.branch)


def _sources(around: Surrounding, source: Path | None) -> Iterator[Worktree]:
    """Yields the worktrees from which a new one can have been made; of nested ones the innermost holds a folder."""
    head = around.own.head if around.own is not None else None
    if source is not None:
        holding = [one for one in around.siblings if source.resolve().is_relative_to(one.path.resolve())]
        yield from sorted(holding, key=lambda one: -len(one.path.parts))[:1]
    else:
        yield from (one for one in around.siblings if one.is_main or one.head == head)


def _judged(config: Config, baseline: Baseline) -> tuple[Finding, ...]:
    return run_rules([rule_of(_CODE)], Facts(config=config, baseline=baseline))[0]


def _decision(finding: Finding) -> Decision:
    return Decision(
        verdict=_VERDICTS[finding.severity],
        rule=f"{finding.rule} {finding.name}",
        message=finding.message,
        help=finding.help,
    )
