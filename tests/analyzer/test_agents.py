import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.agents import agent_of
from agentguard.analyzer.model.history import CommitRecord

PERSON = "Ada <ada@example.invalid>"


def agent(*, author: str = PERSON, message: str = "Fix it") -> str | None:
    name, _, mail = author.removesuffix(">").partition(" <")
    return agent_of(CommitRecord("1" * 40, (), 0, name, mail, message, [], []))


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("Claude <noreply@anthropic.com>", "Claude"),
        ("claude[bot] <209825114+claude[bot]@users.noreply.github.com>", "Claude"),
        ("copilot-swe-agent[bot] <198982749+Copilot@users.noreply.github.com>", "Copilot"),
        ("Copilot <198982749+Copilot@users.noreply.github.com>", "Copilot"),
        ("Cursor Agent <cursoragent@cursor.com>", "Cursor"),
        ("Devin AI <158243242+devin-ai-integration[bot]@users.noreply.github.com>", "Devin"),
        ("google-labs-jules[bot] <161369871+google-labs-jules[bot]@users.noreply.github.com>", "Jules"),
        ("openhands <openhands@all-hands.dev>", "OpenHands"),
        ("Ada (aider) <ada@example.invalid>", "Aider"),
        ("sweep-ai[bot] <128439645+sweep-ai[bot]@users.noreply.github.com>", "Sweep"),
        ("chatgpt-codex-connector[bot] <199175422+chatgpt-codex-connector[bot]@users.noreply.github.com>", "Codex"),
        ("opencode-agent[bot] <opencode-agent[bot]@users.noreply.github.com>", "opencode"),
    ],
)
def test_an_author_can_be_an_agent(author: str, expected: str) -> None:
    assert agent(author=author) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Co-Authored-By: Claude <noreply@anthropic.com>", "Claude"),
        ("Co-Authored-By: Claude Opus 4.5 (1M context) <noreply@anthropic.com>\r", "Claude"),
        ("co-authored-by: Cursor <cursoragent@cursor.com>", "Cursor"),
        ("Co-authored-by: aider (gpt-4o) <noreply@aider.chat>", "Aider"),
        ("Co-authored-by: Copilot <175728472+Copilot@users.noreply.github.com>", "Copilot"),
        ("Co-authored-by: Codex <codex@openai.com>", "Codex"),
        ("Co-Authored-By: Warp <agent@warp.dev>", "Warp"),
        ("Assisted-by: Claude:claude-3-opus coccinelle", "Claude"),
        ("Assisted-by: Gemini", "Gemini"),
        ("Generated-by: GitHub Copilot", "Copilot"),
        ("Generated-by: Claude Code", "Claude"),
        ("Claude-Session: https://claude.ai/code/session_01", "Claude"),
        ("Amp-Thread-ID: https://ampcode.com/threads/T-1", "Amp"),
        ("🤖 Generated with [Claude Code](https://claude.com/claude-code)", "Claude"),
        ("🤖 Generated with [opencode](https://opencode.ai)", "opencode"),
        ("Generated with Codex", "Codex"),
    ],
)
def test_a_line_of_the_message_can_name_an_agent(line: str, expected: str) -> None:
    assert agent(message=f"Fix it\n\nBecause.\n\n{line}\nSigned-off-by: {PERSON}\n") == expected


@pytest.mark.parametrize(
    "author",
    [
        "Claude Monet <claude@monet.example>",
        "Claude <claude.dupont@gmail.com>",
        "Devin <devin@example.com>",
        "Jules Verne <jules@verne.example>",
        "Jane <jane@anthropic.com>",
        "Claude <1234+claude@users.noreply.github.com>",
        "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>",
        "pre-commit-ci[bot] <66853113+pre-commit-ci[bot]@users.noreply.github.com>",
        "renovate[bot] <29139614+renovate[bot]@users.noreply.github.com>",
        "github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>",
        " <>",
    ],
)
def test_people_and_other_bots_are_no_agents_as_authors_or_helpers(author: str) -> None:
    assert agent(author=author) is None
    assert agent(message=f"Fix it\n\nCo-authored-by: {author}") is None


@pytest.mark.parametrize(
    "message",
    [
        "Fix it\n\nAssisted-by: Claude Dupont",
        "Fix it\n\nCo-authored-by: Devin",
        "Test that files generated with Claude Code are skipped",
        "Generated with protoc",
        "Docs: say what `Co-Authored-By: Claude <noreply@anthropic.com>` means",
        "Remove the cursor\n\nThe cursor-session: is gone.",
    ],
)
def test_a_message_about_agents_is_not_by_one(message: str) -> None:
    assert agent(message=message) is None


def test_the_agent_that_is_the_author_counts_before_the_one_that_helped() -> None:
    message = "Fix it\n\nCo-Authored-By: Claude <noreply@anthropic.com>"
    assert agent(author="Cursor Agent <cursoragent@cursor.com>", message=message) == "Cursor"


@given(st.text(), st.text(), st.text())
def test_nothing_that_a_commit_says_raises(name: str, mail: str, text: str) -> None:
    agent_of(CommitRecord("1", (), 0, name, mail, f"x\n\nCo-authored-by: {text}\nGenerated with {text}", [], []))
