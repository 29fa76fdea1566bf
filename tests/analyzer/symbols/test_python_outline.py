import pytest

from agentguard.analyzer.model.symbols import Import, Signature
from tests.analyzer.symbols.python import read, symbols

DEFINITIONS: dict[str, tuple[str, list[str]]] = {
    "function": ("def f():\n    pass\n", ["function f 1-2"]),
    "async function": ("async def f(): ...\n", ["function f 1-1"]),
    "class with everything": (
        "@final\nclass A(B):\n    size: int = 1\n    def f(self): ...\n    class C:\n        def g(self): ...\n",
        ["class A 1-6", "variable A.size 3-3", "method A.f 4-4", "class A.C 5-6", "method A.C.g 6-6"],
    ),
    "nested functions, no locals": (
        "def f():\n    x = 1\n    def g():\n        class A: y = 1\n    return g\n",
        ["function f 1-5", "function f.g 3-4", "class f.g.A 4-4", "variable f.g.A.y 4-4"],
    ),
    "instance attribute, once": (
        "class A:\n    def __init__(self):\n        self.x = self.y = 1\n        self.x = 2\n        other.z = 3\n",
        ["class A 1-5", "method A.__init__ 2-5", "variable A.x 3-3", "variable A.y 3-3"],
    ),
    "property and setter": (
        "class A:\n    @property\n    def x(self): ...\n    @x.setter\n    def x(self, v): ...\n",
        ["class A 1-5", "method A.x 2-3", "method A.x 4-5"],
    ),
    "overloads": (
        "@overload\ndef f(a: int): ...\n@overload\ndef f(a: str): ...\ndef f(a): ...\n",
        ["function f 1-2", "function f 3-4", "function f 5-5"],
    ),
    "both branches": (
        (
            "if TYPE_CHECKING:\n    X = 1\nelse:\n    def X(): ...\n"
            "try:\n    class E: ...\nexcept ImportError:\n    E = None\n"
        ),
        ["variable X 2-2", "function X 4-4", "class E 6-6", "variable E 8-8"],
    ),
    "match": ("match v:\n    case 1:\n        def f(): ...\n", ["function f 3-3"]),
    "type alias": ("type X[T] = list[T]\ntype Y = int\n", ["variable X 1-1", "variable Y 2-2"]),
    "lambda": ("f = lambda x: x\ng = (\n    lambda: 1\n)\n", ["function f 1-1", "function g 2-4"]),
    "targets": (
        "a, (b, *c) = d = x.y = z[0] = 1, 2\ne: int\n",
        [f"variable {n} 1-1" for n in "abcd"] + ["variable e 2-2"],
    ),
    "augmented": ("x = 1\nx += 1\n", ["variable x 1-1", "variable x 2-2"]),
    "dataclass fields": (
        "@dataclass\nclass A:\n    x: int\n    y: str = field(default='')\n",
        ["class A 1-4", "variable A.x 3-3", "variable A.y 4-4"],
    ),
    "carriage returns": ("x = 1\r\ndef f():\r\n    pass\r\n", ["variable x 1-1", "function f 2-3"]),
    "form feed": ("x = 1\n\x0cdef f(): ...\n", ["variable x 1-1", "function f 2-2"]),
    "byte order mark": ("\ufeffx = 1\n", ["variable x 1-1"]),
    "Python 2": ("def f():\n    print 'x', y\n    exec 'z'\n", ["function f 1-3"]),
    "empty": ("", []),
    "syntax error": ("def f(): ...\nx = = (\ndef g(): ...\n", ["function f 1-1", "function g 3-3"]),
}


@pytest.mark.parametrize(("source", "expected"), DEFINITIONS.values(), ids=DEFINITIONS)
def test_every_definition_is_a_symbol(source: str, expected: list[str]) -> None:
    assert symbols(source) == expected


def test_latin_1_source_is_read_by_its_cookie() -> None:
    source = "# -*- coding: latin-1 -*-\né = 'ü'\n".encode("latin-1")
    assert symbols(source) == ["variable é 2-2"]


def test_a_signature_has_kinds_defaults_and_annotations() -> None:
    source = "@deco(1)\nasync def f(a, /, b: int = 2, *c, d, e=3, **g: str) -> list[int]: ...\n"
    signature = read(source).file.symbols[1].signature
    assert signature is not None
    assert (
        [(p.name, p.kind.value, p.default, p.annotation) for p in signature.parameters],
        signature.returns,
        signature.decorators,
        signature.is_async,
    ) == (
        [
            ("a", "positional-only", None, None),
            ("b", "positional-or-keyword", "2", "int"),
            ("c", "var-positional", None, None),
            ("d", "keyword-only", None, None),
            ("e", "keyword-only", "3", None),
            ("g", "var-keyword", None, "str"),
        ],
        "list[int]",
        ("deco(1)",),
        True,
    )


def test_a_class_has_bases_and_decorators() -> None:
    symbol = read("@final\nclass A(B, c.D[int], metaclass=M): ...\n").file.symbols[1]
    assert (symbol.bases, symbol.signature) == (("B", "c.D[int]"), Signature(decorators=("final",)))


def test_imports_tell_module_level_name_alias_and_scope() -> None:
    source = "import a.b, c as d\nfrom ..e import (f,\n g as h)\nfrom . import i\nfrom j import *\ndef k(): import l\n"
    assert read(source).file.imports == (
        Import(module="a.b", alias="a", line=1),
        Import(module="c", alias="d", line=1),
        Import(module="e", level=2, name="f", alias="f", line=2),
        Import(module="e", level=2, name="g", alias="h", line=3),
        Import(module="", level=1, name="i", alias="i", line=4),
        Import(module="j", name="*", alias="", line=5),
        Import(module="l", alias="l", line=6, scope="k"),
    )


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("__all__ = ['a', \"b\"]\n", ("a", "b")),
        ("__all__ = ('a',) + ('b',)\n__all__ += ['c']\n", ("a", "b", "c")),
        ("x = 1\n", None),
        ("def f():\n    __all__ = ['a']\n", None),
    ],
)
def test_exports_are_those_of_all(source: str, expected: tuple[str, ...] | None) -> None:
    assert read(source).file.exports == expected


def test_lines_with_syntax_errors_are_told() -> None:
    assert [(lines.first, lines.last) for lines in read("x = 1\ny = = 2\n").file.broken] == [(2, 2)]
