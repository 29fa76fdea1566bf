"""Reads documents line by line: what of them is code, and what tells of the past."""

import re
from collections.abc import Iterator, Sequence
from posixpath import basename
from typing import Final, NamedTuple

from agentguard.analyzer.categories import category
from agentguard.analyzer.languages import language_of
from agentguard.analyzer.model.changes import Category

_PLAIN: Final = (".txt", ".adoc", ".mdx", ".text")
_MARKED: Final = frozenset({"markdown", "rst"})
# A document that says by its name that it is about one time: what it names may be gone.
_RECORD: Final = re.compile(
    r"""
    change[-_ ]?(?:s|log)|histor|release|news|migrat|upgrad|update|what[-_]?s[-_]?new|deprecat|archiv|breaking|roadmap
    |todo|blog|(?:^|[/._-])(?:adrs?|rfcs?|[skpr]?eps?|proposals?|designs?|plans?|planning|tickets?|issues?|reports?
    |retro\w*|post-?mortems?|reviews?|summar(?:y|ies)|minutes|journal|sessions?|notes?|decisions?|analysis|audits?
    |legacy|old|deprecated|obsolete|progress|status|tasks?|fix(?:es)?|research|investigations?|implementation|phases?
    |completed?|handoff|checklist|results?|benchmarks?|copyright|licen[cs]es?|authors?|contributors|credits)(?:[/._-]|$)
    |\d{4}-\d\d|\d{8}|v\d+[._]\d
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PAST: Final = re.compile(
    r"""
    \b(?:remov(?:e|ed|es|al|ing)|renam(?:e|ed|ing)|deprecat\w+|no\slonger|former(?:ly)?|previous(?:ly)?|used\sto
    |was\scalled|replac(?:e|ed|es|ing|ement)|instead\sof|legacy|obsolet\w+|dropped|supersed\w+
    |(?:moved|switched)\s(?:to|from)|migrat\w+|(?:backwards?|older)[-\s](?:compat\w*|versions?)|prior\sto|originally
    |historical\w*|delet(?:ed|ion)|retired|versionchanged|versionremoved|(?:changed|new)\sin|upgrad\w+|earlier|will\sbe
    |planned|proposed|future|imagine|suppose|hypothetical|old)\b | \b(?:before|after)\b\W*$ | \u274c | ~~
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PAST_HEADING: Final = re.compile(
    r"""
    \b(?:change\s?log|changes|changed|histor\w*|release\w*|migrat\w+|upgrad\w+|deprecat\w+|remov\w+|breaking|what.s\snew
    |roadmap|todo|future|planned|proposal|old|legacy|before|previous\w*|obsolete|past)\b|\bv?\d+\.\d+
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SPAN: Final = re.compile(r"`[^`]+`")
_COMMENT: Final = re.compile(r"(?:^|\s)(?:#|//|<!--)|\u274c")
_FENCE: Final = re.compile(r"[ \t]*(?:>[ \t]*)*(`{3,}|~{3,})")
_HEADING: Final = re.compile(r"[ \t]{0,3}#{1,6}[ \t]+(.*)")
_UNDERLINE: Final = re.compile(r"([=\-~^\"'*+#`.:_])\1{2,}[ \t]*")
_DIRECTIVE: Final = re.compile(r"[ \t]*\.\.[ \t]+([\w:-]+)::")
_TOLD_DIRECTIVES: Final = re.compile(r"version|deprecat|changed", re.IGNORECASE)
_CODE_DIRECTIVES: Final = re.compile(
    r"(?:code|code-block|sourcecode|highlight|parsed-literal|prompt|testcode|ipython)$"
)
_MOST_LINES: Final = 20_000
_LONGEST_LINE: Final = 2_000


class Line(NamedTuple):
    """One line of a document.

    Attributes:
        number: 1-based.
        text: the line; its end is cut off where it is endless.
        code: it stands in a block of code.
        past: its paragraph or section tells what was or may be, or is an example of anything.
    """

    number: int
    text: str
    code: bool
    past: bool


def is_document(path: str) -> bool:
    """Tells whether a path is that of a document which describes the code as it is."""
    language = language_of(path)
    if language is None and not path.lower().endswith(_PLAIN) and basename(path).upper() != "README":
        return False
    return language in {None, *_MARKED} and category(path) is Category.DOCS and not _RECORD.search(path)


def is_prose(path: str) -> bool:
    """Tells whether a path is that of any document, those about the past included: what stands there is no code."""
    return category(path) is Category.DOCS or language_of(path) in _MARKED


def read_document(content: bytes) -> Iterator[Line]:
    """Yields the lines of a Markdown, reStructuredText or plain document; nothing raises, what is endless is cut."""
    lines = _lines(content)
    yield from _told(lines, _code(lines), _sections(lines))


def read_docstring(lines: Sequence[tuple[int, str]]) -> Iterator[Line]:
    """Yields the lines of a docstring, given with their numbers in the file."""
    texts = [text for _, text in lines]
    for line in _told(texts, _code(texts), [False] * len(texts)):
        yield line._replace(number=lines[line.number - 1][0])


def _lines(content: bytes) -> list[str]:
    if b"\0" in content[:8_000]:
        return []
    text = content.decode("utf-8", "replace")
    return [line.rstrip("\r")[:_LONGEST_LINE] for line in text.split("\n")[:_MOST_LINES]]


def _told(lines: Sequence[str], code: Sequence[bool], sections: Sequence[bool]) -> Iterator[Line]:
    """Joins what is known of each line with what its paragraph says; a block of code belongs to the one above it."""
    for first, last, past in _paragraphs(lines, code):
        for number in range(first, last):
            yield Line(number + 1, lines[number], code[number], past or sections[number])


def _paragraphs(lines: Sequence[str], code: Sequence[bool]) -> Iterator[tuple[int, int, bool]]:
    start, above, inside = 0, False, 0
    while start < len(lines):
        end = start + 1
        text = code[start] or lines[start].strip()
        while text and end < len(lines) and code[end] == code[start] and (code[start] or lines[end].strip()):
            end += 1
        own = any(_PAST.search(_words_of(line, in_code=code[start])) for line in lines[start:end])
        directive = _DIRECTIVE.match(lines[start])
        if directive and _TOLD_DIRECTIVES.search(directive[1]):
            own, inside = True, _indent(lines[start]) + 1
        elif inside and lines[start].strip() and _indent(lines[start]) < inside:
            inside = 0
        past = own or bool(inside) or (code[start] and above)
        yield start, end, past
        if any(line.strip() for line in lines[start:end]):
            above = past
        start = end


def _words_of(line: str, *, in_code: bool) -> str:
    """Returns what a line says in words: without spans of code, and of code only its comments."""
    if in_code:
        comment = _COMMENT.search(line)
        return line[comment.start() :] if comment is not None else ""
    return _SPAN.sub("", line)


def _sections(lines: Sequence[str]) -> list[bool]:
    """Tells for each line whether a heading above it, up to the next of the same or a higher level, tells of the past.

    The levels of underlined headings are not known; such a section ends at the next heading.
    """
    answer: list[bool] = []
    past_level = 0
    for number, line in enumerate(lines):
        level, title = _title(lines, number, line)
        if title is not None and (not past_level or level <= past_level):
            past_level = level if _PAST_HEADING.search(title) else 0
        answer.append(bool(past_level))
    return answer


def _title(lines: Sequence[str], number: int, line: str) -> tuple[int, str | None]:
    heading = _HEADING.match(line)
    if heading is not None:
        return len(line) - len(line.lstrip(" \t#")) or 1, heading[1]
    below = lines[number + 1] if number + 1 < len(lines) else ""
    if line.strip() and not line[0].isspace() and _UNDERLINE.fullmatch(below) and not _UNDERLINE.fullmatch(line):
        return 9, line
    return 0, None


def _code(lines: Sequence[str]) -> list[bool]:
    """Tells for each line whether it stands in a fence, a literal block or below a directive for code.

    The marks of a fence and a directive belong to their code.
    """
    answer = [False] * len(lines)
    number = 0
    while number < len(lines):
        first, end = _block(lines, number)
        answer[first:end] = [True] * (end - first)
        number = max(end, number + 1)
    return answer


def _block(lines: Sequence[str], number: int) -> tuple[int, int]:
    """Returns first line and end of the code that a line begins or announces; nothing where it does neither."""
    line = lines[number]
    fence = _FENCE.match(line)
    if fence is not None:
        closing = (other + 1 for other in range(number + 1, len(lines)) if _closes(lines[other], fence[1]))
        return number, next(closing, len(lines))
    directive = _DIRECTIVE.match(line)
    opens = _CODE_DIRECTIVES.match(directive[1]) is not None if directive else line.rstrip().endswith("::")
    if not opens:
        return number, number
    indent = _indent(line)
    outside = (other for other in range(number + 1, len(lines)) if _is_outside(lines[other], indent))
    return number if directive else number + 1, next(outside, len(lines))


def _closes(line: str, mark: str) -> bool:
    return line.strip(" \t>").startswith(mark)


def _is_outside(line: str, indent: int) -> bool:
    return bool(line.strip()) and _indent(line) <= indent


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))
