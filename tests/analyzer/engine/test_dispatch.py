import os
import subprocess
import time
from pathlib import Path

import pytest

from agentguard.analyzer.engine.dispatch import decide_dispatch, warn_of_new_worktree
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.baseline import Dispatch
from agentguard.analyzer.model.decisions import ALLOWED, Decision, Verdict
from agentguard.analyzer.model.journal import Deed, Journal, JournalEntry, Session
from tests.support.builder import Builder

ME = Session(id="s1", host="Claude")
OTHER = Session(id="s1", host="Claude", subagent="a7")
ISOLATED = Dispatch(isolated=True, base="head", session=ME)

BY_NAME = (
    "First: commit what belongs to the project, by name, and let `.gitignore` name what a program made; "
    "`git status --short` lists them"
)


def decide(repo: Builder, dispatch: Dispatch | None = None, *entries: JournalEntry) -> Decision:
    with Repository.open(repo.path) as repository:
        return decide_dispatch(repository, dispatch or Dispatch(session=ME), Journal(entries=entries))


def denied(message: str, advice: str) -> Decision:
    return Decision(verdict=Verdict.DENY, rule="AG106 dirty-baseline", message=message, help=advice)


def entry(path: str, session: Session = OTHER, *, deed: Deed = Deed.EDITED, minutes: float = 1) -> JournalEntry:
    return JournalEntry(deed=deed, session=session, time=time.time_ns() - int(minutes * 60e9), path=path, blob="1" * 40)


def shell(repo: Builder, command: str | None) -> None:
    """Runs the command that a refusal tells to run first, as an agent would."""
    assert command is not None
    done = subprocess.run(
        ["bash", "-c", command.removeprefix("First: ")], cwd=repo.path, env=environment(), check=False
    )
    assert done.returncode == 0


