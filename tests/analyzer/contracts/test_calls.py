import pytest

from tests.analyzer.contracts.support import Files, broken, rows
from tests.support.builder import Builder

_BODY = "    connect(path)\n    return [line for line in open(path) if line]\n"


def _core(header: str, *, above: str = "") -> str:
    return f"import functools\nfrom typing import overload\n{above}\ndef {header}:\n{_BODY}"


_CALLS = [
    # what the header was, the call that one side adds, what the other side makes of the header, what is found
    ("load(path, strict=False)", "load('x', strict=True)", "load(path)", "it takes no `strict`"),
    ("load(path, strict=False)", "load('x', True)", "load(path)", "it takes 1 positional argument, not 2"),
    (
        "load(path, strict=False)",
        "load('x', True)",
        "load(path, *, strict=False)",
        "it takes 1 positional argument, not 2 -> give what stands behind by keyword: `strict=`",
    ),
    ("load(path)", "load('x')", "load(path, mode)", "the argument `mode` is missing -> pass `mode`"),
    ("load(path)", "load('x')", "load(path, *, mode)", "the keyword-only argument `mode` is missing -> pass `mode`"),
    ("load(path)", "load(path='x')", "load(path, /)", "`path` is positional-only -> give `path` by position"),
    ("load(path)", "load(path='x')", "load(file)", "it takes no `path` -> write `file=` instead of `path=`"),
    ("load(path, *rest)", "load('x', 1, 2)", "load(path)", "it takes 1 positional argument, not 3"),
    ("load(path, **named)", "load('x', a=1)", "load(path, b=0)", "it takes no `a`"),
    ("load(path, mode=0)", "load(mode=1, *args)", "load(path)", "it takes no `mode`"),
]


@pytest.mark.parametrize("is_swapped", [False, True], ids=["the user first", "the definer first"])
@pytest.mark.parametrize(("header", "call", "after", "expected"), _CALLS, ids=str)
def test_a_call_that_no_longer_fits_is_told(
    repo: Builder, header: str, call: str, after: str, expected: str, *, is_swapped: bool
) -> None:
    base = {"core.py": _core(header), "use.py": "x = 1\n"}
    user: Files = {"use.py": f"from core import load\n\n\ndef run(args):\n    return {call}\n"}
    definer: Files = {"core.py": _core(after)}
    found = broken(repo, base, definer, user) if is_swapped else broken(repo, base, user, definer)
    assert rows(found) == [
        f"call {'b' if is_swapped else 'a'} use.py:5 in run: {call}: {expected} (signature core.py::load)"
    ]


@pytest.mark.parametrize(
    ("header", "call", "after"),
    [
        ("load(path)", "load('x')", "load(path, mode=None)"),
        ("load(path)", "load('x')", "load(path, *rest, **named)"),
        ("load(path)", "load(*args)", "load(path, mode)"),
        ("load(path)", "load(**args)", "load(path, *, mode)"),
        ("load(path, mode)", "load('x')", "load(path, mode, more)"),
    ],
    ids=str,
)
def test_a_call_that_fits_or_may_fit_is_not_told(repo: Builder, header: str, call: str, after: str) -> None:
    base = {"core.py": _core(header), "use.py": "x = 1\n"}
    use = f"from core import load\n\n\ndef run(args):\n    return {call}\n"
    assert rows(broken(repo, base, {"use.py": use}, {"core.py": _core(after)})) == []


_WRAPPER = (
    "def traced(name):\n    def wrap(function):\n        @functools.wraps(function)\n"
    "        def inner(*args, **named):\n            return function(*args, **named)\n\n        return inner\n\n"
    "    return wrap\n\n\n"
)
_USE = "from core import load\n\n\ndef run(args):\n    return load('x')\n"


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("@functools.lru_cache(maxsize=None)", "call a"),
        (_WRAPPER + "@traced('load')", "call? a"),
        (_WRAPPER.replace("        @functools.wraps(function)\n", "") + "@traced('load')", ""),
        ("@foreign.traced", ""),
    ],
    ids=["a harmless one", "one of the project that wraps", "one of the project that does not", "a foreign one"],
)
def test_a_decorated_function_is_judged_as_far_as_its_decorator_is_known(
    repo: Builder, above: str, expected: str
) -> None:
    base = {"core.py": _core("load(path)", above=above), "use.py": "x = 1\n"}
    found = rows(broken(repo, base, {"use.py": _USE}, {"core.py": _core("load(path, mode)", above=above)}))
    assert [row.partition(" use.py")[0] for row in found] == [expected] * bool(expected)


def test_a_call_that_an_overload_takes_is_not_told(repo: Builder) -> None:
    overloads = "@overload\ndef load(path): ...\n@overload\ndef load(path, mode): ..."
    base = {"core.py": _core("load(path, mode=0)", above=overloads), "use.py": "x = 1\n"}
    after = _core("load(path, mode)", above=overloads)
    assert rows(broken(repo, base, {"use.py": _USE}, {"core.py": after})) == []
