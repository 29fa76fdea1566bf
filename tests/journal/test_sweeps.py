import pytest

from agentguard.analyzer.git.repository import Repository
from agentguard.coordinator.journal import switch
from tests.journal.shared import ONE, OTHER, Commit, by, commit, edited, ended, install_front, judge_commits, told
from tests.support.builder import Builder


@pytest.fixture
def shared(repo: Builder) -> Builder:
    """A directory that sessions share, with the real hook and commits that are judged."""
    repo.commit({"src/client.py": "1\n", "src/server.py": "1\n", "README.md": "1\n"})
    install_front(repo)
    judge_commits(repo)
    return repo


def test_the_commit_of_69_files_is_refused(shared: Builder) -> None:
    shared.write({f"reports/run-{number}.md": "report\n" for number in range(41)})
    shared.write({f"ideas/{number}.md": "idea\n" for number in range(24)})
    mine = ["src/client.py", "tests/test_client.py", "docs/client.md", "CHANGELOG.md"]
    shared.write(dict.fromkeys(mine, "2\n"))
    edited(shared, ONE, *mine)
    one = by(shared, ONE)
    one.git("add", "-A")
    refused = commit(one, "-m", "feat: retry")
    assert refused.told == (
        "error AG101: `git add -A` staged 65 of 69 files without naming them (reports/ 41, ideas/ 24)"
        " | take them out: `git restore --staged -- ideas reports`, then commit again"
    )
    assert not refused.made
    one.git("restore", "--staged", "--", "ideas", "reports")
    assert commit(one, "-m", "feat: retry").made
    assert sorted(shared.git("show", "--format=", "--name-only").splitlines()) == sorted(mine)


def test_what_a_session_edited_itself_it_may_sweep(shared: Builder) -> None:
    shared.write({"src/client.py": "2\n", "src/new.py": "1\n"})
    edited(shared, ONE, "src/client.py", "src/new.py")
    one = by(shared, ONE)
    one.git("add", "-A")
    assert commit(one, "-m", "x") == commit_made()


def test_what_another_session_edited_too_is_nobodys_to_sweep(shared: Builder) -> None:
    shared.write({"src/client.py": "2\n"})
    edited(shared, ONE, "src/client.py")
    edited(shared, OTHER, "src/client.py")
    one = by(shared, ONE)
    one.git("add", "-u")
    assert commit(one, "-m", "x").told == (
        "error AG101: `git add -u` staged 1 file without naming it (src/client.py)"
        " | `git restore --staged -- src/client.py`, then `git add` those that belong to this commit, by name"
    )


def test_files_that_are_named_pass(shared: Builder) -> None:
    shared.write({"src/client.py": "2\n", "src/new.py": "1\n", "notes.md": "not staged\n"})
    one = by(shared, ONE)
    one.git("add", "src/client.py", "src/new.py")
    assert commit(one, "-m", "x") == commit_made()


def test_a_path_that_is_added_again_after_a_sweep_is_still_swept_and_a_named_commit_is_the_way_out(
    shared: Builder,
) -> None:
    shared.write({"src/client.py": "2\n", "notes.md": "of another\n"})
    one = by(shared, ONE)
    one.git("add", ".")
    one.git("add", "src/client.py")
    assert commit(one, "-m", "x").told == (
        "error AG101: `git add .` staged 2 files without naming them (notes.md, src/client.py)"
        " | `git restore --staged -- notes.md src/client.py`, then `git add` those that belong to this commit, by name"
    )
    assert commit(one, "-m", "x", "--", "src/client.py") == commit_made()
    assert shared.git("show", "--format=", "--name-only") == "src/client.py"
    assert told(one) == [
        (
            "error AG101: `git add .` staged 1 file without naming it (notes.md)"
            " | `git restore --staged -- notes.md`, then `git add` those that belong to this commit, by name"
        )
    ]


