from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.gather.staging.origins import origins_of
from agentguard.analyzer.git.trees import TreeEntry
from agentguard.analyzer.model.commands import Breadth
from agentguard.analyzer.model.journal import FIRST_WRITE, GitProcess, IndexWrite, Session
from agentguard.analyzer.model.staging import Origin

State = Mapping[str, TreeEntry]
ONE = Session(id="one")
OLD, NEW, NEWER = (TreeEntry(0o100644, letter * 40) for letter in "abc")
COMMANDS = ("add -A", "add a", "add b/c", "add b", "merge x", "reset", "apply --cached", "commit -a", "rm -r .", "")


def write(number: int, words: str, *, has_snapshot: bool = True, prefix: str = "", exact: bool = True) -> IndexWrite:
    argv = ("git", *words.split()) if words else ()
    process = GitProcess(argv=argv, prefix=prefix, is_exact=exact)
    snapshot = Path(str(number)) if has_snapshot else None
    return IndexWrite(number=FIRST_WRITE + number, process=process, session=ONE, time=number, snapshot=snapshot)


def origins(now: Mapping[str, TreeEntry | None], steps: Sequence[tuple[IndexWrite, State | None]]) -> dict[str, Origin]:
    states = {str(one.snapshot): state for one, state in steps}

    def look(index: Path, paths: Collection[str]) -> State | None:
        del paths
        return states[str(index)]

    return origins_of(now, [one for one, _ in steps], None, look, "/top")


def breadths(now: Mapping[str, TreeEntry | None], *steps: tuple[IndexWrite, State | None]) -> dict[str, Breadth]:
    return {path: origin.breadth for path, origin in origins(now, steps).items()}


def test_the_last_write_that_changed_a_path_counts() -> None:
    steps = [(write(0, "add -A"), {"a": NEW}), (write(1, "add a"), {"a": NEWER}), (write(2, "add -A"), {"a": NEWER})]
    assert breadths({"a": NEWER}, *steps) == {"a": Breadth.NAMED}
    assert breadths({"a": NEW}, *steps) == {}


def test_before_the_first_write_all_is_as_in_the_last_commit() -> None:
    assert breadths({"a": NEW}, (write(0, "add -A"), {"a": NEW})) == {"a": Breadth.SWEEP}
    assert breadths({"a": NEW}, (write(1, "add -A"), {"a": NEW})) == {}


def test_a_deletion_is_staged_too() -> None:
    steps = [(write(0, "reset"), {"a": OLD}), (write(1, "rm -r ."), {})]
    assert breadths({"a": None}, *steps) == {"a": Breadth.SWEEP}


def test_of_writes_without_a_snapshot_between_them_who_names_a_path_staged_it() -> None:
    steps = [
        (write(0, "reset"), {}),
        (write(1, "add -A", has_snapshot=False), None),
        (write(2, "add a", has_snapshot=False), None),
        (write(3, "commit -a"), {"a": NEW, "b": NEW}),
    ]
    assert breadths({"a": NEW, "b": NEW}, *steps) == {"a": Breadth.NAMED, "b": Breadth.SWEEP}


@pytest.mark.parametrize("words", ["merge x", "apply --cached", "stash pop"])
def test_nobody_is_blamed_for_what_may_have_come_with_a_merge_or_a_patch(words: str) -> None:
    steps = [
        (write(0, "reset"), {}),
        (write(1, "add -A", has_snapshot=False), None),
        (write(2, words), {"a": NEW}),
    ]
    assert breadths({"a": NEW}, *steps) == {}


def test_a_snapshot_that_cannot_be_read_is_passed_over() -> None:
    steps = [(write(0, "reset"), {}), (write(1, "add -A"), None), (write(2, "add b"), {"a": NEW, "b": NEW})]
    assert breadths({"a": NEW, "b": NEW}, *steps) == {"a": Breadth.SWEEP, "b": Breadth.NAMED}


def test_a_write_that_names_other_paths_cannot_have_staged_this_one() -> None:
    """A commit of single paths leaves them in the index without a word, and a soft reset makes them differ again."""
    steps = [(write(0, "add -A"), {"a": OLD}), (write(1, "add b"), {"a": NEW, "b": NEW})]
    assert breadths({"a": NEW, "b": NEW}, *steps) == {"b": Breadth.NAMED}


@pytest.mark.parametrize(
    ("words", "prefix", "breadth"),
    [
        ("add c", "b/", Breadth.NAMED),
        ("add ./c", "b/", Breadth.NAMED),
        ("add :/b/c", "x/", Breadth.NAMED),
        ("add :(top)b/c", "x/", Breadth.NAMED),
        ("add ../b/c", "x/", Breadth.NAMED),
        ("add /top/b/c", "x/", Breadth.NAMED),
        ("add :(literal)b/c", "", Breadth.NAMED),
        ("add b", "", Breadth.FOLDER),
        ("add b/", "", Breadth.FOLDER),
        ("add ../b", "x/", Breadth.FOLDER),
        ("add . c", "b/", Breadth.NAMED),
        ("add .", "b/", Breadth.SWEEP),
        ("add -A", "b/", Breadth.SWEEP),
        ("mv x b/c", "", Breadth.NAMED),
        ("update-index --index-info", "", Breadth.UNKNOWN),
    ],
)
def test_how_far_a_command_reaches_is_told_for_each_path(words: str, prefix: str, breadth: Breadth) -> None:
    others = write(2, "add -A"), {"b/c": NEW, "z": NEW}
    steps = [(write(0, "reset"), {}), (write(1, words, prefix=prefix), {"b/c": NEW}), others]
    assert breadths({"b/c": NEW}, *steps) == {"b/c": breadth}


_STATES = st.dictionaries(st.sampled_from(["a", "b/c"]), st.sampled_from([OLD, NEW, NEWER]))
_STEPS = st.lists(st.tuples(st.sampled_from(COMMANDS), st.booleans(), st.none() | _STATES), max_size=8)


@given(now=_STATES, steps=_STEPS)
def test_no_write_counts_once_the_content_is_another(
    now: Mapping[str, TreeEntry], steps: Sequence[tuple[str, bool, State | None]]
) -> None:
    written = [
        (write(number, words, has_snapshot=has_snapshot), state)
        for number, (words, has_snapshot, state) in enumerate(steps)
    ]
    seen = [state for one, state in written if one.snapshot is not None and state is not None]
    for path, origin in origins(now, written).items():
        # Some write of these words stands behind the last snapshot in which the path was another one.
        unlike = [number for number, state in enumerate(seen) if state.get(path) != now[path]]
        since = written if not unlike else written[_place(written, unlike[-1]) + 1 :]
        assert origin.words in {one.process.argv[1:] for one, _ in since}


def _place(written: Sequence[tuple[IndexWrite, State | None]], number: int) -> int:
    readable = [at for at, (one, state) in enumerate(written) if one.snapshot is not None and state is not None]
    return readable[number]
