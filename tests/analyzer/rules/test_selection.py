from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.model.changes import Change, ChangeStatus, Lines, Skipped
from agentguard.analyzer.model.config import Config, Suppression
from agentguard.analyzer.model.findings import Finding, Location, Related, Severity
from agentguard.analyzer.model.rules import AddedPath, Facts, PathHistory, Versions
from agentguard.analyzer.model.symbols import Signature, SourceFile, Symbol, SymbolKind
from agentguard.analyzer.rules import RULES
from agentguard.analyzer.rules.samples import change_of, changed, versions_of
from agentguard.analyzer.rules.selection import apply_suppressions, run_rules, select_rules
from agentguard.analyzer.rules.trailers import allowances
from tests.support.limits import processor_time


def codes(*select: str, ignore: tuple[str, ...] = (), config: Config | None = None) -> list[str]:
    return [rule.code for rule in select_rules(select, ignore, config or Config())]


def finding(rule: str, severity: Severity = Severity.WARNING, path: str | None = "src/a.py") -> Finding:
    name = next(one.name for one in RULES if one.code == rule)
    location = Location(path=path) if path is not None else None
    return Finding(rule=rule, name=name, severity=severity, message="m", location=location)


def test_every_rule_runs_by_default() -> None:
    assert codes() == [rule.code for rule in RULES]


@pytest.mark.parametrize(
    ("select", "expected"),
    [
        (("AG104",), ["AG104"]),
        (("artifact", "ag102"), ["AG102", "AG104"]),
        (("AG3",), ["AG305", "AG306"]),
        (("AG", "AG1"), [rule.code for rule in RULES]),
    ],
)
def test_rules_are_selected_by_code_name_or_prefix(select: tuple[str, ...], expected: list[str]) -> None:
    assert codes(*select) == expected


def test_ignored_rules_are_left_out() -> None:
    assert codes("AG3", ignore=("guard-tampering",)) == ["AG306"]


def test_a_disabled_rule_runs_only_where_it_is_named() -> None:
    config = Config(disabled=frozenset({"AG305"}))
    assert codes(config=config) == [rule.code for rule in RULES if rule.code != "AG305"]
    assert codes("AG3", config=config) == ["AG306"]
    assert codes("guard-tampering", config=config) == ["AG305"]


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("artefact", "did you mean `artifact`?"),
        ("AG1O4", "did you mean `AG104`?"),
        ("", "`agentguard rules` lists them"),
        ("A", "`agentguard rules` lists them"),
        ("AG1040", "did you mean `AG104`?"),
    ],
)
def test_a_word_that_names_no_rule_is_refused(word: str, hint: str) -> None:
    with pytest.raises(AgentguardError) as raised:
        codes(word)
    assert (raised.value.message, raised.value.hint) == (f"no rule named `{word}`", hint)


def test_a_rule_whose_facts_are_absent_is_skipped_with_the_reason() -> None:
    findings, skipped = run_rules(select_rules(["AG103"], (), Config()), Facts(config=Config()))
    assert findings == ()
    assert skipped == (Skipped(what="AG103 out-of-scope", reason="no scope was declared (`--scope GLOB`)"),)


def test_the_settings_change_the_severity() -> None:
    rule = next(rule for rule in RULES if rule.code == "AG104")
    facts = replace(rule.examples[0].facts, config=Config(severities={"AG104": Severity.ERROR}))
    assert [one.severity for one in run_rules([rule], facts)[0]] == [Severity.ERROR]


def test_the_settings_waive_a_rule_below_a_path() -> None:
    config = Config(suppressions=(Suppression(rule="AG305", paths="src/**", reason="known"),))
    found = [finding("AG305"), finding("AG305", path="docs/a.md"), finding("AG306")]
    assert [one.suppressed for one in apply_suppressions(found, config, "")] == ["known", None, None]


def test_a_finding_without_a_place_is_waived_where_all_that_it_names_is() -> None:
    config = Config(suppressions=(Suppression(rule="AG102", paths="l10n/**", reason="bulk"),))
    sweep = replace(finding("AG102", path=None), related=(Related(path="l10n/a", note=""), Related(path="b", note="")))
    waived = replace(sweep, related=sweep.related[:1])
    assert [one.suppressed for one in apply_suppressions([sweep, waived], config, "")] == [None, "bulk"]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (finding("AG102"), "the formatter ran"),
        (finding("AG102", Severity.NOTE), "the formatter ran"),
        (finding("AG102", Severity.ERROR), None),
        (finding("AG104"), None),
        (finding("AG306"), None),
    ],
    ids=["warning", "note", "error", "other rule", "AG3xx"],
)
def test_a_trailer_waives_warnings_and_notes_of_its_rule(found: Finding, expected: str | None) -> None:
    message = "format\n\nAgentguard-Allow: AG102 the formatter ran\nAgentguard-Allow: AG306 because\n"
    assert apply_suppressions([found], Config(), message)[0].suppressed == expected


