import pytest

from tests.analyzer.contracts.support import Files, broken, rows
from tests.support.builder import Builder

_LOAD = "def load(path):\n    connect(path)\n    return [line for line in open(path) if line]\n"
_SAVE = "\n\ndef save(path):\n    return path\n"
_BASE = {"app/__init__.py": "", "app/core.py": _LOAD + _SAVE, "use.py": "x = 1\n"}
_RENAMED: Files = {"app/core.py": _LOAD.replace("load", "load_all") + _SAVE}
_REMOVED: Files = {"app/core.py": _SAVE.lstrip()}
_MOVED: Files = {"app/core.py": _SAVE.lstrip(), "app/files.py": _LOAD}
_FROM = "from app.core import load\n\nload('x')\n"


@pytest.mark.parametrize("is_swapped", [False, True], ids=["the user first", "the definer first"])
@pytest.mark.parametrize(
    ("use", "definer", "expected"),
    [
        (
            _FROM,
            _RENAMED,
            (
                "use.py:1: from app.core import load: `app.core` has no `load` -> import `load_all` instead "
                "(renamed app/core.py::load_all)"
            ),
        ),
        (
            _FROM,
            _REMOVED,
            "use.py:1: from app.core import load: `app.core` has no `load` (removed app/core.py::load)",
        ),
        (
            _FROM,
            _MOVED,
            (
                "use.py:1: from app.core import load: `app.core` has no `load` -> write `from app.files import load` "
                "(moved app/files.py::load)"
            ),
        ),
        (
            _FROM,
            {"app/core.py": None, "app/files.py": _LOAD + _SAVE},
            (
                "use.py:1: from app.core import load: there is no module `app.core` -> "
                "write `from app.files import load` (moved app/files.py::load)"
            ),
        ),
        (
            "import app.core\n\napp.core.load('x')\n",
            _RENAMED,
            (
                "use.py:3: app.core.load('x'): `app.core` has no `load` -> write `load_all` instead of `load` "
                "(renamed app/core.py::load_all)"
            ),
        ),
        (
            "from app import core as c\n\nc.load('x')\n",
            _REMOVED,
            "use.py:3: c.load('x'): `app.core` has no `load` (removed app/core.py::load)",
        ),
    ],
    ids=["renamed", "removed", "moved", "module renamed", "attribute of a module", "attribute of a module alias"],
)
def test_a_name_that_is_gone_is_told_where_it_is_brought_in(
    repo: Builder, use: str, definer: Files, expected: str, *, is_swapped: bool
) -> None:
    user: Files = {"use.py": use}
    found = broken(repo, _BASE, definer, user) if is_swapped else broken(repo, _BASE, user, definer)
    assert rows(found) == [f"name {'b' if is_swapped else 'a'} {expected}"]


@pytest.mark.parametrize(
    "use",
    [
        "try:\n    from app.core import load\nexcept ImportError:\n    load = None\n",
        "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from app.core import load\n",
        "from other.core import load\n",
        "from app.core import save\n",
        "class load:\n    pass\n\n\nload()\n",
        "def run(load):\n    return load()\n",
    ],
    ids=["guarded", "for type checkers", "another package", "another name", "its own name", "a parameter"],
)
def test_a_use_that_cannot_fail_is_not_told(repo: Builder, use: str) -> None:
    assert rows(broken(repo, _BASE, {"use.py": use}, _RENAMED)) == []


@pytest.mark.parametrize(
    "after",
    [
        _LOAD.replace("load", "load_all") + _SAVE + "\n\nload = load_all\n",
        _LOAD.replace("load", "load_all") + _SAVE + "\n\nfrom app.old import *\n",
        _LOAD.replace("load", "load_all") + _SAVE + "\n\ndef __getattr__(name):\n    return {'load': load_all}[name]\n",
        _LOAD.replace("load", "load_all") + _SAVE + "\n\nfor name in ('load',):\n    globals()[name] = load_all\n",
        "try:\n    from fast import load\nexcept ImportError:\n    from slow import load\n" + _SAVE,
        _LOAD.replace("load", "load_all") + _SAVE + "\n\nwith open('x') as load:\n    pass\n",
        _LOAD.replace("load", "load_all") + _SAVE + "\n\ndef set_up():\n    global load\n    load = load_all\n",
    ],
    ids=["alias", "star import", "__getattr__", "globals()", "conditional import", "with", "global"],
)
def test_a_name_that_may_still_be_there_is_not_told(repo: Builder, after: str) -> None:
    assert rows(broken(repo, _BASE, {"use.py": _FROM}, {"app/core.py": after})) == []


