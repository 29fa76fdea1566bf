import os
from pathlib import Path

import pytest

from agentguard.analyzer.engine.check import CheckRequest, check
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.findings import CheckReport, Finding, Severity
from agentguard.analyzer.model.journal import Session
from tests.support.builder import Builder

AGENT = Session(id="s1", host="Claude")
OLD = "HOST = 1\nPORT = 2\nTOKEN = 3\n"


def judged(repo: Builder, *, session: Session | None = AGENT, base: str | None = None) -> CheckReport:
    request = CheckRequest(select=("AG106",), session=session, base=base)
    with Repository.open(repo.path) as repository:
        return check(repository, request, stdin=bytes)


def findings(repo: Builder, session: Session | None = AGENT) -> list[Finding]:
    report = judged(repo, session=session)
    assert report.skipped == ()
    return list(report.findings)


def told(repo: Builder) -> list[tuple[Severity, str]]:
    return [(finding.severity, finding.message) for finding in findings(repo)]


def unseen(repo: Builder) -> str:
    return f"in the worktree of `main` (`{repo.path}`), which this one never saw"


@pytest.fixture
def task(repo: Builder, tmp_path: Path) -> Builder:
    """A linked worktree in which an agent has rewritten and staged a file."""
    repo.commit({"config.py": OLD, "other.py": "x = 1\n"})
    linked = repo.worktree(tmp_path / "task", branch="task")
    linked.write({"config.py": "HOST = 1\nPORT = 9\nTOKEN = 3\n"})
    linked.git("add", "config.py")
    return linked


def test_a_commit_of_what_is_edited_in_the_worktree_of_the_target_is_refused(repo: Builder, task: Builder) -> None:
    repo.write({"config.py": OLD.replace("3", "4")})
    (finding,) = findings(task)
    assert (finding.severity, finding.message) == (
        Severity.ERROR,
        f"`config.py` has uncommitted edits {unseen(repo)}",
    )
    there = f"git -C {repo.path}"
    commands = f'{there} add -- config.py && {there} commit -m "chore: pre-dispatch baseline" -- config.py'
    assert (
        finding.help == f"they have to be committed there first: `{commands}`; then commit here, and `git rebase main`"
    )
    repo.commit({"config.py": OLD.replace("3", "4")})
    assert findings(task) == []


def test_a_hook_that_judges_against_the_last_commit_says_the_same(repo: Builder, task: Builder) -> None:
    repo.write({"config.py": OLD.replace("3", "4")})
    assert [one.severity for one in judged(task, base="HEAD").findings] == [Severity.ERROR]


def test_a_person_is_warned(repo: Builder, task: Builder) -> None:
    repo.write({"config.py": OLD.replace("3", "4")})
    assert [one.severity for one in findings(task, None)] == [Severity.WARNING]


def test_a_person_is_refused_where_the_settings_say_so(repo: Builder, task: Builder) -> None:
    repo.commit({"agentguard.toml": '[hooks]\napply-to = "everyone"\n'})
    repo.write({"config.py": OLD.replace("3", "4")})
    assert [one.severity for one in findings(task, None)] == [Severity.ERROR]


def test_edits_in_the_worktree_of_another_task_are_a_note(repo: Builder, task: Builder, tmp_path: Path) -> None:
    other = repo.worktree(tmp_path / "other", branch="other")
    other.write({"config.py": OLD.replace("1", "7")})
    message = f"`config.py` has uncommitted edits in the worktree of `other` (`{other.path}`)"
    assert told(task) == [(Severity.NOTE, message)]


def test_a_worktree_of_the_target_that_is_not_the_main_one_counts(tmp_path: Path) -> None:
    seed = Builder.create(tmp_path / "seed")
    seed.commit({"config.py": OLD})
    bare = seed.clone(tmp_path / "bare.git", "--bare")
    main = bare.worktree(tmp_path / "main", "main")
    task = bare.worktree(tmp_path / "task", "main", branch="task")
    main.write({"config.py": OLD.replace("3", "4")})
    task.write({"config.py": OLD.replace("2", "9")})
    task.git("add", "config.py")
    assert [severity for severity, _ in told(task)] == [Severity.ERROR]
    main.git("add", "config.py")
    assert findings(main) == []


