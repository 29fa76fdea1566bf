"""What kind of work a message announces, and which files do that kind of work."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from agentguard.analyzer.patterns import later
from agentguard.analyzer.topic.pieces import Piece

# Work that touches many files a little: its files need no other tie than this.
TIDYING = later(
    r"\b(pep-?8\w*|flake-?8[\w-]*|py?flakes|flakes?|lint\w*|ruff|black|isort|autopep8|yapf|(re)?format(s|ted|ting|ter)?|"
    r"white ?spaces?|style|styling|mypy|typing|type[- ]?(hint|annotation|check)\w*|annotations?|docstrings?|pyupgrade|"
    r"pylint|clippy|eslint|prettier|biome|codespell|typos?|spelling|grammar|wording|copyright|licen[cs]e|f-?strings?|"
    r"trailing|rustfmt|gofmt|cargo fmt|cosmetic\w*|indent\w*|pre-commit|bandit|pyright|warnings)\b",
    re.IGNORECASE,
)
MOVING = later(
    r"\b(renam\w*|mov(e|es|ed|ing)|mv|rebrand\w*|relocat\w*|reorgani[sz]\w*|restructur\w*)\b|->|→|=>", re.IGNORECASE
)
SWEEPING_WORDS = later(
    r"\b(all|every\w*|across|throughout|remaining|globally|python ?[23]\S*|py[23]\w*|drop\w*|deprecat\w*|unused|"
    r"support (for )?python|replace\w*|convert\w*|port(ed|ing)?|migrat\w*|moderni[sz]e\w*|switch\w*|clean ?ups?|"
    r"refactor\w*)\b",
    re.IGNORECASE,
)
_SAYS_DOCS = later(
    r"\bdocs?\b|documentation|docstring|readme|guide|tutorial|sphinx|typos?\b|wording|grammar|spelling|\brst\b|"
    r"markdown|document(s|ed|ing)?\b|faq|example",
    re.IGNORECASE,
)
_SAYS_TESTS = later(r"\btest(s|ed|ing|suite|case)?\b|unittest|pytest|coverage|fixtures?\b", re.IGNORECASE)
_SAYS_TOOLING = later(
    r"dependenc|requirement|\bdeps?\b|\bbump|\bpin(s|ned|ning)?\b|upgrade|lock|pre-commit|\buv\b|\bnox\b|\btox\b|"
    r"\bci\b|workflow|actions?\b|build|travis|appveyor|azure|gitignore|setup|packag|docker|makefile|tooling|windows|"
    r"poetry|flake8|lint|ruff|black|mypy",
    re.IGNORECASE,
)
_SAYS_RELEASE = later(
    r"releas|version|change ?log|\bbump|^v?\d+\.\d+|prepare|news|history|author|contributor|credit", re.IGNORECASE
)
_DOCS = later(r"(^|/)(docs?|documentation)/|\.(md|rst|txt|adoc)$", re.IGNORECASE)
_TESTS = later(r"(^|/)(tests?|testing|__tests__|spec)/|(^|/)test_|_test\.|\.test\.|\.spec\.", re.IGNORECASE)
_TOOLING = later(
    r"(^|/)(\.github|\.circleci|\.ci|ci|requirements|\.azure-pipelines)/|(^|/)(tox\.ini|setup\.(py|cfg)|"
    r"pyproject\.toml|noxfile\.py|\.pre-commit-config\.yaml|\.travis\.yml|appveyor\.yml|\.readthedocs\.ya?ml|\.flake8|"
    r"\.gitignore|\.gitattributes|\.editorconfig|makefile|manifest\.in|dockerfile|package(-lock)?\.json|"
    r"[\w.-]*lock(file)?(\.\w+)?|go\.(mod|sum)|cargo\.toml|requirements[^/]*\.(txt|in|pip)|\.coveragerc|pytest\.ini|"
    r"\.mailmap|tsconfig\.json|\.eslintrc\.\w+|mypy\.ini)$",
    re.IGNORECASE,
)
_RELEASE = later(
    r"(^|/)(change(s|log)|history|news|release\w*|authors?|contributors?|version|__version__|_version|setup|pyproject|"
    r"package(-lock)?|cargo)(\.\w+)?$|(^|/)(changes|news|newsfragments|changelog\.d)/",
    re.IGNORECASE,
)
# What each kind of work is called in messages, and what its files are called.
KINDS = ((_SAYS_DOCS, _DOCS), (_SAYS_TESTS, _TESTS), (_SAYS_TOOLING, _TOOLING), (_SAYS_RELEASE, _RELEASE))
VENDORED = later(
    r"(^|/)(_?vendor(ed)?|third[_-]party|extern(al|als)?|node_modules|deps|bundled)/|[^/]+/packages/", re.IGNORECASE
)
KIND_FEATURES = tuple(
    f"{kind} {how}" for kind in ("docs", "tests", "tooling", "release") for how in ("said", "other", "unsaid")
)


def tidies(message: str) -> bool:
    """Tells whether the subject announces work that touches many files a little."""
    return TIDYING.search(message.partition("\n")[0]) is not None


@lru_cache(maxsize=65_536)
def kinds_of(path: str) -> tuple[bool, ...]:
    """Tells for each of the `KINDS`, and last for what is vendored, whether a path is of it; histories repeat paths."""
    return (*(of_kind.search(path) is not None for _, of_kind in KINDS), VENDORED.search(path) is not None)


def kind_rows(subject: str, paths: Sequence[str]) -> list[list[float]]:
    """Returns for each path and kind whether it is of the kind that the subject says, of another, or of one unsaid."""
    said = [bool(says.search(subject)) for says, _ in KINDS]
    return [_kind_row(said, path) for path in paths]


def _kind_row(said: Sequence[bool], path: str) -> list[float]:
    row = []
    for announced, matches in zip(said, kinds_of(path)[: len(KINDS)], strict=True):
        row += [float(announced and matches), float(announced and not matches), float(matches and not announced)]
    return row


WORK_FEATURES = (
    "docs",
    "tests",
    "tooling",
    "tooling said",
    "vendored",
    "tidying",
    "moving",
    "wide",
    "wide edits",
    "moved",
)


def work_row(subject: str, pieces: Sequence[Piece]) -> list[float]:
    """Returns how much of a commit is work that touches many files by its nature."""
    count = len(pieces)
    status = Counter(piece.status for piece in pieces)
    docs, tests, tooling, _, vendored = (
        sum(column) / count for column in zip(*(kinds_of(piece.path) for piece in pieces), strict=True)
    )
    edits = (status["M"] + status["R"]) / count
    wide = float(bool(SWEEPING_WORDS.search(subject)))
    return [
        docs * bool(_SAYS_DOCS.search(subject)),
        tests * bool(_SAYS_TESTS.search(subject)),
        tooling,
        tooling * bool(_SAYS_TOOLING.search(subject)),
        vendored,
        edits * bool(TIDYING.search(subject)),
        (count - status["M"] - status["T"]) / count * bool(MOVING.search(subject)),
        wide,
        wide * edits,
        (status["R"] + min(status["D"], status["A"])) / count,
    ]