def test_a_path_that_is_named_with_newer_content_counts_no_longer(shared: Builder) -> None:
    shared.write({"src/client.py": "2\n", "notes.md": "of another\n"})
    one = by(shared, ONE)
    one.git("add", ".")
    shared.write({"src/client.py": "3\n"})
    one.git("add", "src/client.py")
    assert told(one) == [
        (
            "error AG101: `git add .` staged 1 of 2 files without naming it (notes.md)"
            " | take it out: `git restore --staged -- notes.md`, then commit again"
        )
    ]


def test_an_alias_is_seen_through(shared: Builder) -> None:
    shared.git("config", "alias.save", "add -A")
    shared.write({"notes.md": "\n"})
    one = by(shared, ONE)
    one.git("save")
    assert [line.partition(" |")[0] for line in told(one)] == [
        "error AG101: `git add -A` staged 1 file without naming it (notes.md)"
    ]


def test_a_script_in_another_language_is_seen_through(shared: Builder) -> None:
    shared.write({"notes.md": "\n"})
    one = by(shared, ONE)
    one.git("-c", "alias.x=!python3 -c \"import os; os.system('git add -A')\"", "x")
    assert [line.partition(" |")[0] for line in told(one)] == [
        "error AG101: `git add -A` staged 1 file without naming it (notes.md)"
    ]


def test_an_editor_that_stages_single_files_passes(shared: Builder) -> None:
    shared.write({"src/client.py": "2\n", "notes.md": "\n"})
    one = by(shared, ONE)
    one.git("update-index", "--add", "--", "src/client.py")
    one.git("update-index", "--add", "--remove", "-z", "--stdin", stdin=b"notes.md\0")
    assert told(one) == []


def test_parts_that_somebody_picks_pass(shared: Builder) -> None:
    shared.write({"src/client.py": "2\n"})
    one = by(shared, ONE)
    one.git("add", "--patch", stdin=b"y\n")
    assert shared.git("diff", "--cached", "--name-only") == "src/client.py"
    assert told(one) == []


def test_deletions_renames_and_modes_are_swept_too(shared: Builder) -> None:
    shared.git("mv", "README.md", "NOTES.md")
    shared.write({"src/server.py": None})
    (shared.path / "src/client.py").chmod(0o755)
    one = by(shared, ONE)
    one.git("add", "-A")
    assert [line.partition(" |")[0] for line in told(one)] == [
        "error AG101: `git add -A` staged 2 of 4 files without naming them (src/client.py, src/server.py)",
        "error AG105: 2 staged files were staged by a person (NOTES.md, README.md)",
    ]


def test_rm_and_mv_name_what_they_stage(shared: Builder) -> None:
    one = by(shared, ONE)
    one.git("mv", "README.md", "docs.md")
    one.git("rm", "--quiet", "src/server.py")
    assert told(one) == []


def test_an_empty_repository_has_commits_that_are_judged(repo: Builder) -> None:
    install_front(repo)
    judge_commits(repo)
    repo.write({"a.py": "\n", "b.py": "\n"})
    one = by(repo, ONE)
    one.git("add", "a.py")
    one.git("add", "-A")
    assert commit(one, "-m", "x").told == (
        "error AG101: `git add -A` staged 1 of 2 files without naming it (b.py)"
        " | take it out: `git rm --cached -r -q -- b.py`, then commit again"
    )
    one.git("rm", "--cached", "-r", "-q", "--", "b.py")
    assert commit(one, "-m", "x") == commit_made()


def test_a_commit_that_takes_everything_is_known_by_its_words(shared: Builder) -> None:
    shared.write({"src/client.py": "2\n", "src/server.py": "2\n", "new.py": "\n"})
    one = by(shared, ONE)
    one.git("add", "new.py")
    assert commit(one, "-am", "feat: all").told == (
        "error AG101: `git commit -am` would commit 2 of 3 files without naming them (src/client.py, src/server.py)"
        " | commit what is named: `git commit -m 'feat: all' -- new.py`"
    )
    assert commit(one, "-m", "feat: all", "--", "new.py") == commit_made()


