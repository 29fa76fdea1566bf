import pytest

from agentguard.analyzer.commandline.message import CommitWords, commit_words


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("git commit", CommitWords()),
        ("git commit -m x", CommitWords(message="x")),
        ("git commit -amx -m y", CommitWords(message="x\n\ny")),
        ("git commit --message=x --message y", CommitWords(message="x\n\ny")),
        ("git commit --mess x --am", CommitWords(message="x", amends=True)),
        ("git commit --amend --no-edit", CommitWords(amends=True)),
        ("git commit -F file -m x", CommitWords(message="x")),
        ("git commit -Sm -m x", CommitWords(message="x")),
        ("git commit -m x --trailer A=b --trailer C:d", CommitWords(message="x\n\nA: b\nC:d")),
        ("git commit -m x -- -m y --amend", CommitWords(message="x")),
        ("git commit --author -m x", CommitWords()),
        ("git commit -m", CommitWords(message="")),
        ("/usr/lib/git-core/git -C . -c a.b=c commit -m x", CommitWords(message="x")),
        ("git --no-pager log commit", None),
        ("git -C commit", None),
        ("git", None),
    ],
)
def test_the_words_of_a_commit_tell_its_message(words: str, expected: CommitWords | None) -> None:
    assert commit_words(words.split(" ")) == expected
