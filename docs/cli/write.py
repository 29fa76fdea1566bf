"""Writes the pages of this folder from the commands themselves: `python docs/cli/write.py`."""

from collections.abc import Iterator
from pathlib import Path

import click

from agentguard.analyzer.schemas import schema_names
from agentguard.cli.main import program
from agentguard.cli.summaries import COMMANDS

FOLDER = Path(__file__).parent
_EXIT_CODES = (
    ("0", "done; nothing found at or above the level of `--fail-on`"),
    ("1", "findings at or above it"),
    (
        "2",
        "it cannot be done as asked: a wrong option or setting, git failed, history is cut; stderr says what mends it",
    ),
    ("3", "a bug in agentguard; stderr names the log to paste into an issue"),
    ("130", "interrupted"),
    ("129, 143", "ended by a signal: the terminal was closed, the job was cancelled"),
)


def pages() -> dict[str, str]:
    """Returns the text of each page by its file name."""
    context = click.Context(program)
    found = {f"{name}.md": _page(name, program.get_command(context, name)) for name in COMMANDS}
    return {"README.md": _index(), **found}


def main() -> None:
    """Writes all pages."""
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8")


def _index() -> str:
    rows = [f"| [{name}]({name}.md) | {summary} |" for name, summary in COMMANDS.items()]
    codes = [f"| {code} | {meaning} |" for code, meaning in _EXIT_CODES]
    lines = [
        "# Commands",
        "",
        *("| command | what it does |", "|---|---|", *rows),
        *("", "## Exit codes", "", "| code | means |", "|---|---|", *codes),
        "",
        "`--exit-zero` turns 1 into 0 and nothing else.",
    ]
    return "\n".join(lines) + "\n"


def _page(name: str, command: click.Command | None) -> str:
    if command is None or command.help is None:
        raise LookupError(name)
    summary, examples, *paragraphs = command.help.split("\n\n")
    lines = [f"# agentguard {name}", "", f"{summary}.", "", *_examples(examples), ""]
    for paragraph in paragraphs:
        lines += [" ".join(paragraph.split()), ""]
    arguments = [parameter for parameter in command.params if isinstance(parameter, click.Argument)]
    usage = " ".join(["agentguard", name, *map(_argument, arguments), "[OPTIONS]"])
    lines += [f"    {usage}", "", "| option | what it does |", "|---|---|"]
    lines += [_option(option) for option in command.params if isinstance(option, click.Option)]
    lines += _documents(name)
    return "\n".join(lines) + "\n"


def _examples(text: str) -> list[str]:
    return [f"    {line}" for line in text.removeprefix("\b\n").splitlines()]


def _argument(argument: click.Argument) -> str:
    if argument.metavar:
        return argument.metavar
    name = argument.human_readable_name
    return name if argument.required else f"[{name}]"


def _option(option: click.Option) -> str:
    values = "|".join(option.type.choices) if isinstance(option.type, click.Choice) else option.metavar or ""
    names = ", ".join(f"`{name} {values}`" if values and not option.is_flag else f"`{name}`" for name in option.opts)
    default = f"  [default: {option.default}]" if option.show_default else ""
    return f"| {names.replace('|', chr(92) + '|')} | {option.help}{default} |"


def _documents(name: str) -> Iterator[str]:
    """Names the JSON documents of a command; `audit` has a second one, of a single commit."""
    for document in schema_names():
        if document == name or (name == "audit" and document == "audit-commit"):
            link = f"[`agentguard.{document}/1`](../json/README.md#agentguard{document}1)"
            yield from ("", f"`--json` prints a document {link}; `agentguard schema {document}` prints its schema.")


if __name__ == "__main__":
    main()
