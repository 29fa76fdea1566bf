import json
from pathlib import Path

import pytest

from tests.cli.run import Done, Runner
from tests.support.builder import Builder

LOGIN = "from config import load\n\n\ndef login(path):\n    return load(path)\n"
CONFIG = "def load(path):\n    return open(path).read()\n\n\ndef save(path, text):\n    open(path, 'w').write(text)\n"
QUEUE = "JOBS = 1\n"
X = "\N{MULTIPLICATION SIGN}"


@pytest.fixture
def shop(repo: Builder) -> Builder:
    """`settings` re-signs what `login` calls, `fast` and `slow` cannot be merged, `docs` meets nobody."""
    repo.commit({"config.py": CONFIG, "queue.py": QUEUE, "README.md": "# Shop\n"}, "root")
    for name, files in {
        "login": {"login.py": LOGIN},
        "settings": {"config.py": CONFIG.replace("def load(path)", "def load(path, *, encoding)")},
        "fast": {"queue.py": "JOBS = 8\n"},
        "slow": {"queue.py": "JOBS = 0\n"},
        "docs": {"README.md": "# Shop\n\nBuy things.\n"},
    }.items():
        repo.branch(name, "main")
        repo.commit(files, name)
    repo.switch("main")
    return repo


BROKEN = f"""\
login {X} settings   conflict, though git merges it
    login.py:5 (merged): error AG205 broken-contract: `load(path)`: the keyword-only argument `encoding` is missing, \
since `settings` changed the parameters of `load`
        also: config.py:1 (settings): `settings` changed the parameters of `load`
        help: pass `encoding`
    \N{RIGHTWARDS ARROW} let `settings` land first, then rebase `login` onto it and mend what is listed here
"""


@pytest.mark.usefixtures("shop")
def test_two_branches_that_break_each_other_are_told_apart_from_two_that_do_not(cli: Runner) -> None:
    assert cli("overlap", "login", "settings", "--select", "AG201,AG205") == Done(
        1, f"{BROKEN}\n1 conflict, 0 pairs clear; 1 error, 0.0 s\n", ""
    )
    assert cli("overlap", "login", "docs") == Done(
        0, f"login {X} docs   clear\n\n1 pair clear; nothing found, 0.0 s\n", ""
    )


@pytest.mark.usefixtures("shop")
def test_several_branches_are_a_matrix_and_the_pairs_that_are_not_clear(cli: Runner) -> None:
    done = cli("overlap", "login", "settings", "fast", "slow", "docs", "--select", "AG201,AG205", "-q")
    assert done.code == 1
    assert done.out.startswith(f"""\
          login     settings  fast      slow      docs
login     \N{MIDDLE DOT}         conflict  clear     clear     clear
settings  conflict  \N{MIDDLE DOT}         clear     clear     clear
fast      clear     clear     \N{MIDDLE DOT}         conflict  clear
slow      clear     clear     conflict  \N{MIDDLE DOT}         clear
docs      clear     clear     clear     clear     \N{MIDDLE DOT}

fast {X} slow   conflict
    queue.py:1 (fast): error AG201 text-conflict: """)
    assert done.out.endswith(f"\n{BROKEN}")


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["login", "settings"], 1),
        (["login", "settings", "--exit-zero"], 0),
        (["login", "settings", "--fail-on", "never"], 0),
        (["login", "settings", "--ignore", "AG205"], 0),
        (["fast", "slow"], 1),
        (["login", "docs", "--fail-on", "warning"], 0),
        (["login"], 2),
        (["login", "nobody"], 2),
        (["login", "login"], 2),
    ],
)
def test_the_exit_code_is_what_was_asked_for(cli: Runner, options: list[str], code: int) -> None:
    assert cli("overlap", *options).code == code


