import pytest

from tests.analyzer.contracts.support import Files, broken, rows
from tests.support.builder import Builder

_HEAD = "from dataclasses import KW_ONLY, InitVar, dataclass, field\nfrom typing import ClassVar, NamedTuple\n\n\n"


def _found(repo: Builder, before: str, use: str, after: str) -> list[str]:
    """Returns what breaks where one side adds `use` and the other makes `after` of `core.py`; the rows' ends only."""
    base = {"core.py": _HEAD + before, "use.py": "x = 1\n"}
    user: Files = {"use.py": "from core import *\nfrom core import C\n\n" + use}
    found = rows(broken(repo, base, user, {"core.py": _HEAD + after}))
    return [row.partition(" use.py:")[0] + " " + row.partition(": ")[2] for row in found]


_PLAIN = "class C:\n    def __init__(self, a, b=0):\n        self.a = a\n\n    def run(self, a):\n        self.go(a)\n"
_METHODS = (
    "class C:\n    @staticmethod\n    def s(a):\n        return work(a, 1)\n\n"
    "    @classmethod\n    def c(cls, a):\n        return work(a, 2)\n\n"
    "    def m(self, a):\n        return work(a, 3)\n"
)


@pytest.mark.parametrize(
    ("before", "use", "after", "expected"),
    [
        (
            _PLAIN,
            "C(1, b=2)\n",
            _PLAIN.replace(", b=0", ""),
            "call a C(1, b=2): it takes no `b` (signature core.py::C.__init__)",
        ),
        (
            _PLAIN,
            "c = C(1)\nc.run(1)\n",
            _PLAIN.replace("def run(self, a)", "def run(self)"),
            "call a c.run(1): it takes 0 positional arguments, not 1 (signature core.py::C.run)",
        ),
        (
            _PLAIN,
            "def f():\n    c = C(1)\n    c.run(1)\n",
            _PLAIN.replace("run", "start"),
            "member a c.run(1): `C` has no `run` -> write `start` instead of `run` (renamed core.py::C.start)",
        ),
        (
            _PLAIN,
            "def f(c: C):\n    c.run(1)\n",
            _PLAIN.replace("run", "start"),
            "member? a c.run(1): `C` has no `run` -> write `start` instead of `run` (renamed core.py::C.start)",
        ),
        (
            _PLAIN,
            "class D(C):\n    def go(self):\n        super().run(1)\n",
            _PLAIN.replace("def run(self, a)", "def run(self, a, b)"),
            "call a super().run(1): the argument `b` is missing -> pass `b` (signature core.py::C.run)",
        ),
        (
            _PLAIN,
            "class D(C):\n    pass\n\n\nD(1)\n",
            _PLAIN.replace("a, b=0", "a, b"),
            "call a D(1): the argument `b` is missing -> pass `b` (signature core.py::C.__init__)",
        ),
        (
            _PLAIN,
            "C.run(c, 1)\n",
            _PLAIN.replace("def run(self, a)", "def run(self, a, b)"),
            "call a C.run(c, 1): the argument `b` is missing -> pass `b` (signature core.py::C.run)",
        ),
        (
            _METHODS,
            "C.s(1)\n",
            _METHODS.replace("def s(a)", "def s(a, b)"),
            "call a C.s(1): the argument `b` is missing -> pass `b` (signature core.py::C.s)",
        ),
        (
            _METHODS,
            "C.c(a=1)\n",
            _METHODS.replace("def c(cls, a)", "def c(cls, b)"),
            "call a C.c(a=1): it takes no `a` -> write `b=` instead of `a=` (signature core.py::C.c)",
        ),
        (
            "@dataclass(init=False)\n" + _PLAIN,
            "C(1, b=2)\n",
            "@dataclass(init=False)\n" + _PLAIN.replace(", b=0", ""),
            "call a C(1, b=2): it takes no `b` (signature core.py::C.__init__)",
        ),
        (
            _PLAIN,
            "C(1).run(2)\n",
            _PLAIN.replace("run", "start"),
            "member a C().run(2): `C` has no `run` -> write `start` instead of `run` (renamed core.py::C.start)",
        ),
        (
            _PLAIN + "\n\ndef make() -> C:\n    return C(1)\n",
            "make().run(2)\n",
            _PLAIN.replace("run", "start") + "\n\ndef make() -> C:\n    return C(1)\n",
            "member? a make().run(2): `C` has no `run` -> write `start` instead of `run` (renamed core.py::C.start)",
        ),
        (
            "@dataclass\nclass C:\n    a: int\n",
            "C(1)\n",
            "@dataclass\nclass C:\n    a: int\n    b: int\n",
            "call a C(1): the argument `b` is missing -> pass `b` (added core.py::C.b)",
        ),
        (
            "@dataclass\nclass C:\n    a: int = 1\n",
            "c = C()\nprint(c.a)\n",
            "@dataclass\nclass C:\n    b: int = 1\n",
            "member a c.a: `C` has no `a` (removed core.py::C.a)",
        ),
        (
            "@dataclass\nclass C:\n    a: int = 1\n",
            "C()\n",
            "@dataclass\nclass C:\n    a: int\n",
            "call a C(): the argument `a` is missing -> pass `a` (body core.py::C.a)",
        ),
        (
            "@dataclass\nclass C:\n    a: int\n",
            "C(1)\n",
            "@dataclass(kw_only=True)\nclass C:\n    a: int\n",
            (
                "call a C(1): it takes 0 positional arguments, not 1 -> give what stands behind by keyword: `a=` "
                "(signature core.py::C)"
            ),
        ),
        (
            "class C(NamedTuple):\n    a: int\n",
            "C(1)\n",
            "class C(NamedTuple):\n    a: int\n    b: str\n",
            "call a C(1): the argument `b` is missing -> pass `b` (added core.py::C.b)",
        ),
    ],
    ids=[
        "constructor", "method of an object", "renamed method of a local", "annotated parameter", "super",
        "inherited constructor", "method of a class", "static method", "class method", "own constructor",
        "object at once", "returned object", "new field", "gone field",
        "field without default", "fields by keyword", "named tuple",
    ],
)  # fmt: skip
def test_what_no_longer_fits_a_class_is_told(repo: Builder, before: str, use: str, after: str, expected: str) -> None:
    assert _found(repo, before, use, after) == [expected]


