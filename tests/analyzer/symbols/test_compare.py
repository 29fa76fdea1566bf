import pytest

from agentguard.analyzer.symbols.compare import compare
from agentguard.analyzer.symbols.reading import SyntaxReading
from tests.analyzer.symbols.python import changes, is_cosmetic, moves, read

LONG = "    total = 0\n    for item in items:\n        total += item.price * 2\n    return total\n"

CHANGES: dict[str, tuple[str, str, list[str]]] = {
    "nothing": ("def f(): ...\n", "def f(): ...\n", []),
    "a body": ("def f(): return 1\n", "def f(): return 2\n", ["body f"]),
    "a parameter": ("def f(a): ...\n", "def f(a, b): ...\n", ["signature f"]),
    "a default": ("def f(a=1): ...\n", "def f(a=2): ...\n", ["signature f"]),
    "a decorator": ("def f(): ...\n", "@d\ndef f(): ...\n", ["signature f"]),
    "async": ("def f(): ...\n", "async def f(): ...\n", ["signature f"]),
    "a base": ("class A(B): ...\n", "class A(C): ...\n", ["signature A"]),
    "only a method": ("class A:\n    def f(self): 1\n", "class A:\n    def f(self): 2\n", ["body A.f"]),
    "only a nested function": ("def f():\n    def g(): 1\n", "def f():\n    def g(): 2\n", ["body f.g"]),
    "a value": ("X = 1\n", "X = 2\n", ["body X"]),
    "a function that was a variable": ("f = None\n", "def f(): ...\n", ["signature f"]),
    "code of the module": ("a()\n", "b()\n", ["body "]),
    "a comment in a function": ("def f():\n    pass\n", "def f():\n    pass  # so\n", ["cosmetic f"]),
    "a docstring": ("class A:\n    x = 1\n", "class A:\n    'doc'\n    x = 1\n", ["cosmetic A"]),
    "a comment of the module": ("# a\nx = 1\n", "# b\nx = 1\n", ["cosmetic "]),
    "a comment next to a change": ("# a\nX = 1\n", "# b\nX = 2\n", ["body X"]),
    "one that came": ("x = 1\n", "x = 1\ny = 2\n", ["added y"]),
    "one that went": ("x = 1\ny = 2\n", "x = 1\n", ["removed y"]),
    "an overload more": ("@o\ndef f(a): ...\n", "@o\ndef f(a): ...\n@o\ndef f(b): ...\n", ["signature f"]),
    "a setter less": (
        "class A:\n    @property\n    def x(self): ...\n    @x.setter\n    def x(self, v): ...\n",
        "class A:\n    @property\n    def x(self): ...\n",
        ["signature A.x"],
    ),
    "an attribute of instances": (
        "class A:\n    def f(self):\n        self.x = 1\n",
        "class A:\n    def f(self):\n        self.y = 1\n",
        ["body A.f", "removed A.x", "added A.y"],
    ),
    "a new name": (f"def f(items):\n{LONG}", f"def g(items):\n{LONG}", ["renamed g from f"]),
    "a new name and a little more": (
        f"def f(items):\n{LONG}", f"def g(items):\n    log()\n{LONG}", ["renamed g from f"]
    ),
    "a new class": (
        "class A:\n    def a(self): 1\n    def b(self): 2\n    def c(self): 3\n",
        "class B:\n    def a(self): 1\n    def b(self): 9\n    def c(self): 3\n",
        ["renamed B from A", "renamed B.a from A.a", "body B.b from A.b", "renamed B.c from A.c"],
    ),
    "small ones are not mistaken for each other": ("def f(): 1\n", "def g(): 1\n", ["removed f", "added g"]),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), CHANGES.values(), ids=CHANGES)
def test_a_change_is_told_by_symbol(old: str, new: str, expected: list[str]) -> None:
    assert changes(old, new) == expected


def test_a_function_that_goes_to_another_file_is_moved() -> None:
    old = {"a.py": f"def f(items):\n{LONG}", "b.py": "x = 1\n"}
    new = {"a.py": "y = 1\n", "b.py": f"x = 1\ndef f(items):\n{LONG}"}
    assert moves(old, new) == ["added a.py::y", "moved b.py::f from a.py::"]


def test_a_function_that_becomes_a_method_is_moved() -> None:
    old, new = f"def f(items):\n{LONG}", "class A:\n    def f(items):\n" + LONG.replace("    ", "        ")
    assert changes(old, new) == ["added A", "moved A.f from f"]


