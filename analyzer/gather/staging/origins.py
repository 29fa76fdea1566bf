"""Tells from snapshots of an index which of its writes put a file there as it is now."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

from agentguard.analyzer.commandline.git import read_git
from agentguard.analyzer.gather.staging.names import Names, folders
from agentguard.analyzer.git.trees import TreeEntry
from agentguard.analyzer.model.commands import Act, Breadth, GitCall
from agentguard.analyzer.model.journal import FIRST_WRITE, IndexWrite, Session
from agentguard.analyzer.model.staging import Origin
from agentguard.analyzer.sessions import may_be_same

Look = Callable[[Path, Collection[str]], Mapping[str, TreeEntry] | None]


class _Writer:
    """A write of the index with what its words say."""

    def __init__(self, write: IndexWrite, root: str) -> None:
        self.write = write
        self.call = read_git(write.process.argv[1:]) if write.process.argv else GitCall(words=())
        self.names = Names(self.call, write.process, root)

    @property
    def stages(self) -> bool:
        return self.call.act is Act.STAGE

    def origin(self, path: str) -> Origin | None:
        """Returns where a path comes from that this write certainly put there."""
        if not self.call.words or self.call.act is Act.COMMIT or (self.stages and self.names.exclude(path)):
            return None
        breadth = self.names.breadth(path) if self.stages else Breadth.NONE
        return Origin(
            words=self.call.words,
            breadth=breadth,
            why=self.call.why if breadth is Breadth.SWEEP else "",
            within=self.names.folder(path) if breadth is Breadth.FOLDER else "",
            session=self.write.session,
        )


def origins_of(
    values: Mapping[str, TreeEntry | None],
    writes: Sequence[IndexWrite],
    session: Session | None,
    look: Look,
    root: str,
) -> dict[str, Origin]:
    """Returns by path the write that put there what is there now; what no write accounts for is left out.

    Going back in time, it is the first one before which the snapshot has something else.

    Args:
        values: what the index has at some paths, None where it has nothing any more.
        writes: of the index, oldest first.
        session: who asks.
        look: reads an index at some paths; None where it cannot be read.
        root: the top folder of the worktree.
    """
    writers = [_Writer(write, root) for write in writes]
    if all(_is_dull(writer, values, session) for writer in writers):
        return {}
    origins: dict[str, Origin] = {}
    pending = dict(values)
    # Those between two snapshots, the newest first: mostly one.
    group: list[_Writer] = []
    for writer in reversed(writers):
        if not pending:
            break
        snapshot = writer.write.snapshot
        entries = look(snapshot, pending) if snapshot is not None else None
        if entries is not None:
            brought = [path for path, value in pending.items() if entries.get(path) != value]
            origins |= _of_group(brought, group)
            for path in brought:
                del pending[path]
            group = []
        group.append(writer)
    if group and group[-1].write.number == FIRST_WRITE:
        # Before the first write nobody looked; it counts as if all had been as in the last commit.
        origins |= _of_group(pending, group)
    return origins


def _is_dull(writer: _Writer, paths: Iterable[str], session: Session | None) -> bool:
    """Tells whether nothing can be wrong with what a write put there: the asking session named each path itself."""
    if not writer.call.words:
        return True
    if not may_be_same(writer.write.session, session) or writer.call.breadth in {Breadth.SWEEP, Breadth.FOLDER}:
        return False
    return not writer.stages or writer.names.paths.isdisjoint(folder for path in paths for folder in folders(path))


def _of_group(paths: Iterable[str], group: Sequence[_Writer]) -> dict[str, Origin]:
    """Returns where paths come from that one of these writes put there; left out where nobody can tell which."""
    found = {path: _of_one_of(path, group) for path in paths}
    return {path: origin for path, origin in found.items() if origin is not None}


def _of_one_of(path: str, group: Sequence[_Writer]) -> Origin | None:
    if len(group) == 1:
        return group[0].origin(path)
    naming = [writer for writer in group if writer.stages and writer.names.hold(path)]
    if naming:
        return naming[0].origin(path)
    if any(_may_bring_anything(writer) for writer in group):
        return None
    sweeping = [writer for writer in group if writer.stages and writer.call.breadth is Breadth.SWEEP]
    return sweeping[0].origin(path) if sweeping else None


def _may_bring_anything(writer: _Writer) -> bool:
    """Tells whether it may have staged what its words do not say: a merge, a checkout, a patch."""
    return writer.call.act is None or (writer.stages and writer.call.breadth is Breadth.UNKNOWN)
