from collections.abc import Callable
from pathlib import Path

import pytest

from agentguard.analyzer.git.repository import Repository
from evaluation.mutation.arguments import fits
from evaluation.mutation.names import move, remove, rename
from evaluation.mutation.places import Subject, find_subject
from evaluation.mutation.signatures import (
    add_optional,
    close_positions,
    edit_body,
    remove_argument,
    rename_argument,
    require_argument,
)
from evaluation.pairs.definitions import read_module
from tests.support.builder import Builder

CALC = '''"""Sums."""

from os import sep

__all__ = ["other"]


def add_up(first, second, scale=1):
    """Adds."""
    return (first + second) * scale, sep


def other():
    return 1
'''
USER = """from pkg.calc import add_up, other

print(add_up(1, 2, scale=3), "è", add_up(4, 5), other())
"""
FILES = {"pkg/__init__.py": "", "pkg/calc.py": CALC, "user.py": USER}


def subject(builder: Builder, name: str = "add_up") -> Subject | None:
    commit = builder.commit(FILES)
    with Repository.open(builder.path) as repository:
        return find_subject(repository, commit, name)


@pytest.fixture
def add_up(tmp_path: Path) -> Subject:
    found = subject(Builder.create(tmp_path))
    assert found is not None
    return found


def call_of(found: Subject) -> Callable[..., dict[str, str] | None]:
    def change(mutation: Callable[..., dict[str, bytes] | None]) -> dict[str, str] | None:
        files = mutation(found, next(call for call in found.places["user.py"].calls if call.keywords))
        return {path: content.decode() for path, content in files.items()} if files is not None else None

    return change


def line(files: dict[str, str] | None, path: str, start: str) -> str:
    assert files is not None
    return next(line for line in files[path].splitlines() if line.startswith(start))


def test_a_rename_reaches_the_definition_imports_and_uses(add_up: Subject) -> None:
    files = rename(add_up)
    assert files is not None
    assert files["user.py"].decode() == USER.replace("add_up", "revised_add_up")
    assert files["pkg/calc.py"].decode() == CALC.replace("add_up", "revised_add_up")


def test_a_removal_leaves_no_use(add_up: Subject) -> None:
    files = remove(add_up)
    assert files is not None
    assert files["user.py"].decode() == 'from pkg.calc import other\n\nprint(None, "è", None, other())\n'
    assert b"add_up" not in files["pkg/calc.py"]


def test_a_move_takes_what_it_needs_along_and_mends_imports(add_up: Subject) -> None:
    files = move(add_up)
    assert files is not None
    assert line({"user.py": files["user.py"].decode()}, "user.py", "from pkg.calc_parts") == (
        "from pkg.calc_parts import add_up"
    )
    assert files["pkg/calc_parts.py"].decode().startswith("from .calc import sep\n\n\ndef add_up(first")
    assert b"add_up" not in files["pkg/calc.py"]


@pytest.mark.parametrize(
    ("mutation", "header", "use"),
    [
        (
            require_argument,
            "def add_up(first, second, scale=1, *, revision):",
            'print(add_up(1, 2, scale=3, revision=None), "è", add_up(4, 5, revision=None), other())',
        ),
        (
            add_optional,
            "def add_up(first, second, scale=1, *, revision=None):",
            'print(add_up(1, 2, scale=3), "è", add_up(4, 5), other())',
        ),
        (remove_argument, "def add_up(first, second):", 'print(add_up(1, 2), "è", add_up(4, 5), other())'),
        (
            rename_argument,
            "def add_up(first, second, revision_scale=1):",
            'print(add_up(1, 2, revision_scale=3), "è", add_up(4, 5), other())',
        ),
        (
            close_positions,
            "def add_up(first, *, second, scale=1):",
            'print(add_up(1, second=2, scale=3), "è", add_up(4, second=5), other())',
        ),
    ],
)
def test_arguments_change_with_all_calls(
    add_up: Subject, mutation: Callable[..., dict[str, bytes] | None], header: str, use: str
) -> None:
    files = call_of(add_up)(mutation)
    assert line(files, "pkg/calc.py", "def add_up") == header
    assert line({"user.py": USER} | (files or {}), "user.py", "print") == use


def test_a_body_changes_behind_its_docstring(add_up: Subject) -> None:
    files = call_of(add_up)(edit_body)
    assert files == {"pkg/calc.py": CALC.replace('"""Adds."""\n', '"""Adds."""\n    revision = 1\n')}


@pytest.mark.parametrize("text", ["add_up = 3\n", "def f(add_up): ...\n", "f(add_up=1)\n", "import x.add_up\n"])
def test_a_name_that_means_something_else_too_is_left_alone(tmp_path: Path, text: str) -> None:
    builder = Builder.create(tmp_path)
    builder.commit({"more.py": text})
    assert subject(builder) is None


@pytest.mark.parametrize("text", ["from time import add_up\n", "import time\n\ntime.clock.add_up()\n"])
def test_a_name_that_leads_out_of_the_repository_is_left_alone(tmp_path: Path, text: str) -> None:
    builder = Builder.create(tmp_path)
    builder.commit({"more.py": text})
    assert subject(builder) is None


def test_a_name_that_objects_of_python_have_is_left_alone(tmp_path: Path) -> None:
    builder = Builder.create(tmp_path)
    commit = builder.commit({"bag.py": "class Bag:\n    def clear(self): ...\n"})
    with Repository.open(builder.path) as repository:
        assert find_subject(repository, commit, "clear") is None


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("f(1)", False),
        ("f(1, 2)", True),
        ("f(1, b=2, k=3)", True),
        ("f(1, 2, b=3)", False),
        ("f(1, 2, z=3)", False),
        ("f(1, 2, 3, 4)", False),
    ],
)
def test_a_call_fits_as_python_would_decide(call: str, expected: bool) -> None:
    module = read_module(f"def f(a, b, c=1, *, k=2): ...\n{call}\n".encode())
    assert module is not None
    function, expression = module.tree.body
    assert fits(expression.value, function, is_method=False) is expected  # type: ignore[attr-defined,arg-type]
