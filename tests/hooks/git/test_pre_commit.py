import os

import pytest

from tests.hooks.git.plain import AGENT, install, run_hook
from tests.support.builder import Attempt, Builder

UNKNOWN = "\N{REPLACEMENT CHARACTER}"
BYTECODE = b"\0\1"
REFUSED = (
    "notes.pyc: warning AG104 artifact: is Python bytecode\n"
    "    help: `git restore --staged -- notes.pyc` and add `*.pyc` to `.gitignore`; "
    "what is meant to be here belongs into `allowed-artifacts`\n"
    "agentguard refuses this commit: 1 finding; `agentguard explain AG104` says why\n"
)


@pytest.fixture
def guarded(repo: Builder) -> Builder:
    """A repository with a commit and the hook."""
    repo.commit({"app.py": "x = 1\n", "lib.py": "y = 1\n"}, "start")
    install(repo, "pre-commit")
    return repo


def stage(repo: Builder, **files: str | bytes) -> None:
    written = {name.replace("_", "."): content for name, content in files.items()}
    repo.write(written)
    repo.git("add", "--force", "--", *written)


def test_a_harmless_commit_is_made_without_a_word(guarded: Builder) -> None:
    stage(guarded, app_py="x = 2\n")
    assert guarded.attempt("commit", "--quiet", "-m", "app: two") == Attempt(0, "", "")


def test_what_a_program_left_behind_is_refused_with_the_command_that_takes_it_out(guarded: Builder) -> None:
    stage(guarded, notes_pyc=BYTECODE, app_py="x = 2\n")
    before = guarded.head()
    assert guarded.attempt("commit", "-m", "app: two") == Attempt(1, "", REFUSED)
    assert guarded.head() == before
    assert guarded.git("diff", "--cached", "--name-only").splitlines() == ["app.py", "notes.pyc"]


def test_the_first_commit_of_a_repository_is_judged(repo: Builder) -> None:
    install(repo, "pre-commit")
    stage(repo, notes_pyc=BYTECODE)
    done = repo.attempt("commit", "-m", "start")
    assert (done.code, done.err.splitlines()[0]) == (1, REFUSED.splitlines()[0])
    stage(repo, app_py="x = 1\n")
    repo.git("rm", "--quiet", "--cached", "notes.pyc")
    assert repo.attempt("commit", "--quiet", "-m", "start") == Attempt(0, "", "")


def test_on_a_detached_head_the_same_holds(guarded: Builder) -> None:
    guarded.git("checkout", "--quiet", "--detach")
    stage(guarded, notes_pyc=BYTECODE)
    assert guarded.attempt("commit", "-m", "x").code == 1


def test_in_a_linked_worktree_its_own_index_is_judged(guarded: Builder) -> None:
    stage(guarded, notes_pyc=BYTECODE)
    linked = guarded.worktree(guarded.path.parent / "linked", branch="topic")
    stage(linked, app_py="x = 2\n")
    assert linked.attempt("commit", "--quiet", "-m", "app: two") == Attempt(0, "", "")
    stage(linked, notes_pyc=BYTECODE)
    assert linked.attempt("commit", "-m", "more") == Attempt(1, "", REFUSED)


def test_commit_with_all_is_judged_by_the_index_that_it_makes(guarded: Builder) -> None:
    guarded.commit({"notes.md": "n\n"}, "notes")
    guarded.write({"notes.md": None, "app.py": "x = 2\n"})
    guarded.git("mv", "--force", "lib.py", "lib.pyc")
    done = guarded.attempt("commit", "--all", "-m", "x")
    assert (done.code, done.err.splitlines()[0]) == (1, "lib.pyc: warning AG104 artifact: is Python bytecode")


def test_commit_of_paths_is_judged_by_those_paths_alone(guarded: Builder) -> None:
    stage(guarded, notes_pyc=BYTECODE)
    guarded.write({"app.py": "x = 2\n"})
    assert guarded.attempt("commit", "--quiet", "-m", "app: two", "--", "app.py") == Attempt(0, "", "")
    assert guarded.git("show", "--name-only", "--format=", "HEAD") == "app.py"


def test_from_a_folder_below_the_top_the_same_holds(guarded: Builder) -> None:
    stage(guarded, notes_pyc=BYTECODE)
    (guarded.path / "deep").mkdir()
    done = guarded.attempt("-C", "deep", "commit", "-m", "x")
    assert done == Attempt(1, "", REFUSED)


