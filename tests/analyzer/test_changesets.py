import os
from collections.abc import Callable
from pathlib import Path

import pytest

from agentguard.analyzer.changesets import open_change
from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git import Repository
from agentguard.analyzer.model.changes import ChangeSet, Mode
from agentguard.analyzer.specs import Spec, SpecKind, read_spec
from agentguard.analyzer.target import find_target
from tests.support.builder import Builder

INDEX = Spec(name="the index", kind=SpecKind.INDEX, value="")
Row = tuple[str, str | None, str, int | None, int | None]


def opened(repo: Builder, spec: str | Spec, *, stdin: bytes = b"", target: str | None = "main") -> ChangeSet:
    with Repository.open(repo.path) as repository:
        tip = repository.find_commit(target) if target else None
        read = read_spec(repository, spec) if isinstance(spec, str) else spec
        with open_change(repository, read, target=tip, read_stdin=lambda: stdin) as result:
            return result.change


def rows(change: ChangeSet) -> list[Row]:
    return [(c.path, c.old_path, c.status.value, c.added, c.deleted) for c in change.changes]


@pytest.fixture
def forked(repo: Builder) -> Builder:
    """Main has two commits; branch `work` left it after the first."""
    repo.commit({"a.py": "x = 1\n", "b.py": "y = 1\n"}, "first")
    repo.branch("work")
    repo.commit({"a.py": "x = 2\n"}, "edit a")
    repo.commit({"c.py": "z = 1\n"}, "add c")
    repo.switch("main")
    repo.commit({"b.py": "y = 2\n"}, "edit b")
    return repo


def test_a_branch_is_compared_with_its_merge_base(forked: Builder) -> None:
    change = opened(forked, "work")
    assert rows(change) == [("a.py", None, "modified", 1, 1), ("c.py", None, "added", 1, 0)]
    assert change.base == forked.git("rev-parse", "main~1")
    assert change.head == forked.git("rev-parse", "work")
    assert change.message == "edit a\n\nadd c"


def test_a_revision_that_the_target_contains_is_that_commit(forked: Builder) -> None:
    change = opened(forked, "main")
    assert rows(change) == [("b.py", None, "modified", 1, 1)]
    assert change.message == "edit b"


def test_a_root_commit_adds_all_its_files(forked: Builder) -> None:
    change = opened(forked, "main~1")
    assert rows(change) == [("a.py", None, "added", 1, 0), ("b.py", None, "added", 1, 0)]
    assert change.base is None


def test_a_range_is_exact(forked: Builder) -> None:
    change = opened(forked, "main..work")
    assert rows(change) == [
        ("a.py", None, "modified", 1, 1),
        ("b.py", None, "modified", 1, 1),
        ("c.py", None, "added", 1, 0),
    ]


def test_a_merge_commit_is_compared_with_its_first_parent(forked: Builder) -> None:
    forked.merge("work")
    assert rows(opened(forked, "HEAD")) == [("a.py", None, "modified", 1, 1), ("c.py", None, "added", 1, 0)]


def test_the_index_leaves_out_what_is_not_staged(forked: Builder) -> None:
    forked.switch("work")
    forked.write({"a.py": "x = 3\n", "d.py": "d = 1\n", "e.py": "e = 1\n"})
    forked.git("add", "d.py")
    assert rows(opened(forked, INDEX)) == [
        ("a.py", None, "modified", 1, 1),
        ("c.py", None, "added", 1, 0),
        ("d.py", None, "added", 1, 0),
    ]


