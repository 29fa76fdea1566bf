"""The target's own work since a change left it, as far as the change can meet it.

A branch that is hundreds of commits behind meets few of the files that landed: those that it edits, those whose
definitions it uses, and those that use what it took away. Only these are read.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from posixpath import basename
from types import MappingProxyType

from agentguard.analyzer.diff import parse_diff
from agentguard.analyzer.footprint.reads import read_reads
from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.gather.change import Subject
from agentguard.analyzer.gather.parallel.landed import (
    Commits,
    count_behind,
    files_read,
    landed_commits,
    landed_files,
    names_of,
)
from agentguard.analyzer.gather.parallel.session_reads import stale_paths, stale_reads
from agentguard.analyzer.gather.parallel.true_base import true_base
from agentguard.analyzer.git.repository import Difference, Repository
from agentguard.analyzer.globs import first_match
from agentguard.analyzer.languages import language_of
from agentguard.analyzer.model.changes import ChangeSet, ChangeStatus
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.landed import Landed, StaleRead
from agentguard.analyzer.model.overlap import SharedSymbol
from agentguard.analyzer.model.symbols import Reference, SymbolChange, SymbolChangeKind, SymbolKind
from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.overlap.implied import Implied
from agentguard.analyzer.sources import Sources
from agentguard.analyzer.target import Target

_TAKEN_AWAY = frozenset(
    {SymbolChangeKind.REMOVED, SymbolChangeKind.RENAMED, SymbolChangeKind.MOVED, SymbolChangeKind.SIGNATURE}
)
# Of files that may use what a change took away; names that stand everywhere would tie everything to everything.
_MOST_USERS = 100
_MOST_SEARCHED = 3_000
_LAST_NAME = re.compile(r"[^.\s>\[\]]+")

Differences = Mapping[str, Difference]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What landed on the target without a change.

    Attributes:
        target: the branch.
        work: its own since the change left it, in the files where that can matter.
        base: commit id of the change's true base.
        commits: the commits that touched those files, and what the change was declared to read, newest first, by path.
        reads: globs of the files that the change was declared to be made from.
        stale: what the session behind the change read before the target changed it.
    """

    target: Target
    work: Work
    base: str
    commits: Commits
    reads: tuple[str, ...] = ()
    stale: tuple[StaleRead, ...] = ()


def read_beside(
    subject: Subject,
    target: Target,
    config: Config,
    *,
    reads: tuple[str, ...] = (),
    seen: Mapping[str, str | None] = MappingProxyType({}),
) -> Beside | None:
    """Reads what landed on the target without a change; None where nothing did, or the change has itself landed.

    Args:
        subject: the change.
        target: the branch that it will land on.
        config: the settings.
        reads: globs of the files that the change was declared to be made from.
        seen: the blob that the session behind it saw last of a file, by path.
    """
    repository, change, ours = subject.repository, subject.change, subject.work
    if change.base == target.commit:
        return None
    fork = repository.merge_base(target.commit, change.tip) if change.tip else None
    if fork is None or fork == target.commit or (fork == change.tip and change.head == fork):
        return None
    trees = repository.tree(fork), repository.tree(target.commit)
    differences = repository.tree_differences(*trees)
    old, new = (Sources(repository, tree, store=subject.store) for tree in trees)
    paths = set(_meeting(ours, new, differences, config))
    theirs = _Landed(_change(repository, target, fork, trees, paths, differences), old, new, ours)
    true = true_base(repository, change)
    is_older = true is not None and true.commit != fork and repository.is_ancestor(true.commit, fork)
    base = true.commit if true is not None and is_older else fork
    own = {name for entry in change.changes for name in names_of(entry)}
    declared = {path for path in differences if first_match(reads, path) is not None} if reads else set()
    stale = stale_paths(seen, differences, subject.new.entries) - own if seen else frozenset()
    commits = landed_commits(repository, base, target.commit, own | theirs.paths | declared | stale)
    read = tuple(stale_reads(repository, stale, differences, commits))
    return Beside(target=target, work=theirs, base=base, commits=commits, reads=reads, stale=read)


