"""The decision on a command in real repositories; how commands are read is tested beside `commandline`."""

from collections.abc import Sequence
from pathlib import Path
from time import time_ns

import pytest

from agentguard.analyzer.engine.asking import Asker
from agentguard.analyzer.engine.decide import decide_command, decide_unread
from agentguard.analyzer.git.place import Place
from agentguard.analyzer.model.decisions import ALLOWED, Decision, Verdict
from agentguard.analyzer.model.journal import Deed, Journal, JournalEntry, Session
from agentguard.analyzer.rules import rule_of
from tests.support.builder import Builder

MINE, OTHER = Session(id="mine", host="Claude"), Session(id="other", host="Claude")
NAME_THEM = "Name the paths of this change: git add PATH ...   (`git status --short` lists what there is)"


def edited(*paths: str, by: Session = MINE) -> tuple[JournalEntry, ...]:
    return tuple(JournalEntry(deed=Deed.EDITED, session=by, time=time_ns(), path=path) for path in paths)


def decide(folder: Path | None, command: str, entries: Sequence[JournalEntry] = ()) -> Decision:
    def journal(place: Place) -> Journal:
        del place
        return Journal(entries=tuple(entries))

    return decide_command(command, Asker(folder=folder, session=MINE, journal=journal))


def refusal(message: str, help_text: str) -> Decision:
    return Decision(verdict=Verdict.DENY, rule="AG101 broad-staging", message=message, help=help_text)


@pytest.fixture
def dirty(repo: Builder) -> Builder:
    """A repository in which several have worked."""
    repo.commit({"src/client.py": "1\n", "src/other.py": "1\n", "README.md": "1\n"})
    repo.write({"src/client.py": "2\n", "src/other.py": "2\n", "tests/test_client.py": "1\n"})
    repo.write({f"reports/{number}.md": "x\n" for number in range(9)})
    return repo


def test_a_refusal_speaks_for_its_rule(dirty: Builder) -> None:
    rule = rule_of("AG101")
    assert decide(dirty.path, "git add -A").rule == f"{rule.code} {rule.name}"


def test_a_sweep_is_told_from_what_the_session_edited(dirty: Builder) -> None:
    assert decide(dirty.path, "git add -A", edited("src/client.py", "tests/test_client.py")) == refusal(
        "`git add -A` would stage 12 paths, 10 of them not edited by you (reports/ 9, src/ 1).",
        "You edited: git add src/client.py tests/test_client.py",
    )


def test_a_commit_of_everything_takes_in_what_git_knows(dirty: Builder) -> None:
    assert decide(dirty.path, "git commit -am fix", edited("src/client.py", "tests/test_client.py")) == refusal(
        "`git commit -am fix` would commit 2 paths, 1 of them not edited by you (src/other.py).",
        "You edited: git commit -m fix -- src/client.py",
    )


def test_without_a_journal_many_paths_are_summed_up(dirty: Builder) -> None:
    assert decide(dirty.path, "git add .") == refusal(
        "`git add .` would stage 12 paths that it does not name (reports/ 9, src/ 2, tests/ 1).", NAME_THEM
    )


def test_without_a_journal_a_few_paths_are_listed(dirty: Builder) -> None:
    assert decide(dirty.path, "git add -u") == refusal(
        "`git add -u` would stage 2 paths that it does not name (src/client.py, src/other.py).",
        "Name those that belong to this change: git add src/client.py src/other.py",
    )


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("git ls-files -o | xargs git add", "`git add` (git ls-files -o | xargs)"),
        ("find . -name '*.py' -exec git add {} +", "`git add` (find -exec)"),
        ("git add $(git ls-files -o)", "`git add $(git ls-files -o)`"),
    ],
)
def test_of_a_list_that_is_made_at_run_time_nobody_knows_how_long_it_is(
    dirty: Builder, command: str, shown: str
) -> None:
    assert decide(dirty.path, command, edited("src/client.py")) == refusal(
        f"{shown} would stage paths that it does not name "
        "(12 paths changed here, 11 of them not edited by you: reports/ 9, src/ 1, tests/ 1).",
        "You edited: git add src/client.py",
    )


