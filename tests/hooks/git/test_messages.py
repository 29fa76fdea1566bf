from pathlib import Path

import pytest

from tests.hooks.git.plain import AGENT, install, run_hook
from tests.support.builder import Attempt, Builder

KEPT = "the message is kept: `git commit --edit --file $(git rev-parse --git-path COMMIT_EDITMSG)`\n"


@pytest.fixture
def checked(repo: Builder) -> Builder:
    repo.commit({"app.py": "x = 1\n"}, "start")
    install(repo, "commit-msg")
    repo.write({"app.py": "x = 2\n"})
    return repo


@pytest.mark.parametrize(
    "message",
    [
        "app: two",
        "app: two\n\nAgentguard-Allow: AG102 the files belong together",
        "app: two\n\nbody\n\nSigned-off-by: Ada <ada@example.invalid>\nagentguard-allow: off-topic-files they do",
        "app: two\n\nAgentguard-Reads: docs/auth.md\nAgentguard-Session: Claude/x",
        "app: two\n\nthe trailer Agentguard-Allow is told of here",
    ],
)
def test_a_message_that_is_fine_is_taken(checked: Builder, message: str) -> None:
    assert checked.attempt("commit", "--quiet", "-a", "-m", message) == Attempt(0, "", "")


@pytest.mark.parametrize(
    ("trailers", "mistake", "advice"),
    [
        (
            "Agentguard-Allow: AG102",
            "`Agentguard-Allow: AG102` waives nothing without a reason",
            "`Agentguard-Allow: AG102 REASON`",
        ),
        (
            "Agentguard-Allow: AG199 because",
            "`Agentguard-Allow: AG199 because` names no rule",
            "`agentguard rules` lists them: `Agentguard-Allow: AG102 REASON`",
        ),
        (
            "Agentguard-Allow: lost-update it is fine",
            (
                "`Agentguard-Allow: lost-update it is fine` waives nothing: AG206 is waived in the settings of the "
                "target branch alone"
            ),
            "leave it out",
        ),
        (
            "Agentguard-Alow: AG102 because",
            "there is no trailer `Agentguard-Alow`",
            (
                "agentguard reads `Agentguard-allow`, `Agentguard-base`, `Agentguard-reads`, `Agentguard-scope`, "
                "`Agentguard-session`"
            ),
        ),
        (
            "Agentguard-Allow: AG102 because\nand more text\nof several\nlines",
            "`Agentguard-Allow: AG102 because` is no trailer",
            "trailers stand in the last paragraph, behind a blank line, and nothing else stands there",
        ),
    ],
)
def test_a_waiver_that_would_waive_nothing_is_refused(
    checked: Builder, trailers: str, mistake: str, advice: str
) -> None:
    done = checked.attempt("commit", "-a", "-m", "app: two", "-m", trailers)
    assert done == Attempt(1, "", f"{mistake}\n    help: {advice}\nagentguard refuses this message; {KEPT}")


def test_comments_and_what_is_below_the_scissors_are_not_read(checked: Builder, tmp_path: Path) -> None:
    scissors = "# ------------------------ >8 ------------------------\nAgentguard-Allow: AG102\n"
    message = tmp_path / "message"
    message.write_text(f"app: two\n\n# Agentguard-Allow: AG102\n\nAgentguard-Allow: AG102 because\n{scissors}")
    assert run_hook(checked, "commit-msg", str(message)) == Attempt(0, "", "")
    checked.git("config", "core.commentChar", ";")
    message.write_text("app: two\n\n; Agentguard-Allow: AG102\n")
    assert run_hook(checked, "commit-msg", str(message)) == Attempt(0, "", "")


def test_without_a_message_it_is_an_error(checked: Builder) -> None:
    said = "error: `commit-msg` takes the file of the message, as git passes it\n"
    assert run_hook(checked, "commit-msg") == Attempt(2, "", said)


@pytest.fixture
def signed(repo: Builder) -> Builder:
    """A repository whose settings ask for trailers, in the hands of an agent."""
    repo.commit({"app.py": "x = 1\n", "agentguard.toml": "[hooks]\ntrailers = true\n"}, "start")
    install(repo, "prepare-commit-msg")
    repo.extra = AGENT
    repo.write({"app.py": "x = 2\n"})
    return repo


def message_of(repo: Builder) -> str:
    return repo.git("log", "-1", "--format=%B").strip("\n")


def test_a_trailer_names_the_session_where_the_settings_ask_for_it(signed: Builder) -> None:
    signed.git("commit", "--quiet", "-a", "-m", "app: two", "-m", "Reviewed-by: Bob <bob@example.invalid>")
    assert message_of(signed) == (
        "app: two\n\nReviewed-by: Bob <bob@example.invalid>\nAgentguard-Session: Claude/a-session"
    )


def test_a_commit_that_is_made_anew_gets_no_second_one(signed: Builder) -> None:
    signed.git("commit", "--quiet", "-a", "-m", "app: two")
    signed.extra = {**AGENT, "CLAUDE_CODE_SESSION_ID": "another"}
    signed.git("commit", "--quiet", "--amend", "--no-edit")
    assert message_of(signed) == "app: two\n\nAgentguard-Session: Claude/a-session"


def test_people_merges_squashes_and_picked_commits_get_none(signed: Builder) -> None:
    signed.extra = {}
    signed.git("commit", "--quiet", "-a", "-m", "by a person")
    assert message_of(signed) == "by a person"
    signed.branch("side", "HEAD~1")
    signed.commit({"side.py": "y = 1\n"}, "side")
    signed.switch("main")
    signed.extra = AGENT
    signed.merge("side", message="merge side")
    assert message_of(signed) == "merge side"
    signed.git("reset", "--quiet", "--hard", "HEAD~1")
    signed.git("cherry-pick", "side")
    assert message_of(signed) == "side"
    signed.git("reset", "--quiet", "--hard", "HEAD~1")
    signed.git("merge", "--quiet", "--squash", "side")
    signed.git("commit", "--quiet", "--no-edit")
    assert "Agentguard-Session" not in message_of(signed)


def test_without_the_setting_nothing_is_added(repo: Builder) -> None:
    repo.commit({"app.py": "x = 1\n"}, "start")
    install(repo, "prepare-commit-msg")
    repo.extra = AGENT
    repo.write({"app.py": "x = 2\n"})
    repo.git("commit", "--quiet", "-a", "-m", "app: two")
    assert message_of(repo) == "app: two"


def test_programs_that_the_configuration_names_for_trailers_are_not_run(signed: Builder, tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    signed.git("config", "trailer.Agentguard-Session.command", f"touch {marker}; echo evil")
    signed.git("config", "trailer.other.command", f"touch {marker}; echo evil")
    signed.git("commit", "--quiet", "-a", "-m", "app: two")
    assert (message_of(signed), marker.exists()) == ("app: two\n\nAgentguard-Session: Claude/a-session", False)


def test_settings_that_are_wrong_do_not_stop_a_commit(signed: Builder) -> None:
    signed.commit({"agentguard.toml": "nonsense = 1\n"}, "settings")
    signed.write({"app.py": "x = 3\n"})
    done = signed.attempt("commit", "--quiet", "-a", "-m", "app: three")
    assert (done.code, done.err.partition(":")[0], message_of(signed)) == (
        0,
        "agentguard added no trailer",
        "app: three",
    )
