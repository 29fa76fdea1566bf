"""How far a pathspec reaches, told by its text."""

import re
from collections.abc import Iterable
from itertools import pairwise
from posixpath import normpath

from agentguard.analyzer.commandline.word import OPEN, Origin, Word
from agentguard.analyzer.model.commands import Breadth
from agentguard.analyzer.model.value import dataclass

# What is certain beats what is unknown.
_ORDER = (Breadth.NONE, Breadth.NAMED, Breadth.FOLDER, Breadth.UNKNOWN, Breadth.SWEEP)
# What stands in brackets in the names of real files: `[slug]`, `[...all]`, `[[...rest]]`. git tries a pathspec as a
# plain name too, so that such a one names its file.
_NAME_IN_BRACKETS = re.compile(r"(?<![\w\]])\[\[?(?:\.\.\.)?[A-Za-z_$][\w$-]*\]?\](?![\w\[])")
_RANGE = re.compile(r"^[A-Za-z0-9]-[A-Za-z0-9]$")
_MAGIC = {"/": "top", "!": "exclude", "^": "exclude"}
_MAGIC_NAMES = frozenset({"top", "literal", "icase", "glob", "attr", "exclude"})
_SHORT_MAGIC = frozenset("/!^\"#%&'-,;<=>@_`~")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far some pathspecs reach together.

    Attributes:
        breadth: the widest of them.
        names: those that can be told.
        why: the one that makes it a sweep or unknown.
    """

    breadth: Breadth = Breadth.NONE
    names: tuple[str, ...] = ()
    why: str = ""


def reach_of(words: Iterable[Word], *, literal: bool = False) -> Reach:
    """Returns how far the pathspecs of one command reach; none at all reach nothing.

    Args:
        words: the pathspecs.
        literal: git was told to take none of their characters for special.
    """
    widest, why = Breadth.NONE, ""
    names, excluded = [], ""
    for word in words:
        if word.known:
            names.append(word.text)
        breadth = _breadth_of(word, literal=literal)
        if breadth is None:
            excluded = word.shown
        elif _ORDER.index(breadth) > _ORDER.index(widest):
            widest, why = breadth, word.shown if breadth in {Breadth.SWEEP, Breadth.UNKNOWN} else ""
    if excluded and widest is Breadth.NONE:
        widest, why = Breadth.SWEEP, excluded
    return Reach(breadth=widest, names=tuple(names), why=why)


def reach_of_names(words: Iterable[Word]) -> Reach:
    """Returns how far plain names reach, for commands that take no pathspecs and nothing out of folders."""
    top, why, names = Breadth.NONE, "", []
    for word in words:
        if word.origin is Origin.GLOB or _is_made(word):
            breadth = Breadth.SWEEP
        else:
            breadth = Breadth.NAMED if word.known else Breadth.UNKNOWN
        if word.known and breadth is Breadth.NAMED:
            names.append(word.text)
        if _ORDER.index(breadth) > _ORDER.index(top):
            top, why = breadth, "" if breadth is Breadth.NAMED else word.shown
    return Reach(breadth=top, names=tuple(names), why=why)


def widest(*reaches: Reach) -> Reach:
    """Returns the reach of all of them together."""
    top = max(reaches, key=lambda reach: _ORDER.index(reach.breadth))
    return Reach(breadth=top.breadth, names=tuple(name for reach in reaches for name in reach.names), why=top.why)


def _breadth_of(word: Word, *, literal: bool) -> Breadth | None:
    """Returns the breadth of one pathspec, None where it only takes away from the others."""
    if _is_made(word):
        return Breadth.SWEEP
    magic, path = ((), word.text) if literal else _split_magic(word.text)
    if "exclude" in magic:
        return None
    if not word.text:
        # An error of git's.
        return Breadth.NONE
    plain = word.origin is not Origin.GLOB and (literal or "literal" in magic)
    if _is_whole_tree(path) or (not plain and _is_pattern(path.replace(OPEN, ""))):
        return Breadth.SWEEP
    if not word.known:
        return Breadth.UNKNOWN
    return Breadth.FOLDER if path.endswith(("/", "/.", "/..")) else Breadth.NAMED


def _is_made(word: Word) -> bool:
    """Tells whether the names are those that another command prints."""
    return word.origin is Origin.MADE and (word.many or not word.text.strip(OPEN))


def _is_whole_tree(path: str) -> bool:
    """Tells whether a path is where git runs, or a folder above; nothing but magic is everything too."""
    return not path.strip("/") or set(normpath(path).split("/")) <= {".", ".."}


def _split_magic(text: str) -> tuple[tuple[str, ...], str]:
    """Returns the magic words of a pathspec and the path behind them."""
    if text.startswith(":("):
        words, closed, path = text[2:].partition(")")
        names = tuple(word.strip().partition(":")[0] for word in words.split(","))
        return (names, path) if closed else ((), text)
    if not text.startswith(":"):
        return (), text
    end = 1
    while end < len(text) and text[end] in _SHORT_MAGIC:
        end += 1
    magic = tuple(_MAGIC[sign] for sign in text[1:end] if sign in _MAGIC)
    return magic, text[end:].removeprefix(":")


def _is_pattern(path: str) -> bool:
    """Tells whether a path is a pattern, and not a name that happens to hold brackets."""
    if "*" in path or "?" in path:
        return True
    if "[" not in path or "]" not in path:
        return False
    for part in path.split("/"):
        left = _NAME_IN_BRACKETS.sub(_keep_patterns, part)
        if "[" in left and "]" in left[left.index("[") :]:
            return True
    return False


def _keep_patterns(match: re.Match[str]) -> str:
    inner = match[0].strip("[].")
    run = len(inner) > 1 and all(ord(after) - ord(before) == 1 for before, after in pairwise(inner))
    return match[0] if len(inner) == 1 or _RANGE.match(inner) or run else ""
