"""AG306: a change weakens tests beside its own change of the code."""

import re
from collections.abc import Iterable, Iterator, Sequence

from agentguard.analyzer.categories import category
from agentguard.analyzer.model.changes import Category, Change, ChangeStatus
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import Confidence, Finding, Location, Severity
from agentguard.analyzer.model.rules import Anomaly, Example, Facts, Rule, Versions
from agentguard.analyzer.model.symbols import SymbolChange, SymbolChangeKind
from agentguard.analyzer.printable import printable
from agentguard.analyzer.rules.samples import change_of, changed, versions_of
from agentguard.analyzer.rules.weakening.code import TestFile, is_test_code, words
from agentguard.analyzer.rules.weakening.compare import Sides, Weakening, emptied, marked, removed
from agentguard.analyzer.rules.weakening.thresholds import lowered

_STAYED = frozenset({SymbolChangeKind.RENAMED, SymbolChangeKind.MOVED})
_GONE = frozenset({SymbolChangeKind.REMOVED, *_STAYED})
# A name of several words; what is one plain word (`data`, `name`) tells nothing about a test's subject.
_SPECIFIC = re.compile(r"\w+_\w+|[a-z]+[A-Z]\w*|[A-Z][a-z]+[A-Z]\w*|[A-Z0-9_]{4,}")
_REVERT = re.compile(r"\Arevert\b|this reverts commit", re.IGNORECASE)
_COMMENT = re.compile(r"\s*(?:#|//|\*|/\*).*|\s*")


def check_weakened_tests(facts: Facts) -> Iterator[Finding]:
    """Yields one finding for each file and way in which a change of the code weakens what tests it."""
    change, old, new, writes = facts.change, facts.old, facts.new, facts.writes
    if change is None or old is None or new is None or writes is None:
        return
    code = [entry for entry in change.changes if _is_code(entry, old, new)]
    if not code:
        return
    sides = _sides(change.changes, code, writes, (old, new))
    is_revert = _REVERT.search(change.message) is not None
    for one in (*removed(sides), *marked(sides), *emptied(sides), *_lowered(change.changes, old, new)):
        yield Finding(
            rule=RULE.code,
            name=RULE.name,
            severity=Severity.NOTE if is_revert or one.confidence is Confidence.LOW else RULE.severity,
            confidence=one.confidence,
            message=f"{printable(one.told)}, beside a change of `{printable(code[0].path)}`",
            help="let the old tests judge the new code; what they demand changes in a commit of its own",
            location=Location(path=one.path, line=one.line, symbol=one.symbol),
            commit=facts.commit,
        )


def _is_code(entry: Change, old: Versions, new: Versions) -> bool:
    """Tells whether an entry changes code that tests may test, in more than comments and empty lines."""
    if category(entry.path) is not Category.SOURCE:
        return False
    before, after = _text(old, entry.source_path), _text(new, entry.path)
    return _statements(before) != _statements(after)


def _statements(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if not _COMMENT.fullmatch(line)]


def _sides(
    changes: Sequence[Change],
    code: Sequence[Change],
    writes: Sequence[SymbolChange],
    versions: tuple[Versions, Versions],
) -> Sides:
    old, new = versions
    tests = [entry for entry in changes if is_test_code(entry.path) or is_test_code(entry.source_path)]
    before = {entry.source_path: _test_file(entry.source_path, old) for entry in tests if entry.old_mode}
    after = {entry.path: _test_file(entry.path, new) for entry in tests if entry.new_mode}
    return Sides(
        old={path: file for path, file in before.items() if path in old.contents},
        new={path: file for path, file in after.items() if path in new.contents},
        origin={entry.path: entry.source_path for entry in tests},
        stayed=frozenset(
            (write.old_path or write.path, write.old_symbol or write.symbol)
            for write in writes
            if write.change in _STAYED
        ),
        lost=_lost_names(writes) | _lost_words(code, old, new),
    )


def _test_file(path: str, side: Versions) -> TestFile:
    return TestFile(path, _text(side, path), side.sources.get(path))


