"""Knows the files that guard a repository, and what an edit of one takes away."""

import json
import re
from collections import Counter
from collections.abc import Iterator

from agentguard.analyzer.config import table_of_pyproject
from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.globs import first_match
from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.patterns import later

SETTINGS = "agentguard's settings"
HOOKS = "hooks that run before a commit"
CI = "CI"
OWNERS = "owners who must review"
AGENTS = "an agent's settings"
ATTRIBUTES = "what git and reviewers are shown"

_GUARDS = {
    SETTINGS: ("/agentguard.toml",),
    HOOKS: (
        *(".pre-commit-config.yaml", ".pre-commit-config.yml", "/prek.toml", "/lefthook*.yml", "/lefthook*.yaml"),
        *("/lefthook*.toml", "/.lefthook*", ".husky/**", ".githooks/**", "/.overcommit.yml"),
    ),
    CI: (
        *("/.github/workflows/*", "/.github/actions/**", "/.gitlab-ci.yml", "/.gitlab/ci/**", "/.circleci/**"),
        *("/Jenkinsfile", "/azure-pipelines*.yml", "/.azure-pipelines/**", "/.travis.yml", "/appveyor.yml"),
        *("/.appveyor.yml", "/.drone.yml", "/bitbucket-pipelines.yml", "/.buildkite/**", "/.cirrus.yml"),
        *("/.woodpecker.yml", "/.woodpecker/**"),
    ),
    OWNERS: ("/CODEOWNERS", "/.github/CODEOWNERS", "/docs/CODEOWNERS", "/.gitlab/CODEOWNERS"),
    AGENTS: (
        *(".claude/settings.json", ".claude/hooks/**", ".codex/config.toml", ".codex/hooks.json", ".codex/hooks/**"),
        *(".gemini/settings.json", ".cursor/hooks.json", ".cursor/hooks/**", "/.github/hooks/*.json"),
        *("/.github/copilot/settings.json", ".windsurf/hooks.json", ".opencode/plugins/**", "/opencode.json"),
        *(".clinerules/hooks/**", ".kiro/hooks/**", ".factory/hooks.json", ".factory/settings.json"),
    ),
    ATTRIBUTES: (".gitattributes",),
}
_WHAT = {glob: what for what, globs in _GUARDS.items() for glob in globs}
_VERSION = later(r"\b[0-9a-f]{40}\b|\bv?\d+(?:\.\d+)*(?:[-.]?(?:a|b|rc|alpha|beta|dev|post)\.?\d*)?\b")
_LIMIT = later(r"fail|threshold|minimum|timeout|coverage|retries|max|min-", re.IGNORECASE)
_COMMENT = later(r"\s*(?:#(?!!).*)?")
_HOOK_ID = later(r"^[ \t]*(?:-[ \t]*)?id:[ \t]*[\"']?([\w.-]+)", re.MULTILINE)
_TRIGGER = later(r"\b(push|pull_request|merge_group|schedule)\b")
# What an added line may switch off, and in which guards.
_SWITCHED_OFF = (
    (
        "a failing step no longer fails the run",
        re.compile(r"continue-on-error:\s*true|allow_failure:\s*true|\|\|\s*(?:true|:)"),
        {CI},
    ),
    (
        "a job or step never runs",
        re.compile(r"^\s*(?:-\s*)?if:\s*(?:\$\{\{\s*)?['\"]?false\b|^\s*when:\s*(?:never|manual)"),
        {CI},
    ),
    ("findings no longer fail", re.compile(r"--exit-zero\b|--no-fail\b|--fail-on[= ]never"), {CI, HOOKS}),
    (
        "hooks are switched off",
        re.compile(r"--no-verify\b|disableAllHooks\W+true|HUSKY\W+0|LEFTHOOK\W+0|core\.hooksPath"),
        {CI, HOOKS, AGENTS},
    ),
    ("some files are left out", re.compile(r"^\s*(?:-\s*)?exclude\s*[:=]"), {HOOKS}),
    ("changes of some paths start no run", re.compile(r"^\s*paths-ignore\s*:"), {CI}),
    (
        "files are hidden from review",
        re.compile(r"\blinguist-(?:generated|vendored)\b|(?<!\S)-diff\b|(?<!\S)binary\b"),
        {ATTRIBUTES},
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What an edit of a guard does.

    Attributes:
        weaker: what it takes away, in clauses.
        versions_only: nothing but version numbers differs.
    """

    weaker: tuple[str, ...]
    versions_only: bool


def guard(path: str) -> str | None:
    """Returns what a file guards, None where it is no guard; `pyproject.toml` is one in part and not told here."""
    found = first_match(_WHAT, path)
    return _WHAT[found] if found is not None else None


def read_edit(what: str, old: bytes, new: bytes) -> Edit | None:
    """Compares two versions of a guard; None where they differ in comments and white space only.

    Args:
        what: as `guard` tells it.
        old: empty where the file is new.
        new: empty where the file is gone.
    """
    before, after = _text(old), _text(new)
    if _same_data(before, after):
        return None
    gone, come = _lines(before) - _lines(after), _lines(after) - _lines(before)
    if not gone and not come:
        return None
    return Edit(
        weaker=tuple(_weaker(what, before, after, come)), versions_only=bool(gone) and _masked(gone) == _masked(come)
    )


def own_settings(content: bytes) -> object:
    """Returns `[tool.agentguard]` of a `pyproject.toml`, None where it has none or cannot be read."""
    try:
        return table_of_pyproject(content)
    except AgentguardError:
        return None


def _weaker(what: str, before: str, after: str, come: Counter[str]) -> Iterator[str]:
    if what == HOOKS:
        ids = frozenset(_HOOK_ID.findall(after))
        # A longer id takes the place of a shorter one: `ruff` became `ruff-check`.
        gone = (one for one in set(_HOOK_ID.findall(before)) - ids if not any(other.startswith(one) for other in ids))
        hooks = sorted(gone)
        if hooks:
            yield f"removes the hooks {_listed(hooks)}" if len(hooks) > 1 else f"removes the hook {_listed(hooks)}"
    if what == CI:
        triggers = sorted(set(_TRIGGER.findall(before)) - set(_TRIGGER.findall(after)))
        if triggers and after:
            yield f"no longer runs on {_listed(triggers)}"
    for told, pattern, guards in _SWITCHED_OFF:
        if what in guards and any(pattern.search(line) for line in come):
            yield told


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names[:3]) + (", ..." if len(names) > 3 else "")


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _lines(text: str) -> Counter[str]:
    """Counts the lines that say something."""
    return Counter(line.rstrip() for line in text.splitlines() if not _COMMENT.fullmatch(line))


def _same_data(before: str, after: str) -> bool:
    """Tells whether two JSON documents say the same."""
    if not before.lstrip().startswith("{"):
        return False
    try:
        return bool(json.loads(before) == json.loads(after))
    except (ValueError, RecursionError):
        return False


def _masked(lines: Counter[str]) -> Counter[str]:
    """Takes the version numbers out of lines, but not the figures of a limit."""
    masked: Counter[str] = Counter()
    for line, count in lines.items():
        text = line.partition(" #")[0]
        masked[line if _LIMIT.search(line) else _VERSION.sub("0", text)] += count
    return masked