ALLOWED = (("AG102", "why not"),)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("subject\n\nAgentguard-Allow: AG102 why not", ALLOWED),
        ("subject\n\nbody\n\nagentguard-allow: ag102 why\n  not\n", ALLOWED),
        ("subject\r\n\r\nAgentguard-Allow: AG102 why not\r\n", ALLOWED),
        ("subject\n\nnote\nAgentguard-Allow: AG102 why not\nSigned-off-by: A <a@b>", ALLOWED),
        ("subject\n\nAgentguard-Allow: off-topic-files x", (("off-topic-files", "x"),)),
        ("subject\n\nAgentguard-Allow: AG102", ()),
        ("Agentguard-Allow: AG102 why not", ()),
        ("subject\n\nAgentguard-Allow: AG102 why not\n\nlater text", ()),
        ("subject\n\nnote\nAgentguard-Allow: AG102 why not", ()),
        ("", ()),
    ],
)
def test_trailers_are_read_as_git_does(message: str, expected: tuple[tuple[str, str], ...]) -> None:
    assert allowances(message) == expected


PATHS = st.sampled_from(
    [
        "a.py",
        "tests/test_a.py",
        "pyproject.toml",
        ".github/workflows/ci.yml",
        ".pre-commit-config.yaml",
        "x.log",
        "web/a.test.js",
        "pkg/a_test.go",
        ".claude/settings.json",
        "b�\x07.py",
        "setup.cfg",
        "CODEOWNERS",
    ]
)
LINES = st.sampled_from(
    [
        "def test_a():",
        "    assert x == 1",
        "    pytest.skip('x')",
        "@pytest.mark.skip",
        "fail_under = 80",
        "- id: ruff",
        "{",
        "}",
        "",
        "on: [push]",
        "continue-on-error: true",
        "\x00",
        "class A:",
        "    t.Skip()",
        "it('x', () => {",
        "func TestA(t *testing.T) {",
        "[tool.agentguard]",
        "disable = [1",
        '"hooks": {}',
    ]
)
CONTENTS = st.none() | st.lists(LINES, max_size=6).map(lambda lines: "\n".join(lines).encode())


@st.composite
def changes(draw: st.DrawFn) -> Change:
    status = draw(st.sampled_from(ChangeStatus))
    moved = status in {ChangeStatus.RENAMED, ChangeStatus.COPIED}
    return Change(
        path=draw(PATHS),
        old_path=draw(PATHS) if moved else None,
        status=status,
        old_mode=0 if status is ChangeStatus.ADDED else 0o100644,
        new_mode=0 if status is ChangeStatus.DELETED else draw(st.sampled_from([0o100644, 0o120000, 0o160000])),
        old_id=None if status is ChangeStatus.ADDED else "1" * 40,
        new_id=None if status is ChangeStatus.DELETED else "2" * 40,
    )


def source(path: str, content: bytes | None) -> SourceFile:
    """A table whose lines need not fit the text: a rule must not rely on it."""
    number = (content or b"").count(b"\n") + 3
    symbol = Symbol(
        name="A.test_a", kind=SymbolKind.METHOD, lines=Lines(first=1, last=number), signature=Signature(), tokens=(1,)
    )
    return SourceFile(path=path, language="python", symbols=(symbol,))


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    change = change_of(*draw(st.lists(changes(), max_size=4)), message=draw(st.sampled_from(["", "Revert x", "fix"])))
    old, new = (
        {path: draw(CONTENTS) for path in sorted({getattr(entry, name) for entry in change.changes})}
        for name in ("source_path", "path")
    )
    return Facts(
        config=Config(),
        change=change,
        writes=(),
        scope=draw(st.none() | st.just(("tests", "*.log"))),
        added=tuple(AddedPath(path=entry.path, mode=entry.new_mode) for entry in change.changes),
        path_history=PathHistory(removed={"x.log": "3" * 40}),
        old=Versions(contents=old, sources={path: source(path, old[path]) for path in old if path.endswith(".py")}),
        new=Versions(contents=new, sources={path: source(path, new[path]) for path in new if path.endswith(".py")}),
    )


@given(facts())
def test_no_rule_raises_and_what_is_found_has_a_place_and_a_printable_message(given_facts: Facts) -> None:
    findings, _ = run_rules(RULES, given_facts)
    assert all(one.location is not None and one.message.isprintable() for one in findings)
    assert len({one.fingerprint for one in findings}) == len({(one.rule, one.location) for one in findings})


LONG = 50_000
HOSTILE = {
    "spaces": " " * LONG,
    "new lines": "\n" * LONG,
    "checks": "_check" * (LONG // 6),
    "tests": "fn " + "test" * (LONG // 4),
    "asserts": "assert " + "or " * (LONG // 3),
    "numbers": "uses: " + "1." * (LONG // 2),
    "dashes": "- " * (LONG // 2),
    "brackets": "[" * LONG,
    "quotes": "it('" * (LONG // 4),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_line_takes_no_time(text: str) -> None:
    names = ["a.py", "tests/test_a.py", "tests/a.rs", "b.test.js", ".github/workflows/a.yml", ".pre-commit-config.yaml"]
    paths = [*names, "setup.cfg", "pyproject.toml", "CODEOWNERS", ".claude/settings.json", "t/test_b.go"]
    change = change_of(*(changed(path) for path in paths))
    old, new = (versions_of(dict.fromkeys(paths, side)) for side in (text, f"{text}\nagentguard\n{text}x"))
    with processor_time(5):
        run_rules(
            select_rules(["AG3"], (), Config()), Facts(config=Config(), change=change, writes=(), old=old, new=new)
        )
