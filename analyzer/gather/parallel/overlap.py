"""Opens pieces of work side by side, and holds them against each other."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from agentguard.analyzer.changesets import open_changes
from agentguard.analyzer.footprint.work import Work
from agentguard.analyzer.gather.parallel.standings import Pair, Standings
from agentguard.analyzer.gather.settings import Settings
from agentguard.analyzer.git.ancestry import Ancestry
from agentguard.analyzer.git.merge import Merged
from agentguard.analyzer.git.quarantine import Quarantine
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.git.special import special_files
from agentguard.analyzer.model.changes import Skipped
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import Side
from agentguard.analyzer.model.overlap import Overlap
from agentguard.analyzer.model.value import replace
from agentguard.analyzer.overlap.candidates import words_meet
from agentguard.analyzer.overlap.meet import Standing, apart, meet
from agentguard.analyzer.overlap.merge import paths_in_conflict, text_conflicts
from agentguard.analyzer.sources import Sources, Store, both_sides
from agentguard.analyzer.specs import Spec

_ATTRIBUTES = ".gitattributes"
# Of contents; parsed they take some 25 times that.
_REMEMBERED_BYTES = 8_000_000


class Arena:
    """Pieces of work of one repository, each read once, that are held against each other two by two.

    Args:
        held: where their trees are, and where merges are written.
        works: the pieces of work.
        store: the files that they share.
        config: the settings.
        trusted: the commit whose `.gitattributes` count for merges, None for none.
        ancestry: what is known of their history, None to ask.

    Attributes:
        works: as given.
        skipped: pairs on which git gave up; filled as pairs are asked for.
    """

    def __init__(
        self,
        held: Quarantine,
        works: Sequence[Work],
        store: Store,
        config: Config,
        *,
        trusted: str | None,
        ancestry: Ancestry | None = None,
    ) -> None:
        self.works = tuple(works)
        self.skipped: list[Skipped] = []
        self._held = held
        self._store = store
        self._config = config
        self._trusted = trusted
        self._ancestry = ancestry
        self._commits: dict[int, str] = {}

    def overlaps(
        self, numbers: Iterable[tuple[int, int]], *, sides: tuple[Side, Side] = (Side.A, Side.B), content: bool = True
    ) -> Iterator[Overlap]:
        """Yields in what pairs of works meet, in the order asked.

        Args:
            numbers: the pairs, by the places of the works.
            sides: how findings call the trees of the two.
            content: look at symbols too, and not only at what git can merge.

        Raises:
            AgentguardError: history is cut before the merge base of two of them.
        """
        standings = Standings(self._held.repository, self.works, self._store, self._ancestry)
        pairs = [standings.pair(one, other) for one, other in numbers]
        merges = self._merges([pair for pair in pairs if pair.asks_git])
        crossing = words_meet(self.works) if content else frozenset()
        for pair in pairs:
            a, b = pair.works
            standing = self._told(pair, next(merges)) if pair.asks_git else pair.standing
            is_near = not a.paths.isdisjoint(b.paths) or tuple(sorted(pair.numbers)) in crossing
            if content and (is_near or self._config.unique):
                yield meet(a, b, standing, self._config, sides=sides)
            else:
                yield apart(a, b, standing, sides=sides)

    def _merges(self, pairs: Sequence[Pair]) -> Iterator[Merged | None]:
        """Yields what git makes of pairs of works, while it goes on with the next."""
        if not pairs:
            return
        repository = self._held.repository
        attributes = dict(special_files(repository, self._trusted, _ATTRIBUTES)) if self._trusted else {}
        commits = [(self._commit(pair.numbers[0]), self._commit(pair.numbers[1])) for pair in pairs]
        yield from self._held.merge_all(commits, attributes)

    def _commit(self, number: int) -> str:
        """Returns the commit of a work; what is none yet becomes one in the quarantine."""
        if number not in self._commits:
            change = self.works[number].change
            self._commits[number] = change.head or self._held.commit(change.head_tree, change.tip)
        return self._commits[number]

    def _told(self, pair: Pair, merged: Merged | None) -> Standing:
        """Returns the standing of a pair with what git made of it."""
        if merged is None:
            self.skipped.append(self._unmerged(pair))
            return replace(pair.standing, merges_cleanly=None)
        unread = paths_in_conflict(merged)
        sources = Sources(self._held.repository, merged.tree, store=self._store, unread=unread)
        if merged.clean:
            return replace(pair.standing, merged=sources)
        one, other = pair.numbers
        conflicts = text_conflicts(self._held.repository, merged, (self._commit(one), self._commit(other)))
        return replace(pair.standing, merges_cleanly=False, conflicts=conflicts, merged=sources)

    def _unmerged(self, pair: Pair) -> Skipped:
        a, b = pair.works
        if self._held.repository.is_partial:
            reason = "not merged: contents that git needs are not here (partial clone), and nothing is fetched unasked"
        else:
            reason = "not merged: git itself fails on them, as `git merge-tree --write-tree` shows"
        return Skipped(what=f"{a.name} \N{MULTIPLICATION SIGN} {b.name}", reason=reason)


@contextmanager
def open_arena(
    repository: Repository, specs: Sequence[Spec], settings: Settings, *, stdin: Callable[[], bytes]
) -> Iterator[Arena]:
    """Opens what SPECs name, each as a piece of work.

    Args:
        repository: where the SPECs were read.
        specs: what to open.
        settings: the target and the settings.
        stdin: yields the patch where a SPEC is `-`.

    Raises:
        AgentguardError: a SPEC cannot be opened.
    """
    target = settings.target.commit if settings.target else None
    config = settings.config
    with open_changes(repository, specs, target=target, read_stdin=stdin) as opened:
        held = opened.held
        store = Store(held.repository, max_bytes=config.max_parse_bytes, most_bytes=_REMEMBERED_BYTES)
        works = []
        for change in opened.changes:
            old, new = both_sides(held.repository, change, max_bytes=config.max_parse_bytes, store=store)
            works.append(Work(change, old, new))
        trusted = target or repository.find_commit("HEAD")
        yield Arena(held, works, store, config, trusted=trusted, ancestry=opened.ancestry)
