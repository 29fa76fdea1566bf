"""Finds, in a whole tree, the names in documents that the code had at some commit and no longer has."""

from agentguard.analyzer.drift.match import Matcher
from agentguard.analyzer.gather.history.documents import Documents
from agentguard.analyzer.gather.history.removals import Removals, removed_paths
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.changes import Skipped
from agentguard.analyzer.model.findings import Confidence
from agentguard.analyzer.model.landed import Drift


def read_tree_drift(repository: Repository, tip: str) -> tuple[tuple[Drift, ...], tuple[Skipped, ...]]:
    """Returns what documents of a commit's tree still name although an earlier commit took it away.

    The documents are read first; what they name and the code does not have is then looked for in the patches of the
    whole history, once. Only what is told with high confidence is returned: nobody asked about these documents today.

    Args:
        repository: where the commit is.
        tip: its id.
    """
    documents = Documents(repository, repository.tree(tip))
    named = documents.read()
    if not named:
        return (), tuple(documents.skipped)
    removals = Removals(repository, tip)
    gone = [*removed_paths(repository, tip, named), *removals.removed_names(named)]
    matcher = Matcher(gone, alive=documents.alive, paths=documents.paths)
    found = [drift for path, lines in documents.texts() for drift in matcher.read(path, lines)]
    sure = sorted(
        (drift for drift in found if drift.confidence is Confidence.HIGH),
        key=lambda drift: (drift.path, drift.line, drift.name),
    )
    skipped = list(documents.skipped)
    if removals.late or removals.broken:
        reason = "it took too long" if removals.late else "some of its content is not here"
        skipped.append(Skipped(what="the older part of the history", reason=f"AG208 did not read it: {reason}"))
    return tuple(sure), tuple(skipped)
