import ast
import inspect
import json
import textwrap
from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agentguard.analyzer.languages import Grammar, OutOfTimeError
from agentguard.analyzer.model.symbols import SourceFile, SymbolChange, SymbolChangeKind
from agentguard.analyzer.symbols import read_source
from agentguard.analyzer.symbols.compare import compare
from agentguard.analyzer.symbols.dialect import Dialect
from agentguard.analyzer.symbols.reading import SyntaxReading
from tests.analyzer.symbols.python import EVERYTHING, is_cosmetic, moves, read
from tests.support.limits import processor_time

REAL = [inspect.getsource(module) for module in (json.decoder, json.encoder, textwrap)]
PIECES = [
    "def f(a, b=1):\n    return a.x(b)\n\n\n",
    "class A(B):\n    '''doc'''\n    size = 1\n\n    def f(self):\n        self.y = {'k': [1, 2]}\n\n\n",
    "X = {'a': 1, 'b': (2, 3)}\n",
    "import os\n",
    "if X:\n    def g(): return os.environ['A']\n",
    "@deco\nasync def h(*a, **k):\n    async with a as b:\n        yield f'{b!r}'\n\n\n",
    "type T = list[int]\n",
]
SOURCES = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Real source with parts cut out, doubled, or replaced by bytes."""
    source = draw(st.sampled_from(REAL)).encode()[:6_000]
    for _ in range(draw(st.integers(1, 4))):
        first, last = sorted(draw(st.tuples(*[st.integers(0, len(source))] * 2)))
        filler = draw(st.sampled_from([b"", b"(", b"'''", b"\x00", b"\xff\xfe", b"\r", source[first:last] * 2]))
        source = source[:first] + filler + source[last:]
    return source


@settings(max_examples=60)
@given(st.one_of(st.binary(max_size=300), mutated()))
def test_nothing_that_is_read_raises(source: bytes) -> None:
    reading = read(source)
    for symbol in reading.file.symbols:
        reading.tokens(symbol)
    reading.names([EVERYTHING])
    assert compare({"m.py": reading}, {"m.py": read(source)}, {}) == ()


@given(SOURCES, SOURCES)
def test_what_one_direction_adds_the_other_removes(one: str, two: str) -> None:
    there, back = moves({"m.py": one}, {"m.py": two}), moves({"m.py": two}, {"m.py": one})
    assert sorted(row.replace("added", "removed") for row in there if row.startswith(("added", "removed"))) == sorted(
        row.replace("added", "removed") for row in back if row.startswith(("added", "removed"))
    )


@given(SOURCES, st.data())
def test_comments_and_empty_lines_are_cosmetic(source: str, data: st.DataObject) -> None:
    lines = source.split("\n")
    quoted = "'''"
    for _ in range(data.draw(st.integers(0, 4))):
        place = data.draw(st.integers(0, len(lines) - 1))
        lines[place] += data.draw(st.sampled_from(["", "\n", "\n\n"])) if quoted in lines[place] else "  # so"
    assert is_cosmetic(source, "\n".join(lines))


@pytest.mark.parametrize("source", REAL)
def test_what_python_itself_writes_of_a_tree_is_cosmetic(source: str) -> None:
    once = ast.unparse(ast.parse(source))
    reformatted = once.replace("\n", "\r\n")
    assert is_cosmetic(once, reformatted)


@pytest.mark.parametrize("source", [*REAL, "".join(PIECES)])
def test_symbols_lie_in_each_other_and_never_across(source: str) -> None:
    symbols = read(source).file.symbols
    assert [
        (one.name, two.name)
        for one in symbols
        for two in symbols
        if one.lines.first < two.lines.first <= one.lines.last < two.lines.last
    ] == []


HOSTILE = {
    "brackets": b"(" * 200_000,
    "nested lists": b"x=" + b"[" * 100_000 + b"]" * 100_000,
    "nested definitions": b"".join(b" " * depth + b"def f():\n" for depth in range(1_000)),
    "calls of calls": b"x=a" + b"().b" * 50_000,
    "one line": b"x=[" + b"a.b(1,'s')," * 90_000 + b"]",
    "broken definitions": b"def (\n" * 40_000,
    "chained targets": b"a=" * 60_000 + b"1",
    "quotes": b'"' * 200_001,
    "zeros": b"\0" * 100_000,
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_ends_and_costs_no_more_than_its_time(source: bytes) -> None:
    # Outline, tokens and names may take 0.3 s each; what cannot be stopped in the middle gets the rest.
    with processor_time(5), suppress(OutOfTimeError):
        reading = read_source("m.py", source, "python", seconds=0.3)
        reading.tokens(reading.file.symbols[-1])
        reading.names([EVERYTHING])


TOY = """
(class_definition) @definition.class
(function_definition) @definition.function
(identifier) @reference
(function_definition) @label.name
"""


def _toy(source: str) -> SyntaxReading:
    file = SourceFile(path="m.toy", language="toy", symbols=())
    return SyntaxReading(file, source.encode(), Grammar("tree_sitter_python", TOY), Dialect(), 60)


def test_a_language_is_a_row_and_a_query() -> None:
    reading = _toy("class A:\n  def f():\n    g\n")
    assert (
        [(symbol.name, symbol.kind.value, symbol.lines.first, symbol.lines.last) for symbol in reading.file.symbols],
        [(name.text, name.scope) for name in reading.names([EVERYTHING])],
        _kinds(compare({"m": reading}, {"m": _toy("class A:\n  def f():\n    g # so\n")}, {})),
        _kinds(compare({"m": reading}, {"m": _toy("class A:\n  def f():\n    h\n")}, {})),
    ) == (
        [("", "module", 1, 3), ("A", "class", 1, 3), ("A.f", "method", 2, 3)],
        [("A", ""), ("g", "A.f")],
        ["cosmetic"],
        ["body"],
    )


def _kinds(changes: Sequence[SymbolChange]) -> list[SymbolChangeKind]:
    return [change.change for change in changes]
