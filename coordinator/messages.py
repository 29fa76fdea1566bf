"""Adds trailers to the message of a commit that is being made."""

from pathlib import Path

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git.repository import Repository


def add_trailer(repository: Repository, path: Path, message: bytes, trailer: str) -> None:
    """Writes a trailer into the file of a message, where git itself would put it.

    Git is asked outside the repository: its configuration may name programs that are run for trailers.

    Args:
        repository: whose commit it is.
        path: the file.
        message: what it holds.
        trailer: such as `Key: value`.

    Raises:
        AgentguardError: the file cannot be written.
    """
    character = repository.run("config", "--get", "core.commentChar", ok=(0, 1)).text.strip()
    git = repository.isolated.with_environment(GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_NOSYSTEM="1")
    git = git.with_config((f"core.commentChar={character}",) if character else ())
    asked = ("interpret-trailers", "--if-exists", "doNothing", "--no-divider", "--trailer", trailer)
    done = git.run(*asked, stdin=message)
    try:
        path.write_bytes(done.stdout)
    except OSError as error:
        raise AgentguardError(f"the message cannot be written: {error.strerror}") from error