def test_of_a_partly_staged_file_the_staged_part_counts(guarded: Builder) -> None:
    guarded.commit({".pre-commit-config.yaml": "repos:\n- repo: local\n  hooks:\n  - id: ruff\n"}, "hooks")
    stage(guarded, app_py="x = 2\n")
    guarded.write({".pre-commit-config.yaml": "repos: []\n"})
    assert guarded.attempt("commit", "--quiet", "-m", "app: two").code == 0


def test_a_deletion_and_the_old_name_of_a_rename_count(guarded: Builder) -> None:
    text = "repos:\n- repo: local\n  hooks:\n  - id: ruff\n  - id: mypy\n  - id: pytest\n"
    guarded.commit({".pre-commit-config.yaml": text, "CODEOWNERS": "* @ada @bob @cleo @dora\n"}, "guards")
    guarded.git("rm", "--quiet", "CODEOWNERS")
    guarded.git("mv", ".pre-commit-config.yaml", "old.yaml")
    stage(guarded, app_py="x = 2\n")
    done = guarded.attempt("commit", "-m", "app: two")
    assert (done.code, [line for line in done.err.splitlines() if not line.startswith("    ")]) == (
        1,
        [
            "CODEOWNERS: warning AG305 guard-tampering: `CODEOWNERS` (owners who must review) is deleted",
            (
                "old.yaml: warning AG305 guard-tampering: `.pre-commit-config.yaml` (hooks that run before a commit) "
                "is moved to `old.yaml`, where nothing reads it"
            ),
            "agentguard refuses this commit: 2 findings; `agentguard explain AG305` says why",
        ],
    )


def test_names_that_are_not_utf_8_and_control_characters_are_shown_harmless(guarded: Builder) -> None:
    name = "caf\udce9\x1b[31m.pyc"
    guarded.write({name: BYTECODE})
    guarded.git("add", "--force", "--", name)
    done = guarded.attempt("commit", "-m", "x")
    assert (done.code, done.err.splitlines()[0]) == (
        1,
        f"caf{UNKNOWN}.pyc: warning AG104 artifact: `caf{UNKNOWN}{UNKNOWN}[31m.pyc` is Python bytecode",
    )


def test_at_most_ten_findings_are_listed_then_a_count(guarded: Builder) -> None:
    names = [f"d{number}/a{number}.pyc" for number in range(13)]
    guarded.write(dict.fromkeys(names, BYTECODE))
    guarded.git("add", "--force", "--", *names)
    lines = guarded.attempt("commit", "-m", "x").err.splitlines()
    assert len([line for line in lines if " warning AG104 " in line]) == 10
    assert lines[-2:] == [
        "and 3 more findings",
        "agentguard refuses this commit: 13 findings; `agentguard explain AG104` says why",
    ]


def test_a_waiver_in_the_message_on_the_command_line_counts(guarded: Builder) -> None:
    stage(guarded, notes_pyc=BYTECODE)
    waiver = "Agentguard-Allow: AG104 it is a fixture"
    assert guarded.attempt("commit", "--quiet", "-m", "x", "-m", waiver) == Attempt(0, "", "")


def test_a_level_of_severity_decides_what_refuses(repo: Builder) -> None:
    repo.commit({"app.py": "x = 1\n"}, "start")
    install(repo, "pre-commit", options="--fail-on error")
    stage(repo, notes_pyc=BYTECODE)
    done = repo.attempt("commit", "--quiet", "-m", "x")
    assert (done.code, done.err.splitlines()[-1]) == (0, "agentguard lets this commit through with 1 finding")


def test_rules_are_chosen_by_options(repo: Builder) -> None:
    repo.commit({"app.py": "x = 1\n"}, "start")
    install(repo, "pre-commit", options="--rules AG206,AG305")
    stage(repo, notes_pyc=BYTECODE)
    assert repo.attempt("commit", "--quiet", "-m", "x") == Attempt(0, "", "")


def test_what_the_settings_turn_off_stays_off(guarded: Builder) -> None:
    guarded.commit({"agentguard.toml": 'disable = ["AG104"]\n'}, "settings")
    stage(guarded, notes_pyc=BYTECODE)
    assert guarded.attempt("commit", "--quiet", "-m", "x").code == 0


