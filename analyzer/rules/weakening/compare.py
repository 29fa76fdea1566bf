"""Compares the test files of a change."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from typing import NamedTuple

from agentguard.analyzer.counts import number
from agentguard.analyzer.model.findings import Confidence
from agentguard.analyzer.rules.weakening.code import Test, TestFile, words
from agentguard.analyzer.rules.weakening.marks import Mark, marks

# So many of a removed test's words in another one make that its successor.
_SUCCEEDS = 0.6
_MOST_COMPARED = 300
# So many of the words of two names in common make them alike.
_ALIKE = 0.4
_MANY = 4
_FEW_LEFT = 0.34
_SPREAD = frozenset({"parametrize", "subTest", "pytest_generate_tests", "each", "theory"})


class Weakening(NamedTuple):
    """One way in which one test file got weaker: what happened, where, and how sure that is."""

    path: str
    symbol: str
    line: int | None
    told: str
    confidence: Confidence


@dataclass(frozen=True)
class Sides:
    """The test files of a change.

    Attributes:
        old: before it, by path.
        new: after it, by path.
        origin: the former path of each new file.
        stayed: (path, name) of the old tests that only have another name or place now.
        lost: the names that the code of the change no longer has.
    """

    old: Mapping[str, TestFile]
    new: Mapping[str, TestFile]
    origin: Mapping[str, str]
    stayed: frozenset[tuple[str, str]]
    lost: frozenset[str]

    @cached_property
    def pairs(self) -> tuple[tuple[TestFile, TestFile], ...]:
        """Both versions of the files that are on both sides."""
        found = ((self.old.get(self.origin.get(path, path)), file) for path, file in self.new.items())
        return tuple((old, new) for old, new in found if old is not None)

    @cached_property
    def kept(self) -> tuple[tuple[Test, Test], ...]:
        """Both versions of the tests that are in the same file under the same name."""
        found = []
        for old, new in self.pairs:
            before = {test.name: test for test in old.tests}
            found += [(before[test.name], test) for test in new.tests if test.name in before]
        return tuple(found)

    @cached_property
    def gained(self) -> Mapping[str, tuple[Test, ...]]:
        """The tests that each old file got and did not have, by its path."""
        found = {}
        for old, new in self.pairs:
            names = {test.name for test in old.tests}
            found[old.path] = tuple(test for test in new.tests if test.name not in names)
        return found

    @cached_property
    def successors(self) -> tuple[frozenset[str], ...]:
        """The words that came in with each new or changed test, any of which may stand for a removed one."""
        before = {(new.path, new.name): old.words for old, new in self.kept}
        tests = (test for file in self.new.values() for test in file.tests)
        come = (test.words - before.get((test.path, test.name), frozenset()) for test in tests)
        return tuple(islice(filter(None, come), _MOST_COMPARED))


def removed(sides: Sides) -> Iterator[Weakening]:
    """Yields the test files that lose tests whose subject is still there and that nothing takes the place of."""
    before = Counter(test.short for file in sides.old.values() for test in file.tests)
    after = Counter(test.short for file in sides.new.values() for test in file.tests)
    left = before - after
    kept = {(old.path, old.name) for old, _ in sides.kept}
    alive = frozenset(sides.origin.get(path, path) for path in sides.new)
    for path, file in sides.old.items():
        gone = []
        for test in file.tests:
            if left[test.short] > 0 and (path, test.name) not in kept:
                left[test.short] -= 1
                gone.append(test)
        common = Counter(word for test in file.tests for word in test.words)
        own = {test.name: frozenset(word for word in test.words if common[word] == 1) for test in gone}
        gone = [test for test in gone if not _is_accounted_for(test, own[test.name], sides)]
        if gone:
            yield _removal(file, gone, whole=path not in alive, gained=sides.gained.get(path, ()))


def _is_accounted_for(test: Test, own: frozenset[str], sides: Sides) -> bool:
    """Tells whether a test stayed, lost its subject, or has a successor that holds most of its own words."""
    if (test.path, test.name) in sides.stayed or test.words & sides.lost:
        return True
    return bool(own) and any(len(own & other) >= _SUCCEEDS * len(own) for other in sides.successors)


def _removal(file: TestFile, gone: list[Test], *, whole: bool, gained: Sequence[Test]) -> Weakening:
    names = ", ".join(f"`{test.name}`" for test in gone[:3]) + (", ..." if len(gone) > 3 else "")
    tests = number(len(gone), "test")
    told = f"deletes `{file.path}` with {tests} ({names})" if whole else f"removes {tests} from `{file.path}` ({names})"
    sure = Confidence.LOW if _may_be_rewritten(gone, gained) else Confidence.MEDIUM
    return Weakening(file.path, gone[0].name, None, told, Confidence.HIGH if whole else sure)


def _may_be_rewritten(gone: Sequence[Test], gained: Sequence[Test]) -> bool:
    """Tells whether new tests may stand for the removed ones: there are enough, and they are many or named alike."""
    if len(gained) < len(gone):
        return False
    return len(gone) >= _MANY or all(any(_are_named_alike(test, other) for other in gained) for test in gone)


def _are_named_alike(one: Test, other: Test) -> bool:
    mine, theirs = (frozenset(test.short.lower().split("_")) - {"test"} for test in (one, other))
    return len(mine & theirs) >= _ALIKE * len(mine | theirs)


def marked(sides: Sides) -> Iterator[Weakening]:
    """Yields the test files in which tests that were there before are switched off, or pass whatever happens."""
    for old, new in sides.pairs:
        before = Counter(mark.text for mark in marks(old))
        known = words(old.text)
        fresh = []
        for mark in marks(new):
            if before[mark.text] > 0:
                before[mark.text] -= 1
            elif _was_there(mark, new, known):
                fresh.append(mark)
        for skips, word in ((True, "switches off"), (False, "empties")):
            found = [mark for mark in fresh if mark.skips is skips]
            if found:
                names = ", ".join(dict.fromkeys(f"`{_name(mark, new)}`" for mark in found[:3]))
                more = ", ..." if len(found) > 3 else ""
                told = f"{word} {names}{more} in `{new.path}` (`{found[0].text[:80]}`)"
                yield Weakening(new.path, _name(found[0], new), found[0].line, told, Confidence.HIGH)


def _name(mark: Mark, file: TestFile) -> str:
    test = file.holder(mark.line)
    return test.name if test is not None else _next_definition(mark, file) or file.path


def _was_there(mark: Mark, file: TestFile, known: frozenset[str]) -> bool:
    """Tells whether what a mark stands on was in the old version; a new test may be born with a mark."""
    test = file.holder(mark.line)
    name = test.short if test is not None else _next_definition(mark, file)
    return name is None or name in known or (file.language != "py" and bool(words(name)) and words(name) <= known)


def _next_definition(mark: Mark, file: TestFile) -> str | None:
    """Returns the class or function below a decorator, None for what marks the whole file."""
    if not mark.text.startswith("@"):
        return None
    for line in file.text.split("\n")[mark.line :]:
        parts = line.replace("(", " ").replace(":", " ").split()
        if parts and not line.lstrip().startswith(("@", ")", "#")):
            return next((after for word, after in pairwise(parts) if word in {"class", "def"}), None)
    return None


def emptied(sides: Sides) -> Iterator[Weakening]:
    """Yields the tests that assert nothing any more, or far less than they did."""
    helpers: dict[str, frozenset[str]] = {}
    for old, new in sides.kept:
        if old.text == new.text:
            continue
        before, after = old.assertions, new.assertions
        few = before >= _MANY and after <= _FEW_LEFT * before
        if before == 0 or not (after == 0 or few):
            continue
        if new.path not in helpers:
            helpers[new.path] = _helpers(sides.new[new.path])
        if new.words & helpers[new.path]:
            continue
        if (old.words - new.words) & sides.lost or (new.words - old.words) & _SPREAD or _loops(new) > _loops(old):
            continue
        told = f"takes {before - after} of {before} assertions out of `{new.name}` in `{new.path}`"
        yield Weakening(new.path, new.name, new.first, told, Confidence.MEDIUM if after == 0 else Confidence.LOW)


def _helpers(file: TestFile) -> frozenset[str]:
    """Names the functions of a test file that are no tests but assert something."""
    if file.source is None:
        return frozenset()
    lines = file.text.split("\n")
    tests = {test.name for test in file.tests}
    found = []
    for symbol in file.source.symbols:
        if symbol.signature is not None and symbol.name not in tests:
            text = "\n".join(lines[symbol.lines.first - 1 : symbol.lines.last])
            part = Test(path=file.path, name=symbol.name, short=symbol.name, first=symbol.lines.first, text=text)
            if part.assertions:
                found.append(symbol.name.rpartition(".")[2])
    return frozenset(found)


def _loops(test: Test) -> int:
    return sum(line.lstrip().startswith(("for ", "async for ")) for line in test.text.splitlines())
