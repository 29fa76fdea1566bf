import pytest

from tests.analyzer.overlap.support import stale
from tests.support.builder import Builder

AUTH = """\
def verify(token, strict=False):
    checked = token.strip()
    return checked, strict
"""
RUN = "import auth\n\n\ndef run():\n    return 1\n"
CALL = "import auth\n\n\ndef run():\n    auth.verify(1)\n    return 1\n"
BASE = {"auth.py": AUTH, "run.py": RUN}
SAFE = "class Safe:\n    def open(self, path):\n        return path\n"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("def verify", "def verify_token", "renamed verify_token, gone"),
        (
            "def verify",
            "async def verify",
            "signature verify, misfit (it is `async` now, and does nothing where it is not awaited)",
        ),
        ("strict=False", "strict", "signature verify, misfit (the argument `strict` is missing)"),
        ("strict=False", "strict=False, size=1", "signature verify, fits"),
        ("(token, strict=False)", "(token: str, strict=False) -> str", "signature verify, fits"),
        ("def verify", "@cached\ndef verify", "signature verify, changed"),
        ("strip()", "lower()", "body verify, changed"),
    ],
    ids=["renamed", "async", "required", "optional", "annotated", "decorated", "body"],
)
def test_a_new_call_meets_what_the_other_side_did(repo: Builder, before: str, after: str, told: str) -> None:
    two = {"auth.py": AUTH.replace(before, after)}
    assert stale(repo, BASE, {"run.py": CALL}, two) == [f"a run.py:5 auth.verify strong: {told}"]


def test_both_directions_are_told(repo: Builder) -> None:
    one = {"auth.py": AUTH.replace("strip", "lower")}
    assert stale(repo, BASE, one, {"run.py": CALL}) == ["b run.py:5 auth.verify strong: body verify, changed"]


def test_a_removed_function_is_gone(repo: Builder) -> None:
    found = stale(repo, BASE, {"run.py": CALL}, {"auth.py": "x = 1\n"})
    assert found == ["a run.py:5 auth.verify strong: removed verify, gone"]


def test_a_use_that_was_there_before_is_weak(repo: Builder) -> None:
    base = {"auth.py": AUTH, "run.py": CALL}
    one = {"run.py": CALL.replace("return 1", "return 2")}
    assert stale(repo, base, one, {"auth.py": AUTH.replace("strip", "lower")}) == [
        "a run.py:5 auth.verify weak: body verify, changed"
    ]


def test_what_moved_and_is_imported_at_its_old_place_fits(repo: Builder) -> None:
    two = {"auth.py": "from core import verify\n", "core.py": AUTH}
    assert stale(repo, BASE, {"run.py": CALL}, two) == ["a run.py:5 auth.verify strong: moved verify, fits"]


def test_what_moved_away_is_gone(repo: Builder) -> None:
    two = {"auth.py": "x = 1\n", "core.py": AUTH}
    assert stale(repo, BASE, {"run.py": CALL}, two) == ["a run.py:5 auth.verify strong: moved verify, gone"]


def test_what_is_used_through_a_re_export_is_followed(repo: Builder) -> None:
    base = {"pkg/__init__.py": "from pkg.auth import verify\n", "pkg/auth.py": AUTH, "run.py": "x = 1\n"}
    one = {"run.py": "import pkg\n\npkg.verify(1)\n"}
    assert stale(repo, base, one, {"pkg/auth.py": AUTH.replace("strip", "lower")}) == [
        "a run.py:3 pkg.verify strong: body verify, changed"
    ]


def test_a_file_that_the_user_moved_is_matched_at_its_old_place(repo: Builder) -> None:
    one = {
        "auth.py": None,
        "core.py": AUTH,
        "run.py": "import core\n\n\ndef run():\n    core.verify(1)\n    return 1\n",
    }
    assert stale(repo, BASE, one, {"auth.py": AUTH.replace("strip", "lower")}) == [
        "a run.py:5 core.verify strong: body verify, changed"
    ]


def test_a_class_that_is_called_is_used_by_its_constructor(repo: Builder) -> None:
    base = {"m.py": "class Box:\n    def __init__(self, size):\n        self.size = size\n", "run.py": "x = 1\n"}
    one = {"run.py": "from m import Box\n\nBox(1)\n"}
    two = {"m.py": "class Box:\n    def __init__(self, size, color):\n        self.size = size\n"}
    assert stale(repo, base, one, two) == [
        "a run.py:3 Box strong: signature Box.__init__, misfit (the argument `color` is missing)"
    ]


def test_a_class_that_is_gone_is_told_without_its_constructor(repo: Builder) -> None:
    text = "class Box:\n    def __init__(self, size):\n        self.size = size\n        self.rows = [1, 2, 3]\n"
    one = {"run.py": "from m import Box\n\nBox(1)\n"}
    two = {"m.py": text.replace("Box", "Crate")}
    assert stale(repo, {"m.py": text, "run.py": "x = 1\n"}, one, two) == [
        "a run.py:1 Box strong: renamed Crate, gone",
        "a run.py:3 Box strong: renamed Crate, gone",
    ]


def test_a_method_that_a_base_class_still_has_fits(repo: Builder) -> None:
    base = {"m.py": SAFE + "\n\nclass Own(Safe):\n    def open(self, path):\n        return path + path\n"}
    one = {"run.py": "from m import Own\n\nOwn.open(1, 2)\n"}
    two = {"m.py": SAFE + "\n\nclass Own(Safe):\n    other = 1\n"}
    assert stale(repo, base, one, two) == ["a run.py:3 Own.open strong: removed Own.open, fits"]