SAME: dict[str, tuple[str, str]] = {
    "quotes": ("x = 'a\"b'\n", 'x = "a\\"b"\n'),
    "triple quotes": ("x = '''a\nb'''\n", 'x = "a\\nb"\n'),
    "joined strings": ("x = ('a' 'b')\n", "x = 'ab'\n"),
    "joined f-strings": ("x = (f'{a} {{' ' b' f'{c}')\n", "x = f'{a} {{ b{c}'\n"),
    "raw quotes": ("x = R'\\\"'\n", 'x = R"\\""\n'),
    "prefixes": ("x = U'a' + B'b' + R'\\c'\n", "x = 'a' + b'b' + r'\\c'\n"),
    "last commas": ("f(a, b)\nx = [1, 2]\ny[1, 2]\n", "f(\n    a,\n    b,\n)\nx = [\n    1, 2,\n]\ny[1, 2,]\n"),
    "parentheses": ("x = (a)\nreturn_ = (yield)\nfor (i) in (j): pass\n", "x = a\nreturn_ = yield\nfor i in j: pass\n"),
    "tuples": ("x = 1, 2\nfor (a, b) in c: pass\n", "x = (1, 2)\nfor a, b in c: pass\n"),
    "a tuple that stands alone": ("f(),\n", "(f(),)\n"),
    "targets": ("a = b = 1\n", "a = (\n    b\n) = 1\n"),
    "classes without bases": ("class A(): pass\n", "class A: pass\n"),
    "numbers": ("x = 0XfF + 1E5 + .5 + 2.\n", "x = 0xFF + 1e5 + 0.5 + 2.0\n"),
    "one line": ("if a: b(); c()\n", "if a:\n    b()\n    c()\n"),
    "backslashes": ("x = a + \\\n    b\n", "x = a + b\n"),
    "with": ("with a as b, c: pass\n", "with (\n    a as b,\n    c,\n): pass\n"),
    "order of imports": ("import b, a\nfrom c import e, d\n", "import a\nimport b\nfrom c import (\n    d, e,\n)\n"),
    "line ends": ("x = '''a\nb'''\nf()\n", "x = '''a\r\nb'''\r\nf()\r\n"),
    "conditions": ("x = a if b else c if d else e\n", "x = a if b else (c if d else e)\n"),
    "elements": ("[a if b else c for d in e]\n", "[(a if b else c) for d in e]\n"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new"), SAME.values(), ids=SAME)
def test_what_a_formatter_does_is_cosmetic(old: str, new: str) -> None:
    assert is_cosmetic(old, new)


DIFFERENT: dict[str, tuple[str, str]] = {
    "a tuple of one": ("x[a]\n", "x[a,]\n"),
    "a tuple": ("x = (a)\n", "x = (a,)\n"),
    "grouping": ("x = (a + b) * c\n", "x = a + b * c\n"),
    "conditions": ("x = (a if b else c) if d else e\n", "x = a if b else c if d else e\n"),
    "indentation": ("if a:\n    b()\n    c()\n", "if a:\n    b()\nc()\n"),
    "bytes": ("x = 'a'\n", "x = b'a'\n"),
    "raw quotes": ("x = R'\\\"'\n", "x = R'\\\"\\\"'\n"),
    "raw": ("x = '\\n'\n", "x = r'\\n'\n"),
    "what is imported": ("from a import b\n", "from a import c\n"),
    "how a field is shown": ("f(f'{a:>10}')\n", "f(f'{a:>20}')\n"),
    "a string that documents nothing": ("f('a')\n", "f('b')\n"),
    "order of statements": ("a()\nb()\n", "b()\na()\n"),
}


@pytest.mark.parametrize(("old", "new"), DIFFERENT.values(), ids=DIFFERENT)
def test_what_changes_the_program_is_not_cosmetic(old: str, new: str) -> None:
    assert not is_cosmetic(old, new)


def test_equal_text_costs_no_tokens(monkeypatch: pytest.MonkeyPatch) -> None:

    asked = []
    monkeypatch.setattr(SyntaxReading, "tokens", lambda _, symbol: asked.append(symbol.name))
    compare({"m.py": read("def f(): 1\n")}, {"m.py": read("def f(): 1\ndef g(): 2\n")}, {})
    assert asked == ["", ""]