@pytest.mark.parametrize("branch", ["elsewhere", None], ids=["another branch", "detached"])
def test_the_main_worktree_elsewhere_is_one_of_many(repo: Builder, task: Builder, branch: str | None) -> None:
    repo.git("switch", "--quiet", *(["--create", branch] if branch else ["--detach"]))
    repo.write({"config.py": OLD.replace("3", "4")})
    name = branch or "repo"
    message = f"`config.py` has uncommitted edits in the worktree of `{name}` (`{repo.path}`)"
    assert told(task) == [(Severity.NOTE, message)]


def test_a_new_file_that_is_untracked_in_the_target_s_worktree_is_an_edit(repo: Builder, task: Builder) -> None:
    repo.write({"docs/auth.md": "# Auth\ntoken\n"})
    task.write({"docs/auth.md": "# Auth\nkey\n"})
    task.git("add", "docs/auth.md")
    message = (
        f"`docs/auth.md` has uncommitted edits in the worktree of `main` (`{repo.path}`), which this one never saw"
    )
    assert told(task) == [(Severity.ERROR, message)]


def test_what_is_deleted_there_is_told(repo: Builder, task: Builder) -> None:
    repo.write({"config.py": None})
    assert told(task) == [(Severity.ERROR, f"`config.py` is deleted, but not committed, {unseen(repo)}")]


def test_a_file_that_is_deleted_here_and_edited_there_is_told(repo: Builder, task: Builder) -> None:
    repo.write({"other.py": "x = 2\n"})
    task.git("rm", "--quiet", "other.py")
    assert [severity for severity, _ in told(task)] == [Severity.ERROR]


@pytest.mark.parametrize(
    "edited",
    [
        {"other.py": "x = 2\n"},
        {"config.py": "HOST = 1\nPORT = 9\nTOKEN = 3\n"},
        {"config.py": OLD.replace("\n", "\r\n")},
        {"config.py": "HOST = 1\n  PORT = 9\nTOKEN = 3\n"},
    ],
    ids=["another file", "the same edit", "line ends", "the same edit, laid out otherwise"],
)
def test_nothing_is_said_of_edits_that_cost_nothing(repo: Builder, task: Builder, edited: dict[str, str]) -> None:
    repo.write(edited)
    assert findings(task) == []


def test_an_edit_that_was_brought_here_was_seen(repo: Builder, task: Builder) -> None:
    repo.write({"config.py": OLD.replace("3", "4")})
    task.write({"config.py": "HOST = 1\nPORT = 9\nTOKEN = 4\n"})
    task.git("add", "config.py")
    assert findings(task) == []


def test_an_edit_that_a_commit_of_this_branch_has_was_seen(repo: Builder, task: Builder) -> None:
    repo.write({"config.py": OLD.replace("3", "4")})
    task.commit({"config.py": OLD.replace("3", "4")})
    task.write({"config.py": OLD.replace("3", "5")})
    task.git("add", "config.py")
    assert findings(task) == []


def test_ignored_files_are_nobodys_edits(repo: Builder, task: Builder) -> None:
    repo.write({".git/info/exclude": "local.env\n", "local.env": "A=1\n"})
    task.write({"local.env": "A=2\n"})
    task.git("add", "--force", "local.env")
    assert findings(task) == []


def test_worktrees_that_are_gone_are_left_out(repo: Builder, task: Builder, tmp_path: Path) -> None:
    gone = repo.worktree(tmp_path / "gone", branch="gone")
    gone.path.rename(tmp_path / "moved")
    assert findings(task) == []


