"""Which documents of a tree name what its code had once?"""

from collections.abc import Sequence

from agentguard.analyzer.engine.summary import summary_of
from agentguard.analyzer.gather.history.tree_drift import read_tree_drift
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.changes import Skipped
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import AuditFinding
from agentguard.analyzer.model.rules import Facts, Rule
from agentguard.analyzer.rules.selection import apply_suppressions, run_rules


def judge_documents(
    repository: Repository, tip: str, config: Config, rules: Sequence[Rule]
) -> tuple[tuple[AuditFinding, ...], tuple[Skipped, ...]]:
    """Returns the findings on all documents of a commit's tree, each with the commit that took the name away.

    Args:
        repository: where the commit is.
        tip: its id.
        config: the settings.
        rules: those that need nothing but what documents name.
    """
    drift, skipped = read_tree_drift(repository, tip)
    found, _ = run_rules(rules, Facts(config=config, drift=drift))
    judged = apply_suppressions(found, config, "")
    commits = sorted({finding.commit or tip for finding in judged})
    summaries = {record.id: summary_of(record) for record in repository.log("--no-walk", *commits)} if commits else {}
    return tuple(AuditFinding(finding=one, commit=summaries[one.commit or tip]) for one in judged), skipped
