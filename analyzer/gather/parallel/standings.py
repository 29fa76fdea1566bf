"""How pieces of work stand to each other in history, and whether git has to say what comes of two of them."""

from collections.abc import Mapping, Sequence

from agentguard.analyzer.changesets import read_changes
from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.git.ancestry import Ancestry
from agentguard.analyzer.git.repository import UNSHALLOW, Repository, TreeEntry
from agentguard.analyzer.git.trees import Difference
from agentguard.analyzer.model.findings import Side
from agentguard.analyzer.model.overlap import Relation
from agentguard.analyzer.model.value import dataclass, replace
from agentguard.analyzer.overlap.candidates import differences_of, paths_meet
from agentguard.analyzer.overlap.meet import Standing
from agentguard.analyzer.printable import printable
from agentguard.analyzer.sources import Sources, Store, both_sides


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two pieces of work before they are held against each other.

    Attributes:
        numbers: their places among all.
        works: what each did that the other one does not contain.
        standing: what is known without git's merge.
        asks_git: whether it takes git's merge to know more.
    """

    numbers: tuple[int, int]
    works: tuple[Work, Work]
    standing: Standing
    asks_git: bool = False


class Standings:
    """The standings of some works, two by two, from one walk over their history.

    Args:
        repository: where all their trees are.
        works: the pieces of work.
        store: the files that they share.
        ancestry: what is known of their history.
    """

    def __init__(
        self, repository: Repository, works: Sequence[Work], store: Store, ancestry: Ancestry | None = None
    ) -> None:
        self._repository = repository
        self._works = works
        self._store = store
        self._parts: dict[tuple[int, str], Work] = {}
        self._differences: dict[tuple[int, str], Mapping[str, Difference]] = {}
        tips = {work.change.tip for work in works if work.change.tip is not None}
        known = ancestry is not None and ancestry.knows(tips)
        self._ancestry = ancestry if ancestry is not None and known else Ancestry(repository, sorted(tips))

    def pair(self, one: int, other: int) -> Pair:
        """Returns how two works stand to each other.

        Args:
            one: place of the first among the works.
            other: place of the second.

        Raises:
            AgentguardError: history is cut before their merge base.
        """
        works = self._works[one], self._works[other]
        tips = [work.change.tip for work in works]
        bases = self._ancestry.bases(tips[0], tips[1]) if tips[0] and tips[1] else ()
        if not bases and self._repository.shallow_boundary:
            named = " and ".join(f"`{printable(work.name)}`" for work in works)
            raise AgentguardError(f"history is cut before the merge base of {named} (shallow clone)", UNSHALLOW)
        base = bases[0] if bases else None
        if self._contains(works[1], works[0]):
            return self._sequential((one, other), base, later=1)
        if self._contains(works[0], works[1]):
            return self._sequential((one, other), base, later=0)
        if base is None or len(bases) > 1:
            return Pair(numbers=(one, other), works=works, standing=Standing(base=base), asks_git=True)
        return self._parallel((one, other), base)

    def _contains(self, later: Work, earlier: Work) -> bool:
        """Tells whether one work was built on top of another one; a work that is no commit yet is in nothing."""
        head, tip = earlier.change.head, later.change.tip
        built = head is not None and tip is not None and self._ancestry.contains(tip, head)
        return built and bool(earlier.change.changes)

    def _sequential(self, numbers: tuple[int, int], base: str | None, *, later: int) -> Pair:
        """Compares what the earlier one did with what the later one did on top of it."""
        works = [self._works[number] for number in numbers]
        merged = works[later].new
        head, start = works[1 - later].change.head, works[later].change.base
        stacked = None
        if head is not None and (start is None or not self._ancestry.contains(start, head)):
            works[later] = self._part(numbers[later], head)
            stacked = (Side.A, Side.B)[later]
        standing = Standing(
            base=base, relation=Relation.SEQUENTIAL, merges_cleanly=None, merged=merged, stacked=stacked
        )
        return Pair(numbers=numbers, works=(works[0], works[1]), standing=standing)

    def _parallel(self, numbers: tuple[int, int], base: str) -> Pair:
        parts = [self._own_part(one, other, base) for one, other in (numbers, numbers[::-1])]
        works = (parts[0], parts[1])
        # The side whose changes are known already, or the second one.
        own = 0 if works[0].change.base == base else 1
        one, other = works[own], works[1 - own]
        changes = self._changes_since(numbers[own], one, base)
        trees = one.change.head_tree, other.change.head_tree
        if paths_meet(self._repository.trees, self._repository.tree(base), changes, *trees):
            return Pair(numbers=numbers, works=works, standing=Standing(base=base), asks_git=True)
        merged = Sources(self._repository, lambda: _sum(other.new, changes), store=self._store)
        return Pair(numbers=numbers, works=works, standing=Standing(base=base, merged=merged))

    def _own_part(self, number: int, other: int, base: str) -> Work:
        """Leaves out of a work what it has in common with another one: commits that both were built on."""
        work, beside = self._works[number], self._works[other]
        start, tip = work.change.base, beside.change.tip
        is_shared = start is not None and tip is not None and self._ancestry.contains(tip, start)
        return self._part(number, base) if is_shared and start != base else work

    def _part(self, number: int, base: str) -> Work:
        """Returns what a work did on top of one of its commits."""
        if (number, base) not in self._parts:
            change = self._works[number].change
            tree = self._repository.tree(base)
            changes, missing = read_changes(self._repository, tree, change.head_tree)
            change = replace(change, base=base, base_tree=tree, changes=changes, skipped=(*change.skipped, *missing))
            old, new = both_sides(self._repository, change, max_bytes=self._store.max_bytes, store=self._store)
            self._parts[number, base] = Work(change, old, new)
        return self._parts[number, base]

    def _changes_since(self, number: int, work: Work, base: str) -> Mapping[str, Difference]:
        if (number, base) not in self._differences:
            change = work.change
            self._differences[number, base] = (
                differences_of(change)
                if change.base == base
                else self._repository.tree_differences(base, change.head_tree)
            )
        return self._differences[number, base]


def _sum(onto: Sources, changes: Mapping[str, Difference]) -> dict[str, TreeEntry]:
    """Lists the tree that has the changes of one side on top of the other one."""
    entries = dict(onto.entries)
    for path, (_, new) in changes.items():
        if new is None:
            entries.pop(path, None)
        else:
            entries[path] = new
    return entries
