import os
import shutil
import subprocess
from pathlib import Path

import pytest

from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.journal import FIRST_WRITE, Journal, Session
from agentguard.analyzer.sessions import IDS, MARKS
from agentguard.coordinator.journal import read_journal, switch
from agentguard.coordinator.journal.writes import MOST_WRITES
from tests.journal.shared import FRONT, hook, install_front, journal
from tests.support.builder import Builder

SHELLS = [shell for shell in ("sh", "dash", "bash", "busybox sh") if shutil.which(shell.split()[0])]


@pytest.fixture
def noted(repo: Builder) -> Builder:
    repo.commit({"src/client.py": "1\n", "README.md": "1\n"})
    install_front(repo)
    repo.write({"src/client.py": "2\n", "README.md": "2\n"})
    return repo


def writes(repo: Builder) -> list[tuple[tuple[str, ...], str, Session | None]]:
    return [(one.process.argv, one.process.prefix, one.session) for one in journal(repo).index_writes]


@pytest.mark.parametrize("shell", SHELLS)
def test_a_write_is_noted_with_words_folder_session_and_snapshot(noted: Builder, shell: str) -> None:
    install_front(noted, shell)
    noted.write({"a b\n'c": "1\n"})
    noted.extra["CLAUDE_CODE_SESSION_ID"] = "one\nline $(x)"
    noted.git("-C", "src", "add", "--", "client.py", "../a b\n'c")
    noted.git("reset", "--quiet")
    session = Session(id="one\nline $(x)", host="Claude")
    root = "-C", "src"
    assert writes(noted) == [
        (("git", *root, "add", "--", "client.py", "../a b\n'c"), "src/", session),
        (("git", "reset", "--quiet"), "", session),
    ]
    first, second = journal(noted).index_writes
    assert first.number == FIRST_WRITE
    assert first.snapshot is not None
    assert second.snapshot is not None
    assert second.snapshot.samefile(noted.path / ".git/index")
    assert not first.snapshot.samefile(second.snapshot)


def test_all_variables_that_tell_a_session_are_noted() -> None:
    names = {name for name, _ in (*IDS, *MARKS)}
    assert [name for name in sorted(names) if f'"{name}=${name}"' not in FRONT.read_text()] == []


def test_the_journal_is_its_owners_alone(noted: Builder) -> None:
    noted.git("add", "README.md")
    folder = noted.path / ".git/agentguard"
    modes = {path.relative_to(folder).as_posix(): path.stat().st_mode & 0o777 for path in folder.rglob("*")}
    assert modes.pop(f"journal/snapshots/{FIRST_WRITE}")  # that of the index
    assert modes == {
        "journal": 0o700,
        "journal/limit": 0o600,
        "journal/snapshots": 0o700,
        "journal/writes": 0o700,
        f"journal/writes/{FIRST_WRITE}": 0o600,
    }


def test_refreshes_commits_frameworks_and_other_indexes_are_not_noted(noted: Builder, tmp_path: Path) -> None:
    os.utime(noted.path / "README.md", (1, 1))
    noted.git("status")
    os.utime(noted.path / "README.md", (2, 2))
    noted.git("diff")
    noted.git("commit", "--quiet", "-am", "x")
    noted.write({"README.md": "3\n"})
    noted.extra["PRE_COMMIT"] = "1"
    noted.git("add", "README.md")
    noted.extra = {"GIT_INDEX_FILE": str(tmp_path / "index")}
    noted.git("add", "README.md")
    with Repository.open(noted.path) as repository:
        repository.run("update-index", "--force-write-index")
    assert journal(noted) == Journal()


def test_the_index_that_git_names_in_its_hooks_is_the_worktrees_own(noted: Builder) -> None:
    for name in (".git/index", str(noted.path / ".git/index")):
        noted.extra["GIT_INDEX_FILE"] = name
        noted.git("update-index", "--force-write-index")
    assert len(writes(noted)) == 2


def test_each_worktree_and_each_submodule_has_its_own(noted: Builder, tmp_path: Path) -> None:
    library = Builder.create(tmp_path / "library")
    library.commit({"lib.py": "1\n"})
    noted.submodule("lib", library)
    inner = Builder(noted.path / "lib")
    install_front(inner)
    linked = noted.worktree(tmp_path / "linked", branch="work")
    for one, name in ((noted, "README.md"), (linked, "README.md"), (inner, "lib.py")):
        one.write({name: "new\n"})
        one.git("add", name)
    assert [writes(one)[-1][0] for one in (noted, linked, inner)] == [
        ("git", "add", "README.md"),
        ("git", "add", "README.md"),
        ("git", "add", "lib.py"),
    ]
    assert (tmp_path / "repo/.git/worktrees/linked/agentguard/journal").is_dir()
    assert (tmp_path / "repo/.git/modules/lib/agentguard/journal").is_dir()


def test_a_journal_that_is_switched_off_is_emptied_and_stays_so_in_every_worktree(
    noted: Builder, tmp_path: Path
) -> None:
    linked = noted.worktree(tmp_path / "linked", branch="work")
    noted.git("add", "README.md")
    with Repository.open(noted.path) as repository:
        switch(repository.place, on=False)
        switch(repository.place, on=False)
    for one in (noted, linked):
        one.git("add", "--renormalize", ".")
        one.git("update-index", "--force-write-index")
    assert journal(noted) == Journal()
    assert [words for words, _, _ in writes(linked) if "update-index" in words] == []
    with Repository.open(linked.path) as repository:
        switch(repository.place, on=True)
    noted.git("update-index", "--force-write-index")
    assert len(writes(noted)) == 1


