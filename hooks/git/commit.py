"""The stages `pre-commit` and `pre-merge-commit`."""

import os
from collections.abc import Mapping
from contextlib import suppress

from agentguard.analyzer.engine.committing import CommitRequest, Judgement, judge_commit
from agentguard.analyzer.gather.progress import merge_heads
from agentguard.analyzer.gather.settings import Settings, load_settings
from agentguard.analyzer.git.ancestor import git_ancestor
from agentguard.analyzer.git.quarantine import quarantine
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.sessions import session_of
from agentguard.coordinator.journal import read_journal, switch
from agentguard.coordinator.passed import note_passed
from agentguard.hooks.git.answer import Answer, answer
from agentguard.hooks.git.arguments import Arguments

_HEAD = "GITHEAD_"


def pre_commit(arguments: Arguments) -> Answer:
    """Judges what is staged."""
    with Repository.open() as repository, quarantine(repository) as held:
        settings = load_settings(held.repository)
        judged = judge_commit(held, settings, _request(repository, settings, arguments))
        return _answer(repository, settings, judged, arguments)


def pre_merge_commit(arguments: Arguments) -> Answer:
    """Judges the merge that git is about to make."""
    from agentguard.analyzer.engine.merging import judge_merge, merge_rules  # noqa: PLC0415 - pre-commit runs without

    with Repository.open() as repository:
        settings = load_settings(repository)
        heads = _merged(os.environ) or merge_heads(repository)
        report = judge_merge(repository, settings, merge_rules(settings, arguments.rules), heads)
        return answer(report, settings, arguments)


def _merged(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Returns the commits that git merges: before it writes them down, it tells its hooks by names of variables."""
    return tuple(name.removeprefix(_HEAD) for name in environment if name.startswith(_HEAD))


def _request(repository: Repository, settings: Settings, arguments: Arguments) -> CommitRequest:
    keeps = settings.config.hooks.journal
    with suppress(OSError):  # what cannot be switched is as it was
        switch(repository.place, on=keeps)
    return CommitRequest(
        select=arguments.rules,
        journal=read_journal(repository.place) if keeps else None,
        session=session_of(os.environ),
        committing=git_ancestor(os.environ),
    )


def _answer(repository: Repository, settings: Settings, judged: Judgement, arguments: Arguments) -> Answer:
    given = answer(judged.report, settings, arguments)
    if given.code == 0 and judged.tree is not None:
        note_passed(repository.place, judged.tree)
    return given