def landed_beside(subject: Subject, beside: Beside, shared: Sequence[SharedSymbol]) -> Landed:
    """Puts what landed beside a change under the files of the change.

    Args:
        subject: the change.
        beside: what landed.
        shared: the symbols that both changed, the change's first.
    """
    change, target = subject.change, beside.target
    renamed = (entry for entry in beside.work.change.changes if entry.status is ChangeStatus.RENAMED)
    renames = {entry.source_path: entry.path for entry in renamed}
    files = [
        *landed_files(change, beside.commits, renames, shared),
        *files_read(beside.reads, change, beside.commits),
    ]
    return Landed(
        target=target.name,
        base=beside.base,
        behind=count_behind(subject.repository, beside.base, target.commit) if files else 0,
        files=tuple(sorted(files, key=lambda file: file.path)),
        stale_reads=beside.stale,
    )


class _Landed(Work):
    """The target's own work, of which only those uses are read that can be of something that a change did."""

    def __init__(self, change: ChangeSet, old: Sources, new: Sources, ours: Work) -> None:
        super().__init__(change, old, new)
        self._words = frozenset(name for write in ours.writes for name in _last_names(write))

    @cached_property
    def reads(self) -> tuple[Reference, ...]:
        """What it uses of all that has a name which the other side changed."""
        return read_reads(self.change.changes, self.writes, self.new, words=self._words)


def _change(
    repository: Repository,
    target: Target,
    base: str,
    trees: tuple[str, str],
    paths: set[str],
    differences: Differences,
) -> ChangeSet:
    """Returns what lies between two trees in some paths; those that were renamed are followed to their new names."""
    lost = {path for path in paths if differences[path].new is None}
    named = sorted(paths | set(_renames(repository, trees, lost)))
    return ChangeSet(
        name=target.name,
        base=base,
        head=target.commit,
        tip=target.commit,
        base_tree=trees[0],
        head_tree=trees[1],
        changes=parse_diff(repository.diff_trees(*trees, paths=named)) if named else (),
    )


def _renames(repository: Repository, trees: tuple[str, str], lost: set[str]) -> Iterator[str]:
    """Yields the new names of files that a tree has no more; git is asked only where there are such files."""
    if not lost:
        return
    asked = ("diff-tree", "-r", "-z", "--raw", "--no-abbrev", "--find-renames", "--diff-filter=R")
    fields = repository.isolated.run(*asked, "--end-of-options", *trees).fields()
    yield from (now for was, now in zip(fields[1::3], fields[2::3], strict=True) if was in lost)


def _meeting(ours: Work, new: Sources, differences: Differences, config: Config) -> Iterator[str]:
    """Yields the paths that landed and that the change edits, uses, or took something away from."""
    own = {name for entry in ours.change.changes for name in names_of(entry)}
    used = {read.target.path for read in ours.reads if read.target is not None}
    run = {target.path for target in ours.beside(Implied).uses}
    yield from (own | used | run) & differences.keys()
    yield from _users(ours, new, differences)
    globs = [glob for pattern in config.unique for glob in pattern.paths]
    if globs:
        yield from (path for path in differences if first_match(globs, path) is not None)


def _users(ours: Work, new: Sources, differences: Differences) -> Iterator[str]:
    """Yields the files that landed and hold the name of something that the change took away, as a word."""
    taken = (write for write in ours.writes if write.change in _TAKEN_AWAY)
    names = {name.encode("utf-8", "surrogateescape") for write in taken for name in _last_names(write)}
    if not names:
        return
    word = re.compile(rb"\b(?:" + b"|".join(map(re.escape, sorted(names))) + rb")\b")
    readable = (path for path, (_, now) in differences.items() if now is not None and language_of(path) is not None)
    paths = list(islice(readable, _MOST_SEARCHED))
    new.prefetch(paths)
    found = (path for path in paths if word.search(new.content(path) or b""))
    yield from islice(found, _MOST_USERS)


def _last_names(write: SymbolChange) -> Iterator[str]:
    """Yields the plain names of a symbol before and after it was changed, those of a file where it is a whole one."""
    if write.change is not SymbolChangeKind.COSMETIC:
        for symbol, path in ((write.symbol, write.path), (write.old_symbol, write.old_path)):
            if symbol:
                yield from _LAST_NAME.findall(symbol)[-1:]
            elif path and write.kind is SymbolKind.MODULE:
                yield basename(path).partition(".")[0]
