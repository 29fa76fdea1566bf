"""`agentguard check` against what landed on the target, and against siblings."""

import json
from pathlib import Path

import pytest

from tests.cli.run import Done, Runner
from tests.support.builder import Builder

CONFIG = """\
def load(path):
    text = open(path).read()
    if not text:
        raise ValueError(path)
    return text


def save(path, text):
    with open(path, "w") as file:
        file.write(text)
"""
LOGIN = "from config import load\n\n\ndef login(path):\n    return load(path)\n"
STRICT = CONFIG.replace("def load(path)", "def load(path, *, encoding)")


@pytest.fixture
def behind(repo: Builder) -> Builder:
    """A branch that uses `load`; since it left, main gave `load` a parameter, and two other commits came."""
    repo.commit({"config.py": CONFIG, "other.py": "X = 1\n"}, "root")
    repo.branch("login")
    repo.commit({"login.py": LOGIN}, "feat: login")
    repo.switch("main")
    repo.commit({"other.py": "X = 2\n"}, "raise X")
    repo.commit({"config.py": STRICT}, "config: say the encoding")
    repo.commit({"README.md": "# Shop\n"}, "readme")
    repo.switch("login")
    return repo


BROKEN = """\
login.py:5: error AG205 broken-contract: `load(path)`: the keyword-only argument `encoding` is missing, since `main` \
changed the parameters of `load`
    also: config.py:1 (main): `main` changed the parameters of `load`, by {} "config: say the encoding"
    help: pass `encoding`
"""
BESIDE = ("--select", "AG201,AG202,AG203,AG205")


def landed(repo: Builder, revision: str) -> str:
    return repo.git("rev-parse", "--short=10", revision)


def test_a_call_that_no_longer_fits_what_landed_is_an_error(cli: Runner, behind: Builder) -> None:
    assert cli("check", *BESIDE) == Done(
        1, f"{BROKEN.format(landed(behind, 'main~1'))}\n1 error in 1 file, 0.0 s\n", ""
    )


def test_what_the_change_itself_did_is_told_of_this_change(cli: Runner, repo: Builder) -> None:
    repo.commit({"config.py": CONFIG}, "root")
    repo.branch("strict")
    repo.commit({"config.py": STRICT}, "config: say the encoding")
    repo.switch("main")
    repo.commit({"login.py": LOGIN}, "feat: login")
    message = BROKEN.splitlines()[0].replace("`main`", "this change").replace("py:5:", "py:5 (merged with main):")
    assert cli("check", "strict", "--select", "AG205", "-q").out.splitlines()[:2] == [
        message,
        "    also: config.py:1: this change changed the parameters of `load`",
    ]


def test_the_document_names_the_landed_commit_and_both_sides(cli: Runner, behind: Builder) -> None:
    (finding,) = json.loads(cli("check", *BESIDE, "--json").out)["findings"]
    assert finding["sibling"] == {"name": "main", "commit": behind.git("rev-parse", "main~1")}
    assert finding["location"] == {"path": "login.py", "side": "head", "line": 5, "end_line": 5, "symbol": "login"}
    assert [(one["path"], one["side"], one["line"]) for one in finding["related"]] == [("config.py", "b", 1)]


def test_what_is_staged_is_held_against_what_landed(cli: Runner, behind: Builder) -> None:
    behind.write({"logout.py": LOGIN.replace("login", "logout")})
    behind.git("add", "logout.py")
    assert [line[:11] for line in cli("check", *BESIDE, "-q").out.splitlines() if "AG205" in line] == [
        "login.py:5:",
        "logout.py:5",
    ]


def test_a_branch_on_the_tip_of_the_target_meets_nothing(cli: Runner, behind: Builder) -> None:
    behind.git("rebase", "--quiet", "main")
    assert cli("check", *BESIDE) == Done(0, "nothing found in 1 file, 0.0 s\n", "")


def test_the_merge_that_ci_checks_out_is_seen_through(cli: Runner, behind: Builder) -> None:
    behind.git("switch", "--quiet", "--detach", "main")
    behind.merge("login")
    assert cli("check", "--base", "main", "-q", *BESIDE) == Done(1, BROKEN.format(landed(behind, "main~1")), "")


def test_a_merge_that_somebody_mended_is_taken_as_it_is(cli: Runner, behind: Builder) -> None:
    behind.git("switch", "--quiet", "--detach", "main")
    behind.git("merge", "--quiet", "--no-commit", "--no-ff", "login")
    behind.commit({"login.py": LOGIN.replace("load(path)", "load(path, encoding='utf-8')")}, "merge login")
    assert cli("check", "--base", "main", *BESIDE).out == "nothing found in 1 file, 0.0 s\n"


