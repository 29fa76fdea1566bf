"""May a merge be made as git has prepared it?"""

from collections.abc import Sequence
from time import perf_counter

from agentguard.analyzer.engine.check import CheckRequest, check
from agentguard.analyzer.engine.selecting import rules_or_usual
from agentguard.analyzer.gather.settings import Settings
from agentguard.analyzer.gather.undone import undone_by_merge
from agentguard.analyzer.git.quarantine import quarantine
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.changes import Skipped
from agentguard.analyzer.model.findings import CheckReport, Finding
from agentguard.analyzer.model.rules import Facts, Rule
from agentguard.analyzer.rules.selection import apply_suppressions, run_rules

MERGE_RULES = ("AG203", "AG206")
_LOST = "AG206"


def merge_rules(settings: Settings, select: tuple[str, ...]) -> Sequence[Rule]:
    """Returns the rules that are asked for, else those of a merge."""
    return rules_or_usual(settings.config, select, MERGE_RULES)


def judge_merge(repository: Repository, settings: Settings, rules: Sequence[Rule], heads: Sequence[str]) -> CheckReport:
    """Judges what git is about to commit as a merge.

    What the merge itself drops of either side is always told. Where it lands a branch on the target, the branch is
    judged as well: against the target, as it is now.

    Args:
        repository: opened inside the hook, so that it has the index of this very merge.
        settings: the target and the settings.
        rules: those of `merge_rules`.
        heads: ids of the commits that are merged in.

    Raises:
        AgentguardError: git failed, or history is cut.
    """
    started = perf_counter()
    codes = tuple(rule.code for rule in rules if rule.code in MERGE_RULES)
    ours = repository.find_commit("HEAD")
    findings: list[Finding] = []
    skipped: tuple[Skipped, ...] = ()
    if codes and ours is not None and len(heads) == 1:
        if _LOST in codes:
            findings += _dropped(repository, settings, [rule for rule in rules if rule.code == _LOST], ours, heads[0])
        if settings.target is not None and settings.target.commit == ours:
            request = CheckRequest(spec=f"rev:{heads[0]}", base=settings.target.name, select=codes)
            landing = check(repository, request, stdin=bytes)
            known = {finding.undone_commit for finding in findings}
            findings += (one for one in landing.findings if one.rule != _LOST or one.undone_commit not in known)
            skipped = landing.skipped
    elif codes:
        reason = "git does not tell which commits are merged" if not heads else "it has more than two sides"
        skipped = (Skipped(what="this merge", reason=reason),)
    return CheckReport(
        target=settings.target.name if settings.target else None,
        base=ours,
        head=None,
        findings=tuple(findings),
        skipped=skipped,
        files=0,
        seconds=perf_counter() - started,
    )


def _dropped(
    repository: Repository, settings: Settings, rules: Sequence[Rule], ours: str, theirs: str
) -> tuple[Finding, ...]:
    """Returns what the tree in the index lacks of what either side has landed."""
    with quarantine(repository) as held:
        tree, _ = held.index_tree()
        merge = next(held.repository.log("--no-walk", held.commit(tree, ours, theirs)))
        undone = undone_by_merge(held.repository, merge)
    found, _ = run_rules(rules, Facts(config=settings.config, undone=undone))
    return apply_suppressions(found, settings.config, "")