def test_a_sweep_in_a_clean_tree_is_refused_too(repo: Builder) -> None:
    # What it stages is what is there when it runs: the same line may write, and so may others in the same folder.
    repo.commit({"a.py": "1\n"})
    assert decide(repo.path, "git add -A") == refusal(
        "`git add -A` takes whatever is there when it runs; now that is nothing.", NAME_THEM
    )


def test_a_sweep_of_own_edits_alone_says_so(dirty: Builder) -> None:
    assert decide(dirty.path, "git add -u", edited("src/client.py", "src/other.py")) == refusal(
        "`git add -u` would stage 2 paths, all edited by you.", "You edited: git add src/client.py src/other.py"
    )


def test_a_subagent_did_not_edit_what_its_session_did(dirty: Builder) -> None:
    by = Session(id="mine", host="Claude", subagent="a")
    assert decide(dirty.path, "git add -u", edited("src/client.py", by=by)).message.startswith(
        "`git add -u` would stage 2 paths that it does not name"
    )


@pytest.mark.parametrize(
    ("command", "paths"),
    [
        ("git add -A", "12"),
        ("git add -vA", "12"),
        ("git add --intent-to-add .", "12"),
        ("git add -vu", "2"),
        ("git add --upd", "2"),
        ("git add -p", "2"),
        ("git stash", "2"),
        ("git stash -ku", "12"),
        ("git stash push --incl", "12"),
        ("git stash push -m 'a useful word'", "2"),
        ("git commit -a", "2"),
    ],
)
def test_untracked_files_count_where_git_takes_them(dirty: Builder, command: str, paths: str) -> None:
    assert decide(dirty.path, command).message.split(" would ")[1].split()[1] == paths


@pytest.mark.parametrize("command", ["cd src && git add .", "git -C src add ."])
def test_paths_count_from_where_the_agent_is(dirty: Builder, command: str) -> None:
    decision = decide(dirty.path, command, edited("src/client.py"))
    assert decision.help == "You edited: git add src/client.py"
    assert "would stage 2 paths, 1 of them not edited by you (src/other.py)." in decision.message


def test_the_tree_is_the_one_in_which_the_command_runs(dirty: Builder, tmp_path: Path) -> None:
    beside = Builder.create(tmp_path / "be side")
    beside.commit({"a.py": "1\n"})
    beside.write({"a.py": "2\n"})
    command = f"cd '{beside.path}' && git add -A"
    assert decide(dirty.path, command) == refusal(
        "`git add -A` would stage 1 path that it does not name (a.py).",
        f"Name those that belong to this change: git -C '{beside.path}' add a.py",
    )


def test_linked_worktrees_are_told_apart(dirty: Builder, tmp_path: Path) -> None:
    linked = dirty.worktree(tmp_path / "linked", branch="side")
    linked.write({"README.md": "2\n"})
    assert "would stage 1 path that it does not name (README.md)." in decide(linked.path, "git add -A").message


@pytest.mark.parametrize(
    "command",
    ["ls", "git status", "git add src/client.py", "git add -A src/client.py", "git commit -m x", "git add -n ."],
)
def test_what_names_its_paths_or_reads_is_allowed(dirty: Builder, command: str) -> None:
    assert decide(dirty.path, command) == ALLOWED


def test_where_no_repository_is_nothing_is_refused(tmp_path: Path) -> None:
    bare = Builder.create(tmp_path / "bare", bare=True)
    for folder in (tmp_path, tmp_path / "gone", bare.path):
        assert decide(folder, "git add -A && git init new && cd new && git add -A") == ALLOWED


def test_where_nobody_knows_the_folder_the_words_alone_refuse() -> None:
    assert decide(None, "git add -A") == refusal("`git add -A` would stage paths that it does not name.", NAME_THEM)


def test_a_repository_without_commits_is_one(repo: Builder) -> None:
    repo.write({"a.py": "1\n"})
    assert decide(repo.path, "git add -A").message == "`git add -A` would stage 1 path that it does not name (a.py)."


