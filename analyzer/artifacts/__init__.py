"""Tells from a path alone whether a file is an artifact: something that a program or a session left behind."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from agentguard.analyzer.artifacts.folders import FOLDERS
from agentguard.analyzer.artifacts.names import NAMES
from agentguard.analyzer.artifacts.table import Kind, Place, Row
from agentguard.analyzer.model.findings import Confidence
from agentguard.analyzer.patterns import later

# Whole histories pass through here: folders repeat, and so do base names.
_REMEMBERED = 1 << 15
# What stands in these is somebody else's, or is meant to look like an artifact.
_MEANT = later(
    r"/(?:tests?|testing|__tests__|specs?|e2e|test[-_]?data|testcases|fixtures?|__fixtures__|golden|cassettes|samples?"
    r"|_?vendor(?:ed)?|third[-_]?party|externals?|templates?|skeletons?|examples?|demos?|t"
    r"|resources?|assets|static|_static)/"
)
_PLACEHOLDERS = frozenset({".gitignore", ".gitkeep", ".keep", ".gitattributes", "readme.md", "readme"})
_GLOB = frozenset("*?[")
_EXTENSION = later(r"\*\.[\w,-]+")


class Artifact(NamedTuple):
    """Why a path counts as an artifact: its kind, what it is in plain words, how sure that is, what would ignore it."""

    kind: Kind
    reason: str
    confidence: Confidence
    ignore_line: str


def artifact(path: str) -> Artifact | None:
    """Returns why a path counts as an artifact, None where it may well be meant to be there."""
    folder, _, name = path.rpartition("/")
    rows, meant = _of_folder(folder)
    row = (_in_folder(rows, folder, name, meant=meant) if rows else None) or _of_name(name)
    if row is None or (row.place is Place.OWN_CODE and meant) or (row.place is Place.TOP and folder):
        return None
    line = _folder_line(row, folder, name) if row.folders else _name_line(row, name)
    return Artifact(row.kind, row.reason, row.confidence, line)


def _folder_line(row: Row, folder: str, name: str) -> str:
    """Names the folder as a line of `.gitignore`; a virtual environment by its own folder, not by those in it."""
    found = _folder_pattern(row.folders).search(f"/{folder.lower()}/")
    start, end = (found.start(), found.end() - 2) if found else (0, len(folder))
    if row.kind is Kind.DEPENDENCIES and "/" in folder[start:end]:
        end = folder.index("/", start)
    # A line with a slash in the middle counts from the top, so it needs the whole way.
    names = escaped(folder[:end] if row.names or "/" in folder[start:end] else folder[start:end])
    if not row.names:
        return f"{names}/"
    glob = next(word for word in _words(row.names) if _is_named(word, name.lower()))
    return f"{names}/{glob if glob != name.lower() else escaped(name)}"


def _name_line(row: Row, name: str) -> str:
    extension = name[name.rfind(".") :]
    by_extension = any(_EXTENSION.fullmatch(word) and word[1:] == extension.lower() for word in _words(row.names))
    return f"*{extension}" if by_extension else escaped(name)


def escaped(name: str) -> str:
    """Writes a name as a line of `.gitignore` that matches it and nothing else."""
    return re.sub(r"([\\*?\[]|^[#!]| +$)", r"\\\1", name)


def _in_folder(rows: tuple[Row, ...], folder: str, name: str, *, meant: bool) -> Row | None:
    lower = name.lower()
    for row in rows:
        held = row.place is Place.ANYWHERE or not meant
        if held and _is_named(row.names or "*", lower) and not _is_named(row.but, lower):
            return None if lower in _PLACEHOLDERS and _ends_with(row, folder) else row
    return None


def _ends_with(row: Row, folder: str) -> bool:
    text = f"/{folder.lower()}/"
    found = _folder_pattern(row.folders).search(text)
    return found is not None and found.end() == len(text)


@lru_cache(maxsize=_REMEMBERED)
def _of_folder(folder: str) -> tuple[tuple[Row, ...], bool]:
    text = f"/{folder.lower()}/"
    hit = _may_be_named(text) and _any_folder().search(text) is not None
    rows = tuple(row for row in FOLDERS if _folder_pattern(row.folders).search(text)) if hit else ()
    return rows, _MEANT.search(text) is not None


@lru_cache(maxsize=_REMEMBERED)
def _of_name(name: str) -> Row | None:
    lower, tables = name.lower(), _tables()
    candidates = [
        tables.whole.get(lower),
        tables.extensions.get(lower[lower.rfind(".") :]) if "." in lower else None,
        next((number for number, row in enumerate(NAMES) if _is_named(row.names, lower)), None)
        if _any_name().fullmatch(lower)
        else None,
    ]
    number = min((number for number in candidates if number is not None), default=None)
    if number is None or _is_named(NAMES[number].but, lower):
        return None
    return NAMES[number]


def _is_named(globs: str, name: str) -> bool:
    return globs != "" and _pattern(globs).fullmatch(name) is not None


@lru_cache(maxsize=256)
def _pattern(globs: str) -> re.Pattern[str]:
    return re.compile("|".join(map(_expression, _words(globs))), re.DOTALL)


def _words(globs: str) -> list[str]:
    """Splits at spaces; a space behind a backslash belongs to the word."""
    return [word.replace("\\ ", " ") for word in re.split(r"(?<!\\) ", globs) if word]


def _expression(glob: str) -> str:
    """Writes a glob of the table as a regular expression that stays within one component of a path."""
    escaped = re.escape(glob)
    return re.sub(r"\\\[(.*?)\\\]", _set, escaped).replace(r"\*", "[^/]*").replace(r"\?", "[^/]")


def _set(match: re.Match[str]) -> str:
    return f"[{match[1]}]".replace(r"\-", "-")


@lru_cache(maxsize=256)
def _folder_pattern(globs: str) -> re.Pattern[str]:
    anchored = (
        rf"\A{_expression(word)}" if word.startswith("/") else f"/{_expression(word)}" for word in _words(globs)
    )
    return re.compile(f"(?:{'|'.join(anchored)})/")


def _numbered() -> Iterator[tuple[int, str]]:
    return ((number, word) for number, row in enumerate(NAMES) for word in _words(row.names))


class _Tables(NamedTuple):
    """The table of names in the shapes in which it is searched; whole names and extensions by the number of a row."""

    whole: Mapping[str, int]
    extensions: Mapping[str, int]


@cache
def _tables() -> _Tables:
    """Builds the tables on first use: most runs start without."""
    words = [*_numbered()]
    return _Tables(
        whole={word: number for number, word in reversed(words) if not _GLOB.intersection(word)},
        extensions={word[1:]: number for number, word in reversed(words) if _EXTENSION.fullmatch(word)},
    )


@cache
def _any_name() -> re.Pattern[str]:
    words = (word for _, word in _numbered() if _GLOB.intersection(word) and not _EXTENSION.fullmatch(word))
    return re.compile("|".join(map(_expression, words)), re.DOTALL)


@cache
def _any_folder() -> re.Pattern[str]:
    return _folder_pattern(" ".join(row.folders for row in FOLDERS))


@cache
def _first_names() -> tuple[frozenset[str], tuple[str, ...]]:
    """Returns the first folders that the table names, and the longest texts of those that it names by a glob."""
    firsts = {word.strip("/").partition("/")[0] for row in FOLDERS for word in _words(row.folders)}
    globs = {word for word in firsts if _GLOB.intersection(word)}
    return frozenset(firsts - globs), tuple(max(re.split(r"[*?\[\]]", word), key=len) for word in sorted(globs))


def _may_be_named(text: str) -> bool:
    """Tells whether a folder may be in the table: most are told apart without the expression of all its names."""
    whole, parts = _first_names()
    return not whole.isdisjoint(text.split("/")) or any(part in text for part in parts)
