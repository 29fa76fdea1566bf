"""Looks at the file that a report will be written to."""

from pathlib import Path

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.report.clean import clean


def require_writable(path: Path) -> None:
    """Refuses a place where no file can be written.

    Raises:
        AgentguardError: it is a folder, or its own folder does not exist.
    """
    if path.is_dir():
        raise AgentguardError(f"`{clean(str(path))}` is a folder", "`--output` takes the name of a file")
    if not path.parent.is_dir():
        raise AgentguardError(f"no folder named `{clean(str(path.parent))}`", "`--output` does not make folders")
