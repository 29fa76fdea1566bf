"""Reads who edited the files of a change shortly before it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from agentguard.analyzer.artifacts import artifact
from agentguard.analyzer.categories import category
from agentguard.analyzer.gather.history.suspects import MAX_EDITS, REACH_DAYS, present
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.history import DAY
from agentguard.analyzer.model.changes import REGULAR, Category, Change, ChangeSet
from agentguard.analyzer.model.findings import Confidence
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.value import dataclass, field

WINDOW = REACH_DAYS * DAY
# Programs write these, and write them back.
_WRITTEN_BY_PROGRAMS = frozenset({Category.LOCK, Category.GENERATED, Category.ARTIFACT, Category.BINARY})
_MAX_FILES = 300
_MAX_COMMITS = 2_000
_MAX_CHAIN = 1_000

Edits = Mapping[str, Sequence[tuple[CommitRecord, str | None, str | None]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditsBefore:
    """The files of a change that people write, by their paths before it, and who edited them shortly before."""

    entries: Mapping[str, Change] = field(default_factory=dict)
    edits: Edits = field(default_factory=dict)


def edits_before(repository: Repository, change: ChangeSet, mainline: str | None) -> EditsBefore:
    """Returns the edits of others in the files of a change, within two weeks before its base, the newest first.

    Args:
        repository: where the change is.
        change: the files.
        mainline: id of the commit that it will land on, or has landed below; None where that is not known.
    """
    if change.base is None:
        return EditsBefore()
    entries = {entry.source_path: entry for entry in islice(_edited(change), _MAX_FILES)}
    if not entries:
        return EditsBefore()
    since = repository.time_of(change.base) - WINDOW
    found = read_edits(repository, since, entries, (change.base,))
    own = _own(repository, change, mainline, since=since) if found else frozenset()
    kept = {path: [edit for edit in known if edit[0].id not in own][:MAX_EDITS] for path, known in found.items()}
    return EditsBefore(entries=entries, edits={path: known for path, known in kept.items() if known})


def _edited(change: ChangeSet) -> Iterator[Change]:
    """Yields the files that people write."""
    for entry in change.changes:
        modes = {entry.old_mode, entry.new_mode} - {0}
        known = artifact(entry.path)
        is_left_over = known is not None and known.confidence is not Confidence.LOW
        if not (entry.binary or is_left_over or category(entry.path) in _WRITTEN_BY_PROGRAMS) and modes <= REGULAR:
            yield entry


def _own(repository: Repository, change: ChangeSet, mainline: str | None, *, since: int) -> frozenset[str]:
    """Returns the commits that are the change's own line: what a branch reworks of itself was nobody else's."""
    if mainline is None or change.base in {None, mainline}:
        return frozenset()
    chain = ("rev-list", "--first-parent", f"--max-count={_MAX_CHAIN}", f"--max-age={max(0, since)}")
    own, landed = (repository.run(*chain, tip).text.split() for tip in (change.base or "", mainline))
    return frozenset(own).difference(landed)


def read_edits(repository: Repository, since: int, paths: Iterable[str], revisions: Sequence[str]) -> Edits:
    """Reads who edited some paths since a time, newest first."""
    wanted = frozenset(paths)
    limits = ("--no-merges", f"--max-count={_MAX_COMMITS}", f"--max-age={max(0, since)}")
    specs = sorted(wanted) if len(wanted) <= _MAX_FILES else []
    found: dict[str, list[tuple[CommitRecord, str | None, str | None]]] = {}
    for commit in repository.log(*limits, *revisions, "--", *specs):
        bare = commit._replace(entries=[], paths=[])
        for change in commit.changes():
            if change.path in wanted:
                edit = (bare, present(change.old_id), present(change.new_id))
                found.setdefault(change.path, []).append(edit)
    return found
