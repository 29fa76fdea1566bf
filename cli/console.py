"""Where a run's answer goes and how it looks: stream or file, colour, width, encoding."""

import os
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.report.clean import clean
from agentguard.cli.output import require_writable
from agentguard.coordinator.files import write_file

if TYPE_CHECKING:
    from agentguard.analyzer.report.text.style import Style


class Format(StrEnum):
    """Names the ways in which a report can be written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
    MARKDOWN = "markdown"


class Color(StrEnum):
    """Names when to use colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(slots=True)
class Looks:
    """Remembers the colour asked for, which messages about a failed run need as well."""

    color: Color = Color.AUTO


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """What the user asked of place and output; `output` is None for stdout, `directory` for the current one."""

    format: Format = Format.TEXT
    output: Path | None = None
    directory: str | None = None
    color: Color = Color.AUTO
    quiet: bool = False
    verbose: bool = False

    def check(self) -> None:
        """Refuses an output file that cannot be written, before any work is done."""
        if self.output is not None:
            require_writable(self.output)

    def style(self) -> "Style":
        """Returns how the answer looks; a file is neither coloured nor cut unless that is asked for."""
        from agentguard.analyzer.report.text.style import SIGNS, Style  # noqa: PLC0415 - 40 ms that `--help` does not need

        stream = sys.stdout if self.output is None else None
        return Style(
            color=wants_color(self.color, stream),
            width=shutil.get_terminal_size().columns if is_terminal(stream) else None,
            verbose=self.verbose,
            quiet=self.quiet,
            ascii=not _can_write(SIGNS, stream),
        )

    def answer(self, text: str) -> None:
        """Writes the answer."""
        if self.output is not None:
            write_file(self.output, text)
        else:
            write(sys.stdout, text)


def _can_write(text: str, stream: TextIO | None) -> bool:
    """Tells whether a stream's encoding has what a text needs; files are written in UTF-8."""
    try:
        text.encode((stream and stream.encoding) or "utf-8")
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def wants_color(color: Color, stream: TextIO | None) -> bool:
    """Decides for one stream: the option, then `NO_COLOR`, then a dumb terminal, then whether it is a terminal."""
    if color is not Color.AUTO:
        return color is Color.ALWAYS
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return is_terminal(stream)


def is_terminal(stream: TextIO | None) -> bool:
    """Tells whether a person looks at a stream; one that is closed is no terminal."""
    return stream is not None and not stream.closed and stream.isatty()


def write(stream: TextIO | None, text: str) -> None:
    """Writes text; what the stream's encoding cannot take is replaced, and a reader that has gone is no error."""
    if stream is None:
        return
    encoding = stream.encoding or "utf-8"
    try:
        stream.write(text.encode(encoding, "replace").decode(encoding))
        stream.flush()
    except BrokenPipeError:
        discard(stream)
    except OSError as error:
        discard(stream)
        raise AgentguardError(f"the output cannot be written: {error.strerror}") from error


def discard(stream: TextIO | None) -> None:
    """Sends to nowhere what Python would still flush, when it ends, to where nothing can be written."""
    try:
        number = stream.fileno() if stream is not None else None
    except OSError:  # a stream in memory
        number = None
    if number is None:
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)


def show_error(error: AgentguardError, *, color: bool) -> None:
    """Says on stderr what is wrong and what mends it; where that cannot be written, the exit code has to do."""
    paint = "\x1b[1;31merror\x1b[0m", "\x1b[1;36mhint\x1b[0m"
    word, hint = paint if color else ("error", "hint")
    text = f"{word}: {_lines(error.message)}\n"
    if error.hint:
        text += f"{hint}: {_lines(error.hint)}\n"
    with suppress(AgentguardError):
        write(sys.stderr, text)


def _lines(text: str) -> str:
    """Cleans text that may have several lines; those behind the first are indented."""
    return "\n    ".join(clean(line, 2_000) for line in text.splitlines() if line.strip())