def test_worktrees_are_compared_with_what_is_not_committed_there(cli: Runner, shop: Builder, tmp_path: Path) -> None:
    shop.worktree(tmp_path / "one", "login").write({"queue.py": "JOBS = 2\n"})
    two = shop.worktree(tmp_path / "two", "main", branch="two")
    two.write({"queue.py": "JOBS = 3\n", "untracked.py": "Y = 1\n"})
    done = cli("overlap", "--json")
    document = json.loads(done.out)
    assert [(task["name"], task["head"], task["files"]) for task in document["tasks"]] == [
        ("repo", shop.head(), 0),
        ("one", None, 2),
        ("two", None, 2),
    ]
    assert [(pair["a"], pair["b"], pair["verdict"]) for pair in document["pairs"]] == [
        ("one", "two", "conflict"),
        ("repo", "one", "clear"),
        ("repo", "two", "clear"),
    ]
    assert (done.code, done.err) == (1, "")


@pytest.mark.usefixtures("shop")
def test_a_single_worktree_has_nothing_to_meet(cli: Runner) -> None:
    done = cli("overlap")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(
        "error: there is no second worktree to compare with\nhint: `agentguard overlap SPEC SPEC`"
    )


def test_patches_and_ranges_can_be_named(cli: Runner, shop: Builder, tmp_path: Path) -> None:
    (tmp_path / "fix.patch").write_bytes(shop.git("diff", "main", "settings").encode() + b"\n")
    done = cli("overlap", "a=main..login", f"b={tmp_path / 'fix.patch'}", "--select", "AG205", "--json")
    (pair,) = json.loads(done.out)["pairs"]
    assert (pair["a"], pair["b"], pair["verdict"], len(pair["findings"])) == ("a", "b", "conflict", 1)
    patch = shop.git("diff", "main", "login").encode() + b"\n"
    assert cli("overlap", "-", "settings", "--select", "AG205", "-q", stdin=patch).code == 1


def test_work_on_top_of_other_work_is_sequential(cli: Runner, shop: Builder) -> None:
    shop.branch("more", "login")
    shop.commit({"login.py": LOGIN + "\n\ndef logout():\n    return None\n"}, "more")
    (pair,) = json.loads(cli("overlap", "login", "more", "--json").out)["pairs"]
    assert (pair["relation"], pair["merges_cleanly"], pair["verdict"]) == ("sequential", None, "clear")


def test_a_bare_repository_has_no_worktrees_but_branches(cli: Runner, shop: Builder, tmp_path: Path) -> None:
    bare = shop.clone(tmp_path / "bare.git", "--mirror")
    assert cli("overlap", "login", "settings", "--select", "AG205", "-q", folder=bare.path) == Done(1, BROKEN, "")
    assert cli("overlap", folder=bare.path).code == 2


def test_a_branch_that_begins_with_a_dash_is_a_branch(cli: Runner, shop: Builder) -> None:
    shop.git("update-ref", "refs/heads/-x", "login")
    assert cli("overlap", "--select", "AG205", "-q", "--", "-x", "settings").out.startswith(
        f"-x {X} settings   conflict"
    )


def test_names_that_are_not_utf8_keep_their_bytes(cli: Runner, shop: Builder) -> None:
    shop.git("update-ref", b"refs/heads/caf\xe9", "login")
    (pair,) = json.loads(cli("overlap", "caf\udce9", "settings", "--select", "AG205", "--json").out)["pairs"]
    assert (pair["a"], pair["a_b64"], pair["b"]) == ("caf\ufffd", "Y2Fm6Q==", "settings")
    assert "b_b64" not in pair


def test_no_format_lets_a_control_character_through(cli: Runner, shop: Builder) -> None:
    shop.branch("evil", "main")
    shop.commit({"a\x1b[31m\x07.py": "def f():\n    return 1\n", "queue.py": "JOBS = 5\x1b[2J\n"}, "x\x1b[2J")
    shop.switch("main")
    for format_ in ("text", "github", "markdown"):
        out = cli("overlap", "evil", "fast", "-v", "--format", format_).out
        assert "AG201" in out
        assert [one for one in out if not one.isprintable() and one not in "\n\u200b"] == []


@pytest.mark.usefixtures("shop")
def test_an_encoding_without_signs_gets_plain_ones(cli: Runner) -> None:
    out = cli("overlap", "login", "settings", "--select", "AG205", "-q", encoding="ascii").out
    assert out == BROKEN.replace(X, "x").replace("\N{RIGHTWARDS ARROW}", "->")
