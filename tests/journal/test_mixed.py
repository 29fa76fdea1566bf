import pytest

from tests.journal.shared import ONE, OTHER, Commit, by, commit, install_front, judge_commits, told
from tests.support.builder import Builder


@pytest.fixture
def shared(repo: Builder) -> Builder:
    repo.commit({"src/client.py": "1\n", "src/server.py": "1\n", "README.md": "1\n"})
    install_front(repo)
    judge_commits(repo)
    repo.write({"src/client.py": "2\n", "src/server.py": "2\n", "README.md": "2\n"})
    return repo


def test_a_plain_commit_leaves_alone_what_another_session_has_staged(shared: Builder) -> None:
    one, other = by(shared, ONE), by(shared, OTHER)
    other.git("add", "src/server.py", "README.md")
    one.git("add", "src/client.py")
    assert commit(one, "-m", "feat: retry").told == (
        "error AG105: 2 staged files were staged by another session of Codex (README.md, src/server.py)"
        " | commit only yours: `git commit -m 'feat: retry' -- src/client.py`"
    )
    assert commit(one, "-m", "feat: retry", "--", "src/client.py") == Commit(made=True, told="")
    assert commit(other, "-m", "docs") == Commit(made=True, told="")
    assert shared.git("show", "--format=", "--name-only").splitlines() == ["README.md", "src/server.py"]


def test_who_takes_over_the_work_of_another_session_names_it(shared: Builder) -> None:
    by(shared, OTHER).git("add", "src/server.py")
    one = by(shared, ONE)
    assert told(one) == [
        (
            "error AG105: 1 staged file was staged by another session of Codex (src/server.py)"
            " | nothing here is yours; if they are meant: `git commit -- src/server.py`"
        )
    ]
    assert commit(one, "-m", "x", "--", "src/server.py") == Commit(made=True, told="")


def test_an_agent_may_commit_what_a_person_has_staged_for_it(shared: Builder) -> None:
    shared.git("add", "src/server.py")
    assert told(by(shared, ONE)) == []


def test_a_persons_staged_work_and_an_agents_do_not_go_together(shared: Builder) -> None:
    shared.git("add", "src/server.py")
    by(shared, ONE).git("add", "src/client.py")
    assert told(by(shared, ONE)) == [
        (
            "error AG105: 1 staged file was staged by a person (src/server.py)"
            " | commit only yours: `git commit -- src/client.py`"
        )
    ]
    assert told(shared, None) == [
        (
            "warning AG105: 1 staged file was staged by an agent's session of Claude (src/client.py)"
            " | commit only yours: `git commit -- src/server.py`"
        )
    ]


def test_a_person_may_commit_what_one_agent_has_prepared_but_is_warned_of_two(shared: Builder) -> None:
    by(shared, ONE).git("add", "src/client.py")
    assert told(shared, None) == []
    by(shared, OTHER).git("add", "src/server.py")
    assert told(shared, None) == [
        (
            "warning AG105: 2 staged files were staged by agents' sessions of Claude and Codex (src/client.py, "
            "src/server.py) | nothing here is yours; if they are meant: `git commit -- src/client.py src/server.py`"
        )
    ]


def test_the_sweep_of_another_session_is_told_as_its_work(shared: Builder) -> None:
    by(shared, OTHER).git("add", "-A")
    assert [line.split()[1] for line in told(by(shared, ONE))] == ["AG105:"]


def test_sessions_without_an_id_are_told_apart_by_their_hosts(shared: Builder) -> None:
    Builder(shared.path, extra={"CURSOR_AGENT": "1"}).git("add", "src/server.py")
    Builder(shared.path, extra={"CLAUDECODE": "1"}).git("add", "src/client.py")
    assert told(by(shared, ONE)) == [
        (
            "error AG105: 1 staged file was staged by another session of Cursor (src/server.py)"
            " | commit only yours: `git commit -- src/client.py`"
        )
    ]


def test_names_that_no_message_can_show_are_quoted_for_a_shell(shared: Builder) -> None:
    names = ["a b.md", "line\nbreak.md", "bytes\udcff.md", "$(touch x).md", ":top.md", "-n.md"]
    shared.write(dict.fromkeys(names, "1\n"))
    by(shared, OTHER).git("--literal-pathspecs", "add", "--", *names)
    assert told(by(shared, ONE)) == [
        (
            "error AG105: 6 staged files were staged by another session of Codex ($(touch x).md, -n.md, :top.md, "
            "a b.md, bytes\N{REPLACEMENT CHARACTER}.md, line\N{REPLACEMENT CHARACTER}break.md)"
            " | nothing here is yours; if they are meant: `git commit -- '$(touch x).md' -n.md ':(literal):top.md' "
            "'a b.md' $'bytes\\377.md' "
            "$'line\\012break.md'`"
        )
    ]
