"""Laws of pairs: the order of the sides does not matter, disjoint sides do not meet, and nothing raises."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agentguard.analyzer.changesets import read_changes
from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.git import Repository
from agentguard.analyzer.model.changes import ChangeSet
from agentguard.analyzer.model.findings import Side
from agentguard.analyzer.model.overlap import Duplicate, SharedSymbol, StaleUse
from agentguard.analyzer.overlap.duplicates import duplicates
from agentguard.analyzer.overlap.symbols import shared_symbols
from agentguard.analyzer.overlap.uses import stale_uses
from agentguard.analyzer.sources import both_sides
from tests.support.builder import Builder

_NUMBERS = count(1)
NAMES = st.sampled_from(["a", "b", "load", "limit", "self.x", "d['k']"])
LEAVES = st.one_of(
    st.builds("{} = {}".format, NAMES, NAMES),
    st.builds("{}({})".format, NAMES, NAMES),
    st.builds("return {}".format, NAMES),
    st.builds("{} += 1".format, NAMES),
    st.just("import os"),
    st.just("raise"),
    st.just("def (:"),
)
STATEMENTS = st.recursive(
    LEAVES.map(lambda line: [line]),
    lambda inner: st.builds(
        lambda head, body: [head, *(f"    {line}" for part in body for line in part)],
        st.sampled_from(["if a:", "for b in a:", "while limit:", "with a as b:", "def load(a, b=1):", "class Box:"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=8,
)
PYTHON = st.lists(STATEMENTS, max_size=6).map(lambda parts: "\n".join(line for part in parts for line in part) + "\n")
TOML = st.lists(st.builds("{} = {}".format, st.sampled_from(["x", "y", "z.w"]), st.integers(0, 3)), max_size=4).map(
    lambda lines: "\n".join({line.split(" = ")[0]: line for line in lines}.values()) + "\n"
)
MARKDOWN = st.lists(st.sampled_from(["# Use", "## Options", "text", "- item", ""]), max_size=6).map("\n".join)
TREES = st.fixed_dictionaries({"m.py": PYTHON, "n.py": PYTHON, "s.toml": TOML, "d.md": MARKDOWN})


@dataclass
class Shelf:
    """A repository that takes the trees of all examples."""

    builder: Builder
    repository: Repository

    def works(self, *pairs: tuple[Mapping[str, str], Mapping[str, str]]) -> list[Work]:
        """Returns a change from the first to the second tree of each pair."""
        marks = self.builder.path / "marks"
        stream = b"".join(_commit(files) for pair in pairs for files in pair)
        self.builder.git("fast-import", "--quiet", "--force", f"--export-marks={marks}", stdin=stream)
        trees = [f"{line.split()[1]}^{{tree}}" for line in marks.read_text().splitlines()]
        ids = self.builder.git("rev-parse", *trees).splitlines()
        return [_work(self.repository, f"w{number}", *ids[number : number + 2]) for number in range(0, len(ids), 2)]


def _commit(files: Mapping[str, str]) -> bytes:
    rows = [
        b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(text), text.encode()) for path, text in files.items()
    ]
    head = b"commit refs/heads/shelf\nmark :%d\ncommitter A <a@b> 1 +0000\ndata 0\ndeleteall\n"
    return head % next(_NUMBERS) + b"".join(rows)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    builder = Builder.create(tmp_path_factory.mktemp("shelf") / "repo")
    with Repository.open(builder.path) as repository:
        yield Shelf(builder, repository)


def _work(repository: Repository, name: str, old: str, new: str) -> Work:
    changes, skipped = read_changes(repository, old, new)
    change = ChangeSet(
        name=name, base=None, head=None, tip=None, base_tree=old, head_tree=new, changes=changes, skipped=skipped
    )
    return Work(change, *both_sides(repository, change, max_bytes=1_000_000))


def _swapped_symbol(one: SharedSymbol) -> SharedSymbol:
    return replace(one, a=one.b, b=one.a, a_lines=one.b_lines, b_lines=one.a_lines)


def _swapped_use(one: StaleUse) -> StaleUse:
    return replace(one, user=Side.B if one.user is Side.A else Side.A)


def _swapped_duplicate(one: Duplicate) -> Duplicate:
    return replace(one, a_path=one.b_path, a_line=one.b_line, b_path=one.a_path, b_line=one.a_line)


_EXAMPLES = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@_EXAMPLES
@given(base=TREES, one=TREES, two=TREES)
def test_swapping_the_sides_swaps_them_in_what_is_found_and_nothing_else(
    shelf: Shelf, base: Mapping[str, str], one: Mapping[str, str], two: Mapping[str, str]
) -> None:
    a, b = shelf.works((base, one), (base, two))
    assert set(shared_symbols(b, a)) == {_swapped_symbol(found) for found in shared_symbols(a, b)}
    assert set(stale_uses(b, a)) == {_swapped_use(found) for found in stale_uses(a, b)}
    assert set(duplicates(b, a, ())) == {_swapped_duplicate(found) for found in duplicates(a, b, ())}


@_EXAMPLES
@given(base=TREES, one=TREES)
def test_a_change_beside_itself_ties_nothing(shelf: Shelf, base: Mapping[str, str], one: Mapping[str, str]) -> None:
    a, b = shelf.works((base, one), (base, one))
    assert {found.closeness for found in shared_symbols(a, b)} <= {"apart"}
    assert all(found.same for found in duplicates(a, b, ()))


@_EXAMPLES
@given(base=TREES, one=TREES, two=TREES)
def test_sides_that_write_other_files_share_and_double_nothing_in_one_file(
    shelf: Shelf, base: Mapping[str, str], one: Mapping[str, str], two: Mapping[str, str]
) -> None:
    left = {**base, "m.py": one["m.py"], "s.toml": one["s.toml"]}
    right = {**base, "n.py": two["n.py"], "d.md": two["d.md"]}
    a, b = shelf.works((base, left), (base, right))
    assert shared_symbols(a, b) == ()
    assert [found for found in duplicates(a, b, ()) if found.a_path == found.b_path] == []


@_EXAMPLES
@given(base=TREES, between=TREES, one=TREES, two=TREES)
def test_sides_of_different_bases_raise_nothing_in_either_order(
    shelf: Shelf, base: Mapping[str, str], between: Mapping[str, str], one: Mapping[str, str], two: Mapping[str, str]
) -> None:
    a, b = shelf.works((base, one), (between, two))
    assert set(shared_symbols(b, a)) == {_swapped_symbol(found) for found in shared_symbols(a, b)}
    assert set(stale_uses(b, a)) == {_swapped_use(found) for found in stale_uses(a, b)}
