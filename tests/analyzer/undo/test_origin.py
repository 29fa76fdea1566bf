from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.undo.origin import origin


def text(*lines: str) -> bytes:
    return "\n".join(lines).encode()


OLD = text("import os", "a = 1", "b = 2", "c = 3", "d = 4")
NEW = text("import os", "import sys", "a = 1", "b = 2", "x = 7", "y = 8", "c = 3", "d = 5")
NEWEST = NEW + b"\nz = 9\nw = 10\nv = 11\nu = 12\nt = 13"


def test_a_file_rewritten_from_an_old_copy_was_made_from_that_copy() -> None:
    assert origin((NEWEST, NEW, OLD), OLD + b"\nmine = 1\nmine_too = 2") == 2


def test_a_file_that_keeps_what_landed_was_made_from_the_newest_version() -> None:
    assert origin((NEWEST, NEW, OLD), NEWEST.replace(b"a = 1", b"a = 2")) == 0


def test_a_file_that_removes_part_of_a_recent_edit_was_made_from_the_newest_version() -> None:
    assert origin((NEWEST, OLD), NEWEST.replace(b"x = 7\ny = 8\n", b"")) == 0


def test_the_nearest_of_the_old_versions_counts() -> None:
    assert origin((NEWEST, NEW, OLD), NEW + b"\nmine = 1") == 1


def test_a_byte_identical_version_counts_even_if_little_had_landed() -> None:
    assert origin((b"a\n", b"b\n", b"c\n"), b"b\n") == 1


def test_two_landed_lines_prove_nothing() -> None:
    assert origin((OLD + b"\ne = 5", OLD), OLD + b"\nf = 6") == 0


def test_binary_files_have_no_lines() -> None:
    assert origin((b"\0a\nb\nc\nd", b"\0", b"\0q"), b"\0\n\nx") == 0


@given(st.lists(st.binary(max_size=60), max_size=5), st.binary(max_size=60))
def test_the_answer_is_a_version_and_the_newest_one_for_no_change(versions: list[bytes], after: bytes) -> None:
    assert origin([after, *versions], after) == 0
    assert origin(versions, after) in range(max(len(versions), 1))
