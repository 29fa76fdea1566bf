import pytest

from agentguard.analyzer.model.journal import Session
from agentguard.analyzer.sessions import may_be_same, session_of

CLAUDE, CODEX, NOBODY = Session(id="one", host="Claude"), Session(id="two", host="Codex"), None
CLAUDES = Session(id="", host="Claude")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, None),
        ({"CLAUDE_CODE_SESSION_ID": "one", "CLAUDECODE": "1"}, CLAUDE),
        ({"CLAUDECODE": "1"}, CLAUDES),
        ({"CLAUDECODE": "1", "CODEX_THREAD_ID": "two"}, CODEX),
        ({"AGENTGUARD_SESSION": "x" * 300, "CODEX_THREAD_ID": "two"}, Session(id="x" * 200)),
        ({"CLAUDE_CODE_SESSION_ID": "", "CURSOR_TRACE_ID": "a terminal"}, None),
    ],
)
def test_a_session_is_told_by_what_its_host_sets(environment: dict[str, str], expected: Session | None) -> None:
    assert session_of(environment) == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (NOBODY, NOBODY, True),
        (NOBODY, CLAUDE, False),
        (CLAUDE, Session(id="one"), True),
        (CLAUDE, Session(id="one", host="Claude", subagent="reviewer"), True),
        (CLAUDE, Session(id="other", host="Claude"), False),
        (CLAUDE, CLAUDES, True),
        (CODEX, CLAUDES, False),
        (CODEX, Session(id=""), True),
    ],
)
def test_two_may_be_one_conversation(one: Session | None, other: Session | None, same: bool) -> None:
    assert may_be_same(one, other) is same
    assert may_be_same(other, one) is same