def test_the_same_symbol_changed_on_the_target_is_a_stale_base(cli: Runner, behind: Builder) -> None:
    behind.commit({"config.py": CONFIG.replace("return text", "return text.strip()")}, "strip")
    behind.switch("main")
    behind.commit({"config.py": STRICT.replace("text = open(path)", "text = open(path, 'rb')")}, "read bytes")
    behind.switch("login")
    out = cli("check", "--select", "AG203", "-v").out
    newest = landed(behind, "main")
    assert out == (
        "config.py:5: warning AG203 stale-base: main changed `load` here after your base (4 commits behind): `main` "
        "sets `text`, which changed lines of `login` use\n"
        f'    also: config.py  changed by {newest} "read bytes" and 1 commit before it\n'
        "    help: `git rebase main`\n\n"
        "1 warning in 2 files, 0.0 s\n"
    )


def test_another_symbol_of_the_same_file_is_a_note(cli: Runner, behind: Builder) -> None:
    behind.commit({"config.py": CONFIG.replace("file.write(text)", "file.write(text.strip())")}, "strip")
    out = cli("check", "--select", "AG203", "-v").out
    assert out.startswith(
        "config.py: note AG203 stale-base: main changed other parts of this file after your base (3 commits behind)\n"
    )


def test_a_file_that_the_branch_was_made_from_counts(cli: Runner, behind: Builder) -> None:
    behind.commit({"login.py": LOGIN + "\n"}, "feat: more\n\nAgentguard-Reads: docs/spec.md, README.md, *.rst")
    out = cli("check", "--select", "AG203", "-q").out
    assert out.startswith(
        "README.md: warning AG203 stale-base: main changed this file, from which the change was made, after your base "
        "(3 commits behind)\n"
    )


def test_a_file_that_the_target_renamed_is_followed(cli: Runner, behind: Builder) -> None:
    behind.commit({"other.py": "X = 1\nY = 1\nZ = 1\n"}, "more values")
    behind.switch("main")
    behind.git("mv", "other.py", "values.py")
    behind.commit({"values.py": "X = 3\n"}, "values")
    behind.switch("login")
    assert "other.py: note AG203 stale-base: main changed" in cli("check", "--select", "AG203", "-v").out


def test_what_git_cannot_merge_with_the_target_is_an_error(cli: Runner, behind: Builder) -> None:
    behind.commit({"other.py": "X = 9\n"}, "nine")
    done = cli("check", "--select", "AG201,AG202,AG203", "-q")
    assert done.code == 1
    assert done.out.startswith("other.py:1: error AG201 text-conflict: ")
    assert f'by {landed(behind, "main~2")} "raise X"' in done.out


def test_a_name_that_main_has_added_as_well_is_to_be_taken_from_there(cli: Runner, behind: Builder) -> None:
    behind.commit({"config.py": CONFIG + "\n\ndef retry():\n    return 1\n"}, "retry")
    behind.switch("main")
    behind.commit({"config.py": "def retry():\n    return 2\n\n\n" + STRICT}, "retry")
    behind.switch("login")
    done = cli("check", "--select", "AG207")
    assert "help: the merge keeps both, and the later one hides the other: use the `retry` of `main` here" in done.out


def test_a_sibling_is_named_in_what_is_found_on_it(cli: Runner, behind: Builder) -> None:
    behind.branch("settings", "main~3")
    tip = behind.commit({"config.py": STRICT}, "config: say the encoding")
    behind.switch("login")
    options = ("check", "--base", "main~3", "--select", "AG205")
    done = cli(*options, "--sibling", "settings", "-q")
    assert done == Done(
        1,
        "login.py:5: error AG205 broken-contract: `load(path)`: the keyword-only argument `encoding` is missing, since "
        "`settings` changed the parameters of `load`\n"
        "    also: config.py:1 (settings): `settings` changed the parameters of `load`\n"
        "    help: pass `encoding`\n",
        "",
    )
    (finding,) = json.loads(cli(*options, "--sibling", "settings", "--json").out)["findings"]
    assert finding["sibling"] == {"name": "settings", "commit": tip}
    assert cli(*options).code == 0


def test_a_dirty_worktree_can_be_a_sibling(cli: Runner, behind: Builder, tmp_path: Path) -> None:
    behind.worktree(tmp_path / "w", "main~3", branch="w").write({"config.py": STRICT})
    done = cli("check", "--base", "main~3", "--sibling", f"w={tmp_path / 'w'}", "--select", "AG205", "--json")
    (finding,) = json.loads(done.out)["findings"]
    assert finding["sibling"] == {"name": "w", "commit": None}


def test_branches_are_siblings_but_for_the_own_one_the_target_and_what_has_landed(cli: Runner, behind: Builder) -> None:
    for name in ("settings", "origin-of-nothing"):
        behind.branch(name, "main~3")
    behind.commit({"config.py": STRICT}, "config")
    behind.git("branch", "strict")
    behind.git("update-ref", "refs/remotes/origin/strict", "HEAD")
    behind.git("update-ref", "refs/pull/7/head", behind.commit({"config.py": STRICT + "\n# x\n"}, "a pull request"))
    behind.git("update-ref", "refs/remotes/origin/login", "settings")
    behind.git("update-ref", "refs/remotes/origin/main", "settings")
    behind.git("branch", "landed", "main~1")
    behind.switch("login")
    behind.git("update-ref", "refs/heads/origin-of-nothing", "main~3")
    done = cli("check", "--base", "main", "--siblings", "*", "--select", "AG205", "--json")
    names = [one["sibling"]["name"] for one in json.loads(done.out)["findings"]]
    assert sorted(names) == ["main", "pull/7/head", "strict"]
    done = cli("check", "--siblings", "pull/*/head", "--select", "AG205", "--json")
    assert sorted(one["sibling"]["name"] for one in json.loads(done.out)["findings"]) == ["main", "pull/7/head"]


