"""Shows the change of a file as a patch."""

from collections.abc import Iterator
from difflib import unified_diff

from agentguard.analyzer.model.setup import WriteFile
from agentguard.analyzer.report.clean import clean

_LONGEST = 2_000


def patch_lines(step: WriteFile) -> Iterator[str]:
    """Yields the lines of a unified patch, each cleaned for a terminal."""
    old, new = _lines(step.before), _lines(step.after)
    name = clean(step.name)
    names = ("/dev/null" if step.before is None else f"a/{name}", "/dev/null" if step.after is None else f"b/{name}")
    for line in unified_diff(old, new, *names, lineterm=""):
        yield line[:1] + _clean(line[1:]) if not line.startswith(("---", "+++", "@@")) else line


def _lines(content: bytes | None) -> list[str]:
    return (content or b"").decode("utf-8", "replace").splitlines()


def _clean(line: str) -> str:
    """Cleans a line; its indentation stays."""
    kept = line.lstrip(" \t")
    return line[: len(line) - len(kept)] + clean(kept, _LONGEST)
