"""Chooses rules, runs them, and waives findings."""

from collections.abc import Iterable, Iterator, Sequence

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.globs import matches
from agentguard.analyzer.model.changes import Skipped
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import Finding, Severity
from agentguard.analyzer.model.rules import Facts, Rule
from agentguard.analyzer.model.value import replace
from agentguard.analyzer.rules import NAMES, rule_of
from agentguard.analyzer.rules.trailers import allowances

_ABSENT = {
    "scope": "no scope was declared (`--scope GLOB`)",
    "split": "the change was not split by topic",
}
# A change that is no branch beside a target, or has no commit below it, or is held against no other piece of work, or
# is not about to be committed (in a linked worktree): nothing was left out, there is nothing to ask.
_MOOT = frozenset({"baseline", "fork", "landed", "overlap", "staging"})


def select_rules(select: Sequence[str], ignore: Sequence[str], config: Config) -> tuple[Rule, ...]:
    """Returns the rules that run, in their order.

    Args:
        select: codes, names, or prefixes of codes; none = all. A code or name turns on what the settings turn off.
        ignore: rules to leave out, named likewise.
        config: the settings.

    Raises:
        AgentguardError: a word names no rule.
    """
    wanted = {code for word in select for code in _codes(word)} if select else set(NAMES)
    left_out = {code for word in ignore for code in _codes(word)} | (config.disabled - named_rules(select))
    return tuple(rule_of(code) for code in NAMES if code in wanted - left_out)


def named_rules(select: Sequence[str]) -> frozenset[str]:
    """Returns the codes of the rules that are selected one by one: by code or name, not by a prefix of many."""
    words = {word.lower() for word in select}
    return frozenset(code for code, name in NAMES.items() if not words.isdisjoint({code.lower(), name}))


def run_rules(rules: Iterable[Rule], facts: Facts) -> tuple[tuple[Finding, ...], tuple[Skipped, ...]]:
    """Runs the rules on the facts; those whose facts are absent are skipped, with the reason, but for moot ones."""
    findings: list[Finding] = []
    skipped: list[Skipped] = []
    for rule in rules:
        absent = sorted(need for need in rule.needs if getattr(facts, need) is None)
        if not _MOOT.isdisjoint(absent):
            continue
        if absent:
            known = (_ABSENT[need] for need in absent if need in _ABSENT)
            reason = next(known, f"its facts were not gathered: {', '.join(absent)}")
            skipped.append(Skipped(what=f"{rule.code} {rule.name}", reason=reason))
        else:
            findings += rule.check(facts)
    levels = facts.config.severities
    return tuple(_at_level(finding, levels.get(finding.rule)) for finding in findings), tuple(skipped)


def apply_suppressions(findings: Iterable[Finding], config: Config, message: str) -> tuple[Finding, ...]:
    """Marks the findings that the settings or a trailer of the commit message waive.

    Args:
        findings: as the rules made them.
        config: the settings, which may waive any rule.
        message: the commit's; its trailers may waive warnings and notes of AG1xx only, since the one who is judged
            wrote it.
    """
    allowed = allowances(message)
    return tuple(replace(finding, suppressed=_waived(finding, config, allowed)) for finding in findings)


def _waived(finding: Finding, config: Config, allowed: Sequence[tuple[str, str]]) -> str | None:
    paths = [finding.location.path] if finding.location else [related.path for related in finding.related]
    for entry in config.suppressions:
        if entry.rule == finding.rule and paths and all(matches(entry.paths, path) for path in paths):
            return entry.reason
    if finding.rule.startswith("AG1") and finding.severity is not Severity.ERROR:
        return next((reason for word, reason in allowed if word in {finding.rule, finding.name}), None)
    return None


def _at_level(finding: Finding, level: Severity | None) -> Finding:
    return finding if level is None else replace(finding, severity=level)


def _codes(word: str) -> Iterator[str]:
    """Yields the codes that a word means."""
    found = [code for code, name in NAMES.items() if word.lower() == name or _begins(code, word.upper())]
    if not found:
        from difflib import get_close_matches  # noqa: PLC0415 - needed only now

        known = [word for names in NAMES.items() for word in names]
        near = get_close_matches(word.lower(), known, n=1) or get_close_matches(word.upper(), known, n=1)
        hint = f"did you mean `{near[0]}`?" if near else "`agentguard rules` lists them"
        raise AgentguardError(f"no rule named `{word}`", hint)
    yield from found


def _begins(code: str, word: str) -> bool:
    return word.startswith("AG") and code.startswith(word)
