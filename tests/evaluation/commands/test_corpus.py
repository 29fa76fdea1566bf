"""What is stored is what the generators make, each text once, in the half that its hash tells."""

from pathlib import Path

import pytest

from evaluation.commands.cases import Case, Half, Origin, Truth, read_cases, write_cases
from evaluation.commands.hand import hand_written
from evaluation.commands.make import corpus_file, stored, texts


@pytest.mark.parametrize("half", Half)
def test_a_file_holds_its_half_alone(half: Half) -> None:
    assert {case.half for case in read_cases(corpus_file(half))} == {half}


def test_the_corpus_is_what_its_seed_makes() -> None:
    assert sorted((case.source, case.group, case.text) for case in stored()) == sorted(texts(1))


def test_all_that_could_be_run_is_labelled_by_git() -> None:
    assert {case.origin for case in stored()} == {Origin.GIT}


def test_no_command_is_there_twice() -> None:
    found = [case.text for case in stored()]
    assert len(found) == len(set(found))


def test_cases_come_back_as_they_were_stored(tmp_path: Path) -> None:
    made = [
        Case(text="git add -A\n# ü", group="b", source="hand", truth=Truth.SWEEP, origin=Origin.GIT, taken=("a.py",)),
        Case(text="ls", group="a", source="clone", truth=Truth.HARMLESS, origin=Origin.RULE),
    ]
    write_cases(tmp_path / "cases.jsonl", made)
    assert list(read_cases(tmp_path / "cases.jsonl")) == made[::-1]


def test_what_stands_in_a_heredoc_is_no_heading() -> None:
    groups = {group for group, _ in hand_written()}
    assert "Committing" not in groups
    assert "text about git" in groups
