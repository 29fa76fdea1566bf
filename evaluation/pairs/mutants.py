"""Real pairs that are broken on purpose: one side uses a definition, on the other it is changed with all its users."""

import ast
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from agentguard.analyzer.git.repository import Repository
from evaluation.mutation.arguments import fits, is_open
from evaluation.mutation.index import Index, index_of
from evaluation.mutation.names import Files, move, remove, rename
from evaluation.mutation.places import Subject, find_subject
from evaluation.mutation.signatures import (
    add_optional,
    close_positions,
    edit_body,
    remove_argument,
    rename_argument,
    require_argument,
)
from evaluation.pairs.cases import Pair, Piece, Truth
from evaluation.pairs.concurrent import Shapes, draw
from evaluation.pairs.definitions import called_name, read_module
from evaluation.pairs.landings import Landing, MainLine
from evaluation.pairs.scratch import Scratch
from evaluation.pairs.shapes import added_lines

_Mutate = Callable[[Subject, ast.Call], Files | None]
_Named = Callable[[Subject], Files | None]

NAMES: Mapping[str, _Named] = {"renamed": rename, "removed": remove, "moved": move}
CALLS: Mapping[str, _Mutate] = {
    "a required argument added": require_argument,
    "an argument removed": remove_argument,
    "an argument renamed": rename_argument,
    "an argument by name only": close_positions,
    "an optional argument added": add_optional,
    "body changed": edit_body,
}
HARMLESS = frozenset({"an optional argument added", "body changed"})
_MAX_USES = 12
# Else a method that every test calls would be most of a sample.
_MAX_OF_A_NAME = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Use:
    """A name that a side uses on a line that it adds; `call` where it calls it."""

    path: str
    line: int
    name: str
    call: ast.Call | None


@dataclass(slots=True)
class Mutants:
    """Makes broken pairs, and harmless ones to compare with.

    Attributes:
        made: on top of the clone; where the commits are made.
        line: its pull requests.
        name: of the repository.
        count: pairs of each mutation.
        drawn: how many there are of each.
        named: how many there are by the name that was changed.
        hopeless: names that no mutation can be made of.
    """

    made: Scratch
    line: MainLine
    name: str
    count: int
    drawn: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    hopeless: set[str] = field(default_factory=set)

    def pairs(self, seed: int) -> Iterator[Pair]:
        """Yields pairs, the same for the same seed; the truth is looked up in the tree that git makes of both."""
        chance = random.Random(seed)  # noqa: S311 - a reproducible choice, nothing secret
        shapes = Shapes(self.made.repository)
        for one, other in draw(self.line.landings, seed):
            if all(self.drawn[kind] >= self.count for kind in (*NAMES, *CALLS)):
                return
            touched = {name for _, name in shapes.of(one).touched | shapes.of(other).touched}
            uses = list(_added_uses(self.made.repository, shapes, one))
            chance.shuffle(uses)
            for use in uses[:_MAX_USES]:
                pair = self._pair(one, other, use, touched)
                if pair is not None:
                    yield pair
                    break

    def _pair(self, one: Landing, other: Landing, use: _Use, touched: set[str]) -> Pair | None:
        """Breaks what a use needs, in the way that was drawn least often so far."""
        subject = self._subject(one, other, use.name)
        if subject is None or subject.definition.qualified in touched:
            return None
        for kind in sorted((*NAMES, *CALLS), key=lambda kind: self.drawn[kind]):
            files = _mutated(kind, subject, use) if self.drawn[kind] < self.count else None
            if files:
                head = self.made.edited(other.head, files)
                truth = self._truth(one, head, subject, use, kind)
                if truth is not None:
                    self.drawn[kind] += 1
                    self.named[use.name] += 1
                    return self._named(
                        one,
                        Piece(name=f"{other.piece.name}-changed", base=other.base, head=head),
                        (kind, truth),
                        subject,
                        use,
                    )
        return None

    def _subject(self, one: Landing, other: Landing, name: str) -> Subject | None:
        """Returns what a name stands for on both sides; names that stood for nothing or several things are given up."""
        if self.named[name] >= _MAX_OF_A_NAME or name in self.hopeless:
            return None
        subject = find_subject(self.made.repository, other.head, name)
        known = find_subject(self.made.repository, one.head, name) if subject is not None else None
        if subject is None or known is None:
            self.hopeless.add(name)
            return None
        return subject if known.path == subject.path else None

    def _named(self, one: Landing, changed: Piece, told: tuple[str, Truth], subject: Subject, use: _Use) -> Pair:
        kind, truth = told
        why = f"{use.path}:{use.line} uses {subject.definition.qualified} of {subject.path}: {kind}"
        label = f"{subject.kind}: {kind}"
        return Pair(repository=self.name, kind=label, a=one.piece, b=changed, truth=truth, why=why)

    def _truth(self, one: Landing, head: str, subject: Subject, use: _Use, kind: str) -> Truth | None:
        """Looks at the merged tree; None where git cannot merge it, or what was meant to break does not."""
        merge = self.made.merge(one.head, head)
        if not merge.clean:
            return None
        breaks = _breaks(self.made.repository, merge.tree, subject, use, kind)
        return (None if breaks else Truth.CLEAR) if kind in HARMLESS else (Truth.BROKEN if breaks else None)


def _mutated(kind: str, subject: Subject, use: _Use) -> Files | None:
    if kind in NAMES:
        return NAMES[kind](subject)
    return CALLS[kind](subject, use.call) if use.call is not None and not is_open(use.call) else None


def _added_uses(repository: Repository, shapes: Shapes, landing: Landing) -> Iterator[_Use]:
    for change in shapes.of(landing).changes:
        if not change.path.endswith(".py") or change.new_id is None:
            continue
        module, lines = read_module(repository.objects.read(change.new_id)), added_lines(change)
        for node in ast.walk(module.tree) if module is not None else ():
            if getattr(node, "lineno", None) not in lines:
                continue
            match node:
                case ast.Call():
                    name = called_name(node)
                    if name is not None:
                        yield _Use(path=change.path, line=node.lineno, name=name, call=node)
                case ast.alias():
                    yield _Use(path=change.path, line=node.lineno, name=node.name, call=None)


def _breaks(repository: Repository, tree: str, subject: Subject, use: _Use, kind: str) -> bool:
    """Tells whether the using file of a merged tree no longer works."""
    user, owner = _index(repository, f"{tree}:{use.path}"), _index(repository, f"{tree}:{subject.path}")
    if user is None or owner is None:
        return False
    defined = next((one for one in owner.module.definitions if one.qualified == subject.definition.qualified), None)
    if kind in NAMES:
        used = any(isinstance(one, ast.alias) or kind != "moved" for one in user.uses.get(subject.name, ()))
        return used and defined is None
    if defined is None or not isinstance(defined.node, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    calls = [call for call in user.calls.get(subject.name, ()) if not is_open(call)]
    return any(not fits(call, defined.node, is_method=subject.is_method) for call in calls)


def _index(repository: Repository, name: str) -> Index | None:
    content = repository.objects.read(name)
    return index_of(content) if content is not None else None
