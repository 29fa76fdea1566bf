"""Reads the facts that the selected rules need from an opened change."""

import re
from collections.abc import Iterable, Iterator, Sequence
from posixpath import basename

from agentguard.analyzer.artifacts import artifact
from agentguard.analyzer.gather.change import Subject
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.changes import REGULAR, Change, ChangeStatus, Mode
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import Confidence
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.landed import Drift, Fork, Undone
from agentguard.analyzer.model.rules import AddedPath, Facts, Guards, PathHistory, Rule, Versions
from agentguard.analyzer.sources import Sources
from agentguard.analyzer.target import Target

_ADDING = frozenset({ChangeStatus.ADDED, ChangeStatus.COPIED, ChangeStatus.RENAMED})
_BY_LINES = frozenset({"writes", "old", "new", "drift"})
_WORD = re.compile(rb"[\w.@+~-]+")


def gather_facts(
    subject: Subject,
    config: Config,
    rules: Iterable[Rule],
    *,
    target: Target | None = None,
    mainline: str | None = None,
    commits: Sequence[CommitRecord] | None = None,
) -> Facts:
    """Reads what the rules need, each thing once; what no rule needs stays None.

    Args:
        subject: the opened change.
        config: the settings.
        rules: the selected rules.
        target: the branch that it will land on, None where there is none.
        mainline: id of the commit below which it has landed, None for the target's.
        commits: those of the change, newest first; None where nobody has read them.
    """
    needs = frozenset(need for rule in rules for need in rule.needs)
    subject = subject.with_lines() if needs & _BY_LINES else subject
    change, old, new = subject.change, subject.old, subject.new
    added = _added(subject, config) if needs & {"added", "path_history"} else None
    return Facts(
        config=config,
        change=change,
        writes=subject.work.writes if "writes" in needs else None,
        added=added,
        path_history=_path_history(subject, added) if added is not None else None,
        guards=_guards(subject) if "guards" in needs else None,
        old=_versions(old, [entry.source_path for entry in change.changes if entry.old_mode], needs, "old"),
        drift=_drift(subject) if "drift" in needs else None,
        undone=_undone(subject, mainline or (target.commit if target else None), commits)
        if "undone" in needs
        else None,
        fork=_fork(subject, target) if target is not None and "fork" in needs else None,
        new=_versions(new, [entry.path for entry in change.changes if entry.new_mode], needs, "new"),
    )


def _added(subject: Subject, config: Config) -> tuple[AddedPath, ...]:
    added = added_paths(subject.repository, subject.change.changes)
    if subject.has_lines or not any(entry.size and entry.size > config.max_binary_bytes for entry in added):
        return added
    return added_paths(subject.repository, subject.with_lines().change.changes)


def _guards(subject: Subject) -> Guards:
    from agentguard.analyzer.gather.guards import read_guards  # noqa: PLC0415 - as all of these, for the rules that ask

    return read_guards(subject)


def _drift(subject: Subject) -> tuple[Drift, ...]:
    from agentguard.analyzer.gather.drift import read_drift  # noqa: PLC0415

    return read_drift(subject)


def _undone(subject: Subject, mainline: str | None, commits: Sequence[CommitRecord] | None) -> tuple[Undone, ...]:
    from agentguard.analyzer.gather.landed_edits import edits_before  # noqa: PLC0415

    before = edits_before(subject.repository, subject.change, mainline)
    if not before.edits:
        return ()
    from agentguard.analyzer.gather.undone import undone_of  # noqa: PLC0415 - most changes edit what rested for weeks

    return undone_of(subject, before, mainline, commits)


def _fork(subject: Subject, target: Target) -> Fork | None:
    from agentguard.analyzer.gather.parallel.fork import read_fork  # noqa: PLC0415

    return read_fork(subject.repository, subject.change, target)


def added_paths(repository: Repository, changes: Sequence[Change]) -> tuple[AddedPath, ...]:
    """Returns the paths that a change brings in, with the sizes of regular files."""
    entries = [change for change in changes if change.status in _ADDING and change.new_id is not None]
    files = [change.new_id or "" for change in entries if change.new_mode in REGULAR]
    sizes = {name: info.size for name, info in repository.objects.info_many(files) if info is not None}
    return tuple(
        AddedPath(
            path=change.path,
            mode=change.new_mode,
            size=sizes.get(change.new_id or ""),
            binary=change.binary,
        )
        for change in entries
    )


def _path_history(subject: Subject, added: Sequence[AddedPath]) -> PathHistory:
    """Asks the repository about added paths; git is started only for what can have an answer."""
    repository, tree = subject.repository, subject.change.head_tree
    links = any(entry.mode == Mode.GITLINK for entry in added)
    return PathHistory(
        ignored=_ignored(subject, [entry.path for entry in added]),
        submodules=_submodules(repository, tree) if links else frozenset(),
        referenced=frozenset(_referenced(subject.new, subject.change.changes, added)),
    )


def _submodules(repository: Repository, tree: str) -> frozenset[str]:
    from agentguard.analyzer.gather.submodules import submodule_paths  # noqa: PLC0415

    return frozenset(submodule_paths(repository, tree))


def _ignored(subject: Subject, paths: Sequence[str]) -> frozenset[str]:
    """Returns the paths that the ignore files of the change's own tree match: they were added by force."""
    if not paths or not any(basename(path) == ".gitignore" for path in subject.new.paths):
        return frozenset()
    from agentguard.analyzer.gather.history.ignored import ignore_files  # noqa: PLC0415

    with ignore_files(subject.repository, subject.change.head_tree, meant=frozenset()) as files:
        return files.matches(paths)


def _referenced(new: Sources, changes: Sequence[Change], added: Sequence[AddedPath]) -> Iterator[str]:
    """Yields the doubtful ones of the added paths whose file name stands as a word in another text of the change."""
    doubtful: dict[bytes, set[str]] = {}
    for entry in added:
        found = artifact(entry.path)
        if found is not None and found.confidence is Confidence.LOW:
            name = basename(entry.path).encode("utf-8", "surrogateescape")
            doubtful.setdefault(name, set()).add(entry.path)
    if not doubtful:
        return
    for change in changes:
        text = None if change.binary or not change.new_mode else new.content(change.path)
        for word in doubtful.keys() & _WORD.findall(text or b""):
            yield from doubtful[word] - {change.path}


def _versions(sources: Sources, paths: Sequence[str], needs: frozenset[str], side: str) -> Versions | None:
    if side not in needs:
        return None
    sources.prefetch(paths)
    parsed = {path: source for path in paths if (source := sources.source(path)) is not None}
    return Versions(contents={path: sources.content(path) for path in paths}, sources=parsed)