@pytest.mark.parametrize(
    ("before", "use", "after"),
    [
        (_PLAIN, "C(1)\n", _PLAIN.replace("b=0", "b=0, c=0")),
        (_PLAIN, "c = D()\nc.run(1)\n", _PLAIN.replace("run", "start")),
        (_PLAIN, "c = C(1)\nc = D()\nc.run(1)\n", _PLAIN.replace("run", "start")),
        (_PLAIN, "c = C(1)\ntry:\n    c.run(1)\nexcept AttributeError:\n    pass\n", _PLAIN.replace("run", "start")),
        (_PLAIN, "c = C(1)\nif hasattr(c, 'run'):\n    c.run(1)\n", _PLAIN.replace("run", "start")),
        (_PLAIN, "C(1, 2)\n", "@register\n" + _PLAIN.replace(", b=0", "")),
        (_PLAIN, "c = C(1)\nc.run(1)\n", _PLAIN.replace("    def run(self, a)", "    @wrap\n    def run(self)")),
        (_PLAIN, "c = C(1)\nc.run(1)\n", _PLAIN.replace("run", "start") + "\n    run = start\n"),
        (_PLAIN, "C(1, 2)\n", _PLAIN.replace("class C", "class C(metaclass=Pool)").replace(", b=0", "")),
        (
            "@dataclass\nclass C:\n    a: int\n",
            "C(1)\n",
            ("@dataclass\nclass C:\n    a: int\n    _: KW_ONLY\n    b: int = 0\n    c: ClassVar[int]\n"
            "    d: int = field(init=False)\n"),
        ),
        (
            "@dataclass\nclass C:\n    a: int\n    b: InitVar[int]\n",
            "C(1, 2)\n",
            "@dataclass\nclass C:\n    b: InitVar[int]\n    a: int\n",
        ),
    ],
    ids=[
        "a default", "another class", "several values", "caught", "asked before", "unknown decorator of a class",
        "unknown decorator of a method", "an alias", "a metaclass", "what the constructor does not take", "init only",
    ],
)  # fmt: skip
def test_what_still_fits_a_class_or_may_is_not_told(repo: Builder, before: str, use: str, after: str) -> None:
    assert _found(repo, before, use, after) == []


