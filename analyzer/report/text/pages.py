"""The page of a rule for a terminal."""

import textwrap
from collections.abc import Iterator

from agentguard.analyzer.report.text.style import Style

_WIDEST = 100


def page_lines(page: str, style: Style) -> Iterator[str]:
    """Yields a page of Markdown with its headings in bold and its paragraphs as wide as can be read with ease."""
    for line in page.splitlines():
        if line.startswith("#"):
            yield style.bold(line.lstrip("# "))
        elif line and style.width is not None:
            indent = "  " if line.startswith("> ") else ""
            yield from textwrap.wrap(
                line.removeprefix("> "),
                min(style.width, _WIDEST),
                initial_indent=indent,
                subsequent_indent=indent,
                break_long_words=False,
                break_on_hyphens=False,
            )
        else:
            yield line
