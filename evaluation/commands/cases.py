"""Commands whose truth is known, and how they are stored."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

_HALVES = 2


class Truth(StrEnum):
    """Names what a command does.

    Attributes:
        SWEEP: takes a change into the index, a commit or a stash whose path the command does not name.
        FOLDER: likewise, but each such path lies in a folder that it names.
        HARMLESS: neither.
        EITHER: nobody could say that one answer is wrong (`git add -N .`, a fresh repository, an interactive choice).
    """

    SWEEP = "sweep"
    FOLDER = "folder"
    HARMLESS = "harmless"
    EITHER = "either"


class Origin(StrEnum):
    """Names who says so: a run of real git, a rule over the text, or a person."""

    GIT = "git"
    RULE = "rule"
    HAND = "hand"


class Half(StrEnum):
    """Names who may look at a case: whoever improves the reading, or nobody."""

    DEV = "dev"
    HELD = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One command.

    Attributes:
        text: what a shell is given.
        group: what kind of command it is, for the tables.
        source: who wrote it: `combination`, `hand`, or the name of a clone.
        truth: what it does.
        origin: who says so.
        taken: some of the paths that it takes without naming them, for a look by eye.
    """

    text: str
    group: str
    source: str
    truth: Truth
    origin: Origin
    taken: tuple[str, ...] = ()

    @property
    def half(self) -> Half:
        """Puts each text in one half for good, whatever else the corpus holds."""
        digest = hashlib.sha256(self.text.encode("utf-8", "surrogateescape")).digest()
        return Half.HELD if digest[0] % _HALVES else Half.DEV


def read_cases(file: Path) -> Iterator[Case]:
    """Yields the cases of a file of JSON lines."""
    for line in file.read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        yield Case(
            text=raw["text"],
            group=raw["group"],
            source=raw["source"],
            truth=Truth(raw["truth"]),
            origin=Origin(raw["origin"]),
            taken=tuple(raw.get("taken", ())),
        )


def write_cases(file: Path, cases: Iterable[Case]) -> None:
    """Writes cases as JSON lines, by group and text."""
    rows = [
        json.dumps({key: value for key, value in asdict(case).items() if value}, ensure_ascii=False, sort_keys=True)
        for case in sorted(cases, key=lambda case: (case.group, case.text))
    ]
    file.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