def test_locked_worktrees_are_looked_at(repo: Builder, task: Builder, tmp_path: Path) -> None:
    other = repo.worktree(tmp_path / "other", branch="other")
    repo.git("worktree", "lock", str(other.path))
    other.write({"config.py": OLD.replace("1", "7")})
    assert [severity for severity, _ in told(task)] == [Severity.NOTE]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_worktree_of_another_user_is_skipped(repo: Builder, task: Builder, tmp_path: Path) -> None:
    other = repo.worktree(tmp_path / "other", branch="other")
    other.write({"config.py": OLD.replace("1", "7")})
    os.chown(other.path, 1234, 1234)
    report = judged(task)
    assert report.findings == ()
    assert [(one.what, one.reason) for one in report.skipped] == [
        (f"worktree {other.path}", "its folder belongs to another user")
    ]


def test_the_folder_of_a_worktree_does_not_choose_what_is_run(repo: Builder, task: Builder, tmp_path: Path) -> None:
    other = repo.worktree(tmp_path / "other", branch="other")
    evil = Builder.create(tmp_path / "evil")
    mark = tmp_path / "ran"
    evil.git("config", "filter.evil.clean", f"touch {mark}; cat")
    evil.git("config", "core.fsmonitor", f"touch {mark}")
    other.write(
        {".git": f"gitdir: {evil.path / '.git'}\n", ".gitattributes": "* filter=evil\n", "config.py": "HOST = 7\n"}
    )
    assert [severity for severity, _ in told(task)] == [Severity.NOTE]
    assert not mark.exists()


def test_a_link_does_not_lead_out_of_a_worktree(repo: Builder, task: Builder, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/a.py").write_text("SECRET = 1\n")
    (repo.path / "sub").symlink_to(tmp_path / "secret")
    task.write({"sub/a.py": "x = 1\n"})
    task.git("add", "sub/a.py")
    assert findings(task) == []


def test_names_that_are_no_text_and_patterns_are_told_as_they_are(repo: Builder, task: Builder) -> None:
    names = [":(top)x.py", "[a].py", "\udcff.py"]
    repo.commit(dict.fromkeys([*names, "a.py"], "x = 1\n"))
    task.git("merge", "--quiet", "main", check=False)
    task.commit(None, "own")
    task.git("merge", "--quiet", "main")
    repo.write(dict.fromkeys([*names, "a.py"], "x = 2\n"))
    task.write(dict.fromkeys(names, "x = 3\n"))
    task.git("--literal-pathspecs", "add", "--", *names)
    found = findings(task)
    assert [one.location.path for one in found if one.location] == names
    assert all(one.message.isprintable() for one in found)


@pytest.mark.usefixtures("task")
def test_a_commit_in_the_main_worktree_is_not_held_against_the_others(repo: Builder) -> None:
    repo.write({"config.py": OLD.replace("3", "4")})
    repo.git("add", "config.py")
    assert findings(repo) == []


def test_in_the_middle_of_a_rebase_the_same_counts(repo: Builder, task: Builder) -> None:
    task.commit(None, "port")
    repo.commit({"config.py": OLD.replace("2", "8")})
    task.git("rebase", "main", check=False)
    task.write({"config.py": OLD.replace("2", "6")})
    task.git("add", "config.py")
    repo.write({"config.py": OLD.replace("2", "8").replace("3", "4")})
    assert [severity for severity, _ in told(task)] == [Severity.ERROR]


def test_only_the_worktrees_that_were_used_last_are_looked_at(repo: Builder, task: Builder, tmp_path: Path) -> None:
    for number in range(8):
        repo.worktree(tmp_path / f"other{number}", branch=f"other{number}")
    repo.write({"config.py": OLD.replace("3", "4")})
    report = judged(task)
    assert [one.severity for one in report.findings] == [Severity.ERROR]
    assert [one.reason for one in report.skipped] == ["only the 8 that were used last are looked at"]