def test_a_rename_is_a_warning_in_a_module_that_makes_other_names(repo: Builder) -> None:
    hook = "\n\ndef __getattr__(name):\n    return old_names[name]\n"
    after: Files = {"app/core.py": _LOAD.replace("load", "load_all") + _SAVE + hook}
    base = {**_BASE, "app/core.py": _LOAD + _SAVE + hook}
    assert rows(broken(repo, base, {"use.py": "import app.core\n\napp.core.load('x')\n"}, after)) == [
        (
            "name? a use.py:3: app.core.load('x'): `app.core` has no `load` -> write `load_all` instead of `load` "
            "(renamed app/core.py::load_all)"
        )
    ]


def test_a_name_that_the_other_side_gave_up_re_exporting_is_told(repo: Builder) -> None:
    base = {"app/__init__.py": "from app.core import load, save\n", "app/core.py": _LOAD + _SAVE, "use.py": "x = 1\n"}
    user: Files = {"use.py": "from app import load\n"}
    assert rows(broken(repo, base, user, {"app/__init__.py": "from app.core import save\n"})) == [
        "name a use.py:1: from app import load: `app` has no `load` (body app/__init__.py::)"
    ]


def test_a_use_of_an_import_that_the_other_side_took_away_is_told(repo: Builder) -> None:
    gap = "\n\n\n\n\n\n"
    base = {"use.py": f"import json\nimport os\n{gap}def a():\n    return os.getcwd()\n{gap}def b():\n    pass\n"}
    user: Files = {"use.py": base["use.py"].replace("    pass", "    return json.loads(1)")}
    definer: Files = {"use.py": base["use.py"].replace("import json\n", "")}
    assert rows(broken(repo, base, user, definer)) == [
        (
            "name a use.py:17 in b: json.loads(1): the import of `json` is gone from this file -> import `json` again "
            "(body use.py::)"
        )
    ]


def test_what_the_other_side_broke_alone_is_not_told(repo: Builder) -> None:
    base = {**_BASE, "use.py": "from app.core import load\n\n\ndef run():\n    pass\n"}
    user: Files = {"use.py": "from app.core import load\n\n\ndef run():\n    load('x')\n"}
    assert rows(broken(repo, base, user, _RENAMED)) == []


def test_an_import_in_a_file_that_the_other_side_moves_is_told_at_its_new_place(repo: Builder) -> None:
    text = "".join(f"def f{number}():\n    return {number}\n\n\n" for number in range(9))
    base = {"app/__init__.py": "", "app/core.py": _LOAD, "app/use.py": text, "lib/__init__.py": ""}
    user: Files = {"app/use.py": text + "from .core import load\n"}
    definer: Files = {"app/use.py": None, "lib/use.py": text}
    assert rows(broken(repo, base, user, definer)) == [
        (
            "name a lib/use.py:37: from .core import load: there is no module `.core` -> import it from `app.core` "
            "(moved lib/use.py::)"
        )
    ]


def test_a_name_that_is_used_only_in_an_annotation_is_a_warning(repo: Builder) -> None:
    base = {**_BASE, "use.py": "import app.core\n\n\ndef run(a):\n    pass\n"}
    user: Files = {"use.py": "import app.core\n\n\ndef run(a: app.core.load):\n    pass\n"}
    assert rows(broken(repo, base, user, _REMOVED)) == [
        "name? a use.py:4: app.core.load: `app.core` has no `load` (removed app/core.py::load)"
    ]


def test_an_export_of_what_the_other_side_renamed_is_told(repo: Builder) -> None:
    base = {"app/__init__.py": "", "app/core.py": _LOAD + _SAVE + "\n\n__all__ = ['save']\n"}
    user: Files = {"app/core.py": base["app/core.py"].replace("['save']", "['save', 'load']")}
    assert rows(broken(repo, base, user, {"app/core.py": base["app/core.py"].replace("load", "load_all")})) == [
        (
            'name? a app/core.py:10 in __all__: __all__ = [..., "load"]: `app.core` has no `load` -> '
            "write `load_all` instead of `load` (renamed app/core.py::load_all)"
        )
    ]


def test_a_parameter_whose_annotation_has_its_own_name_goes_round_no_further_than_a_lookup_may(repo: Builder) -> None:
    base = {"core.py": "def load(path):\n    return path\n", "use.py": "x = 1\n"}
    use = "from core import load\n\n\nclass Reader:\n    def run(self, Reader: 'Reader'):\n        Reader.load(1, 2)\n"
    found = broken(repo, base, {"use.py": use}, {"core.py": "def load(path, *, mode):\n    return path\n"})
    assert rows(found) == []
