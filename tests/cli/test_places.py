"""Where agentguard may be started: whole outputs for every kind of repository."""

import os
from pathlib import Path

import pytest

from tests.cli.run import Done, Runner, as_line
from tests.support.builder import Builder

NOTHING = "nothing found in 1 file, 0.0 s\nnot looked at: AG103 out-of-scope (-v says why)\n"
UNSHALLOW = "hint: `git fetch --unshallow`; in GitHub Actions `fetch-depth: 0` for actions/checkout\n"


@pytest.fixture
def topic(repo: Builder) -> Builder:
    repo.commit({"a.py": "X = 1\n"})
    repo.commit({"a.py": "X = 2\n"})
    repo.branch("topic")
    repo.commit({"b.py": "Y = 1\n"})
    return repo


def footprint_of(base: str, head: str) -> str:
    """The footprint of a change that adds `b.py`, between two commits or what else stands in their places."""
    ends = "..".join(end[:10] if len(end) == 40 else end for end in (base, head))
    return f"""\
{ends}   1 file, 2 symbols written, 0 reads

added  source  +1  -0  b.py
    added  module    (module)  1
    added  variable  Y         1
"""


def test_the_folder_may_be_named_before_the_command(cli: Runner, topic: Builder, tmp_path: Path) -> None:
    assert cli("-C", str(topic.path), "check", folder=tmp_path) == Done(0, NOTHING, "")


def test_a_detached_head_is_compared_with_the_target(cli: Runner, topic: Builder) -> None:
    topic.git("switch", "--quiet", "--detach")
    assert cli("check") == Done(0, NOTHING, "")
    assert cli("footprint") == Done(0, footprint_of(topic.git("rev-parse", "main"), topic.head()), "")


def test_a_subfolder_is_as_good_as_the_top(cli: Runner, topic: Builder) -> None:
    folder = topic.path / "deep" / "er"
    folder.mkdir(parents=True)
    assert cli("check", folder=folder) == Done(0, NOTHING, "")
    assert cli("footprint", folder=folder) == cli("footprint")


def test_a_linked_worktree_shows_its_own_branch_and_edits(cli: Runner, topic: Builder, tmp_path: Path) -> None:
    topic.switch("main")
    linked = topic.worktree(tmp_path / "linked", "topic")
    expected = footprint_of(topic.head(), linked.head())
    assert cli("footprint", folder=linked.path) == Done(0, expected, "")
    assert cli("footprint", str(linked.path)) == Done(0, expected, "")
    linked.write({"c.py": "Z = 1\n"})
    assert cli("footprint", str(linked.path)).out.startswith(f"{topic.head()[:10]}..uncommitted   2 files, ")


def test_a_bare_repository_shows_its_head(cli: Runner, topic: Builder, tmp_path: Path) -> None:
    bare = Builder.create(tmp_path / "bare.git", bare=True)
    topic.git("push", "--quiet", str(bare.path), "main", "topic")
    main, head = topic.git("rev-parse", "main"), topic.head()
    assert cli("footprint", "topic", folder=bare.path) == Done(0, footprint_of(main, head), "")
    assert cli("check", "topic", folder=bare.path) == Done(0, NOTHING, "")
    assert cli("footprint", folder=bare.path).out.startswith(f"{topic.git('rev-parse', 'main~')[:10]}..{main[:10]}   ")
    assert cli("audit", "-q", folder=bare.path) == Done(
        0, "bare   2 commits, 2023-11-14 to 2023-11-15   0.0 s\nnothing found\n", ""
    )


@pytest.mark.parametrize(
    "arguments", [["audit"], ["footprint", "HEAD"], ["audit", "--commit", "HEAD"], ["check", "HEAD"]], ids=as_line
)
def test_an_empty_repository_has_no_commits_to_look_at(cli: Runner, arguments: list[str]) -> None:
    expected = "error: the repository has no commits yet\nhint: commit something first\n"
    assert cli(*arguments) == Done(2, "", expected)