@pytest.mark.parametrize("words", [("--all",), ("--amend", "--no-edit", "-a"), (".",), ("-i", "."), ("-o", ":/")])
def test_a_commit_sweeps_in_many_ways(shared: Builder, words: tuple[str, ...]) -> None:
    shared.write({"src/client.py": "2\n"})
    refused = commit(by(shared, ONE), "-m", "x", *words)
    what = f"`git commit {words[-1]}` would commit 1 file without naming it (src/client.py)"
    assert refused.told.startswith(f"error AG101: {what} |")


def test_a_commit_that_would_sweep_takes_what_was_named_before(shared: Builder) -> None:
    shared.write({"src/client.py": "2\n"})
    one = by(shared, ONE)
    one.git("add", "src/client.py")
    assert commit(one, "-am", "x") == commit_made()


def test_included_paths_are_named_and_the_others_are_not(shared: Builder) -> None:
    shared.write({"src/client.py": "2\n", "src/server.py": "2\n"})
    one = by(shared, ONE)
    one.git("add", "-u")
    assert commit(one, "-m", "x", "-i", "src/client.py").told == (
        "error AG101: `git add -u` staged 1 of 2 files without naming it (src/server.py)"
        " | take it out: `git restore --staged -- src/server.py`, then commit again"
    )


def test_paths_are_told_from_the_folder_in_which_the_commit_was_started(shared: Builder) -> None:
    shared.write({"src/client.py": "2\n", "README.md": "2\n"})
    one = by(shared, ONE)
    one.git("-C", "src", "add", "client.py")
    one.git("-C", "src", "add", "-A", ":/")
    refused = commit(one, "-m", "x", folder="src")
    assert refused.told == (
        "error AG101: `git add :/` staged 1 of 2 files without naming it (README.md)"
        " | take it out: `git restore --staged -- ../README.md`, then commit again"
    )
    assert commit(one, "-m", "x", "--", "client.py", folder="src") == commit_made()


def test_a_persons_commit_is_not_refused(shared: Builder) -> None:
    shared.write({"src/client.py": "2\n"})
    shared.git("add", "-A")
    assert commit(shared, "-m", "x") == commit_made(
        "note AG101: `git add -A` staged 1 file without naming it (src/client.py)"
        " | `git restore --staged -- src/client.py`, then `git add` those that belong to this commit, by name"
    )


def test_a_persons_commit_is_refused_where_everyones_are(repo: Builder) -> None:
    repo.commit({"a.py": "1\n", "agentguard.toml": '[hooks]\napply-to = "everyone"\n'})
    install_front(repo)
    judge_commits(repo)
    repo.write({"a.py": "2\n"})
    refused = commit(repo, "-am", "x")
    assert not refused.made
    assert refused.told.startswith("error AG101: `git commit -am` would commit 1 file without naming it (a.py) |")


def test_what_nobody_known_swept_in_an_agent_does_not_commit(shared: Builder) -> None:
    shared.write({"src/client.py": "2\n"})
    shared.git("add", "-A")
    assert not commit(by(shared, ONE), "-m", "x").made


def test_a_linked_worktree_has_a_journal_of_its_own(shared: Builder) -> None:
    linked = by(shared.worktree(shared.path.parent / "linked", branch="work"), ONE)
    linked.write({"src/client.py": "2\n", "notes.md": "\n"})
    linked.git("add", "notes.md")
    linked.git("add", "-A")
    assert commit(linked, "-m", "x").told == (
        "error AG101: `git add -A` staged 1 of 2 files without naming it (src/client.py)"
        " | take it out: `git restore --staged -- src/client.py`, then commit again"
    )
    assert told(by(shared, ONE)) == []


