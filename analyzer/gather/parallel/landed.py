"""Reads what landed on the target beside a change, after the commit that the change was made from."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.globs import first_match
from agentguard.analyzer.model.changes import Change, ChangeSet, ChangeStatus
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.landed import LandedCommit, LandedFile
from agentguard.analyzer.model.overlap import Closeness, SharedSymbol
from agentguard.analyzer.model.value import replace
from agentguard.analyzer.rules.trailers import trailers

# More paths make a command line that a system may refuse; then the walk reads every path and keeps these.
_MOST_PATHS = 500
_MOST_BYTES = 50_000
_NEAR = frozenset({Closeness.TIED, Closeness.SAME})
_READS = "agentguard-reads"

Commits = Mapping[str, Sequence[LandedCommit]]


def landed_commits(
    repository: Repository, base: str, tip: str, paths: Collection[str]
) -> dict[str, list[LandedCommit]]:
    """Returns the commits between two that touched some paths, newest first, in one walk.

    Args:
        repository: where they are.
        base: commit id; what it reaches is left out.
        tip: commit id.
        paths: as the target names them.

    Returns:
        By path; those that no commit touched are absent.
    """
    few = len(paths) <= _MOST_PATHS and sum(map(len, paths)) <= _MOST_BYTES
    named = sorted(paths) if few else []
    found: dict[str, list[LandedCommit]] = {}
    for record in repository.log(f"{base}..{tip}", "--", *named) if paths and base != tip else ():
        subject = record.message.partition("\n")[0]
        commit = LandedCommit(id=record.id, subject=subject, time=record.time)
        for path in record.paths:
            if path in paths:
                found.setdefault(path, []).append(commit)
    return found


def declared_reads(commits: Iterable[CommitRecord]) -> tuple[str, ...]:
    """Returns the globs of all trailers `Agentguard-Reads: docs/auth.md, docs/api/*.md` of some commits."""
    found = []
    for commit in commits:
        for key, value in trailers(commit.message):
            if key.lower() == _READS:
                found += [glob.strip() for glob in value.split(",") if glob.strip()]
    return tuple(found)


def count_behind(repository: Repository, base: str, tip: str) -> int:
    """Returns how many commits of a branch are not in a base; 0 where history is cut and nobody knows."""
    if repository.shallow_boundary:
        return 0
    return int(repository.run("rev-list", "--count", f"{base}..{tip}").text)


def landed_files(
    change: ChangeSet, commits: Commits, renames: Mapping[str, str], shared: Sequence[SharedSymbol] | None
) -> Iterator[LandedFile]:
    """Yields the files of a change that commits of the target touched.

    Args:
        change: the change.
        commits: what landed, by path.
        renames: names that the target gave to files of the change, by the former one.
        shared: symbols that both changed, the change's first; None where nobody compared symbols.
    """
    for entry in change.changes:
        names = names_of(entry)
        names |= {renames[name] for name in names if name in renames}
        touching = {commit.id: commit for name in names for commit in commits.get(name, ())}
        if touching:
            newest = sorted(touching.values(), key=lambda commit: commit.time, reverse=True)
            yield _with_symbols(LandedFile(path=entry.path, commits=tuple(newest)), shared)


def files_read(reads: Sequence[str], change: ChangeSet, commits: Commits) -> Iterator[LandedFile]:
    """Yields files that a change was made from and does not write, where commits of the target touched them.

    Args:
        reads: path globs.
        change: the change.
        commits: what landed, by path.
    """
    own = {name for entry in change.changes for name in names_of(entry)}
    for path, touching in commits.items():
        if path not in own and first_match(reads, path) is not None:
            yield LandedFile(path=path, commits=tuple(touching), read=True)


def names_of(change: Change) -> set[str]:
    """Returns the names of a changed file on either side; the source of a copy stays as it was."""
    return {change.path} if change.status is ChangeStatus.COPIED else {change.path, change.source_path}


def _with_symbols(file: LandedFile, shared: Sequence[SharedSymbol] | None) -> LandedFile:
    if shared is None:
        return file
    here = [one for one in shared if one.a.path == file.path]
    near = [one for one in here if one.closeness in _NEAR and one.a.symbol]
    apart = [one for one in here if one.closeness not in _NEAR and one.a.symbol]
    places = (one.a_lines or one.a.lines for one in near)
    return replace(
        file,
        symbols=tuple(one.a.symbol for one in near),
        apart=tuple(one.a.symbol for one in apart),
        line=next((lines.first for lines in places if lines is not None), None),
        why=near[0].why if near else "",
    )