def test_the_first_commit_can_be_judged_before_it_is_made(cli: Runner, repo: Builder) -> None:
    repo.write({"b.py": "Y = 1\n"})
    repo.git("add", "b.py")
    assert cli("check") == Done(0, NOTHING, "")
    assert cli("check", "--base", "HEAD") == Done(0, NOTHING, "")
    assert cli("footprint", "--staged") == Done(0, footprint_of("nothing", "uncommitted"), "")


@pytest.mark.parametrize("command", ["audit", "check", "footprint"])
def test_outside_of_a_repository_it_says_where_it_looked(cli: Runner, tmp_path: Path, command: str) -> None:
    done = cli(command, folder=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        f"error: no git repository at `{tmp_path}`: fatal: not a git repository (or any of the parent directories): "
        ".git\nhint: run agentguard inside a repository, or name one with `-C DIR`\n"
    )


@pytest.fixture
def shallow(topic: Builder, tmp_path: Path) -> Path:
    """What CI checks out by default: one commit of each branch."""
    topic.switch("main")
    topic.commit({"a.py": "X = 3\n"})
    folder = tmp_path / "shallow"
    topic.git("clone", "--quiet", "--depth=1", "--no-single-branch", f"file://{topic.path}", str(folder))
    return folder


def test_a_shallow_clone_without_a_merge_base_names_what_mends_it(cli: Runner, shallow: Path) -> None:
    expected = f"error: history is cut before the merge base with the target (shallow clone)\n{UNSHALLOW}"
    assert cli("check", "origin/topic", folder=shallow) == Done(2, "", expected)
    assert cli("footprint", "origin/topic", folder=shallow) == Done(2, "", expected)


def test_a_commit_at_the_cut_cannot_be_judged(cli: Runner, shallow: Path, topic: Builder) -> None:
    cut = topic.git("rev-parse", "main")[:12]
    expected = f"error: history is cut at {cut}, its parent is not here\n{UNSHALLOW}"
    assert cli("audit", "--commit", "HEAD", folder=shallow) == Done(2, "", expected)
    assert cli("footprint", "HEAD", folder=shallow) == Done(2, "", expected)


def test_an_audit_of_a_shallow_clone_says_that_history_is_cut(cli: Runner, shallow: Path) -> None:
    expected = (
        "shallow   0 commits   0.0 s\n"
        "history is cut here (shallow clone), the commits at the cut were left out: `git fetch --unshallow`\n"
        "no commits to judge\n"
    )
    assert cli("audit", "-q", folder=shallow) == Done(0, expected, "")


def test_a_hostile_branch_name_is_read_and_never_printed_as_it_is(cli: Runner, topic: Builder) -> None:
    name = "evil\u202e;$(x)"
    topic.git("branch", name)
    assert cli("check", name) == Done(0, NOTHING, "")
    assert cli("check", name + "x") == Done(
        2, "", "error: no commit named `evil\ufffd;$(x)x`\nhint: did you mean `evil\ufffd;$(x)`?\n"
    )


@pytest.mark.parametrize("arguments", [["check", "--base", "--all"], ["check", "--", "--all"]], ids=as_line)
def test_a_revision_is_never_taken_for_an_option_of_git(cli: Runner, topic: Builder, arguments: list[str]) -> None:
    del topic
    assert cli(*arguments) == Done(
        2,
        "",
        "error: no commit named `--all`\n"
        "hint: `git branch --all` lists the branches; `git fetch` gets those of the remote\n",
    )