def test_words_joined_by_blanks_are_taken_where_the_system_tells_no_others(noted: Builder, tmp_path: Path) -> None:
    if not shutil.which("ps"):
        pytest.skip("there is no `ps`")
    elsewhere = tmp_path / "front"
    elsewhere.write_text(FRONT.read_text().replace("/proc", "/nowhere"))
    hook(noted, "post-index-change", f'exec sh {elsewhere} "$@"')
    noted.write({"a b": "1\n"})
    noted.git("add", "README.md", "a b")
    (write,) = journal(noted).index_writes
    assert (write.process.argv, write.process.is_exact) == (("git", "add", "README.md", "a", "b"), False)


def test_a_hook_between_git_and_this_one_is_passed_over(noted: Builder) -> None:
    hook(noted, "post-index-change", f'sh -c \'sh {FRONT} "$@"; :\' -- "$@"; :')
    noted.git("add", "README.md")
    assert writes(noted) == [(("git", "add", "README.md"), "", None)]


def test_without_hard_links_the_index_is_copied(noted: Builder, tmp_path: Path) -> None:
    fake = tmp_path / "bin" / "ln"
    fake.parent.mkdir()
    fake.write_text("#!/bin/sh\nexit 1\n")
    fake.chmod(0o755)
    noted.extra["PATH"] = f"{fake.parent}:{os.environ['PATH']}"
    noted.git("add", "README.md")
    (write,) = journal(noted).index_writes
    assert write.snapshot is not None
    assert not write.snapshot.samefile(noted.path / ".git/index")
    assert write.snapshot.read_bytes() == (noted.path / ".git/index").read_bytes()


@pytest.mark.parametrize("name", ["agentguard", "agentguard/journal", "agentguard/journal/writes"])
def test_no_link_is_followed_out_of_the_git_directory(noted: Builder, tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    (outside / "journal" / "writes").mkdir(parents=True)
    place = noted.path / ".git" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(outside)
    noted.git("add", "README.md")
    assert [path for path in outside.rglob("*") if path.is_file()] == []
    assert journal(noted) == Journal()


def test_git_succeeds_in_silence_where_nothing_can_be_noted(noted: Builder) -> None:
    (noted.path / ".git/agentguard").write_text("a file in the way")
    said = subprocess.run(["git", "add", "README.md"], cwd=noted.path, capture_output=True, check=True, env=os.environ)
    assert (said.stdout, said.stderr) == (b"", b"")
    assert journal(noted) == Journal()


@pytest.mark.parametrize("shell", SHELLS)
def test_the_front_bounds_what_it_keeps(noted: Builder, shell: str) -> None:
    install_front(noted, shell)
    folder = noted.path / ".git/agentguard/journal"
    for name in ("writes", "snapshots"):
        (folder / name).mkdir(parents=True)
        for number in range(FIRST_WRITE, FIRST_WRITE + 140):
            (folder / name / str(number)).touch()
    (folder / "limit").write_text("a[$(touch run)]")
    noted.git("add", "README.md")
    kept = {name: sorted(path.name for path in (folder / name).iterdir()) for name in ("writes", "snapshots")}
    last = FIRST_WRITE + 140
    assert [int(name) for name in kept["writes"]] == list(range(last - 100, last + 1))
    assert [int(name) for name in kept["snapshots"]] == [FIRST_WRITE, *range(last - 7, last + 1)]
    assert (folder / "limit").read_text() == "16\n"
    assert not (folder / "run").exists()
    assert len(kept["writes"]) < MOST_WRITES


def test_many_at_once_lose_nothing(noted: Builder, tmp_path: Path) -> None:
    """Of the hooks of several writes any may be late; of different worktrees all run at once anyway."""
    linked = [noted.worktree(tmp_path / f"linked{number}", branch=f"work{number}") for number in range(3)]
    for one in linked:
        one.write({f"{number}.py": "1\n" for number in range(5)})
    alias = f"alias.front=!sh {FRONT}"
    started = [subprocess.Popen(["git", "-c", alias, "front", str(number)], cwd=noted.path) for number in range(12)]
    for number in range(5):
        adding = [subprocess.Popen(["git", "add", f"{number}.py"], cwd=one.path) for one in linked]
        assert [one.wait() for one in adding] == [0, 0, 0]
    assert [one.wait() for one in started] == [0] * 12
    assert sorted(int(argv[-1]) for argv, _, _ in writes(noted)) == list(range(12))
    for one in linked:
        added = [argv for argv, _, _ in writes(one) if argv[1] == "add"]
        assert added == [("git", "add", f"{number}.py") for number in range(5)]


def test_the_journal_goes_with_its_worktree(noted: Builder, tmp_path: Path) -> None:
    linked = noted.worktree(tmp_path / "linked", branch="work")
    linked.git("update-index", "--force-write-index")
    noted.git("worktree", "remove", str(linked.path))
    assert not (noted.path / ".git/worktrees/linked").exists()


def test_a_bare_repository_has_an_index_only_if_somebody_makes_one(tmp_path: Path) -> None:
    bare = Builder.create(tmp_path / "bare.git", bare=True)
    install_front(bare)
    bare.git("read-tree", "--empty")
    with Repository.open(bare.path) as repository:
        assert [one.process.argv for one in read_journal(repository.place).index_writes] == [
            ("git", "read-tree", "--empty")
        ]
