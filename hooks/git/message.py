"""The stages `commit-msg` and `prepare-commit-msg`."""

import os
from pathlib import Path

from agentguard.analyzer.engine.messages import mistakes_in, session_trailer
from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.sessions import session_of
from agentguard.hooks.git.answer import GO_ON, Answer
from agentguard.hooks.git.arguments import Arguments

_MOST_BYTES = 1_000_000
_MOST = 10


def commit_msg(arguments: Arguments) -> Answer:
    """Refuses a message with a waiver that would waive nothing."""
    message = _read(arguments)
    if b"agentguard-" not in message.lower():
        return GO_ON
    with Repository.open() as repository:
        wrong = mistakes_in(repository, message)
    if not wrong:
        return GO_ON
    said = "".join(f"{mistake}\n    help: {advice}\n" for mistake, advice in wrong[:_MOST])
    kept = "the message is kept: `git commit --edit --file $(git rev-parse --git-path COMMIT_EDITMSG)`"
    return Answer(1, f"{said}agentguard refuses this message; {kept}\n")


def prepare_commit_msg(arguments: Arguments) -> Answer:
    """Adds the trailer that names the session, where the settings ask for it; whatever happens, the commit goes on."""
    session = session_of(os.environ)
    if session is None:
        return GO_ON
    try:
        return _add_session(arguments)
    except AgentguardError as error:
        return Answer(0, f"agentguard added no trailer: {error.message}\n")


def _add_session(arguments: Arguments) -> Answer:
    from agentguard.analyzer.gather.settings import load_settings  # noqa: PLC0415 - for agents alone
    from agentguard.coordinator.messages import add_trailer  # noqa: PLC0415 - likewise

    message = _read(arguments)
    source = arguments.rest[1] if len(arguments.rest) > 1 else os.environ.get("PRE_COMMIT_COMMIT_MSG_SOURCE", "")
    with Repository.open() as repository:
        if not load_settings(repository).config.hooks.trailers:
            return GO_ON
        trailer = session_trailer(repository, message, source, session_of(os.environ))
        if trailer is not None:
            add_trailer(repository, _path(arguments), message, trailer)
    return GO_ON


def _path(arguments: Arguments) -> Path:
    if not arguments.rest:
        raise AgentguardError(f"`{arguments.stage}` takes the file of the message, as git passes it")
    return Path(arguments.rest[0])


def _read(arguments: Arguments) -> bytes:
    path = _path(arguments)
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES)
    except OSError as error:
        raise AgentguardError(f"the message cannot be read: {error.strerror}") from error
