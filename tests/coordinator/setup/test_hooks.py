"""Our hooks as files, run by git."""

from pathlib import Path

import pytest

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.setup import Plan
from agentguard.coordinator.setup.apply import apply_plan
from agentguard.coordinator.setup.hookfiles import plan_hook, plan_removal
from tests.support.builder import Builder


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands in for `agentguard-hook-git`: writes down what it was called with, and refuses where it is told to."""
    place = tmp_path / "a folder" / "agentguard-hook-git"
    place.parent.mkdir()
    _script(
        place, f"echo \"ours $*$(cat)\" >> '{tmp_path}/calls'; exit $(cat '{tmp_path}/answer' 2>/dev/null || echo 0)"
    )
    monkeypatch.setattr("agentguard.coordinator.setup.commands.program", lambda: place)
    return place


@pytest.fixture
def native(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands in for the shell scripts that watch."""
    place = tmp_path / "native"
    place.mkdir()
    for event in ("post-index-change", "reference-transaction"):
        _script(place / event, f"echo \"ours {event} $*\" >> '{tmp_path}/calls'")
    monkeypatch.setattr("agentguard.coordinator.setup.commands.native_hook", lambda event: place / event)
    return place


def _script(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def install(repo: Builder, *events: str) -> None:
    folder = repo.path / ".git" / "hooks"
    folder.mkdir(exist_ok=True)
    with Repository.open(repo.path) as repository:
        for event in events:
            apply_plan(repository, Plan(steps=tuple(plan_hook(folder, event, event))))


def remove(repo: Builder) -> None:
    with Repository.open(repo.path) as repository:
        apply_plan(repository, Plan(steps=tuple(plan_removal(repo.path / ".git" / "hooks", "hooks"))))


def calls(tmp_path: Path) -> list[str]:
    path = tmp_path / "calls"
    return path.read_text().splitlines() if path.exists() else []


def commit(repo: Builder) -> bool:
    before = repo.git("rev-parse", "--verify", "--quiet", "HEAD", check=False)
    repo.git("commit", "--quiet", "--allow-empty", "--message=x", check=False)
    return repo.git("rev-parse", "--verify", "--quiet", "HEAD", check=False) != before


@pytest.mark.usefixtures("program")
def test_a_hook_of_the_user_goes_on_being_called_first(repo: Builder, tmp_path: Path) -> None:
    _script(repo.path / ".git" / "hooks" / "pre-commit", f"echo theirs >> '{tmp_path}/calls'")
    install(repo, "pre-commit")
    assert commit(repo)
    assert calls(tmp_path) == ["theirs", "ours pre-commit"]


@pytest.mark.usefixtures("program")
def test_a_hook_of_the_user_that_refuses_still_refuses(repo: Builder, tmp_path: Path) -> None:
    _script(repo.path / ".git" / "hooks" / "pre-commit", "exit 7")
    install(repo, "pre-commit")
    assert not commit(repo)
    assert calls(tmp_path) == []


@pytest.mark.usefixtures("program")
def test_ours_refuses_behind_it(repo: Builder, tmp_path: Path) -> None:
    _script(repo.path / ".git" / "hooks" / "pre-commit", "exit 0")
    (tmp_path / "answer").write_text("1")
    install(repo, "pre-commit")
    assert not commit(repo)


@pytest.mark.usefixtures("program")
def test_both_are_told_what_is_pushed(repo: Builder, tmp_path: Path) -> None:
    repo.commit({"a": "1\n"})
    Builder.create(tmp_path / "remote", bare=True)
    _script(repo.path / ".git" / "hooks" / "pre-push", f"echo \"theirs $(cut -d' ' -f1,3)\" >> '{tmp_path}/calls'")
    install(repo, "pre-push")
    repo.git("push", "--quiet", str(tmp_path / "remote"), "main:x", "main:y")
    theirs, theirs_too, ours, ours_too = calls(tmp_path)
    assert (theirs, theirs_too) == ("theirs refs/heads/main refs/heads/x", "refs/heads/main refs/heads/y")
    assert ours.startswith(f"ours pre-push {tmp_path / 'remote'} {tmp_path / 'remote'}refs/heads/main ")
    assert ours_too.startswith("refs/heads/main ")


@pytest.mark.usefixtures("native")
def test_what_only_watches_is_called_first_and_answers_nothing(repo: Builder, tmp_path: Path) -> None:
    _script(repo.path / ".git" / "hooks" / "post-index-change", f"echo theirs >> '{tmp_path}/calls'; exit 3")
    install(repo, "post-index-change")
    repo.write({"a": "1\n"})
    repo.git("add", "a")
    assert calls(tmp_path) == ["ours post-index-change 0 0", "theirs"]


@pytest.mark.usefixtures("native")
def test_the_same_hooks_run_in_a_linked_worktree(repo: Builder, tmp_path: Path) -> None:
    repo.commit({"a": "1\n"})
    install(repo, "post-index-change")
    linked = repo.worktree(tmp_path / "linked", branch="linked")
    (tmp_path / "calls").unlink(missing_ok=True)
    linked.write({"b": "1\n"})
    linked.git("add", "b")
    assert calls(tmp_path) == ["ours post-index-change 0 0"]


def test_a_program_that_is_gone_refuses_and_says_so(repo: Builder, program: Path) -> None:
    install(repo, "pre-commit")
    program.unlink()
    repo.extra["PATH"] = "/usr/bin:/bin"
    assert not commit(repo)


def test_what_watches_says_nothing_when_it_is_gone(repo: Builder, native: Path) -> None:
    install(repo, "post-index-change")
    (native / "post-index-change").unlink()
    repo.write({"a": "1\n"})
    assert repo.git("add", "a") == ""


@pytest.mark.usefixtures("program")
def test_a_link_is_kept_as_a_link_and_comes_back_as_one(repo: Builder, tmp_path: Path) -> None:
    hook = repo.path / ".git" / "hooks" / "pre-commit"
    _script(repo.path / "scripts" / "check", f"echo theirs >> '{tmp_path}/calls'")
    hook.parent.mkdir()
    hook.symlink_to("../../scripts/check")
    install(repo, "pre-commit")
    assert commit(repo)
    assert calls(tmp_path) == ["theirs", "ours pre-commit"]
    remove(repo)
    assert hook.readlink() == Path("../../scripts/check")
    assert sorted(path.name for path in hook.parent.iterdir()) == ["pre-commit"]


@pytest.mark.usefixtures("program")
def test_the_hook_of_a_framework_is_not_moved_it_calls_ours(repo: Builder) -> None:
    hook = repo.path / ".git" / "hooks" / "pre-push"
    _script(hook, "# File generated by pre-commit: https://pre-commit.com\n# ID: 138fd403232d2ddd5efb44317e38bf03")
    before = hook.read_bytes()
    install(repo, "pre-push")
    assert sorted(path.name for path in hook.parent.iterdir()) == ["pre-push", "pre-push.legacy"]
    assert hook.read_bytes() == before
    remove(repo)
    assert [path.name for path in hook.parent.iterdir()] == ["pre-push"]


@pytest.mark.usefixtures("program")
def test_installing_twice_changes_nothing(repo: Builder) -> None:
    hook = repo.path / ".git" / "hooks" / "pre-commit"
    _script(hook, "exit 0")
    install(repo, "pre-commit")
    before = {path.name: path.read_bytes() for path in hook.parent.iterdir()}
    assert list(plan_hook(hook.parent, "pre-commit", "x")) == []
    install(repo, "pre-commit")
    assert {path.name: path.read_bytes() for path in hook.parent.iterdir()} == before


@pytest.mark.usefixtures("program")
def test_a_run_that_was_interrupted_is_done_again(repo: Builder) -> None:
    hook = repo.path / ".git" / "hooks" / "pre-commit"
    _script(hook, "exit 0")
    before = hook.read_bytes()
    hook.with_name("pre-commit.agentguard-kept").hardlink_to(hook)
    install(repo, "pre-commit")
    remove(repo)
    assert {path.name: path.read_bytes() for path in hook.parent.iterdir()} == {"pre-commit": before}


@pytest.mark.usefixtures("program")
def test_a_second_hook_of_others_in_the_place_of_ours_is_refused(repo: Builder) -> None:
    hook = repo.path / ".git" / "hooks" / "pre-commit"
    _script(hook, "exit 0")
    install(repo, "pre-commit")
    _script(hook, "exit 1")
    with pytest.raises(AgentguardError, match=r"^two hooks of others claim to be `pre-commit`$"):
        install(repo, "pre-commit")
    assert hook.read_text() == "#!/bin/sh\nexit 1\n"


@pytest.mark.usefixtures("program")
def test_lines_that_others_wrote_into_our_hook_stay(repo: Builder) -> None:
    install(repo, "pre-commit")
    hook = repo.path / ".git" / "hooks" / "pre-commit"
    hook.write_text(hook.read_text().replace("#!/bin/sh\n", "#!/bin/sh\necho mine\n"))
    remove(repo)
    assert hook.read_text() == "#!/bin/sh\necho mine\n"


@pytest.mark.usefixtures("program")
def test_a_hook_that_lost_its_mode_gets_it_back(repo: Builder) -> None:
    install(repo, "pre-commit")
    hook = repo.path / ".git" / "hooks" / "pre-commit"
    hook.chmod(0o644)
    install(repo, "pre-commit")
    assert hook.stat().st_mode & 0o777 == 0o755