def test_an_enum_member_that_is_gone_is_told(repo: Builder) -> None:
    base = {
        "color.py": "from enum import Enum\n\n\nclass Color(Enum):\n    RED = 1\n    BLUE = 2\n",
        "use.py": "x = 1\n",
    }
    user: Files = {"use.py": "from color import Color\n\nprint(Color.RED, Color.BLUE.value, Color.__members__)\n"}
    definer: Files = {"color.py": base["color.py"].replace("    RED = 1\n", "")}
    assert rows(broken(repo, base, user, definer)) == [
        "member a use.py:3: Color.RED: `Color` has no `RED` (removed color.py::Color.RED)"
    ]


def test_an_attribute_that_the_constructor_was_given_is_followed(repo: Builder) -> None:
    store = "class Store:\n    def put(self, key):\n        return self.client.send(key, 1, 2, 3)\n"
    use = (
        "from store import Store\n\n\nclass Cache:\n    def __init__(self, store: Store):\n"
        "        self.store = store\n\n    def keep(self):\n        pass\n"
    )
    base = {"store.py": store, "cache.py": use}
    user: Files = {"cache.py": use.replace("        pass\n", "        self.store.put('x')\n")}
    assert rows(broken(repo, base, user, {"store.py": store.replace("(self, key)", "(self, key, value)")})) == [
        (
            "call? a cache.py:9 in Cache.keep: self.store.put('x'): the argument `value` is missing -> pass `value` "
            "(signature store.py::Store.put)"
        )
    ]


def test_a_property_is_followed_to_the_class_that_its_annotation_names(repo: Builder) -> None:
    app = "from core import C\n\n\nclass App:\n    @property\n    def c(self) -> 'C':\n        return self._c\n"
    base = {"core.py": _PLAIN, "app.py": app, "use.py": "x = 1\n"}
    user: Files = {"use.py": "from app import App\n\napp = App()\napp.c.run(1)\n"}
    assert rows(broken(repo, base, user, {"core.py": _PLAIN.replace("run", "start")})) == [
        (
            "member? a use.py:4: app.c.run(1): `C` has no `run` -> write `start` instead of `run` "
            "(renamed core.py::C.start)"
        )
    ]


def test_self_of_a_method_under_an_unknown_decorator_is_followed_as_a_warning(repo: Builder) -> None:
    base = {"job.py": _PLAIN + "\n    def stop(self):\n        self.go(1)\n"}
    user: Files = {"job.py": base["job.py"] + "\n    @wrapped\n    def again(self):\n        self.run(1)\n"}
    definer: Files = {"job.py": base["job.py"].replace("run(self, a)", "run(self)")}
    assert rows(broken(repo, base, user, definer)) == [
        "call? a job.py:13 in C.again: self.run(1): it takes 0 positional arguments, not 1 (signature job.py::C.run)"
    ]


_PAGE = "from web import View\n\n\nclass Page(View):\n    def draw(self):\n        return self.go(1, 2, 3, 4)\n"
_DRAWS: Files = {"use.py": "from page import Page\n\np = Page()\np.draw()\n"}


def test_a_method_that_was_renamed_is_a_warning_where_a_foreign_base_may_have_it(repo: Builder) -> None:
    base = {"page.py": _PAGE, "use.py": "x = 1\n"}
    assert rows(broken(repo, base, _DRAWS, {"page.py": _PAGE.replace("draw", "paint")})) == [
        (
            "member? a use.py:4: p.draw(): `Page` has no `draw` -> write `paint` instead of `draw` "
            "(renamed page.py::Page.paint)"
        )
    ]


def test_a_method_that_was_removed_is_not_told_where_a_foreign_base_may_have_it(repo: Builder) -> None:
    base = {"page.py": _PAGE, "use.py": "x = 1\n"}
    after = _PAGE.partition("    def draw")[0] + "    pass\n"
    assert rows(broken(repo, base, _DRAWS, {"page.py": after})) == []
