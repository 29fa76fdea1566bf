import pytest

from agentguard.analyzer.errors import AgentguardError
from agentguard.hooks.git.arguments import Arguments, read_arguments


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["pre-commit"], Arguments(stage="pre-commit")),
        (["pre-commit", "--rules", "AG101,AG102"], Arguments(stage="pre-commit", rules=("AG101", "AG102"))),
        (["--rules=AG1, artifact", "pre-commit"], Arguments(stage="pre-commit", rules=("AG1", "artifact"))),
        (["pre-commit", "--rules", "AG1", "--rules", "AG2"], Arguments(stage="pre-commit", rules=("AG1", "AG2"))),
        (
            ["pre-push", "--fail-on", "error", "origin", "url"],
            Arguments(stage="pre-push", fail_on="error", rest=("origin", "url")),
        ),
        (["commit-msg", "--", "--file"], Arguments(stage="commit-msg", rest=("--file",))),
    ],
)
def test_options_may_stand_anywhere_and_the_rest_is_what_git_passed(words: list[str], expected: Arguments) -> None:
    assert read_arguments(words) == expected


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "a stage is missing"),
        (["commit"], "there is no stage `commit`"),
        (["pre-commit", "--rule", "AG1"], "there is no option `--rule`"),
        (["pre-commit", "--rules"], "`--rules` takes a value"),
        (["pre-commit", "--fail-on", "note"], "`--fail-on` is one of error, warning, never"),
    ],
)
def test_what_cannot_be_meant_is_refused(words: list[str], message: str) -> None:
    with pytest.raises(AgentguardError) as caught:
        read_arguments(words)
    assert caught.value.message == message
