from dataclasses import replace

import pytest

from agentguard.analyzer.languages import OutOfTimeError
from agentguard.analyzer.model.symbols import Binding, Outcome, Setting
from agentguard.analyzer.symbols.python import bindings
from agentguard.analyzer.symbols.reading import SyntaxReading
from tests.analyzer.symbols.python import read


def _bindings(source: str, symbol: str) -> list[str]:
    reading = read(source)
    return [_shown(one) for one in reading.bindings(next(one for one in reading.file.symbols if one.name == symbol))]


def _shown(binding: Binding) -> str:
    annotation = f": {binding.annotation}" if binding.annotation is not None else ""
    value = f" = {binding.value}" if binding.value is not None else ""
    return f"{binding.line} {binding.kind} {binding.name}{annotation}{value}" + f" by {binding.made_by}" * bool(
        binding.made_by
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("x = C()", ["2 value x = C() by C"]),
        ("x = y = a.C(1)", ["2 value x = a.C(1) by a.C", "2 value y = a.C(1) by a.C"]),
        ("x: C = await f()", ["2 value x: C = await f()"]),
        ("x = C().m()", ["2 value x = C().m()"]),
        ("x: C", ["2 value x: C"]),
        ("x, (y, z.w) = f()", ["2 other x", "2 other y"]),
        ("x += 1", ["2 other x"]),
        ("(x := C())", ["2 value x = C() by C"]),
        ("with C() as x, D() as (y, z): pass", ["2 with x = C() by C", "2 other y", "2 other z"]),
        ("for x in y: pass", ["2 other x"]),
        ("[x for x in y]", ["2 other x"]),
        ("f(lambda x: 1)", ["2 other x"]),
        ("del x", ["2 other x"]),
        ("global x", ["2 other x"]),
        ("try: pass\n    except E as x: pass", ["3 other x"]),
        ("def g(x): y = 1", []),
        ("class G:\n        x = 1", []),
    ],
    ids=lambda value: value if isinstance(value, str) else "setting",  # sets have no order of their own
)
def test_a_function_binds_what_its_own_statements_bind(body: str, expected: list[str]) -> None:
    assert _bindings(f"def f():\n    {body}\n", "f") == expected


def test_parameters_are_bindings_with_annotation_and_default() -> None:
    source = "def f(self, a: A, b=B(), *c: C, d: D = None, **e): pass\n"
    assert _bindings(source, "f") == [
        "1 parameter self",
        "1 parameter a: A",
        "1 parameter b = B() by B",
        "1 other c",
        "1 parameter d: D = None",
        "1 other e",
    ]


def test_the_fields_of_a_class_and_the_variables_of_a_module_are_bindings() -> None:
    source = "@d\nclass A:\n    x: int = field(kw_only=True)\n    y = 1\n    def m(self): z = 1\nif a:\n    b = A()\n"
    assert _bindings(source, "A") == ["3 value x: int = field(kw_only=True) by field", "4 value y = 1"]
    assert _bindings(source, "") == ["7 value b = A() by A"]


def test_the_options_of_a_class_are_its_keyword_arguments() -> None:
    reading = read("class A(B, metaclass=M, frozen=True): pass\n")
    assert reading.options(reading.file.symbols[1]) == ("metaclass=M", "frozen=True")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x.y()", Setting()),
        ("try:\n    x.y()\nexcept (ImportError, a.B): pass", Setting(caught=frozenset({"ImportError", "B"}))),
        ("try:\n    x.y()\nexcept: pass", Setting(caught=frozenset({""}))),
        ("try:\n    def f():\n        x.y()\nexcept E: pass", Setting()),
        ("with suppress(E):\n    x.y()", Setting(caught=frozenset({""}))),
        ("with open(a):\n    x.y()", Setting()),
        ("if hasattr(x, 'y'):\n    x.y()", Setting(caught=frozenset({"AttributeError"}))),
        ("if typing.TYPE_CHECKING:\n    x.y()", Setting(typing=True)),
        ("def f(a: x.y): pass", Setting(annotation=True)),
    ],
    ids=lambda value: value if isinstance(value, str) else "setting",  # sets have no order of their own
)
def test_the_setting_of_a_name_is_what_stands_around_it(source: str, expected: Setting) -> None:
    line = next(number for number, text in enumerate(source.splitlines(), 1) if "x.y" in text and "hasattr" not in text)
    assert replace(read(source + "\n").setting(line, "x.y"), outcome=None) == expected


@pytest.mark.parametrize(
    ("source", "outcome"),
    [
        ("x.y()", Outcome.DROPPED),
        ("(x.y())", Outcome.DROPPED),
        ("async def f():\n    await (x.y())", Outcome.AWAITED),
        ("async def f():\n    a = await x.y()", Outcome.AWAITED),
        ("a = x.y()", Outcome.USED),
        ("x.y().z()", Outcome.USED),
        ("f(x.y())", Outcome.USED),
        ("with x.y() as a:\n    pass", Outcome.USED),
        ("async def f():\n    async with x.y() as a:\n        pass", None),
        ("async def f():\n    async for a in x.y():\n        pass", None),
        ("async def f():\n    return [a async for a in x.y()]", None),
        ("a = x.y", None),
        ("f(x.y, x.y())", None),
    ],
    ids=lambda value: value if isinstance(value, str) else "setting",  # sets have no order of their own
)
def test_what_becomes_of_a_called_name_is_told(source: str, outcome: Outcome | None) -> None:
    line = next(number for number, text in enumerate(source.splitlines(), 1) if "x.y" in text)
    assert read(source + "\n").setting(line, "x.y").outcome is outcome


def test_bindings_are_left_out_where_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*_: object) -> None:
        raise OutOfTimeError

    reading = read("x = 1\n")
    assert isinstance(reading, SyntaxReading)
    monkeypatch.setattr(bindings, "_bindings_at", late)
    assert (reading.bindings(reading.file.symbols[0]), reading.late) == ((), True)
