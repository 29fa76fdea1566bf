"""The errors that a user can mend; anything else that escapes is a bug of ours."""


class AgentguardError(Exception):
    """States what is wrong and where; the hint names the exact command or edit that mends it."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class GitError(AgentguardError):
    """Reports that a git command failed, with its exit code and what it said."""

    def __init__(self, message: str, hint: str | None = None, *, code: int = 128, stderr: str = "") -> None:
        super().__init__(message, hint)
        self.code = code
        self.stderr = stderr