def test_without_a_journal_a_commit_is_judged_by_its_own_words(shared: Builder) -> None:
    one = by(shared, ONE)
    with Repository.open(shared.path) as repository:
        switch(repository.place, on=False)
    shared.write({"src/client.py": "2\n", "src/server.py": "2\n"})
    one.git("add", "-u", "src/client.py")
    assert commit(one, "-am", "x").told == (
        "not looked at: how files were staged before this commit: no journal is kept (`hooks.journal`)\n"
        "error AG101: `git commit -am` would commit 1 of 2 files without naming it (src/server.py)"
        " | commit what is named: `git commit -m x -- src/client.py`"
    )
    assert commit(one, "-m", "x").made


def commit_made(told: str = "") -> Commit:
    return Commit(made=True, told=told)


def test_a_folder_may_be_staged_while_its_new_files_are_of_one_topic(shared: Builder) -> None:
    edited(shared, ONE, "README.md")
    one = by(shared, ONE)
    shared.write({"src/search/query.py": "1\n", "tests/test_query.py": "1\n"})
    one.git("add", "src", "tests/")
    assert told(one) == []
    shared.write({"src/billing/invoice.py": "1\n", "src/billing/tax.py": "1\n", "src/mail/smtp.py": "1\n"})
    one.git("add", "src/")
    assert told(one) == [
        (
            "error AG101: `git add src/` staged 3 new files of 2 topics (src/billing/invoice.py and 1 more; "
            "src/mail/smtp.py) | take them out: `git restore --staged -- src/billing/invoice.py src/billing/tax.py "
            "src/mail/smtp.py`, then commit again"
        )
    ]
    edited(shared, ONE, "src/billing/invoice.py")
    assert told(one) == [
        (
            "error AG101: `git add src/` staged 3 new files of 2 topics (src/billing/invoice.py and 1 more; "
            "src/mail/smtp.py) | take it out: `git restore --staged -- src/mail/smtp.py`, then commit again"
        )
    ]


def test_a_folder_may_be_staged_where_some_of_each_topic_is_the_sessions_own(shared: Builder) -> None:
    names = ("billing/invoice.py", "billing/tax.py", "mail/smtp.py", "mail/queue.py")
    shared.write({f"src/{name}": "1\n" for name in names})
    edited(shared, ONE, "src/billing/invoice.py", "src/mail/smtp.py")
    one = by(shared, ONE)
    one.git("add", "src")
    assert told(one) == []


def test_folders_that_are_named_are_looked_at_one_by_one(shared: Builder) -> None:
    shared.write({"billing/invoice.py": "1\n", "mail/smtp.py": "1\n", "other.py": "1\n"})
    edited(shared, ONE, "other.py")
    one = by(shared, ONE)
    one.git("add", "billing", "mail/", "other.py")
    assert told(one) == []


def test_a_folder_does_not_take_what_another_session_is_editing(shared: Builder) -> None:
    shared.write({"src/client.py": "2\n", "src/server.py": "2\n"})
    edited(shared, OTHER, "src/server.py")
    one = by(shared, ONE)
    one.git("add", "src")
    assert told(one) == [
        (
            "error AG101: `git add src` staged 1 file that another session edited (src/server.py)"
            " | take it out: `git restore --staged -- src/server.py`, then commit again"
        )
    ]
    ended(shared, OTHER)
    assert told(one) == []


def test_a_folder_may_always_be_staged_where_the_settings_say_so(repo: Builder) -> None:
    repo.commit({"agentguard.toml": '[hooks]\nadd-folder = "allow"\n'})
    install_front(repo)
    edited(repo, ONE, "README.md")
    repo.write({"src/billing/invoice.py": "1\n", "src/mail/smtp.py": "1\n"})
    one = by(repo, ONE)
    one.git("add", "src")
    assert told(one) == []


def test_topics_of_a_folder_are_no_matter_where_nobody_notes_edits(shared: Builder) -> None:
    shared.write({"src/billing/invoice.py": "1\n", "src/mail/smtp.py": "1\n"})
    one = by(shared, ONE)
    one.git("add", "src")
    assert told(one) == []
