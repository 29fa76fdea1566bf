"""Cases with all evidence on them, from which models are learnt and by which they are measured."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.history import Past
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.topic import TopicSplit
from agentguard.analyzer.topic.evidence import Evidence, evidence_of_content, evidence_of_paths
from agentguard.analyzer.topic.large import MAX_FILES_BY_PATHS, sample
from agentguard.analyzer.topic.mechanical import mechanical_by_content
from agentguard.analyzer.topic.model import Model
from agentguard.analyzer.topic.pieces import Piece, pieces_of_change, pieces_of_record
from agentguard.analyzer.topic.split import MIN_FILES, decide, mechanical_kind
from evaluation.topics.cases import Case, OpenCase, open_case, readable


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What one depth sees of a case.

    Attributes:
        pieces: all files.
        evidence: on those that are looked at.
        mechanical: the kind of a mechanical commit, which is never judged.
    """

    pieces: Sequence[Piece]
    evidence: Evidence
    mechanical: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One case at both depths.

    Attributes:
        repository: the name of its repository; what is learnt on one is measured on others.
        case: with its truth.
        past: what the commits before say of its files.
        sights: by depth, `paths` and `content`.
    """

    repository: str
    case: Case
    past: Past
    sights: dict[str, Sight]

    def split(self, depth: str, model: Model) -> TopicSplit | None:
        """Returns what a model makes of it; None where it is mechanical."""
        sight = self.sights[depth]
        if sight.mechanical:
            return None
        return decide(sight.pieces, sight.evidence, self.past, model)

    def off(self, depth: str) -> list[bool]:
        """Tells for each file that the evidence is of whether it does not belong."""
        return [
            piece.path in self.case.off_topic or piece.old_path in self.case.off_topic
            for piece in self.sights[depth].evidence.pieces
        ]


def read_examples(repository: Repository, name: str, cases: Iterable[Case]) -> Iterator[Example]:
    """Opens each case that is large enough, once, and yields the evidence."""
    for given in cases:
        case = readable(repository, given)
        truth_left = bool(case.off_topic) == bool(given.off_topic) and len(case.off_topic) < len(case.commit.paths)
        if len(case.commit.paths) < MIN_FILES or not truth_left:
            continue
        with open_case(repository, case) as opened:
            yield _example(opened, name)


def history(path: str) -> tuple[str, Repository, list[CommitRecord]]:
    """Opens a repository and reads its log without merges, newest first."""
    repository = Repository.open(Path(path))
    return path, repository, list(repository.log("--no-merges", "HEAD"))


def _example(opened: OpenCase, name: str) -> Example:
    past = opened.past
    commit = opened.case.commit
    recent = past.recent_of(commit.email)
    record = pieces_of_record(commit)
    few = [record[number] for number in sample(commit.paths, commit.message, MAX_FILES_BY_PATHS)]
    paths = Sight(
        pieces=record,
        evidence=evidence_of_paths(few, commit.message, past, recent),
        mechanical=mechanical_kind(record, commit.message),
    )
    pieces = pieces_of_change(opened.change)
    chosen = sample([piece.path for piece in pieces], commit.message)
    looked, changes = [pieces[number] for number in chosen], [opened.change.changes[number] for number in chosen]
    evidence = evidence_of_content(looked, changes, commit.message, past, (opened.old, opened.new), recent)
    kind = mechanical_kind(pieces, commit.message) or mechanical_by_content(looked, evidence.lexicons, commit.message)
    content = Sight(pieces=pieces, evidence=evidence, mechanical=kind)
    kept = past.excerpt({piece.old_path for piece in (*pieces, *record)}, commit.email)
    sights = {
        depth: replace(sight, evidence=replace(sight.evidence, past=kept))
        for depth, sight in (("paths", paths), ("content", content))
    }
    return Example(repository=name, case=opened.case, past=kept, sights=sights)