@pytest.mark.usefixtures("topic")
def test_a_hook_of_git_may_run_it(cli: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert cli("check") == Done(0, NOTHING, "")


def test_c_leaves_the_repository_of_a_hook(
    cli: Runner, topic: Builder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Builder.create(tmp_path / "other")
    other.commit({"z.py": "Z = 1\n"})
    monkeypatch.setenv("GIT_DIR", str(topic.path / ".git"))
    assert cli("audit", "-q", "-C", str(other.path)).out.startswith("other   1 commit, ")


def test_a_lost_object_is_said_and_does_not_end_the_run(cli: Runner, topic: Builder) -> None:
    blob = topic.git("rev-parse", "HEAD:b.py")
    (topic.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert cli("audit", "--commit", "HEAD", "--select", "AG104") == Done(
        0,
        f'{topic.head()[:10]}  2023-11-15  Ada  "change"\n'
        "focused: it has few files\n\n"
        "  files b.py\n\n"
        "nothing found in 1 file\n"
        "not looked at: lines and renames (-v says why)\n",
        "",
    )


def test_a_repository_of_the_newer_hash_is_as_good(cli: Runner, tmp_path: Path) -> None:
    other = Builder.create(tmp_path / "other", object_format="sha256")
    base = other.commit({"a.py": "X = 1\n"})
    head = other.commit({"b.py": "Y = 1\n"})
    assert cli("footprint", "HEAD", folder=other.path) == Done(0, footprint_of(base[:10], head[:10]), "")
    assert cli("check", "HEAD", folder=other.path) == Done(0, NOTHING, "")
    assert cli("audit", "-q", folder=other.path).out.endswith("\nnothing found\n")


def test_a_partial_clone_without_trees_says_how_to_get_them(cli: Runner, topic: Builder, tmp_path: Path) -> None:
    clone = topic.clone(tmp_path / "clone", "--filter=tree:0", "--no-checkout")
    hint = "`git fetch --refetch --filter=blob:none` gets the trees of a partial clone without the contents\n"
    for command in ("audit", "check", "footprint"):
        done = cli(command, folder=clone.path)
        assert (done.code, done.out, done.err.endswith(hint)) == (2, "", True), done.err


def test_lines_that_could_not_be_counted_are_not_told_as_none(cli: Runner, topic: Builder, tmp_path: Path) -> None:
    clone = topic.clone(tmp_path / "clone", "--filter=blob:none", "--no-checkout", "--branch=topic")
    assert "\nadded  source  +?  -?  b.py\n" in cli("footprint", "HEAD", folder=clone.path).out


def test_nothing_is_staged_where_there_is_no_worktree(cli: Runner, topic: Builder, tmp_path: Path) -> None:
    bare = topic.clone(tmp_path / "bare.git", "--bare")
    assert cli("footprint", "--staged", folder=bare.path) == Done(
        2,
        "",
        "error: nothing can be staged in a bare repository\n"
        "hint: `agentguard footprint REV` shows what a branch or a commit holds\n",
    )


@pytest.mark.parametrize(
    "words",
    [
        ["footprint"],
        ["footprint", "--staged"],
        ["footprint", "topic"],
        ["footprint", "-", "--base", "main"],
        ["check"],
        ["check", "."],
        ["audit", "--deep"],
        ["audit", "--commit", "HEAD"],
    ],
    ids=as_line,
)
def test_no_command_leaves_a_trace(cli: Runner, topic: Builder, words: list[str]) -> None:
    patch = topic.git("diff", "main", "topic").encode() + b"\n"
    topic.write({"a.py": "X = 3\n", "staged.py": "S = 1\n", "new.py": "N = 1\n"})
    topic.git("add", "staged.py")
    moment = 1_700_000_000_000_000_000
    for path in topic.path.glob("*.py"):
        os.utime(path, ns=(moment, moment))
    topic.git("update-index", "--refresh", check=False)

    def state() -> dict[Path, tuple[int, bytes]]:
        found = [path for path in topic.path.rglob("*") if path.is_file()]
        # Git says of an object that is there already that it was wanted, by its time; the content is what counts.
        times = {path: 0 if "objects" in path.parts else path.stat().st_mtime_ns for path in found}
        return {path: (times[path], path.read_bytes()) for path in found}

    before = state()
    assert cli(*words, stdin=patch).code == 0
    assert state() == before
