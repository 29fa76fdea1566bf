from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.landed import LandedCommit
from agentguard.analyzer.undo import ChangedFile, LandedEdit, Taker, find_undone, takes_back
from agentguard.analyzer.undo.judgement import ranges

_TEXTS = st.lists(st.sampled_from([b"alpha = 1", b"beta = 2", b"gamma = 3", b"", b"}"]), max_size=12).map(b"\n".join)


def edit(
    old: bytes | None, new: bytes | None, *, number: int = 1, message: str = "the edit of a sibling"
) -> LandedEdit:
    commit = LandedCommit(id=f"{number:040}", subject=message, time=0)
    return LandedEdit(commit=commit, message=message, old=old, new=new)


@given(_TEXTS, _TEXTS)
def test_a_change_that_keeps_a_file_takes_nothing_back(old: bytes, new: bytes) -> None:
    file = ChangedFile(path="a.py", before=new, after=new, edits=(edit(old, new),))
    assert find_undone([file], Taker(message="own work elsewhere")) == ()


@given(_TEXTS, _TEXTS, _TEXTS)
def test_never_is_more_taken_back_than_was_there(old: bytes, new: bytes, after: bytes) -> None:
    file = ChangedFile(path="a.py", before=new, after=after, edits=(edit(old, new),))
    for one in find_undone([file], Taker(message="own work elsewhere")):
        assert 0 < one.taken_back <= one.of


def test_an_edit_that_a_newer_one_has_replaced_is_no_more_in_force() -> None:
    first, second, third = (b"timeout = %d\nretries = %d\n" % (n, n) for n in (10, 20, 30))
    edits = (edit(second, third, number=2), edit(first, second, number=1))
    file = ChangedFile(path="a.py", before=third, after=second, edits=edits)
    (found,) = find_undone([file], Taker(message="own work elsewhere", paths=2))
    assert (found.commit.id, found.taken_back, found.of) == (f"{2:040}", 4, 4)


def test_takes_back_does_not_ask_why() -> None:
    old, new = b"timeout = 10\nretries = 1\n", b"timeout = 20\nretries = 2\n"
    assert takes_back(ChangedFile(path="a.py", before=new, after=old, edits=(edit(old, new),)))
    assert not takes_back(ChangedFile(path="a.py", before=new, after=new + b"more = 1\n", edits=(edit(old, new),)))


def test_places_become_ranges_of_lines() -> None:
    assert list(ranges([4, 0, 1, 5])) == [Lines(first=1, last=2), Lines(first=5, last=6)]


def test_a_huge_made_up_file_is_judged_in_time() -> None:
    lines = [b"entry_%d = value_%d" % (number % 97, number) for number in range(9_000)]
    old, new = b"\n".join(lines[::2]), b"\n".join(lines)
    edits = tuple(edit(old, new, number=number) for number in range(10))
    after = b"\n".join(line + b" # other" for line in lines[::2])
    started = perf_counter()
    find_undone([ChangedFile(path="a.py", before=new, after=after, edits=edits)], Taker(message="own work"))
    assert perf_counter() - started < 10
