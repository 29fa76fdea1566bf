import pytest

from agentguard.analyzer.gather.history.accidents import admits


@pytest.mark.parametrize(
    "subject",
    [
        "Remove files that were committed by accident",
        "Drop the notes, added by mistake",
        "mistakenly committed a dump",
        "Inadvertently added output",
        "Undo an unintended change",
        "unintentional edit of the lock file",
        "Untrack session files",
        "remove stray debug output",
        "take out what was swept in",
        "oops",
        "this shouldn't be in here",
        "should not have been committed",
        "must not be tracked",
        "not meant to be committed",
        "wrongly added file",
        "erroneously checked in",
        "incorrectly included a report",
        "checked in in error",
        "Remove .idea from version control",
        "stop tracking metrics",
        "Remove unrelated files",
        "delete junk",
        "Clean up garbage",
        "Drop build artifacts",
        "git ignore and delete ignored files",
        "remove temporary files",
    ],
)
def test_a_clean_up_admits_what_it_takes_back(subject: str) -> None:
    assert admits(subject)


@pytest.mark.parametrize(
    "subject",
    ["", "Remove the old parser", "Should we warn on errors?", "Read files in tracking order"],
)
def test_other_work_does_not(subject: str) -> None:
    assert not admits(subject)