def environment() -> dict[str, str]:
    names = {f"GIT_{who}_{what}": "Ada@x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return {**os.environ, **names}


def test_a_clean_tree_is_a_baseline(repo: Builder) -> None:
    repo.commit({"a.py": "x = 1\n", ".gitignore": "*.log\n"})
    repo.write({"out.log": "ignored\n"})
    assert decide(repo) == ALLOWED


def test_edits_and_a_fresh_specification_are_named_with_the_command_that_commits_them(repo: Builder) -> None:
    repo.commit({"backend/config.py": "x = 1\n", "b.py": "x = 1\n"})
    repo.write({"backend/config.py": "x = 2\n", "docs/auth.md": "# Auth\n", "b.py": "x = 2\n"})
    repo.git("add", "b.py")
    refused = decide(repo, ISOLATED)
    assert refused == denied(
        "`b.py`, `backend/config.py` and `docs/auth.md` (new) have uncommitted changes that the new agent will not see",
        'First: git add backend/config.py docs/auth.md && git commit -m "chore: pre-dispatch baseline"',
    )
    shell(repo, refused.help)
    assert decide(repo, ISOLATED) == ALLOWED


def test_in_the_same_directory_a_change_may_be_overwritten(repo: Builder) -> None:
    repo.commit({"a.py": "x = 1\n"})
    repo.write({"a.py": "x = 2\n"})
    assert decide(repo) == denied(
        "`a.py` has uncommitted changes that the new agent may overwrite, or commit as its own",
        'First: git add a.py && git commit -m "chore: pre-dispatch baseline"',
    )


def test_both_names_of_a_renamed_file_and_a_changed_mode_count(repo: Builder) -> None:
    repo.commit({"old.py": "x = 1\n", "run.sh": "true\n"})
    repo.git("mv", "old.py", "new.py")
    (repo.path / "run.sh").chmod(0o755)
    refused = decide(repo)
    assert refused == denied(
        "`new.py`, `old.py` and `run.sh` have uncommitted changes that the new agent may overwrite, or commit as its "
        "own",
        'First: git add run.sh && git commit -m "chore: pre-dispatch baseline"',
    )
    shell(repo, refused.help)
    assert decide(repo) == ALLOWED


@pytest.mark.parametrize("name", ["a b'$(touch oops).py", "-A", ":(top)x.py", "*.py", "\udcff.py", "two\nlines.py"])
def test_the_command_is_right_for_hostile_names(repo: Builder, name: str) -> None:
    repo.commit({"a.py": "x = 1\n", name: "x = 1\n"})
    repo.write({name: "x = 2\n", "a.py": "x = 1\n"})
    refused = decide(repo)
    assert refused.verdict is Verdict.DENY
    assert refused.message.isprintable()
    shell(repo, refused.help)
    assert decide(repo) == ALLOWED


def test_ten_are_named_and_the_rest_counted(repo: Builder) -> None:
    repo.commit({"a.py": "x = 1\n"})
    repo.write({f"docs/{number:02}.md": "x\n" for number in range(34)})
    named = ", ".join(f"`docs/{number:02}.md` (new)" for number in range(10))
    assert decide(repo, ISOLATED) == denied(
        f"{named} and 24 more have uncommitted changes that the new agent will not see",
        BY_NAME,
    )


def test_of_very_many_the_first_are_counted(repo: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agentguard.analyzer.gather.baseline._MOST_PATHS", 12)
    repo.commit({"docs/index.md": "x\n"})
    repo.write({f"docs/{number:02}.md": "x\n" for number in range(34)})
    assert " and at least 2 more have uncommitted" in decide(repo).message


def test_a_folder_of_very_many_files_is_named_as_such(repo: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agentguard.analyzer.gather.baseline._MOST_WALKED", 20)
    repo.commit({"a.py": "x = 1\n"})
    repo.write({f"data/{number}.csv": "" for number in range(21)})
    assert decide(repo, ISOLATED) == denied(
        "`data/` (new) has uncommitted changes that the new agent will not see",
        BY_NAME,
    )


def test_nested_worktrees_and_what_programs_left_behind_are_no_changes(repo: Builder) -> None:
    repo.commit({"a.py": "x = 1\n"})
    repo.worktree(repo.path / ".trees/one", branch="one").write({"b.py": "x = 1\n"})
    repo.write({"src/__pycache__/a.cpython-311.pyc": "x", ".trees/note.md": "x\n"})
    assert decide(repo).message.startswith("`.trees/note.md` (new) has")
    (repo.path / ".trees/note.md").unlink()
    assert decide(repo) == ALLOWED


def test_many_nested_worktrees_are_no_changes_either(repo: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agentguard.analyzer.gather.baseline._MOST_WALKED", 10)
    repo.commit({f"{number}.py": "x = 1\n" for number in range(20)})
    for name in ("one", "two"):
        repo.worktree(repo.path / ".trees" / name, branch=name)
    assert decide(repo) == ALLOWED


def test_the_files_of_few_new_folders_are_named(repo: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agentguard.analyzer.gather.baseline._MOST_WALKED", 4)
    repo.commit({".gitignore": "*.log\n"})
    repo.write({f"{folder}/{number}.py": "x = 1\n" for folder in "ab" for number in range(3)})
    repo.write({"a/out.log": "ignored\n"})
    named = "`a/0.py` (new), `a/1.py` (new), `a/2.py` (new) and `b/` (new)"
    assert decide(repo, ISOLATED).message == f"{named} have uncommitted changes that the new agent will not see"


def test_a_submodule_counts_by_its_commit_alone(repo: Builder, tmp_path: Path) -> None:
    library = Builder.create(tmp_path / "library")
    library.commit({"l.py": "x = 1\n"})
    repo.commit({"a.py": "x = 1\n"})
    repo.submodule("lib", library)
    inside = Builder(repo.path / "lib")
    inside.write({"l.py": "x = 2\n", "new.py": "x = 1\n"})
    assert decide(repo) == ALLOWED
    inside.commit({"l.py": "x = 3\n"})
    assert decide(repo).message.startswith("`lib` has")


def test_changes_of_an_empty_repository_can_be_committed(repo: Builder) -> None:
    repo.write({"a.py": "x = 1\n"})
    refused = decide(repo)
    assert refused.message.startswith("`a.py` (new) has")
    shell(repo, refused.help)
    assert decide(repo) == ALLOWED


@pytest.mark.parametrize(
    ("command", "operation", "ways"),
    [
        (("merge", "side"), "merge", "`git commit` when it is resolved, or `git merge --abort`"),
        (("rebase", "side"), "rebase", "`git rebase --continue`, or `git rebase --abort`"),
        (("cherry-pick", "side"), "cherry-pick", "`git cherry-pick --continue`, or `git cherry-pick --abort`"),
    ],
    ids=["merge", "rebase", "cherry-pick"],
)
def test_what_git_is_in_the_middle_of_has_to_be_finished_first(
    repo: Builder, command: tuple[str, ...], operation: str, ways: str
) -> None:
    repo.commit({"a.py": "x = 1\n"})
    repo.branch("side")
    repo.commit({"a.py": "x = 2\n"})
    repo.switch("main")
    repo.commit({"a.py": "x = 3\n"})
    repo.git(*command, check=False)
    advice = f"First: finish the {operation} that is in progress: {ways}"
    message = "`a.py` has uncommitted changes that the new agent may overwrite, or commit as its own"
    assert decide(repo) == denied(message, advice)


def test_a_worktree_that_starts_at_the_remote_needs_more_than_a_commit(repo: Builder, tmp_path: Path) -> None:
    repo.commit({"a.py": "x = 1\n"})
    clone = repo.clone(tmp_path / "clone")
    clone.write({"a.py": "x = 2\n"})
    fresh = Dispatch(isolated=True, base="fresh", session=ME)
    refused = decide(clone, fresh)
    assert refused == denied(
        "`a.py` has uncommitted changes that the new agent will not see: its worktree starts from `origin/main`, where "
        "local commits are not either",
        'First: git add a.py && git commit -m "chore: pre-dispatch baseline"\nThen: set `worktree.baseRef` to `"head"` '
        "in `.claude/settings.json`, or push; the commit alone does not reach the new agent",
    )
    clone.commit({"a.py": "x = 2\n"})
    assert decide(clone, fresh) == Decision(
        verdict=Verdict.INFORM,
        rule="AG106 dirty-baseline",
        message="the new agent's worktree starts from `origin/main`, which lacks 1 commit of the current branch",
        help='set `worktree.baseRef` to `"head"` in `.claude/settings.json`, or push them',
    )
    assert decide(clone, ISOLATED) == ALLOWED


def test_without_a_remote_a_fresh_worktree_starts_from_here(repo: Builder) -> None:
    repo.commit({"a.py": "x = 1\n"})
    fresh = Dispatch(isolated=True, base="fresh", session=ME)
    assert decide(repo, fresh) == ALLOWED
    repo.write({"a.py": "x = 2\n"})
    assert decide(repo, fresh).help == 'First: git add a.py && git commit -m "chore: pre-dispatch baseline"'


def test_agents_that_only_read_may_start_at_any_time(repo: Builder) -> None:
    repo.commit({"agentguard.toml": '[hooks]\nread-only-agents = ["scout"]\n', "a.py": "x = 1\n"})
    repo.write({"a.py": "x = 2\n"})
    assert decide(repo, Dispatch(kind="scout", session=ME)) == ALLOWED
    assert decide(repo, Dispatch(kind="Explore", session=ME)).verdict is Verdict.DENY


@pytest.mark.parametrize(
    ("settings", "verdict"),
    [
        ('disable = ["AG106"]\n', Verdict.ALLOW),
        ('[severity]\nAG106 = "warning"\n', Verdict.INFORM),
        ('[severity]\ndirty-baseline = "note"\n', Verdict.ALLOW),
        ('[[suppress]]\nrule = "AG106"\npaths = "scratch/**"\nreason = "nobody needs it"\n', Verdict.ALLOW),
        ('[[suppress]]\nrule = "AG106"\npaths = "other/**"\nreason = "nobody needs it"\n', Verdict.DENY),
    ],
    ids=["disabled", "warning", "note", "waived", "another waived"],
)
def test_the_settings_on_the_target_may_make_it_milder(repo: Builder, settings: str, verdict: Verdict) -> None:
    repo.commit({"agentguard.toml": settings, "scratch/a.py": "x = 1\n"})
    repo.write({"scratch/a.py": "x = 2\n"})
    assert decide(repo).verdict is verdict


def test_the_branch_that_is_worked_on_cannot_switch_it_off(repo: Builder) -> None:
    repo.commit({"a.py": "x = 1\n"})
    repo.branch("topic")
    repo.commit({"agentguard.toml": 'disable = ["AG106"]\n'})
    repo.write({"a.py": "x = 2\n"})
    assert decide(repo).verdict is Verdict.DENY


def test_what_another_agent_is_editing_here_refuses_nothing(repo: Builder) -> None:
    repo.commit({"a.py": "x = 1\n", "b.py": "x = 1\n"})
    repo.write({"a.py": "x = 2\n"})
    assert decide(repo, None, entry("a.py")) == Decision(
        verdict=Verdict.INFORM,
        rule="AG106 dirty-baseline",
        message="`a.py` has uncommitted changes of agents that are at work in this directory",
        help="tell the new agent to leave them alone",
    )
    assert decide(repo, ISOLATED, entry("a.py")) == ALLOWED


def test_only_ones_own_changes_are_committed_beside_those_of_others(repo: Builder) -> None:
    repo.commit({"a.py": "x = 1\n", "b.py": "x = 1\n"})
    repo.write({"a.py": "x = 2\n", "b.py": "x = 2\n"})
    repo.git("add", "a.py")
    refused = decide(repo, None, entry("a.py"))
    assert refused == denied(
        "`b.py` has uncommitted changes that the new agent may overwrite, or commit as its own",
        'First: git add b.py && git commit -m "chore: pre-dispatch baseline" -- b.py',
    )
    shell(repo, refused.help)
    assert repo.git("status", "--porcelain") == "M  a.py"


@pytest.mark.parametrize(
    "entries",
    [
        (entry("a.py", ME),),
        (entry("a.py"), entry("a.py", ME)),
        (entry("a.py", minutes=31),),
        (entry("a.py", minutes=2), entry("", deed=Deed.ENDED)),
        (entry("a.py", minutes=2), entry("", ME, deed=Deed.ENDED)),
        (entry("b.py"),),
        (entry("a.py", deed=Deed.READ),),
    ],
    ids=["own", "own after theirs", "old", "ended", "whole session ended", "another file", "only read"],
)
def test_all_other_changes_need_a_commit(repo: Builder, entries: tuple[JournalEntry, ...]) -> None:
    repo.commit({"a.py": "x = 1\n", "b.py": "x = 1\n"})
    repo.write({"a.py": "x = 2\n"})
    assert decide(repo, None, *entries).verdict is Verdict.DENY


def test_an_edit_that_was_committed_is_nobodys_work_in_progress(repo: Builder) -> None:
    repo.commit({"a.py": "x = 2\n"})
    committed = JournalEntry(
        deed=Deed.EDITED, session=OTHER, time=time.time_ns(), path="a.py", blob=repo.git("rev-parse", "HEAD:a.py")
    )
    repo.write({"a.py": "x = 3\n"})
    assert decide(repo, None, committed).verdict is Verdict.DENY


def test_a_bare_repository_has_nothing_uncommitted(tmp_path: Path) -> None:
    assert decide(Builder.create(tmp_path / "bare", bare=True)) == ALLOWED


def warned(repo: Builder, source: Path | None = None) -> tuple[str, ...]:
    with Repository.open(repo.path) as repository:
        return warn_of_new_worktree(repository, source)


def test_a_worktree_made_beside_uncommitted_changes_is_warned_of(repo: Builder, tmp_path: Path) -> None:
    repo.commit({"a.py": "x = 1\n"})
    repo.write({"a.py": "x = 2\n"})
    linked = repo.worktree(tmp_path / "linked", branch="topic")
    there = f"git -C {repo.path}"
    message = f"`a.py` has uncommitted changes in `{repo.path}` that the new worktree does not have"
    commands = f'`{there} add a.py && {there} commit -m "chore: pre-dispatch baseline"`'
    advice = f"{commands}, then `git merge main` in the new one"
    assert warned(linked) == (f"agentguard AG106 dirty-baseline: {message}\n{advice}",)
    repo.commit({"a.py": "x = 2\n"})
    assert warned(linked) == ()


def test_only_where_a_worktree_came_from_is_looked_at(repo: Builder, tmp_path: Path) -> None:
    repo.commit({"a.py": "x = 1\n"})
    clean = repo.worktree(tmp_path / "clean", branch="clean")
    (clean.path / "sub").mkdir()
    repo.write({"a.py": "x = 2\n"})
    made = clean.worktree(tmp_path / "made", branch="made")
    assert warned(made, clean.path / "sub") == ()
    assert len(warned(made, repo.path)) == 1
    clean.write({"a.py": "x = 3\n"})
    assert len(warned(made)) == 2
