"""Which of many pieces of work meet: told by paths and words alone, each pair at a glance."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from posixpath import dirname

from agentguard.analyzer.contracts.causes import module_word
from agentguard.analyzer.contracts.side import Side
from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.git.trees import FOLDER, Difference, TreeEntry, Trees
from agentguard.analyzer.model.changes import ChangeSet, ChangeStatus
from agentguard.analyzer.model.symbols import SymbolChangeKind
from agentguard.analyzer.overlap.implied import Implied

_COME = frozenset({SymbolChangeKind.ADDED, SymbolChangeKind.RENAMED, SymbolChangeKind.MOVED})


def differences_of(change: ChangeSet) -> dict[str, Difference]:
    """Returns what a change did to paths, without a look at the trees; a renamed file went and came."""
    found: dict[str, Difference] = {}
    for one in change.changes:
        old = TreeEntry(one.old_mode, one.old_id) if one.old_id else None
        new = TreeEntry(one.new_mode, one.new_id) if one.new_id else None
        if one.old_path is None:
            found[one.path] = Difference(old, new)
        else:
            found[one.path] = Difference(None, new)
    for one in change.changes:
        if one.old_path is not None and one.status is ChangeStatus.RENAMED and one.old_id:
            found.setdefault(one.old_path, Difference(TreeEntry(one.old_mode, one.old_id), None))
    return found


def paths_meet(trees: Trees, base: str, changes: Mapping[str, Difference], one: str, other: str) -> bool:
    """Tells whether the merge of two trees may be more than the changes of one side on top of the other side.

    Where it is not, nothing can be in conflict. Git takes each path from the side that changed it, and a file that one
    side renamed by both of its names. So as long as all that one side changed is on the other side what it is in the
    base, the merge is that very sum. Two things more make paths meet: a file on one side where the other has a folder,
    and git's guess that a whole folder was renamed, after which it moves what the other side adds to that folder; for
    that the folder has to be gone on the one side, and to have changed on the other.

    Args:
        trees: where they are.
        base: id of the only merge base, or of its tree.
        changes: what the one side changed since then, by path.
        one: id of its tree.
        other: id of the other side's tree.
    """
    for path, (old, new) in changes.items():
        if trees.entry(base, path) != trees.entry(other, path):
            return True
        for folder in _folders(path) if old is None or new is None else ():
            before, ours, theirs = (trees.entry(tree, folder) for tree in (base, one, other))
            if before == theirs:
                continue
            # What holds the path is a file there, or has left it behind; or it is what this side left behind.
            if not (_is_folder(theirs) and _is_folder(ours)) and (theirs is not None or before is not None):
                return True
    return False


def _is_folder(entry: TreeEntry | None) -> bool:
    return entry is not None and entry.mode == FOLDER


def _folders(path: str) -> Iterator[str]:
    while path := dirname(path):
        yield path


def words_meet(works: Sequence[Work]) -> frozenset[tuple[int, int]]:
    """Returns the pairs, the first number smaller, that have a word in common by which one can reach the other.

    What one piece of work changed another one uses by a name: that of the symbol, of the class or module that holds it,
    or one that a file imported and no longer does. And both may add something of one name.
    """
    users: dict[str, list[int]] = defaultdict(list)
    changers: dict[str, list[int]] = defaultdict(list)
    adders: dict[str, list[int]] = defaultdict(list)
    for number, work in enumerate(works):
        for index, words in ((changers, _changed(work)), (users, _used(work)), (adders, _added(work))):
            for word in words:
                index[word].append(number)
    meetings = ((changers, users), (adders, adders))
    return frozenset(
        (min(one, other), max(one, other))
        for ours, theirs in meetings
        for word in ours.keys() & theirs.keys()
        for one in ours[word]
        for other in theirs[word]
        if one != other
    )


def _changed(work: Work) -> frozenset[str]:
    words = set(work.beside(Side).causes.words)
    for write in work.writes:
        if write.change is not SymbolChangeKind.COSMETIC:
            for name in (write.symbol, write.old_symbol):
                words.update(name.split(".")[-2:] if name else ())
            if not write.symbol:
                words.add(module_word(write.old_path or write.path))
    return frozenset(words)


def _used(work: Work) -> frozenset[str]:
    words = set(work.beside(Side).words)
    for read in work.reads:
        words.update(read.name.split("."))
        if read.target is not None:
            words.update(read.target.symbol.split(".") if read.target.symbol else (module_word(read.target.path),))
    for target in work.beside(Implied).uses:
        words.update(target.symbol.split("."))
    return frozenset(words)


def _added(work: Work) -> frozenset[str]:
    return frozenset(write.symbol for write in work.writes if write.change in _COME and write.symbol)
