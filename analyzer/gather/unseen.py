"""Finds uncommitted edits in other worktrees of the files that are about to be committed in this one."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git.disk import blob_id, read_on_disk
from agentguard.analyzer.git.repository import Repository, TreeEntry
from agentguard.analyzer.git.status import dirty
from agentguard.analyzer.git.worktrees import Worktree, is_linked, look_around
from agentguard.analyzer.model.baseline import UnseenEdit
from agentguard.analyzer.model.changes import Mode, Skipped
from agentguard.analyzer.printable import printable
from agentguard.analyzer.target import Target, find_target

_MOST_WORKTREES = 8
_MOST_PATHS = 200
_MOST_BYTES = 2_000_000
# Of our own earlier versions of one file.
_MOST_VERSIONS = 20


def read_unseen(
    repository: Repository, tree: str, configured_target: str | None
) -> tuple[tuple[UnseenEdit, ...], tuple[Skipped, ...]]:
    """Returns the edits that a commit never saw, by path, and the worktrees that could not be looked at.

    Nothing where the commit is made in the main worktree, or on the target branch itself: others start from there.

    Args:
        repository: opened in the worktree of the commit; it can read `tree`.
        tree: id of the tree that is about to be committed.
        configured_target: the branch that changes land on, None to find it.
    """
    if not is_linked(repository):
        return (), ()
    around = look_around(repository, most=_MOST_WORKTREES)
    if around.own is None or around.own.head is None:
        return (), ()
    staged = repository.tree_differences(repository.tree(around.own.head), tree)
    paths = sorted(path for path, (old, new) in staged.items() if _is_content(old) or _is_content(new))
    search = _Search(repository, {path: staged[path].new for path in paths[:_MOST_PATHS]}, configured_target)
    edits = [edit for one in around.siblings for edit in search.edits(one)]
    if edits and search.target is not None and around.own.branch == search.target.name:
        return (), around.skipped
    if len(paths) > _MOST_PATHS:
        reason = f"only the first {_MOST_PATHS} of {len(paths):,} are compared with other worktrees"
        search.skipped.append(Skipped(what="staged files", reason=reason))
    return tuple(sorted(edits, key=lambda edit: edit.path)), (*around.skipped, *search.skipped)


def _is_content(entry: TreeEntry | None) -> bool:
    return entry is not None and entry.mode != Mode.GITLINK


class _Search:
    """Looks for edits of some files that the versions about to be committed do not have."""

    def __init__(self, repository: Repository, staged: Mapping[str, TreeEntry | None], target: str | None) -> None:
        self.skipped: list[Skipped] = []
        self._repository = repository
        self._staged = staged
        self._configured = target

    @cached_property
    def target(self) -> Target | None:
        """The branch that changes land on."""
        return find_target(self._repository, self._configured)

    def edits(self, worktree: Worktree) -> Iterator[UnseenEdit]:
        """Yields the unseen edits of one worktree."""
        try:
            suspects = {path: content for path in self._staged for content in self._suspect(worktree, path)}
            if not suspects:
                return
            # The content on disk may be the committed one with other line ends, or be ignored: git knows.
            named = [f":(top,literal){path}" for path in suspects]
            confirmed = {entry.path for entry in dirty(worktree.git, pathspecs=named)}
        except AgentguardError as error:
            self.skipped.append(Skipped(what=f"worktree {printable(str(worktree.path))}", reason=error.message))
            return
        for path in suspects.keys() & confirmed:
            yield UnseenEdit(
                path=path,
                worktree=worktree.name,
                folder=str(worktree.path),
                is_target=self.target is not None and worktree.branch == self.target.name,
                is_gone=suspects[path] is None,
            )

    def _suspect(self, worktree: Worktree, path: str) -> Iterator[bytes | None]:
        """Yields what a file is on disk, None where it is gone, if no version that we have or commit is like it."""
        found = read_on_disk(worktree.path, path, most_bytes=_MOST_BYTES)
        old = self._repository.trees.entry(worktree.head, path) if worktree.head is not None else None
        new = self._staged[path]
        content = found.content if found is not None else None
        if found is None:
            if old is not None and new is not None:
                yield None
            return
        if content is None:  # too large to be compared here
            yield b""
            return
        known = {entry.id for entry in (old, new) if entry is not None}
        if blob_id(content, self._repository.place.object_format) in known:
            return
        edit = _Edit(self._read(old.id) if old is not None else b"", content)
        if not any(edit.is_in(self._read(name)) for name in self._versions(path, new)):
            yield content

    def _versions(self, path: str, new: TreeEntry | None) -> Iterator[str]:
        """Yields the blobs of a file that are about to be committed, or that commits of this branch have."""
        if new is not None:
            yield new.id
        left_out = (f"^{self.target.commit}",) if self.target is not None else ()
        asked = (f"--max-count={_MOST_VERSIONS}", "HEAD", *left_out, "--", path)
        changes = (record.change_of(path) for record in self._repository.log(*asked))
        yield from (change.new_id for change in changes if change is not None and change.new_id.strip("0"))

    def _read(self, name: str) -> bytes:
        info = self._repository.objects.info(name)
        is_small = info is not None and info.size <= _MOST_BYTES
        return (self._repository.objects.read(name) if is_small else None) or b""


class _Edit:
    """What an edit did to the lines of a file."""

    def __init__(self, old: bytes, new: bytes) -> None:
        before, self._after = _lines(old), _lines(new)
        self._added = self._after - before
        self._removed = before - self._after

    def is_in(self, content: bytes) -> bool:
        """Tells whether a version holds all of it: whoever wrote that version knew it."""
        lines = _lines(content)
        return self._added <= lines and all(lines[line] <= self._after[line] for line in self._removed)


def _lines(content: bytes) -> Counter[bytes]:
    return Counter(line.strip() for line in content.split(b"\n") if line.strip())
