"""What each command is for; apart from the commands, so that listing them imports none."""

from collections.abc import Sequence

COMMANDS = {
    "audit": "Find past commits that swept in what did not belong to them",
    "check": "Judge a change before it lands",
    "doctor": "Prove that the hooks work, and mend what does not",
    "explain": "Tell why a rule exists and what to do about its findings",
    "footprint": "Show which symbols a change writes and reads",
    "init": "Install the hooks for git and for agents",
    "overlap": "Tell which pieces of parallel work are safe together",
    "rules": "List the rules",
    "schema": "Print the JSON Schema of a document that --json prints",
    "uninstall": "Take out what init put in",
}

SPEC = """
SPEC is a revision, a range A..B, the folder of a worktree, a patch file, or `-` for a patch on stdin. A prefix
(rev:, dir:, patch:) says which is meant.
"""


def help_text(command: str, examples: Sequence[tuple[str, str]], *paragraphs: str) -> str:
    """Builds the help of a command: what it is for, examples, then the rest.

    Args:
        command: its name.
        examples: command lines without the program's name, and what each is for.
        paragraphs: what else there is to know.
    """
    return join_help(COMMANDS[command], [(f"{command} {line}".rstrip(), why) for line, why in examples], *paragraphs)


def join_help(summary: str, examples: Sequence[tuple[str, str]], *paragraphs: str) -> str:
    """Builds a help text in the markup of click, which keeps the lines of the examples apart."""
    lines = [f"agentguard {line}" for line, _ in examples]
    width = max(map(len, lines))
    notes = (f"{line.ljust(width)}   {why}".rstrip() for line, (_, why) in zip(lines, examples, strict=True))
    return "\n\n".join([summary, "\b\n" + "\n".join(notes), *(text.strip() for text in paragraphs)])
