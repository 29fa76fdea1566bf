"""The stage `pre-push`."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping

from agentguard.analyzer.engine.pushing import PushedBranch, PushedRef, judge_push
from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.gather.settings import load_settings
from agentguard.analyzer.git.repository import Repository
from agentguard.hooks.git.answer import Answer, answer
from agentguard.hooks.git.arguments import Arguments

_MOST_BYTES = 16_000_000


def pre_push(arguments: Arguments) -> Answer:
    """Judges every branch that is pushed; the push is refused as a whole, as git has it."""
    refs = list(_refs(os.environ))
    if not refs:
        return Answer(0)
    with Repository.open() as repository:
        settings = load_settings(repository)
        judged = list(judge_push(repository, settings, refs, arguments.rules))
        answers = [answer(one.report, settings, arguments, about=one.name) for one in judged if one.report is not None]
    said = "".join(one.said for one in answers) + _not_looked_at(judged)
    return Answer(max((one.code for one in answers), default=0), said)


def _not_looked_at(judged: Iterable[PushedBranch]) -> str:
    from agentguard.analyzer.report.clean import clean  # noqa: PLC0415 - seldom

    left_out = [one.skipped for one in judged if one.skipped is not None]
    return "".join(f"agentguard did not look at {clean(one.what)}: {one.reason}\n" for one in left_out[:10])


def _refs(environment: Mapping[str, str]) -> Iterator[PushedRef]:
    """Reads what is pushed: pre-commit and prek tell one branch by variables, git tells all of them on stdin."""
    local, branch = environment.get("PRE_COMMIT_TO_REF"), environment.get("PRE_COMMIT_REMOTE_BRANCH")
    if local and branch:
        yield PushedRef(remote_ref=branch, local=_known(local), remote=_known(environment.get("PRE_COMMIT_FROM_REF")))
        return
    if sys.stdin is None or sys.stdin.isatty():
        return
    for line in sys.stdin.buffer.read(_MOST_BYTES).decode("utf-8", "surrogateescape").splitlines():
        words = line.split(" ")
        if len(words) != 4:
            raise AgentguardError("what git tells of a push cannot be read", "the hook takes git's own lines on stdin")
        _, after, remote_ref, before = words
        yield PushedRef(remote_ref=remote_ref, local=_known(after), remote=_known(before))


def _known(name: str | None) -> str | None:
    """Returns an id; a row of zeros stands for nothing."""
    return name if name and name.strip("0") else None