def _lost_names(writes: Iterable[SymbolChange]) -> frozenset[str]:
    """Names the definitions of code that are gone, or have another name, and parameters that are gone."""
    names: set[str] = set()
    for write in writes:
        if category(write.path) is Category.TEST:
            continue
        if write.change in _GONE:
            names.add((write.old_symbol or write.symbol).rpartition(".")[2])
        if write.old_signature is not None and write.signature is not None:
            kept = {parameter.name for parameter in write.signature.parameters}
            names.update(parameter.name for parameter in write.old_signature.parameters if parameter.name not in kept)
    return frozenset(name for name in names if len(name) > 3 and not name.startswith("__"))


def _lost_words(code: Iterable[Change], old: Versions, new: Versions) -> frozenset[str]:
    """Names what stood in the changed code and stands nowhere in it now: options, keys, names in other languages."""
    before: set[str] = set()
    after: set[str] = set()
    for entry in code:
        before |= words(_text(old, entry.source_path))
        after |= words(_text(new, entry.path))
    return frozenset(word for word in before - after if _SPECIFIC.fullmatch(word))


def _lowered(changes: Iterable[Change], old: Versions, new: Versions) -> Iterator[Weakening]:
    for entry in changes:
        if entry.status is ChangeStatus.DELETED:
            continue
        for key, before, after in lowered(entry.path, _text(old, entry.source_path), _text(new, entry.path)):
            if after is None:
                told = f"takes the limit `{key}` ({before:g}) out of `{entry.path}`"
            else:
                told = f"lowers `{key}` from {before:g} to {after:g} in `{entry.path}`"
            yield Weakening(entry.path, key, None, told, Confidence.HIGH)


def _text(side: Versions, path: str) -> str:
    return (side.contents.get(path) or b"").decode("utf-8", "replace")


def _example(
    story: str, old: dict[str, str], new: dict[str, str], *messages: str, entries: tuple[Change, ...] = ()
) -> Example:
    change = change_of(*(entries or [changed(path) for path in old]))
    facts = Facts(
        config=Config(),
        change=change,
        writes=(),
        old=versions_of(old),
        new=versions_of(new),
    )
    return Example(story=story, facts=facts, messages=messages)


_SPEC = "test('adds', () => {\n  expect(add(1, 2)).toBe(3);\n});\n"
_MORE = "test('adds nothing', () => {\n  expect(add()).toBe(0);\n});\n"

RULE = Rule(
    code="AG306",
    name="weakened-tests",
    summary="a change removes, skips or empties tests, or lowers a threshold, beside its own change of the code",
    why=(
        "An agent that cannot make a test pass makes it go away: it deletes the test, marks it to be skipped, takes "
        "its assertions out, or lowers the coverage that is asked for. The run is green, the report says so, and the "
        "behaviour that the test protected is gone."
    ),
    remedy=(
        "Put the test back and let it judge the new code. Where the old behaviour is really no longer wanted, change "
        "its tests in a commit of their own that says so. Tests whose subject the same change removes, tests that "
        "are renamed, moved or merged into others, and marks that depend on a platform or a version are no findings. "
        "What looks like a rewrite, or says that it is a revert, is a note."
    ),
    severity=Severity.WARNING,
    anomaly=Anomaly.UNVERIFIED,
    needs=frozenset({"change", "writes", "old", "new"}),
    examples=(
        _example(
            "The code changes, and a test that it fails is gone.",
            {"src/add.js": "return a + b;\n", "src/add.test.js": _SPEC + _MORE},
            {"src/add.js": "return a - b;\n", "src/add.test.js": _SPEC},
            "removes 1 test from `src/add.test.js` (`adds nothing`), beside a change of `src/add.js`",
        ),
        _example(
            "The code changes, and less coverage is asked for.",
            {"src/app.py": "x = 1\n", "setup.cfg": "[coverage:report]\nfail_under = 95\n"},
            {"src/app.py": "x = 2\n", "setup.cfg": "[coverage:report]\nfail_under = 80\n"},
            "lowers `fail_under` from 95 to 80 in `setup.cfg`, beside a change of `src/app.py`",
        ),
        _example(
            "A test goes together with the function that it tested.",
            {
                "src/add.js": "function addNothing() {}\n",
                "src/add.test.js": _SPEC + _MORE.replace("add()", "addNothing()"),
            },
            {"src/add.js": "\n", "src/add.test.js": _SPEC},
        ),
        _example("A change of tests alone.", {"src/add.test.js": _SPEC + _MORE}, {"src/add.test.js": _SPEC}),
    ),
    check=check_weakened_tests,
)
