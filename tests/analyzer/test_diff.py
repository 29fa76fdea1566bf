from difflib import unified_diff

from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.diff import parse_diff, parse_hunks
from agentguard.analyzer.model.changes import Change, ChangeStatus, Hunk, Lines
from tests.support.builder import Builder

# Characters that end a line for Python but not for git, and signs that begin lines of a patch.
TEXT = st.text(alphabet=st.sampled_from("ab\r\x0b\x0c\x1c\x85 +-@\\"), max_size=4)
FILES = st.lists(TEXT, max_size=12)


@given(old=FILES, new=FILES)
def test_putting_the_hunks_into_the_old_file_makes_the_new_one(old: list[str], new: list[str]) -> None:
    patch = list(unified_diff([f"{row}\n" for row in old], [f"{row}\n" for row in new], n=0))
    rebuilt: list[str] = []
    position = 0
    for hunk in parse_hunks(patch):
        rebuilt += old[position : hunk.old_after]
        assert len(rebuilt) == hunk.new_after
        rebuilt += new[hunk.new.first - 1 : hunk.new.last] if hunk.new else []
        position = hunk.old.last if hunk.old else hunk.old_after
    assert rebuilt + old[position:] == new


def test_raw_entries_alone_have_no_hunks() -> None:
    output = b":100644 100755 aaaa bbbb M\0a b\0:000000 100644 0000 cccc A\0c\0"
    assert parse_diff(output) == (
        Change(
            path="a b", status=ChangeStatus.MODIFIED, old_mode=0o100644, new_mode=0o100755, old_id="aaaa", new_id="bbbb"
        ),
        Change(path="c", status=ChangeStatus.ADDED, old_mode=0, new_mode=0o100644, old_id=None, new_id="cccc"),
    )


def test_no_difference_is_no_change() -> None:
    assert parse_diff(b"") == ()


def test_lines_that_look_like_patches_are_content(repo: Builder) -> None:
    repo.commit({"a.patch": "diff --git a/x b/x\n", "b": "1\n"})
    repo.commit({"a.patch": "diff --git a/x b/x\n@@ -1 +1 @@\n--- a/x\n", "b": "2\n"})
    arguments = ("diff-tree", "-r", "-z", "--raw", "--no-abbrev", "--patch", "--unified=0", "HEAD~1", "HEAD")
    changes = parse_diff(repo.git(*arguments).encode() + b"\n")
    assert [(change.path, change.hunks) for change in changes] == [
        ("a.patch", (Hunk(old=None, new=Lines(first=2, last=3), old_after=1, new_after=1),)),
        ("b", (Hunk(old=Lines(first=1, last=1), new=Lines(first=1, last=1), old_after=0, new_after=0),)),
    ]