def test_a_worktree_counts_uncommitted_and_untracked_files_but_not_ignored_ones(
    forked: Builder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked = forked.worktree(tmp_path / "linked", "work")
    linked.write({"a.py": "x = 4\n", "new.py": "n = 1\n", "junk.log": "j\n", ".gitignore": "*.log\n"})
    monkeypatch.chdir(tmp_path)
    change = opened(forked, "dir:linked")
    assert rows(change) == [
        (".gitignore", None, "added", 1, 0),
        ("a.py", None, "modified", 1, 1),
        ("c.py", None, "added", 1, 0),
        ("new.py", None, "added", 1, 0),
    ]
    assert change.head is None
    assert change.message == "edit a\n\nadd c"


def test_a_clean_worktree_is_its_branch(forked: Builder) -> None:
    forked.switch("work")
    assert opened(forked, INDEX).head == forked.head()


def test_a_nested_worktree_is_no_change_of_the_outer_one(forked: Builder) -> None:
    forked.worktree(forked.path / "inner", "work")
    assert rows(opened(forked, f"dir:{forked.path}")) == []


def test_opening_a_dirty_worktree_leaves_index_worktree_and_objects_as_they_were(forked: Builder) -> None:
    forked.write({"a.py": "x = 9\n", "new.py": "n = 1\n"})
    forked.git("add", "a.py")
    forked.write({"a.py": "x = 10\n"})

    def state() -> tuple[bytes, str, list[Path]]:
        index = (forked.path / ".git/index").read_bytes()
        return index, forked.git("status", "--porcelain"), sorted((forked.path / ".git").rglob("*"))

    before = state()
    opened(forked, f"dir:{forked.path}")
    opened(forked, INDEX)
    assert state() == before


def test_opening_a_worktree_as_fresh_as_its_index_does_not_touch_its_objects(forked: Builder) -> None:
    moment = 1_700_000_000_000_000_000
    for name in ("a.py", "b.py"):
        os.utime(forked.path / name, ns=(moment, moment))
    forked.git("update-index", "--refresh")
    os.utime(forked.path / ".git/index", ns=(moment, moment))
    objects = [path for path in (forked.path / ".git/objects").rglob("*") if path.is_file()]
    for path in objects:
        os.utime(path, ns=(moment, moment))
    opened(forked, f"dir:{forked.path}")
    opened(forked, INDEX)
    assert {path.stat().st_mtime_ns for path in objects} == {moment}


@pytest.mark.parametrize(
    "strip", [pytest.param((), id="with prefixes"), pytest.param(("--no-prefix",), id="without prefixes")]
)
def test_a_patch_is_applied_to_the_target(forked: Builder, strip: tuple[str, ...]) -> None:
    patch = forked.git("diff", *strip, "main~1", "work").encode() + b"\n"
    assert rows(opened(forked, "-", stdin=patch)) == [("a.py", None, "modified", 1, 1), ("c.py", None, "added", 1, 0)]


def test_a_patch_that_lost_its_last_line_end_is_applied(forked: Builder) -> None:
    patch = forked.git("diff", "main~1", "work").encode()
    assert rows(opened(forked, "-", stdin=patch)) == [("a.py", None, "modified", 1, 1), ("c.py", None, "added", 1, 0)]


@pytest.mark.parametrize("patch", [b"", b"\n", b"no patch\n", b"\xff\xfed\0"])
def test_what_holds_no_patch_is_an_error_and_not_an_empty_change(forked: Builder, patch: bytes) -> None:
    with pytest.raises(AgentguardError) as caught:
        opened(forked, "-", stdin=patch)
    assert caught.value.message == "`-` holds no patch"
    assert caught.value.hint == "`git diff` and `git format-patch` write one"


def test_a_patch_whose_lines_were_ended_otherwise_is_applied(forked: Builder) -> None:
    patch = forked.git("diff", "main~1", "work").encode() + b"\n"
    change = opened(forked, "-", stdin=patch.replace(b"\n", b"\r\n"))
    assert rows(change) == [("a.py", None, "modified", 1, 1), ("c.py", None, "added", 1, 0)]


@pytest.mark.parametrize("text", [pytest.param({}, id="alone"), pytest.param({"a.py": "x = 9\n"}, id="beside others")])
def test_a_binary_file_whose_content_a_patch_lacks_is_left_out_and_listed(
    forked: Builder, text: dict[str, str]
) -> None:
    forked.branch("pictures", "main")
    forked.commit({"old.png": b"\0" * 9, "gone.png": b"\0\1"}, "pictures")
    forked.commit({"old.png": b"\1" * 9, "gone.png": None, "n\xe9w.png": b"\0\2", **text}, "binary")
    patch = forked.git("diff", "HEAD~", "HEAD").encode() + b"\n"
    change = opened(forked, "-", stdin=patch, target="HEAD~")
    assert [row[0] for row in rows(change)] == list(text)
    reason = "the patch has not the content of this binary file; `git diff --binary` writes it"
    assert [(item.what, item.reason) for item in change.skipped] == [
        ("gone.png", reason),
        ("n\xe9w.png", reason),
        ("old.png", reason),
    ]


def test_a_name_in_a_patch_that_git_would_not_write_is_shown_as_it_stands(forked: Builder) -> None:
    patch = b'diff --git a/x b/x\nBinary files a/x and "b\\" differ\n'
    assert [item.what for item in opened(forked, "-", stdin=patch).skipped] == ['"b\\"']


def test_a_series_of_patches_is_applied_in_its_order(forked: Builder) -> None:
    patches = forked.git("format-patch", "--stdout", "main..work").encode() + b"\n"
    assert rows(opened(forked, "-", stdin=patches)) == [
        ("a.py", None, "modified", 1, 1),
        ("c.py", None, "added", 1, 0),
    ]


def test_a_patch_that_does_not_apply_is_an_error_with_the_way_out(forked: Builder) -> None:
    patch = b"--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-never there\n+x = 2\n"
    with pytest.raises(AgentguardError) as caught:
        opened(forked, "-", stdin=patch)
    assert caught.value.message.startswith("the patch `-` does not apply: patch failed: a.py:1")
    assert caught.value.hint == "name the commit that it was made from with `--base REV`"


@pytest.mark.parametrize("path", ["../outside", ".git/config"])
def test_a_patch_cannot_reach_outside_of_the_tree(forked: Builder, path: str) -> None:
    patch = f"--- /dev/null\n+++ b/{path}\n@@ -0,0 +1 @@\n+owned\n".encode()
    with pytest.raises(AgentguardError, match="does not apply"):
        opened(forked, "-", stdin=patch)


def test_conflicts_count_as_unchanged_and_are_listed(forked: Builder) -> None:
    forked.commit({"a.py": "x = 5\n"}, "conflicting")
    forked.git("merge", "work", check=False)
    change = opened(forked, INDEX)
    assert rows(change) == [("c.py", None, "added", 1, 0)]
    assert [(item.what, item.reason) for item in change.skipped] == [("a.py", "has a merge conflict in the index")]


def test_a_clean_filter_is_not_run(forked: Builder, tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    forked.git("config", "filter.evil.clean", f"touch {marker}; cat")
    forked.git("config", "filter.evil.required", "true")
    forked.write({".gitattributes": "*.py filter=evil\n", "a.py": "x = 7\n"})
    assert rows(opened(forked, f"dir:{forked.path}")) == [
        (".gitattributes", None, "added", 1, 0),
        ("a.py", None, "modified", 1, 1),
    ]
    assert not marker.exists()


def test_an_edit_as_old_as_the_index_and_of_the_same_size_is_seen(forked: Builder) -> None:
    forked.git("config", "core.trustctime", "false")
    index, file = forked.path / ".git/index", forked.path / "a.py"
    moment = 1_700_000_000_000_000_000
    os.utime(file, ns=(moment, moment))
    forked.git("add", "a.py")
    forked.write({"a.py": "x = 7\n"})
    os.utime(file, ns=(moment, moment))
    os.utime(index, ns=(moment, moment))
    assert rows(opened(forked, f"dir:{forked.path}")) == [("a.py", None, "modified", 1, 1)]


def test_an_unborn_branch_is_compared_with_nothing(repo: Builder) -> None:
    repo.write({"a.py": "x = 1\n"})
    assert rows(opened(repo, f"dir:{repo.path}", target=None)) == [("a.py", None, "added", 1, 0)]


def test_renames_modes_links_and_odd_names_are_told_apart(repo: Builder) -> None:
    text = "".join(f"line {number}\n" for number in range(20))
    repo.commit({"old.txt": text, "tool": "#!/bin/sh\n", "n\udcffame": "1\n", 'a\nb\t"c': "1\n"})
    (repo.path / "link").symlink_to("/etc/passwd")
    (repo.path / "tool").chmod(0o755)
    repo.git("mv", "old.txt", "new.txt")
    repo.write({"n\udcffame": "2\n", 'a\nb\t"c': "2\n", "data.bin": b"\0\1\2"})
    repo.git("add", "--all")
    repo.commit(None, "odd")
    change = opened(repo, "HEAD")
    assert rows(change) == [
        ('a\nb\t"c', None, "modified", 1, 1),
        ("data.bin", None, "added", None, None),
        ("link", None, "added", 1, 0),
        ("new.txt", "old.txt", "renamed", 0, 0),
        ("n\udcffame", None, "modified", 1, 1),
        ("tool", None, "modified", 0, 0),
    ]
    modes = {c.path: (c.old_mode, c.new_mode) for c in change.changes}
    assert modes["link"] == (Mode.ABSENT, Mode.SYMLINK)
    assert modes["tool"] == (Mode.FILE, Mode.EXECUTABLE)


def test_a_file_that_becomes_a_link_keeps_the_hunks_of_its_neighbours_apart(repo: Builder) -> None:
    repo.commit({"a": "1\n2\n", "b": "1\n"})
    (repo.path / "a").unlink()
    (repo.path / "a").symlink_to("b")
    repo.write({"b": "1\n2\n3\n"})
    repo.git("add", "--all")
    repo.commit(None, "type change")
    assert rows(opened(repo, "HEAD")) == [("a", None, "type-changed", 1, 2), ("b", None, "modified", 2, 0)]


@pytest.mark.parametrize("name", ["plain", 'colon:and"quote', "new\nline"])
def test_a_quarantine_works_below_any_folder_name(tmp_path: Path, name: str) -> None:
    repo = Builder.create(tmp_path / name)
    repo.commit({"a.py": "x = 1\n"})
    repo.write({"b.py": "y = 1\n"})
    assert rows(opened(repo, f"dir:{repo.path}")) == [("b.py", None, "added", 1, 0)]


def test_sha256_repositories_work(tmp_path: Path) -> None:
    repo = Builder.create(tmp_path / "sha256", object_format="sha256")
    repo.commit({"a.py": "x = 1\n"})
    repo.write({"b.py": "y = 1\n"})
    change = opened(repo, f"dir:{repo.path}")
    assert rows(change) == [("b.py", None, "added", 1, 0)]
    assert len(change.base or "") == 64


def test_a_shallow_clone_without_merge_base_says_how_to_mend_it(forked: Builder, tmp_path: Path) -> None:
    clone = tmp_path / "shallow"
    forked.git("clone", "--quiet", "--depth=1", "--no-single-branch", f"file://{forked.path}", str(clone))
    with pytest.raises(AgentguardError) as caught:
        opened(Builder(clone), "origin/work", target="origin/main")
    assert caught.value.message == "history is cut before the merge base with the target (shallow clone)"
    assert caught.value.hint == "`git fetch --unshallow`; in GitHub Actions `fetch-depth: 0` for actions/checkout"


@pytest.mark.parametrize("spec", [INDEX, None], ids=["index", "worktree"])
def test_a_shallow_clone_without_a_target_is_no_clean_branch(
    forked: Builder, tmp_path: Path, spec: Spec | None
) -> None:
    clone = forked.clone(tmp_path / "shallow", "--depth=1", "--branch=work")
    with pytest.raises(AgentguardError) as caught:
        opened(clone, spec or f"dir:{clone.path}", target=None)
    assert caught.value.message == "no target branch is here to compare with (shallow clone)"
    assert caught.value.hint == "`git fetch --unshallow`; in GitHub Actions `fetch-depth: 0` for actions/checkout"


def test_where_there_is_no_target_only_what_is_uncommitted_is_looked_at_and_that_is_said(forked: Builder) -> None:
    forked.switch("work")
    forked.write({"d.py": "d = 1\n"})
    forked.git("add", "d.py")
    change = opened(forked, INDEX, target=None)
    assert rows(change) == [("d.py", None, "added", 1, 0)]
    assert [(item.what, item.reason) for item in change.skipped] == [
        ("the branch's commits", "there is no target branch: `--base REV` or `target` in the settings names one")
    ]


def test_a_boundary_commit_is_not_taken_for_a_root(forked: Builder, tmp_path: Path) -> None:
    clone = tmp_path / "shallow"
    forked.git("clone", "--quiet", "--depth=1", f"file://{forked.path}", str(clone))
    with pytest.raises(AgentguardError, match=r"history is cut at [0-9a-f]{12}, its parent is not here"):
        opened(Builder(clone), "HEAD")


@pytest.mark.parametrize(
    ("text", "kind"),
    [("HEAD", "rev"), ("main..work", "range"), ("main..", "range"), ("name=work", "rev"), ("-", "patch")],
)
def test_specs_are_read_by_their_form(forked: Builder, text: str, kind: str) -> None:
    with Repository.open(forked.path) as repository:
        assert read_spec(repository, text).kind == kind


def test_two_dots_are_the_folder_above(forked: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    (forked.path / "sub").mkdir()
    monkeypatch.chdir(forked.path / "sub")
    with Repository.open() as repository:
        assert read_spec(repository, "..").kind is SpecKind.DIRECTORY


def test_the_folder_of_a_bare_repository_is_no_worktree(forked: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = forked.clone(forked.path / "bare", "--bare")
    monkeypatch.chdir(bare.path)
    with Repository.open() as repository, pytest.raises(AgentguardError) as caught:
        read_spec(repository, ".")
    assert caught.value.message == "`.` is no commit, and that folder is not the top of a worktree"


@pytest.mark.skipif(os.name == "nt", reason="a named pipe")
def test_a_patch_may_come_through_a_named_pipe(forked: Builder, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with Repository.open(forked.path) as repository:
        assert read_spec(repository, f"patch:{tmp_path / 'pipe'}").kind is SpecKind.PATCH


def test_a_patch_without_an_end_is_refused(forked: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agentguard.analyzer.changesets.MAX_PATCH_BYTES", 1_000_000)
    with pytest.raises(AgentguardError) as caught:
        opened(forked, "patch:/dev/zero")
    assert (caught.value.message, caught.value.hint) == (
        "the patch `/dev/zero` is too large, or has no end",
        "a patch may have 1 MB; commit it, and name the commit",
    )


def test_an_ambiguous_spec_lists_its_readings(forked: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    forked.worktree(forked.path / "work", "work")
    monkeypatch.chdir(forked.path)
    with Repository.open() as repository, pytest.raises(AgentguardError) as caught:
        read_spec(repository, "work")
    assert caught.value.message == "`work` can be read in 2 ways"
    assert caught.value.hint == "write `dir:work` or `rev:work`"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("wrok", "no commit named `wrok`"),
        ("main..wrok", "no commit named `wrok`"),
        ("rev:wrok", "no commit named `wrok`"),
        ("task:wrok", "no task named `wrok`"),
        ("dir:wrok", "no worktree of this repository at `wrok`"),
        ("patch:wrok", "no file named `wrok`"),
        ("--output=x", "no commit named `--output=x`"),
        ("\x1b[31m", "no commit named `\ufffd[31m`"),
        ("", "no commit named ``"),
        ("..", "`..` is no commit, and that folder is not the top of a worktree"),
        ("../wrok", "there is nothing at `../wrok`"),
        ("../repo/sub", "`../repo/sub` is no commit, and that folder is not the top of a worktree"),
        ("main...work", "`main...work` has three dots"),
        ("wrok.patch", "no file and no commit named `wrok.patch`"),
        ("sub", "`sub` is no commit, and that folder is not the top of a worktree"),
        ("dir:sub", "no worktree of this repository at `sub`"),
        ("patch:sub", "no file named `sub`"),
    ],
)
def test_a_spec_that_means_nothing_is_an_error(
    forked: Builder, text: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (forked.path / "sub").mkdir()
    monkeypatch.chdir(forked.path)
    with Repository.open(forked.path) as repository, pytest.raises(AgentguardError) as caught:
        read_spec(repository, text)
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("prepare", "expected"),
    [
        pytest.param(lambda _: None, "main", id="main"),
        pytest.param(lambda r: r.git("branch", "-m", "main", "master"), "master", id="master"),
        pytest.param(lambda r: r.git("branch", "-m", "main", "trunk"), None, id="none"),
        pytest.param(
            lambda r: (
                r.git("update-ref", "refs/remotes/origin/develop", "HEAD"),
                r.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/develop"),
            ),
            "origin/develop",
            id="default of origin, only there",
        ),
    ],
)
def test_the_target_is_found(repo: Builder, prepare: Callable[[Builder], object], expected: str | None) -> None:
    repo.commit({"a": "1\n"})
    prepare(repo)
    with Repository.open(repo.path) as repository:
        target = find_target(repository)
    assert (target.name if target else None) == expected


def test_a_hook_environment_with_relative_paths_works_from_a_subfolder(
    forked: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (forked.path / "sub").mkdir()
    forked.write({"sub/new.py": "n = 1\n"})
    forked.git("add", "sub/new.py")
    monkeypatch.chdir(forked.path / "sub")
    monkeypatch.setenv("GIT_DIR", os.path.join("..", ".git"))  # noqa: PTH118 - relative on purpose
    monkeypatch.setenv("GIT_WORK_TREE", "..")
    with (
        Repository.open() as repository,
        open_change(repository, INDEX, target=None, read_stdin=lambda: b"") as result,
    ):
        assert rows(result.change) == [("sub/new.py", None, "added", 1, 0)]
