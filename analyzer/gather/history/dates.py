"""Reads dates as git does, but for those that git quietly takes for another time than they name."""

import re
from datetime import date
from difflib import get_close_matches
from time import time

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.printable import printable

_HINT = "for instance `2026-01-31`, `3 months ago`, `yesterday`"
_UNITS = "second minute hour day week month year"
_SPECIAL = "now today yesterday midnight noon tea never am pm"
_COUNTED = "zero one two three four five six seven eight nine ten last"
_FILLING = "ago a the of at on in and t z st nd rd th"
_KNOWN = frozenset(f"{_UNITS} {_SPECIAL} {_COUNTED} {_FILLING}".split()) | {f"{unit}s" for unit in _UNITS.split()}
_MONTHS = "january february march april may june july august september october november december"
_DAYS = "sunday monday tuesday wednesday thursday friday saturday"
# Three letters of these are enough for git.
_NAMES = (*_MONTHS.split(), *_DAYS.split())
_WORD = re.compile(r"[^\W\d_]+")
_ZONE = re.compile(r"[A-Z]{2,5}")
_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")


def parse_date(repository: Repository, text: str) -> int:
    """Returns the time that a date names, in seconds since 1970.

    Git answers every text with some time: words that it does not know it leaves out, and what is left over may be the
    present time or a day of this month.

    Raises:
        AgentguardError: git would not read what is written.
    """
    if text.strip().lower() == "today":
        text = "midnight"
    _require_known(text)
    before = int(time())
    answer = "" if "\0" in text else repository.run("rev-parse", f"--since={text}").text
    seconds = int(answer.removeprefix("--max-age=") or before)
    if before <= seconds <= time() and text.strip().lower() != "now":
        raise _no_date(text, "git takes it for the present time")
    return seconds


def _require_known(text: str) -> None:
    for word in _WORD.findall(text):
        if not _is_known(word):
            near = get_close_matches(word.lower(), (*_KNOWN, *_NAMES), n=1)
            raise _no_date(text, f"git does not know `{printable(word)}`", near[0] if near else None)
    day = _DAY.search(text)
    if day is not None:
        try:
            date(int(day[1]), int(day[2]), int(day[3]))
        except ValueError:
            raise _no_date(text, "there is no such day") from None


def _is_known(word: str) -> bool:
    small = word.lower()
    shortened = len(small) > 2 and any(name.startswith(small) for name in _NAMES)
    return small in _KNOWN or shortened or _ZONE.fullmatch(word) is not None


def _no_date(text: str, why: str, near: str | None = None) -> AgentguardError:
    hint = f"did you mean `{near}`?" if near else _HINT
    return AgentguardError(f"`{printable(text)}` is no date: {why}", hint)
