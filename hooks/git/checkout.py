"""The stage `post-checkout`: warns of what a new worktree does not have."""

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git.ancestor import folder_of_git_ancestor
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
            # Where something stands between git and its hooks, that was started in the new worktree itself.
            folder = folder_of_git_ancestor()
            source = folder if folder is not None and folder != repository.root else None
            lines = warn_of_new_worktree(repository, source)
    except AgentguardError as error:
        return Answer(0, f"agentguard could not look at this worktree: {error.message}\n")
    return Answer(0, "".join(f"{line}\n" for line in lines))


def _is_new_worktree(rest: tuple[str, ...]) -> bool:
    """Tells whether there was nothing before, and a branch is checked out: as in a clone or a new worktree."""
    return len(rest) == 3 and not rest[0].strip("0") and rest[2] == "1"
