"""AG305: a change edits what guards it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from agentguard.analyzer.categories import category
from agentguard.analyzer.config import PYPROJECT
from agentguard.analyzer.model.changes import Category, Change, ChangeStatus
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import Confidence, Finding, Location, Severity
from agentguard.analyzer.model.rules import Anomaly, Example, Facts, Guards, Rule
from agentguard.analyzer.printable import printable
from agentguard.analyzer.rules.guards import SETTINGS, Edit, guard, own_settings, read_edit
from agentguard.analyzer.rules.samples import change_of, changed

_MOST_KEYS = 3
_WORK = frozenset({Category.SOURCE, Category.TEST})


class _Told(NamedTuple):
    """What an edit of a guard does, how sure that is, and how much it matters."""

    text: str
    confidence: Confidence = Confidence.HIGH
    severity: Severity = Severity.WARNING


def check_guard_tampering(facts: Facts) -> Iterator[Finding]:
    """Yields one finding for each guard that a change edits in more than comments and layout."""
    guards = facts.guards
    if facts.change is None or guards is None:
        return
    # An edit of a guard that lands by itself is what its reviewer looks at; beside code it goes unseen.
    alone = not any(category(entry.path) in _WORK and guard(entry.path) is None for entry in facts.change.changes)
    for entry in facts.change.changes:
        told = _told(entry, guards)
        if told is not None:
            yield Finding(
                rule=RULE.code,
                name=RULE.name,
                severity=Severity.NOTE if alone else told.severity,
                confidence=told.confidence,
                message=f"`{printable(entry.source_path)}` {told.text}",
                help="land it by itself, with a reviewer who knows what it guards",
                location=Location(path=entry.path),
                commit=facts.commit,
            )


def _told(entry: Change, guards: Guards) -> _Told | None:
    what = guard(entry.source_path) or (guard(entry.path) if entry.old_path is not None else None)
    before = guards.before.get(entry.source_path) or b""
    after = guards.after.get(entry.path) or b""
    if what is None:
        return _settings_told(before, after) if PYPROJECT in {entry.source_path, entry.path} else None
    if entry.status is ChangeStatus.DELETED:
        return _Told(f"({what}) is deleted")
    if entry.status is ChangeStatus.RENAMED and guard(entry.path) is None:
        return _Told(f"({what}) is moved to `{printable(entry.path)}`, where nothing reads it")
    edit = read_edit(what, before, after)
    return None if edit is None else _edit_told(entry, what, edit, guards.keys.get(entry.path, ()))


def _edit_told(entry: Change, what: str, edit: Edit, keys: Sequence[str]) -> _Told:
    if edit.weaker:
        return _Told(f"({what}): {'; '.join(edit.weaker)}")
    if entry.status in {ChangeStatus.ADDED, ChangeStatus.COPIED}:
        return _Told(f"({what}) is new", severity=Severity.NOTE)
    if edit.versions_only:
        return _Told(f"({what}): other versions", severity=Severity.NOTE)
    named = f": {_listed(keys)}" if keys else ""
    return _Told(f"({what}) is edited{named}", Confidence.MEDIUM)


def _settings_told(before: bytes, after: bytes) -> _Told | None:
    old, new = own_settings(before), own_settings(after)
    if old == new:
        return None
    if not isinstance(old, dict) or not isinstance(new, dict):
        return _Told(f"({SETTINGS}) {'gains' if old is None else 'loses'} `[tool.agentguard]`")
    keys = sorted(key for key in {*old, *new} if old.get(key) != new.get(key))
    return _Told(f"({SETTINGS}) is edited: {_listed(keys)}")


def _listed(keys: Sequence[str]) -> str:
    named = ", ".join(f"`{printable(key)}`" for key in keys[:_MOST_KEYS])
    return f"{named} and {len(keys) - _MOST_KEYS} more" if len(keys) > _MOST_KEYS else named


def _example(story: str, path: str, old: str, new: str, *messages: str) -> Example:
    change = change_of(changed(path), changed("src/app.py"))
    guards = Guards(before={path: old.encode()}, after={path: new.encode()})
    facts = Facts(config=Config(), change=change, guards=guards)
    return Example(story=story, facts=facts, messages=messages)


RULE = Rule(
    code="AG305",
    name="guard-tampering",
    summary="a change of code edits what guards it: settings, hooks, CI, owners, agents' settings",
    why=(
        "An agent whose commit is refused looks for what refuses it. It takes the hook out of the configuration, lets "
        "a failing step pass, or widens what is left out, and the change goes through together with the damage. Each "
        "of these edits can be right; none should land unseen beside other work."
    ),
    remedy=(
        "Take the edit out of this change and land it by itself, reviewed by somebody who knows what it guards. "
        "agentguard itself reads its settings from the target branch, so that a change cannot switch off the rules "
        "that judge it. New guards, other version numbers and edits that land without any code are notes."
    ),
    severity=Severity.WARNING,
    anomaly=Anomaly.UNVERIFIED,
    needs=frozenset({"change", "guards"}),
    examples=(
        _example(
            "A hook that complained is gone.",
            ".pre-commit-config.yaml",
            "repos:\n- repo: local\n  hooks:\n  - id: ruff\n  - id: mypy\n",
            "repos:\n- repo: local\n  hooks:\n  - id: ruff\n",
            "`.pre-commit-config.yaml` (hooks that run before a commit): removes the hook `mypy`",
        ),
        _example(
            "The tests may fail now.",
            ".github/workflows/ci.yml",
            "on: [push]\njobs:\n  test:\n    steps:\n    - run: pytest\n",
            "on: [push]\njobs:\n  test:\n    steps:\n    - run: pytest || true\n",
            "`.github/workflows/ci.yml` (CI): a failing step no longer fails the run",
        ),
        _example(
            "agentguard itself is told to look away.",
            "pyproject.toml",
            '[project]\nname = "app"\n[tool.agentguard]\n',
            '[project]\nname = "app"\n[tool.agentguard]\ndisable = ["AG102"]\n',
            "`pyproject.toml` (agentguard's settings) is edited: `disable`",
        ),
        _example(
            "Other settings in the same file guard nothing.",
            "pyproject.toml",
            '[project]\nname = "app"\n',
            '[project]\nname = "app"\nversion = "2"\n',
        ),
        _example(
            "A comment in a workflow changes nothing.",
            ".github/workflows/ci.yml",
            "on: [push]\n",
            "# Runs the tests.\non: [push]\n",
        ),
    ),
    check=check_guard_tampering,
)