def test_aliases_are_read_and_not_run(dirty: Builder) -> None:
    dirty.git("config", "alias.all", "add -A")
    dirty.git("config", "alias.run", f"!touch {dirty.path}/ran")
    assert decide(dirty.path, "git all").verdict is Verdict.DENY
    decide(dirty.path, "git run")
    assert not (dirty.path / "ran").exists()


def test_hostile_names_reach_neither_terminal_nor_shell(repo: Builder) -> None:
    repo.commit({"x": "1\n"})
    repo.write({"\x1b[31m\n;rm -rf .": "1\n", "$(touch ran).py": "1\n", "\udcff": "1\n"})
    decision = decide(repo.path, "git add -A")
    assert decision.text == (
        "agentguard AG101 broad-staging: `git add -A` would stage 3 paths that it does not name "
        "(\ufffd[31m\ufffd;rm -rf ., $(touch ran).py, \ufffd).\n" + NAME_THEM
    )


class TestFolders:
    def test_new_files_of_one_topic_are_fine(self, repo: Builder) -> None:
        repo.commit({"src/a.py": "1\n"})
        repo.write({"src/b.py": "1\n", "src/c.py": "1\n", "src/a.py": "2\n"})
        assert decide(repo.path, "git add src/") == ALLOWED
        assert decide(repo.path, "git add src") == ALLOWED

    def test_new_files_of_several_topics_are_not(self, repo: Builder) -> None:
        repo.commit({"src/a/x.py": "1\n", "src/b/x.py": "1\n"})
        repo.write({"src/a/queue.py": "1\n", "src/a/worker.py": "1\n", "src/b/login.py": "1\n"})
        assert decide(repo.path, "git add src") == refusal(
            "`git add src` would stage 3 new files of 2 topics (src/a/queue.py and 1 more; src/b/login.py).",
            "Name the files of one topic: git add src/a/queue.py src/a/worker.py",
        )

    def test_own_new_files_are_one_topic(self, repo: Builder) -> None:
        repo.commit({"src/a/x.py": "1\n", "src/b/x.py": "1\n"})
        repo.write({"src/a/queue.py": "1\n", "src/b/login.py": "1\n"})
        assert decide(repo.path, "git add src", edited("src/a/queue.py", "src/b/login.py")) == ALLOWED
        repo.write({"src/b/logout.py": "1\n"})
        assert decide(repo.path, "git add src", edited("src/a/queue.py", "src/b/login.py")) == ALLOWED
        assert decide(repo.path, "git add src", edited("src/a/queue.py")) == refusal(
            "`git add src` would stage 3 new files of 2 topics (src/a/queue.py; src/b/login.py and 1 more).",
            "You edited: git add src/a/queue.py",
        )

    def test_what_another_session_edited_is_not_swept_in(self, repo: Builder) -> None:
        repo.commit({"src/a.py": "1\n"})
        repo.write({"src/a.py": "2\n", "src/b.py": "1\n"})
        entries = (*edited("src/b.py"), *edited("src/a.py", by=OTHER))
        assert decide(repo.path, "git add src", entries) == refusal(
            "`git add src` would stage 1 path that another session edited (src/a.py).", "You edited: git add src/b.py"
        )

    @pytest.mark.parametrize("subagent", [None, "a"])
    def test_what_a_session_left_that_has_ended_is_nobodys(self, repo: Builder, subagent: str | None) -> None:
        repo.commit({"src/a.py": "1\n"})
        repo.write({"src/a.py": "2\n", "src/b.py": "1\n"})
        by = Session(id="other", host="Claude", subagent=subagent)
        end = JournalEntry(deed=Deed.ENDED, session=Session(id="other", host="Claude"), time=time_ns(), path="")
        assert decide(repo.path, "git add src", (*edited("src/a.py", by=by), end)) == ALLOWED
        assert decide(repo.path, "git add src", (end, *edited("src/a.py", by=by))).verdict is Verdict.DENY

    def test_tracked_files_alone_are_no_question_of_topics(self, repo: Builder) -> None:
        repo.commit({"src/a/x.py": "1\n"})
        repo.write({"src/a/queue.py": "1\n", "src/b/login.py": "1\n"})
        assert decide(repo.path, "git add -u src") == ALLOWED

    def test_the_settings_may_allow_it(self, repo: Builder) -> None:
        repo.commit({"agentguard.toml": '[hooks]\nadd-folder = "allow"\n', "src/a/x.py": "1\n"})
        repo.write({"src/a/queue.py": "1\n", "src/b/login.py": "1\n"})
        assert decide(repo.path, "git add src") == ALLOWED

    def test_a_link_to_a_folder_outside_is_not_looked_into(self, repo: Builder, tmp_path: Path) -> None:
        repo.commit({"a.py": "1\n"})
        (tmp_path / "outside").mkdir()
        (repo.path / "link").symlink_to(tmp_path / "outside")
        assert decide(repo.path, "git add link ../outside") == ALLOWED


