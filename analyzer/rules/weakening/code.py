"""Reads tests out of test files, by grammar where there is one and by their usual first lines elsewhere."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from agentguard.analyzer.categories import FIXTURE_FOLDERS, category
from agentguard.analyzer.model.changes import Category
from agentguard.analyzer.model.symbols import SourceFile, SymbolKind

_FUNCTIONS = frozenset({SymbolKind.FUNCTION, SymbolKind.METHOD})
_DECLARATIONS = {
    "js": re.compile(
        r"""^\s*(?:it|test)(?:\.\w+)*\(\s*(["'`])(?P<name>.*?)\1|^\s*x(?:it|test)\(\s*(["'`])(?P<other>.*?)\3"""
    ),
    "go": re.compile(r"^func (?P<name>(?:Test|Fuzz)\w*)\("),
    "rs": re.compile(r"^\s*(?:async )?fn (?P<name>\w{0,80}test\w{0,80})\("),
    "java": re.compile(r"^\s*(?:public |private |internal )?(?:void|fun|async Task) (?P<name>`[^`]+`|\w+)\("),
    "rb": re.compile(r"""^\s*(?:it|specify|test) (["'])(?P<name>.*?)\1|^\s*def (?P<other>test_\w+)"""),
}
# The row of a table of languages that a file's suffix leads to.
LANGUAGES = {
    "py": "py",
    **dict.fromkeys(("js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts"), "js"),
    **dict.fromkeys(("java", "kt", "kts", "cs", "scala"), "java"),
    "go": "go",
    "rs": "rs",
    "rb": "rb",
}
_ASSERTION = re.compile(
    r"""\bassert\w* | \b(?:raises|warns|deprecated_call)\( | \b(?:simplefilter|filterwarnings|catch_warnings)\b
    | \bexpect\w*\( | \.should\b | \bshould\w*\( | \brequire\.\w+\( | \bt\.(?:Error|Fatal)\w*\( | \bself\.fail\w*\(
    | (?:\b|_)(?:assert|check|verify|ensure|compare|match|validate|must)\w{0,80}\(""",
    re.IGNORECASE | re.VERBOSE,
)
_WORD = re.compile(r"[A-Za-z_]\w{2,}")
_OF_DATA = FIXTURE_FOLDERS | {"data", "snapshots"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """One test: its full name in the file, the last part of it, its lines (1-based) and what stands in them."""

    __test__ = False

    path: str
    name: str
    short: str
    first: int
    text: str

    @property
    def assertions(self) -> int:
        """How many lines assert something."""
        return sum(1 for line in self.text.splitlines() if _ASSERTION.search(line))

    @property
    def words(self) -> frozenset[str]:
        """The names and words in it, those of its own name among them."""
        return words(self.text) | words(self.short.replace("_", " "))


@dataclass(frozen=True)
class TestFile:
    """One version of a test file; `source` is None where no grammar knows it."""

    __test__ = False

    path: str
    text: str
    source: SourceFile | None

    @property
    def language(self) -> str:
        """The row of `LANGUAGES`, empty where there is none."""
        return LANGUAGES.get(self.path.rpartition(".")[2].lower(), "")

    @cached_property
    def tests(self) -> tuple[Test, ...]:
        """Its tests, in order of lines."""
        return tuple(self._by_grammar() if self.source is not None else self._by_lines())

    def holder(self, line: int) -> Test | None:
        """Returns the test that a line stands in; lines right above a test (its decorators) belong to it."""
        number = bisect_right([test.first for test in self.tests], line)
        found = self.tests[number - 1] if number else None
        return found if found is not None and line < found.first + found.text.count("\n") + 1 else None

    def _by_grammar(self) -> Iterator[Test]:
        lines = self.text.split("\n")
        for symbol in self.source.symbols if self.source is not None else ():
            short = symbol.name.rpartition(".")[2]
            if symbol.kind in _FUNCTIONS and short.startswith("test"):
                text = "\n".join(lines[symbol.lines.first - 1 : symbol.lines.last])
                yield Test(path=self.path, name=symbol.name, short=short, first=symbol.lines.first, text=text)

    def _by_lines(self) -> Iterator[Test]:
        pattern = _DECLARATIONS.get(self.language)
        lines = self.text.split("\n")
        found = [(number, match) for number, line in enumerate(lines, 1) if pattern and (match := pattern.search(line))]
        ends = [*(number for number, _ in found), len(lines) + 1][1:]
        for (number, match), end in zip(found, ends, strict=True):
            groups = match.groupdict()
            name = (groups["name"] or groups.get("other") or "").strip()
            text = "\n".join(lines[number - 1 : end - 1]).rstrip()
            yield Test(path=self.path, name=name, short=name, first=number, text=text)


def is_test_code(path: str) -> bool:
    """Tells whether a path holds tests, not data for them."""
    known = path.rpartition(".")[2].lower() in LANGUAGES
    return known and category(path) is Category.TEST and _OF_DATA.isdisjoint(path.lower().split("/")[:-1])


def words(text: str) -> frozenset[str]:
    """Returns the names and words in a text, those of three letters or more."""
    return frozenset(_WORD.findall(text))
