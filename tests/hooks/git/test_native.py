"""The hooks that are written in shell: they run at every command of git, and mostly end at once."""

from pathlib import Path

import pytest

from tests.hooks.git.plain import AGENT, CHECKOUT, command, install, write_hook
from tests.support.builder import Attempt, Builder

NATIVE = CHECKOUT / "hooks" / "native"
REFUSED = "notes.pyc: warning AG104 artifact: is Python bytecode"


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder for PATH with this checkout's hook program, which writes down that it was called."""
    folder = tmp_path / "programs"
    folder.mkdir()
    program = folder / "agentguard-hook-git"
    program.write_text(f'#!/bin/sh\necho "$1" >> {tmp_path}/called\nexec {command()} "$@"\n')
    program.chmod(0o755)
    return folder


@pytest.fixture
def netted(repo: Builder, programs: Path) -> Builder:
    """A repository with the net below `git commit`, installed as beside a hook of the user's own."""
    repo.commit({"app.py": "x = 1\n"}, "start")
    repo.git("config", "user.name", "Ada")
    repo.extra = {"PATH": f"{programs}:/usr/bin:/bin"}
    feed = 'input=$(cat)\nprintf "%s\\n" "$input" | /bin/sh'
    write_hook(repo, "reference-transaction", f'{feed} {NATIVE / "reference-transaction"} "$@"')
    return repo


def called(programs: Path) -> list[str]:
    log = programs.parent / "called"
    return log.read_text().split() if log.exists() else []


def stage_bytecode(repo: Builder) -> None:
    repo.write({"notes.pyc": b"\0"})
    repo.git("add", "--force", "notes.pyc")


def test_a_commit_that_went_round_the_hook_before_it_is_refused(netted: Builder) -> None:
    stage_bytecode(netted)
    before = netted.head()
    done = netted.attempt("commit", "--no-verify", "-m", "x")
    assert (done.code, done.err.splitlines()[0]) == (128, REFUSED)
    assert netted.head() == before
    assert netted.git("diff", "--cached", "--name-only") == "notes.pyc"


def test_a_harmless_commit_without_the_hook_before_it_is_made(netted: Builder) -> None:
    netted.write({"app.py": "x = 2\n"})
    assert netted.attempt("commit", "--quiet", "--no-verify", "-a", "-m", "x") == Attempt(0, "", "")


def test_what_the_hook_before_it_let_through_is_not_judged_again(netted: Builder, programs: Path) -> None:
    install(netted, "pre-commit")
    netted.write({"app.py": "x = 2\n"})
    netted.git("commit", "--quiet", "-a", "-m", "x")
    assert called(programs) == []
    netted.write({"app.py": "x = 3\n"})
    netted.git("commit", "--quiet", "--no-verify", "-a", "-m", "x")
    assert called(programs) == ["reference-transaction"]


def test_what_is_no_commit_is_left_alone(netted: Builder, programs: Path) -> None:
    stage_bytecode(netted)
    tree = netted.git("write-tree")
    commit = netted.git("commit-tree", tree, "-p", "HEAD", "-m", "commit")
    netted.git("branch", "commit", commit)
    netted.git("update-ref", "refs/heads/other", commit)
    netted.git("-c", "core.abbrev=12", "tag", "commit")
    netted.git("pack-refs", "--all")
    netted.git("worktree", "add", "--quiet", str(netted.path.parent / "linked"), "other")
    assert called(programs) == []


def test_without_the_program_every_commit_is_made(netted: Builder, programs: Path) -> None:
    (programs / "agentguard-hook-git").unlink()
    stage_bytecode(netted)
    assert netted.attempt("commit", "--quiet", "-m", "x") == Attempt(0, "", "")


def test_settings_that_are_wrong_let_a_commit_through_and_say_so(netted: Builder) -> None:
    netted.commit({"agentguard.toml": "nonsense = 1\n"}, "settings")
    stage_bytecode(netted)
    done = netted.attempt("commit", "--quiet", "--no-verify", "-m", "x")
    assert (done.code, done.err.partition(":")[0]) == (0, "agentguard let this commit through unseen")


def test_a_commit_is_known_behind_options_of_git_and_by_an_alias(netted: Builder) -> None:
    stage_bytecode(netted)
    for words in (["-c", "core.abbrev=12", "-C", "."], ["-c", "alias.commit-it=commit --no-verify"]):
        command = "commit-it" if "alias" in words[1] else "commit"
        done = netted.attempt(*words, command, "--no-verify", "-m", "x")
        assert (done.code, done.err.splitlines()[0]) == (128, REFUSED)


def test_an_agent_that_commits_everything_past_the_hooks_is_refused(netted: Builder) -> None:
    netted.extra |= AGENT
    netted.write({"app.py": "x = 2\n"})
    done = netted.attempt("commit", "--no-verify", "-a", "-m", "x")
    said = "the change: error AG101 broad-staging: `git commit -a` would commit 1 file without naming it (app.py)"
    assert (done.code, done.err.splitlines()[0]) == (128, said)
    assert netted.attempt("commit", "--quiet", "--no-verify", "-m", "x", "--", "app.py") == Attempt(0, "", "")


def test_the_first_commit_is_judged_as_well(repo: Builder, programs: Path) -> None:
    repo.extra = {"PATH": f"{programs}:/usr/bin:/bin"}
    write_hook(repo, "reference-transaction", f'exec /bin/sh {NATIVE / "reference-transaction"} "$@"')
    stage_bytecode(repo)
    assert repo.attempt("commit", "-m", "x").code == 128


def test_a_worktree_from_a_dirty_one_is_warned_of(repo: Builder, programs: Path) -> None:
    repo.commit({"app.py": "x = 1\n"}, "start")
    write_hook(repo, "post-checkout", f'/bin/sh {NATIVE / "post-checkout"} "$@"')
    repo.extra = {"PATH": f"{programs}:/usr/bin:/bin"}
    repo.write({"app.py": "x = 2\n"})
    done = repo.attempt("worktree", "add", "--quiet", "../linked", "-b", "topic")
    assert (done.code, "AG106" in done.err, "app.py" in done.err) == (0, True, True)
    assert repo.attempt("checkout", "--quiet", "-b", "here") == Attempt(0, "", "")
    assert called(programs) == ["post-checkout"]


def test_a_worktree_from_a_clean_one_is_made_without_a_word(repo: Builder, programs: Path) -> None:
    repo.commit({"app.py": "x = 1\n"}, "start")
    write_hook(repo, "post-checkout", f'/bin/sh {NATIVE / "post-checkout"} "$@"')
    repo.extra = {"PATH": f"{programs}:/usr/bin:/bin"}
    assert repo.attempt("worktree", "add", "--quiet", "../linked", "-b", "topic") == Attempt(0, "", "")