class TestSettings:
    @pytest.mark.parametrize(
        ("settings", "verdict"),
        [
            ('disable = ["AG101"]', Verdict.ALLOW),
            ('[severity]\nAG101 = "note"', Verdict.ALLOW),
            ('[severity]\nAG101 = "warning"', Verdict.INFORM),
            ('[hooks]\napply-to = "everyone"', Verdict.DENY),
        ],
    )
    def test_severity_tells_what_becomes_of_a_sweep(self, repo: Builder, settings: str, verdict: Verdict) -> None:
        repo.commit({"agentguard.toml": settings + "\n"})
        assert decide(repo.path, "git add -A").verdict is verdict

    def test_they_are_read_from_the_target_and_not_from_the_branch(self, repo: Builder) -> None:
        repo.commit({"a.py": "1\n"})
        repo.branch("side")
        repo.commit({"agentguard.toml": 'disable = ["AG101"]\n'})
        assert decide(repo.path, "git add -A").verdict is Verdict.DENY

    def test_unknown_commands_are_allowed_unless_they_are_not(self, repo: Builder) -> None:
        repo.commit({"a.py": "1\n"})
        assert decide(repo.path, "make deploy") == ALLOWED
        assert decide_unread("git add -A", Asker(folder=repo.path)) == ALLOWED
        repo.commit({"agentguard.toml": '[hooks]\nunknown-commands = "deny"\n'})
        told = "The settings refuse such commands (`hooks.unknown-commands`). Run git on its own, with explicit paths."
        assert decide(repo.path, "make deploy") == refusal(
            "nobody can tell whether this stages more than it names: make deploy.", told
        )
        assert decide_unread("git add -A", Asker(folder=repo.path)).verdict is Verdict.DENY
        assert decide_unread("Get-ChildItem", Asker(folder=repo.path)) == ALLOWED


@pytest.mark.parametrize("state", ["detached", "rebasing", "submodule"])
def test_odd_states_of_a_repository_change_nothing(dirty: Builder, tmp_path: Path, state: str) -> None:
    folder = dirty.path
    if state == "detached":
        dirty.git("checkout", "--quiet", "--detach")
    elif state == "rebasing":
        dirty.commit({"last.py": "1\n"})
        dirty.git("-c", "sequence.editor=echo break >>", "rebase", "--interactive", "--autostash", "HEAD~1")
        dirty.write({"src/client.py": "2\n", "src/other.py": "2\n"})
    else:
        origin = Builder.create(tmp_path / "origin")
        origin.commit({"src/client.py": "1\n", "src/other.py": "1\n"})
        dirty.submodule("sub", origin)
        folder = dirty.path / "sub"
        (folder / "src/client.py").write_text("2\n")
        (folder / "src/other.py").write_text("2\n")
    assert decide(folder, "git add -u", edited("src/client.py")) == refusal(
        "`git add -u` would stage 2 paths, 1 of them not edited by you (src/other.py).",
        "You edited: git add src/client.py",
    )


def test_a_merge_in_progress_is_concluded_as_git_wants_it(repo: Builder) -> None:
    repo.commit({"a.py": "1\n", "b.py": "1\n"})
    repo.branch("side")
    repo.commit({"a.py": "2\n"})
    repo.switch("main")
    repo.commit({"a.py": "3\n"})
    repo.git("merge", "side", check=False)
    assert decide(repo.path, "git commit -am merge", edited("a.py")).help == (
        "You edited: git add a.py && git commit -m merge"
    )