def test_a_commit_made_anew_is_judged_as_it_will_be(guarded: Builder) -> None:
    guarded.commit({"notes.pyc": BYTECODE, "app.py": "x = 2\n"}, "app: two")
    assert guarded.attempt("commit", "--quiet", "--amend", "-m", "reworded") == Attempt(0, "", "")
    stage(guarded, app_py="x = 3\n")
    taken_out = REFUSED.replace("git restore --staged", "git rm --cached")
    assert guarded.attempt("commit", "--amend", "--no-edit") == Attempt(1, "", taken_out)
    guarded.git("rm", "--quiet", "--cached", "notes.pyc")
    assert guarded.attempt("commit", "--quiet", "--amend", "--no-edit") == Attempt(0, "", "")


def test_a_lost_update_is_refused_before_it_is_committed(guarded: Builder) -> None:
    settings = [f"setting_{number} = value_{number}\n" for number in range(12)]
    guarded.commit({"config.txt": "".join(settings)}, "Start")
    tuned = guarded.commit({"config.txt": "".join(settings).replace("value", "tuned")}, "Tune for the new servers")
    guarded.clock += 3_600
    guarded.write({"config.txt": "".join(settings), "app.py": "login\n"})
    guarded.git("add", "--", "config.txt", "app.py")
    done = guarded.attempt("commit", "-m", "Add a login page")
    assert done == Attempt(
        1,
        "",
        f'config.txt:1: warning AG206 lost-update: takes back 24 of 24 lines that {tuned[:10]} ("Tune for the new '
        'servers") put into `config.txt`, unannounced: it is again what it was before\n'
        f"    help: `git diff {tuned[:10]}^ {tuned[:10]} -- config.txt | git apply --3way` puts them back; where they "
        "are to go, say so in the message\n"
        "agentguard refuses this commit: 1 finding; `agentguard explain AG206` says why\n",
    )
    assert guarded.attempt("commit", "--quiet", "-m", "Revert the tuning, and add a login page").code == 0


def test_a_rule_that_is_none_is_an_error(guarded: Builder) -> None:
    done = run_hook(guarded, "pre-commit", "--rules", "AG999")
    assert done == Attempt(2, "", "error: no rule named `AG999`\nhint: did you mean `AG209`?\n")


def test_outside_a_repository_it_is_an_error(repo: Builder) -> None:
    outside = Builder(repo.path.parent)
    done = run_hook(outside, "pre-commit", variables={"GIT_CEILING_DIRECTORIES": os.fspath(repo.path.parent.parent)})
    assert (done.code, done.out, done.err.partition(":")[0]) == (2, "", "error")


def test_an_agent_names_what_it_commits_and_a_person_need_not(guarded: Builder) -> None:
    guarded.write({"app.py": "x = 2\n", "lib.py": "y = 2\n"})
    guarded.extra = AGENT
    done = guarded.attempt("commit", "-a", "-m", "x")
    said = "`git commit -a` would commit 2 files without naming them (app.py, lib.py)"
    assert (done.code, done.err.splitlines()[0]) == (1, f"the change: error AG101 broad-staging: {said}")
    assert guarded.attempt("commit", "--quiet", "-m", "app: two", "--", "app.py") == Attempt(0, "", "")
    guarded.extra = {}
    assert guarded.attempt("commit", "--quiet", "-a", "-m", "lib: two") == Attempt(0, "", "")


def test_settings_may_hold_people_to_it_as_well(guarded: Builder) -> None:
    guarded.commit({"agentguard.toml": '[hooks]\napply-to = "everyone"\n'}, "settings")
    guarded.write({"app.py": "x = 2\n"})
    done = guarded.attempt("commit", "-a", "-m", "x")
    assert (done.code, "error AG101 broad-staging" in done.err) == (1, True)


def test_no_library_that_takes_long_to_start_is_imported(guarded: Builder) -> None:
    stage(guarded, app_py="x = 2\n")
    done = run_hook(guarded, "pre-commit", variables={"PYTHONPROFILEIMPORTTIME": "1"})
    imported = {line.rpartition("|")[2].strip() for line in done.err.splitlines()}
    assert "agentguard.hooks.git.commit" in imported
    heavy = {"click", "git", "rich", "tree_sitter", "unidiff", "yaml", "dataclasses", "inspect", "tempfile", "hashlib"}
    assert imported & heavy == set()