def test_a_setting_that_is_read_and_gone_is_told(repo: Builder) -> None:
    base = {"settings.toml": "[server]\nport = 1\nhost = 2\n", "run.py": "x = 1\n"}
    one = {"run.py": "def run(config):\n    return config['server']['port']\n"}
    assert stale(repo, base, one, {"settings.toml": "[server]\nhost = 2\n"}) == [
        "a run.py:2 config[server.port] strong: removed server.port, gone"
    ]


def test_a_variable_of_the_environment_that_is_read_and_gone_is_told(repo: Builder) -> None:
    base = {".env.example": "API_KEY=1\nHOST=2\n", "run.py": "x = 1\n"}
    one = {"run.py": "import os\n\nkey = os.environ['API_KEY']\n"}
    assert stale(repo, base, one, {".env.example": "HOST=2\n"}) == ["a run.py:3 API_KEY strong: removed API_KEY, gone"]


@pytest.mark.parametrize(
    ("path", "text", "after", "use", "told"),
    [
        ("m.py", "LIMIT = 1\n", "LIMIT = 2\n", "m.LIMIT", "m.LIMIT strong: body LIMIT, value"),
        ("m.py", "NAMES = [1]\n", "NAMES = [1, 2]\n", "m.NAMES", "m.NAMES strong: body NAMES, fits"),
        ("m.py", "T = {\n    1: 2,\n}\n", "T = {\n    1: 3,\n}\n", "m.T", "m.T strong: body T, changed"),
        ("s.toml", "[a]\nx = 1\n", "[a]\nx = 2\n", "conf['a']['x']", "conf[a.x] strong: body a.x, value"),
    ],
    ids=["constant", "list that grew", "table", "setting"],
)
def test_a_constant_or_setting_that_is_used_may_have_another_value(
    repo: Builder, path: str, text: str, after: str, use: str, told: str
) -> None:
    base = {path: text, "run.py": "import m\n"}
    assert stale(repo, base, {"run.py": f"import m\n\nprint({use})\n"}, {path: after}) == [f"a run.py:3 {told}"]


def test_what_looks_different_only_is_not_told(repo: Builder) -> None:
    assert stale(repo, BASE, {"run.py": CALL}, {"auth.py": AUTH + "# the end\n"}) == []


def test_what_the_user_added_is_not_the_others(repo: Builder) -> None:
    base = {"auth.py": "x = 1\n", "run.py": RUN}
    assert stale(repo, base, {"auth.py": "x = 1\n" + AUTH, "run.py": CALL}, {"auth.py": "x = 2\n"}) == []


QUEUE = "class Queue:\n    def drain_all(self):\n        found = sorted(self.rows)\n        return found\n"


def test_a_method_of_an_unknown_object_is_matched_where_its_name_is_rare(repo: Builder) -> None:
    base = {"queue.py": QUEUE, "run.py": "x = 1\n"}
    one = {"run.py": "def run(queue):\n    return queue.drain_all()\n"}
    assert stale(repo, base, one, {"queue.py": QUEUE.replace("drain_all", "empty")}) == [
        "a run.py:2 queue.drain_all strong: renamed Queue.empty, gone by name"
    ]


@pytest.mark.parametrize(
    ("queue", "run", "other"),
    [
        (QUEUE, "def run(queue):\n    return queue.drain_all()\n", QUEUE.replace("Queue", "Other")),
        (QUEUE.replace("drain_all", "drain"), "def run(queue):\n    return queue.drain()\n", ""),
        (QUEUE, "import queues\n\nqueues.drain_all()\n", ""),
        (QUEUE, "def run(rows):\n    return rows['drain_all']\n", ""),
    ],
    ids=["defined twice", "a common word", "of a foreign module", "a key"],
)
def test_a_name_that_may_be_anybodys_is_not_matched(repo: Builder, queue: str, run: str, other: str) -> None:
    base = {"queue.py": queue, "run.py": "x = 1\n", "other.py": other}
    two = {"queue.py": queue.replace("drain_all", "empty").replace("drain", "empty")}
    assert stale(repo, base, {"run.py": run}, two) == []


@pytest.mark.parametrize(
    ("call", "after", "told"),
    [
        (
            "kept.add_route(1, 2)",
            "def add_route(self, path, *, name)",
            "misfit (it takes 1 positional argument, not 2)",
        ),
        ("kept.add_route(1, 2)", "def add_route(self, path, name=None)", ""),
        ("kept.other.add_route(1, 2)", "def add_route(self, path)", "misfit (it takes 1 positional argument, not 2)"),
        ("kept.add_route(1)", "def add_route(self)", ""),
        ("kept.add_route", "def add_route(self)", ""),
    ],
)
def test_a_call_of_the_one_method_of_a_rare_name_meets_its_new_signature(
    repo: Builder, call: str, after: str, told: str
) -> None:
    before = "class Router:\n    def add_route(self, path, name):\n        return path\n"
    base = {"router.py": before, "run.py": "x = 1\n"}
    one = {"run.py": f"def run(kept):\n    {call}\n"}
    two = {"router.py": before.replace("def add_route(self, path, name)", after)}
    name = call.partition("(")[0]
    expected = [f"a run.py:2 {name} strong: signature Router.add_route, {told} by name"]
    assert stale(repo, base, one, two) == expected * bool(told)


def test_a_call_of_a_method_that_two_classes_have_says_nothing_of_either(repo: Builder) -> None:
    before = "class Router:\n    def add_route(self, path, name):\n        return path\n"
    base = {"router.py": before, "other.py": before, "run.py": "x = 1\n"}
    one = {"run.py": "def run(kept):\n    kept.add_route(1, 2)\n"}
    assert stale(repo, base, one, {"router.py": before.replace("path, name", "path")}) == []
