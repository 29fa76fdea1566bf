"""Commits whose off-topic files are known, and the reading of a case as the analyzer sees it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum

from agentguard.analyzer.changesets import read_changes
from agentguard.analyzer.git.quarantine import quarantine
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.history import Past, past_of
from agentguard.analyzer.model.changes import ChangeSet
from agentguard.analyzer.model.history import CommitRecord, RawChange
from agentguard.analyzer.sources import Sources

_GITLINK = "160000"


class Kind(StrEnum):
    """Names where a case comes from."""

    TANGLE = "tangle"
    SWEEP = "sweep"
    LEGITIMATE = "legitimate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One commit with its true split.

    Attributes:
        commit: as the log would tell it, the foreign files included.
        off_topic: the paths that do not belong; empty for a legitimate commit.
        kind: where it comes from.
        origins: for tangles the commit that each foreign path was taken from.
    """

    commit: CommitRecord
    off_topic: frozenset[str]
    kind: Kind
    origins: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """A case with everything that the judges ask for."""

    case: Case
    past: Past
    change: ChangeSet
    old: Sources
    new: Sources


@contextmanager
def open_case(repository: Repository, case: Case) -> Iterator[OpenCase]:
    """Builds the tree of a case in a quarantine, on top of its commit's parent, and reads it."""
    parent = case.commit.parents[0]
    past = past_of(repository, case.commit.id)
    with quarantine(repository) as held:
        tree = _tree(held.repository, parent, list(case.commit.changes()))
        old = repository.tree(parent)
        changes, skipped = read_changes(held.repository, old, tree)
        change = ChangeSet(
            name=case.commit.id,
            base=parent,
            head=case.commit.id,
            tip=case.commit.id,
            base_tree=old,
            head_tree=tree,
            message=case.commit.message,
            changes=changes,
            skipped=skipped,
        )
        sides = (Sources(held.repository, old), Sources(held.repository, tree))
        yield OpenCase(case=case, past=past, change=change, old=sides[0], new=sides[1])


def readable(repository: Repository, case: Case) -> Case:
    """Leaves out the files whose blobs the clone does not have; git cannot compare them."""
    changes = list(case.commit.changes())
    files = [one for one in changes if _GITLINK not in {one.old_mode, one.new_mode}]
    asked = {name for one in files for name in (one.old_id, one.new_id)}
    missing = {name for name, info in repository.objects.info_many(asked) if info is None and name.strip("0")}
    if not missing:
        return case
    kept = [number for number, one in enumerate(changes) if not missing & {one.old_id, one.new_id}]
    commit = case.commit._replace(
        entries=[case.commit.entries[number] for number in kept], paths=[case.commit.paths[number] for number in kept]
    )
    return replace(case, commit=commit, off_topic=case.off_topic.intersection(commit.paths))


def _tree(held: Repository, parent: str, changes: Sequence[RawChange]) -> str:
    held.run("read-tree", parent)
    lines = []
    for change in changes:
        mode = "0" if change.status == "D" else change.new_mode
        lines.append(f"{mode} {change.new_id}\t{change.path}\0")
    held.run("update-index", "-z", "--index-info", stdin="".join(lines).encode("utf-8", "surrogateescape"))
    return held.run("write-tree", "--missing-ok").text
