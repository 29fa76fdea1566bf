"""The stage `post-checkout`: warns of what a new worktree does not have."""

import os
from pathlib import Path

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git.repository import Repository
from agentguard.hooks.git.answer import GO_ON, Answer
from agentguard.hooks.git.arguments import Arguments


def post_checkout(arguments: Arguments) -> Answer:
    """Says what lies uncommitted where `git worktree add` was typed; the exit code of this hook would be git's own."""
    if not _is_new_worktree(arguments.rest):
        return GO_ON
    from agentguard.analyzer.engine.dispatch import warn_of_new_worktree  # noqa: PLC0415 - most checkouts are no such

    try:
        with Repository.open() as repository:
            if repository.place.git_dir == repository.place.common_dir:
                return GO_ON
            lines = warn_of_new_worktree(repository, _origin())
    except AgentguardError as error:
        return Answer(0, f"agentguard could not look at this worktree: {error.message}\n")
    return Answer(0, "".join(f"{line}\n" for line in lines))


def _is_new_worktree(rest: tuple[str, ...]) -> bool:
    """Tells whether there was nothing before, and a branch is checked out: as in a clone or a new worktree."""
    return len(rest) == 3 and not rest[0].strip("0") and rest[2] == "1"


def _origin() -> Path | None:
    """Returns the folder of the git process above, where the system tells it: the worktree in which it was typed."""
    try:
        folder = Path(os.readlink(f"/proc/{os.getppid()}/cwd"))  # noqa: PTH115 - a link of the system, not of ours
    except OSError:
        return None
    # What runs hooks, where something stands between git and us, has been started in the new worktree itself.
    return folder if folder != Path.cwd() else None
