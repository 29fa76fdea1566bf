"""All branches of a repository, two by two."""

from collections.abc import Collection, Iterator
from itertools import combinations

from agentguard.analyzer.git.repository import Repository
from evaluation.pairs.cases import Pair, Piece, Truth
from evaluation.pairs.scratch import Scratch

_KIND = "two branches"


def branch_pairs(origin: Repository, made: Scratch, name: str, broken: Collection[frozenset[str]]) -> Iterator[Pair]:
    """Yields the pairs of branches that hold something which HEAD does not.

    Args:
        origin: with the branches.
        made: on top of it.
        name: of the repository.
        broken: pairs of branches that somebody has looked at, and that break each other; what merges counts as clear
            where nothing is said.
    """
    listed = origin.run("for-each-ref", "--format=%(objectname) %(refname:short)", "refs/heads").text
    tip = origin.commit("HEAD")
    pieces = []
    for line in listed.splitlines():
        head, _, branch = line.partition(" ")
        base = origin.merge_base(tip, head)
        if base is not None and base != head:
            pieces.append(Piece(name=branch, base=base, head=head))
    for one, other in combinations(pieces, 2):
        clean = made.merge(one.head, other.head).clean
        breaks = frozenset({one.name, other.name}) in broken
        truth = (Truth.BROKEN if breaks else Truth.CLEAR) if clean else Truth.CONFLICT
        why = "looked at by eye" if breaks else "by git alone"
        yield Pair(repository=name, kind=_KIND, a=one, b=other, truth=truth, why=why)
