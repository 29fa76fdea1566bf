"""The statements of a definition, and what ties them together."""

from enum import StrEnum

from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.value import dataclass


class Trait(StrEnum):
    """Names what a statement does to the flow of a function.

    `HEADER`: the function's own header. `CONDITION`: it decides whether what stands in it runs. `LOOP`: what stands in
    it runs again. `BRANCH`: it runs in place of its neighbours (`else`, `except`, `case`). `LEAVES`: nothing behind it
    in its block runs. `IMPORT`: it only binds what it imports.
    """

    HEADER = "header"
    CONDITION = "condition"
    LOOP = "loop"
    BRANCH = "branch"
    LEAVES = "leaves"
    IMPORT = "import"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A statement of a definition, or the header of one that holds others.

    Attributes:
        lines: of the statement, or of the header alone.
        parent: index of the step that holds it, -1 where the definition itself does.
        tokens: hashes of its tokens, as in `Symbol.tokens`.
        binds: what it gives a value to: names, attributes (`self.x`), items under a plain key (`d[k]`).
        uses: what it takes the value of, likewise, each dotted name with what it begins with.
        traits: what it does to the flow.
    """

    lines: Lines
    parent: int
    tokens: tuple[int, ...]
    binds: frozenset[str] = frozenset()
    uses: frozenset[str] = frozenset()
    traits: frozenset[Trait] = frozenset()
