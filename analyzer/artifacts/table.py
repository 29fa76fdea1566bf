"""What programs and sessions leave behind, by the names that they give it.

Names are globs of a base name, folders those of one or several path components, from the top where they begin with `/`;
all are compared without case. The first row that matches counts.
"""

from enum import StrEnum
from typing import NamedTuple

from agentguard.analyzer.model.findings import Confidence


class Kind(StrEnum):
    """Names what left a file behind."""

    BYTECODE = "bytecode"
    CACHE = "cache"
    DEPENDENCIES = "dependencies"
    BUILD = "build output"
    COVERAGE = "coverage data"
    LOG = "log"
    DUMP = "dump"
    DATABASE = "database"
    TEMPORARY = "temporary file"
    BACKUP = "backup"
    EDITOR = "editor state"
    AGENT = "agent state"
    SYSTEM = "system file"
    SECRET = "secret"  # noqa: S105 - a kind of file
    PATCH = "patch"
    WORKTREE = "worktree"
    REPORT = "report"


class Place(StrEnum):
    """Names where a row holds: everywhere, not among test data and vendored code, or only at the top."""

    ANYWHERE = "anywhere"
    OWN_CODE = "own code"
    TOP = "top"


class Row(NamedTuple):
    """One group of names; `but` are names that are meant to be committed all the same."""

    kind: Kind
    reason: str
    confidence: Confidence = Confidence.HIGH
    place: Place = Place.OWN_CODE
    names: str = ""
    but: str = ""
    folders: str = ""
