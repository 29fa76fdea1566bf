"""Two pieces of parallel work whose truth is known."""

from dataclasses import dataclass
from enum import StrEnum


class Truth(StrEnum):
    """Names what two pieces of work are to each other.

    `CONFLICT`: git cannot merge them. `BROKEN`: git can, and the result does not work. `CLEAR`: the result works.
    """

    CONFLICT = "conflict"
    BROKEN = "broken"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One piece of work: the commits between which it lies, and a name for lists."""

    name: str
    base: str
    head: str

    @property
    def spec(self) -> str:
        """How agentguard is told of it."""
        return f"{self.name}={self.base}..{self.head}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two pieces of work.

    Attributes:
        repository: the name of their repository.
        kind: a row of the tables, such as `no shared file` or `function renamed`.
        a: the first one.
        b: the second one.
        truth: what they are to each other.
        why: how that is known, in one clause, for whoever looks at a miss.
    """

    repository: str
    kind: str
    a: Piece
    b: Piece
    truth: Truth
    why: str = ""

    @property
    def name(self) -> str:
        """Identifies the pair in lists."""
        return f"{self.repository} {self.a.name} x {self.b.name} ({self.kind})"
