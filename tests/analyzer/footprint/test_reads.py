from collections.abc import Mapping

import pytest

from tests.analyzer.footprint.support import footprint_of, reads
from tests.support.builder import Builder, Content

LOAD = "def load(path):\n    return path\n"

RESOLUTIONS: dict[str, tuple[Mapping[str, Content], str, str, str]] = {
    # name: (files before, text of the new file, the use, its target)
    "absolute import": (
        {"pkg/__init__.py": "", "pkg/io.py": LOAD},
        "import pkg.io\npkg.io.load(1)\n",
        "pkg.io.load",
        "pkg/io.py::load",
    ),
    "aliased module": (
        {"pkg/__init__.py": "", "pkg/io.py": LOAD},
        "import pkg.io as i\ni.load(1)\n",
        "i.load",
        "pkg/io.py::load",
    ),
    "from import": (
        {"pkg/__init__.py": "", "pkg/io.py": LOAD},
        "from pkg.io import load\nload(1)\n",
        "load",
        "pkg/io.py::load",
    ),
    "aliased name": (
        {"pkg/__init__.py": "", "pkg/io.py": LOAD},
        "from pkg.io import load as l\nl(1)\n",
        "l",
        "pkg/io.py::load",
    ),
    "module from package": (
        {"pkg/__init__.py": "", "pkg/io.py": LOAD},
        "from pkg import io\nio.load(1)\n",
        "io.load",
        "pkg/io.py::load",
    ),
    "star import": (
        {"pkg/__init__.py": "", "pkg/io.py": LOAD},
        "from pkg.io import *\nload(1)\n",
        "load",
        "pkg/io.py::load",
    ),
    "re-export": (
        {"pkg/__init__.py": "from .io import load\n", "pkg/io.py": LOAD},
        "from pkg import load\nload(1)\n",
        "load",
        "pkg/io.py::load",
    ),
    "re-export by star": (
        {"pkg/__init__.py": "from .io import *\n", "pkg/io.py": LOAD},
        "import pkg\npkg.load(1)\n",
        "pkg.load",
        "pkg/io.py::load",
    ),
    "src layout": (
        {"src/pkg/__init__.py": "", "src/pkg/io.py": LOAD},
        "from pkg.io import load\nload(1)\n",
        "load",
        "src/pkg/io.py::load",
    ),
    "namespace package": ({"pkg/io.py": LOAD}, "from pkg.io import load\nload(1)\n", "load", "pkg/io.py::load"),
    "module from namespace package": (
        {"pkg/io.py": LOAD},
        "from pkg import io\nio.load(1)\n",
        "io.load",
        "pkg/io.py::load",
    ),
    "function-level import": (
        {"pkg/io.py": LOAD},
        "def f():\n    from pkg.io import load\n    return load(1)\n",
        "load",
        "pkg/io.py::load",
    ),
    "conditional import": (
        {"pkg/io.py": LOAD},
        "try:\n    from pkg.io import load\nexcept ImportError:\n    load = None\nload(1)\n",
        "load",
        "pkg/io.py::load",
    ),
    "class attribute": (
        {"m.py": "class A:\n    size = 1\n"},
        "from m import A\nprint(A.size)\n",
        "A.size",
        "m.py::A.size",
    ),
    "inherited attribute": (
        {"m.py": "class A:\n    def run(self): ...\nclass B(A):\n    pass\n"},
        "from m import B\nB.run\n",
        "B.run",
        "m.py::A.run",
    ),
    "self": (
        {"m.py": "x = 1\n"},
        "class A:\n    def a(self): ...\n    def b(self):\n        self.a()\n",
        "self.a",
        "new.py::A.a",
    ),
    "inherited self": (
        {"m.py": "class A:\n    def a(self): ...\n"},
        "from m import A\nclass B(A):\n    def b(self):\n        self.a()\n",
        "self.a",
        "m.py::A.a",
    ),
    "super": (
        {"m.py": "class A:\n    def a(self): ...\n"},
        "from m import A\nclass B(A):\n    def a(self):\n        super().a()\n",
        "super().a",
        "m.py::A.a",
    ),
    "instance in a module": (
        {"m.py": "class Settings:\n    token = 1\nsettings = Settings()\n"},
        "from m import settings\nprint(settings.token)\n",
        "settings.token",
        "m.py::Settings.token",
    ),
    "constant": ({"m.py": "LIMIT = 3\n"}, "import m\nprint(m.LIMIT)\n", "m.LIMIT", "m.py::LIMIT"),
    "annotation": ({"m.py": "class A: ...\n"}, "from m import A\ndef f(x: A) -> None: ...\n", "A", "m.py::A"),
    "decorator": (
        {"m.py": "def deco(f): return f\n"},
        "from m import deco\n@deco\ndef f(): ...\n",
        "deco",
        "m.py::deco",
    ),
    "base class": ({"m.py": "class A: ...\n"}, "import m\nclass B(m.A): ...\n", "m.A", "m.py::A"),
    "configuration key": (
        {"app.toml": "[db]\nhost = 'x'\n"},
        "config = {}\nprint(config['db']['host'])\n",
        "config[db.host]",
        "app.toml::db.host",
    ),
    "environment variable": (
        {".env.example": "TOKEN=1\n"},
        "import os\nos.getenv('TOKEN')\n",
        "TOKEN",
        ".env.example::TOKEN",
    ),
}


