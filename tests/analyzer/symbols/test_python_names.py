import pytest

from agentguard.analyzer.model.changes import Lines
from tests.analyzer.symbols.python import names, read

USES: dict[str, tuple[str, list[str]]] = {
    "dotted names count once": ("a.b.c\n", ["1 : a.b.c"]),
    "a name of something unknown keeps its last part": (
        "f().b\n'x'.join(y)\n",
        ["1 : .b", "1 : f()", "2 : .join(_)", "2 : y"],
    ),
    "the shape of calls": ("f(1, *a, k=2)\n", ["1 : a", "1 : f(_, k=, *)"]),
    "super": (
        "class A:\n    def f(self):\n        super().f(1)\n        super(A, self).g()\n",
        ["3 A.f: super().f(_)", "4 A.f: super().g()"],
    ),
    "headers belong to the scope around": (
        "class A:\n    @deco\n    def f(self, a: T = d) -> R: return a\n",
        ["2 A: deco", "3 A: R", "3 A: T", "3 A.f: a", "3 A: d"],
    ),
    "what is bound is no use": (
        "for i, (j, k) in x: pass\nwith y as z: pass\nl = [m for m in n]\nif (o := p): pass\n",
        ["1 : x", "2 : y", "3 : m", "3 : n", "4 : p"],
    ),
    "attributes and items that are written are uses": ("a.b = c[d] = 1\n", ["1 : a.b", "1 : c", "1 : d"]),
    "keywords are no uses": ("f(k=v)\nclass A(metaclass=M): ...\n", ["1 : f(k=)", "1 : v", "2 : M"]),
    "match": (
        "match v:\n    case P(x=0) | q.R: a\n    case other: other\n",
        ["1 : v", "2 : P", "2 : a", "2 : q.R", "3 : other"],
    ),
    "quoted annotations": ("x: 'A.B | C'\n", ["1 : A.B", "1 : C"]),
    "fields of f-strings": ("f'{a.b!r:>{w}}'\n", ["1 : a.b", "1 : w"]),
    "keys": (
        "c['a']['b'].get('d')\nc[0]['e']\nx.get('y', 1)\n",
        ["1 : .get(_)", "1 : key c[a.b.d]", "1 : c", "2 : c", "3 : x.get(_, _)", "3 : key x[y]"],
    ),
    "environment variables": (
        "os.environ['A']\nos.getenv('B')\nos.environ.get('C')\n",
        [
            "1 : environment [A]",
            "1 : os.environ",
            "2 : environment [B]",
            "2 : os.getenv(_)",
            "3 : environment [C]",
            "3 : os.environ.get(_)",
        ],
    ),
    "Python 2": ("print a, b\nexcept_ = 1\n", ["1 : a", "1 : b"]),
}


@pytest.mark.parametrize(("source", "expected"), USES.values(), ids=USES)
def test_every_use_is_a_name(source: str, expected: list[str]) -> None:
    assert names(source) == expected


def test_only_the_lines_that_are_asked_for_are_answered() -> None:
    found = read("a\nb\nc\n").names([Lines(first=2, last=2)])
    assert [name.text for name in found] == ["b"]


def test_a_call_counts_on_the_lines_of_its_arguments() -> None:
    found = read("f(\n    a,\n    b,\n)\n").names([Lines(first=3, last=3)])
    assert [(name.text, name.line, name.end_line) for name in found] == [("f", 1, 4), ("b", 3, 3)]


def test_locals_are_known_for_the_whole_function_of_a_line() -> None:
    reading = read("def f(a, *b, c=1, **d):\n    e = 1\n    global g\n    g = 2\n    x\n    def h(i): ...\n")
    reading.names([Lines(first=5, last=5)])
    assert [name for name in "abcdegx" if reading.is_local("f", name)] == ["a", "b", "c", "d", "e"]
