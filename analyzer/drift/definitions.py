"""Which names a line of code defines, in any language, told by its form."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_WORDS_BEFORE: Final = (
    r"(?:(?:export|default|declare|public|private|protected|internal|static|async|abstract|final|unsafe|extern|virtual"
    r"|override|inline|pub(?:\([\w: ]*\))?)\s+)*"
)
_CALLABLE: Final = re.compile(
    rf"\s*{_WORDS_BEFORE}(def|function\*?|func|fn|class|interface|struct|enum|trait|record|protocol)\s+"
    r"(?:\([^()]*\)\s*)?(?P<name>[A-Za-z_$][\w$]*)"
)
_VARIABLE: Final = re.compile(
    rf"(?:{_WORDS_BEFORE}(?:const|let|var|static|type)\s+(?:mut\s+)?)?(?P<name>[A-Za-z_]\w*)\s*(?::[^=]*)?=(?![=>])"
)
_CLASSES: Final = frozenset({"class", "interface", "struct", "enum", "trait", "record", "protocol"})
_FLAG: Final = re.compile(r"(?<=[\"'`/,\s(|])--[A-Za-z][\w-]+")
_DECLARES: Final = re.compile(
    r"add_argument|add_option|addoption|add_parameter|[oO]ption\(|\.flag\(|[aA]rgument\(|\.opt\(|Option\b|Typer|make_option"
    r"|^\s*\|?[\s\"']*-{1,2}[\w|, -]+\)|^\s*[\"'](?:-\w[\"'],\s*[\"'])?--"
)
_ENVIRONMENT: Final = re.compile(
    r"(?:environ\w*(?:\.(?:get|pop|setdefault))?|getenv|env::var|process\.env|\bENV(?=\[)|env\.get)\W{1,3}"
    r"(?P<read>[A-Z][A-Z0-9_]{2,})\b|^\s*(?:export\s+|ENV\s+|ARG\s+)?(?P<set>[A-Z][A-Z0-9]*_[A-Z0-9_]+)="
    r"|\benvvars?\s*=\s*\W{1,3}(?P<bound>[A-Z][A-Z0-9_]{2,})\b"
)
# What every system has, whoever reads it.
_SYSTEM: Final = re.compile(
    r"(?:(?:HTTPS?|NO|ALL|FTP|SOCKS)_PROXY|LC_\w+|LANG\w*|PATH|PYTHON\w*|HOME|USER\w*|SHELL|TERM\w*|XDG_\w+|LD_\w+|CI"
    r"|GITHUB_\w+|NODE_\w+|VIRTUAL_ENV|SSL_CERT_\w+|(?:CURL|REQUESTS)_CA_BUNDLE|AWS_\w+|(?:OPENAI|ANTHROPIC)_API_KEY"
    r"|NO_COLOR|EDITOR|PAGER|DEBIAN_\w+|PIP_\w+|DOCKER_\w+)"
)
_QUOTE: Final = re.compile(r"[\"']")
_LONGEST_LINE: Final = 1_000


class Defined(NamedTuple):
    """A name that a line defines.

    Attributes:
        name: as written.
        kind: `function`, `class`, `variable` or `flag`.
        sure: it is a name of its own there: no method, and declared rather than used.
    """

    name: str
    kind: str
    sure: bool = True


def definitions(line: str) -> Iterator[Defined]:
    """Yields the function, class or top-level variable that a line defines."""
    line = line[:_LONGEST_LINE]
    found = _CALLABLE.match(line)
    if found is not None:
        is_class = found[1] in _CLASSES
        yield Defined(found["name"], "class" if is_class else "function", is_class or not line[:1].isspace())
        return
    found = _VARIABLE.match(line)
    if found is not None:
        yield Defined(found["name"], "variable")


def options(line: str) -> Iterator[Defined]:
    """Yields the flags and environment variables that stand in a line of code."""
    line = line[:_LONGEST_LINE]
    if "--" in line:
        sure = _DECLARES.search(line) is not None
        for flag in _FLAG.findall(line):
            yield Defined(flag.rstrip("-"), "flag", sure)
    for found in _ENVIRONMENT.finditer(line):
        name = found["read"] or found["set"] or found["bound"]
        if _SYSTEM.fullmatch(name) is None:
            yield Defined(name, "variable", found["set"] is None)


def is_flag_used(line: str, flag: str) -> bool:
    """Tells whether a line of code declares a flag or passes it on: alone between quotes, or where nothing is quoted.

    Args:
        line: the line.
        flag: with its dashes.
    """
    line = line[:_LONGEST_LINE]
    if any(one.sure and one.name == flag for one in options(line)):
        return True
    places = (match.span() for match in re.finditer(rf"{re.escape(flag)}(?![\w-])", line))
    return any(_is_argument(line[:start], line[end:]) for start, end in places)


def _is_argument(before: str, after: str) -> bool:
    if _QUOTE.search(before) is None:
        return not before.rstrip().endswith("`")
    return before[-1:] in {'"', "'"} and (not after or after[0] in "\"'=")