def test_a_branch_without_common_history_is_left_out_of_those_that_a_glob_names(cli: Runner, behind: Builder) -> None:
    behind.git("switch", "--quiet", "--orphan", "pages")
    behind.commit({"index.html": "<p>\n"}, "pages")
    behind.switch("login")
    done = cli("check", "--base", "HEAD~", "--siblings", "*", "--select", "AG201", "-v")
    assert done == Done(
        0,
        "nothing found in 1 file, 0.0 s\nnot looked at: pages: `pages` shares no history with the target\n",
        "",
    )
    assert cli("check", "--sibling", "pages") == Done(
        2, "", "error: `pages` shares no history with the target\nhint: name the base with `--base REV`\n"
    )


def test_a_sibling_that_is_named_twice_is_told_once(cli: Runner, behind: Builder) -> None:
    behind.branch("strict", "main~3")
    behind.commit({"config.py": STRICT}, "config")
    behind.switch("login")
    done = cli("check", "--base", "main~3", "--sibling", "strict", "--siblings", "st*", "--select", "AG205")
    assert done.out.endswith("\n1 error in 1 file, 0.0 s\n")


def test_an_empty_glob_is_refused(cli: Runner, behind: Builder) -> None:
    del behind
    assert cli("check", "--siblings", "") == Done(
        2,
        "",
        "error: `--siblings` names no branches\n"
        "hint: `feature/*` are branches, `origin/*` those of a remote, `pull/*/head` pull requests\n",
    )


def test_the_change_itself_is_no_sibling(cli: Runner, behind: Builder) -> None:
    del behind
    out = cli("check", "--sibling", "login", "--select", "AG205", "--base", "main~3", "-v").out
    assert out == "nothing found in 1 file, 0.0 s\nnot looked at: login: it is the change itself\n"


def test_a_bare_repository_can_be_asked(cli: Runner, behind: Builder, tmp_path: Path) -> None:
    bare = behind.clone(tmp_path / "bare.git", "--mirror")
    assert cli("check", "login", "-q", *BESIDE, folder=bare.path) == Done(
        1, BROKEN.format(landed(behind, "main~1")), ""
    )


def test_hostile_names_of_siblings_and_subjects_are_shown_with_care(cli: Runner, behind: Builder) -> None:
    behind.switch("main")
    behind.commit({"config.py": STRICT.replace("encoding)", "encoding, mode)")}, "x\x1b[2J\x07 y")
    behind.git("update-ref", b"refs/heads/caf\xe9", "main")
    behind.switch("login")
    for format_ in ("text", "github", "markdown", "sarif", "json"):
        out = cli("check", "--siblings", "*", "--select", "AG203,AG205", "-v", "--format", format_).out
        assert "AG205" in out
        assert [one for one in out if not one.isprintable() and one not in "\n\u200b"] == []


def test_a_shallow_clone_says_what_it_lacks(cli: Runner, behind: Builder, tmp_path: Path) -> None:
    clone = behind.clone(tmp_path / "clone", "--depth=1", "--no-single-branch")
    done = cli("check", "--base", "origin/main", *BESIDE, folder=clone.path)
    assert (done.code, done.out) == (2, "")
    assert "history is cut" in done.err


def test_of_several_landed_commits_the_one_that_changed_the_line_is_named(cli: Runner, behind: Builder) -> None:
    behind.switch("main")
    behind.commit({"config.py": STRICT.replace("file.write(text)", "file.write(text + '\\n')")}, "end lines")
    behind.switch("login")
    assert cli("check", *BESIDE, "-q").out == BROKEN.format(landed(behind, "main~2"))


def test_the_same_symbol_is_told_of_a_sibling_and_left_to_the_stale_base_of_the_target(
    cli: Runner, behind: Builder
) -> None:
    behind.commit({"config.py": CONFIG.replace("return text", "return text.strip()")}, "strip")
    behind.switch("main")
    behind.commit({"config.py": STRICT.replace("text = open(path)", "text = open(path, 'rb')")}, "read bytes")
    behind.switch("login")
    rules = ("--select", "AG202,AG203", "--json")
    found = json.loads(cli("check", *rules).out)["findings"]
    assert [(one["rule"], one["sibling"]["name"]) for one in found] == [("AG203", "main")]
    found = json.loads(cli("check", "--base", "main~4", "--sibling", "main=main~4..main", *rules).out)["findings"]
    assert [(one["rule"], one["sibling"]["name"]) for one in found] == [("AG202", "main")]