@pytest.mark.parametrize(("before", "text", "use", "target"), RESOLUTIONS.values(), ids=RESOLUTIONS)
def test_a_use_resolves_to_its_definition(
    repo: Builder, before: Mapping[str, Content], text: str, use: str, target: str
) -> None:
    found = reads(footprint_of(repo, before, {"new.py": text}))
    line = max(number for number, row in enumerate(text.splitlines(), 1) if use.partition("[")[0] in row)
    assert f"new.py:{line} {use} -> {target}" in found


def test_relative_imports_climb_the_packages(repo: Builder) -> None:
    before = {"a/__init__.py": "", "a/io.py": LOAD, "a/b/__init__.py": "", "a/b/c.py": "x = 1\n"}
    after = {"a/b/c.py": "from ..io import load\nfrom .. import io\nload(1)\nio.load(2)\n"}
    assert [row for row in reads(footprint_of(repo, before, after)) if ":3" in row or ":4" in row] == [
        "a/b/c.py:3 load -> a/io.py::load",
        "a/b/c.py:4 io.load -> a/io.py::load",
    ]


def test_the_standard_library_is_not_mistaken_for_a_file_of_the_same_name(repo: Builder) -> None:
    found = footprint_of(repo, {"tools/json.py": LOAD}, {"app.py": "import json\njson.load(1)\n"})
    assert "app.py:2 json.load -> ?" in reads(found)


def test_local_variables_and_builtins_are_left_out(repo: Builder) -> None:
    text = "def f(path):\n    size = len(path)\n    return size\n"
    assert reads(footprint_of(repo, {"m.py": "x = 1\n"}, {"new.py": text})) == []


def test_a_parameter_hides_a_global_of_the_same_name(repo: Builder) -> None:
    text = "path = 1\ndef f(path):\n    return path.name\n"
    found = footprint_of(repo, {"m.py": "x = 1\n"}, {"new.py": text})
    assert reads(found) == ["new.py:3 path.name -> ?"]


def test_names_elsewhere_in_a_touched_function_are_weak(repo: Builder) -> None:
    before = {"m.py": LOAD, "n.py": "import m\n\ndef f():\n    m.load(1)\n    return 1\n"}
    found = footprint_of(repo, before, {"n.py": "import m\n\ndef f():\n    m.load(1)\n    return 2\n"})
    assert (reads(found), reads(found, strength="weak")) == ([], ["n.py:4 m.load -> m.py::load"])


def test_the_shape_of_a_call_is_recorded(repo: Builder) -> None:
    found = footprint_of(repo, {"m.py": LOAD}, {"n.py": "import m\nm.load(1, 2, flag=3, *a)\n"})
    call = next(read.call for read in found.reads if read.name == "m.load")
    assert call is not None
    assert (call.positional, call.keywords, call.star) == (2, ("flag",), True)


def test_imports_that_go_round_end(repo: Builder) -> None:
    before = {"a.py": "from b import *\n", "b.py": "from a import *\n"}
    assert "c.py:2 a.x -> ?" in reads(footprint_of(repo, before, {"c.py": "import a\na.x()\n"}))


def test_bases_that_go_round_end(repo: Builder) -> None:
    before = {"a.py": "class A(B): ...\nclass B(A): ...\n"}
    found = reads(footprint_of(repo, before, {"c.py": "from a import A\nA.x\n"}))
    assert "c.py:2 A.x -> a.py::A" in found
