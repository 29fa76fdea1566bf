"""Python as a dialect."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from typing import TYPE_CHECKING, Final

from agentguard.analyzer.languages import Deadline
from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.flow import Step
from agentguard.analyzer.model.symbols import Binding, Call, Import, Name, Setting
from agentguard.analyzer.symbols.dialect import DOTTED, Defined, Description, Dialect, Key
from agentguard.analyzer.symbols.python.bindings import read_bindings
from agentguard.analyzer.symbols.python.calls import read_call, read_key
from agentguard.analyzer.symbols.python.definitions import define_variables, describe, member, read_options
from agentguard.analyzer.symbols.python.entered import read_entered
from agentguard.analyzer.symbols.python.flow import read_steps
from agentguard.analyzer.symbols.python.formatting import HANDLERS
from agentguard.analyzer.symbols.python.imports import read_exports, read_imports
from agentguard.analyzer.symbols.python.setting import read_setting

if TYPE_CHECKING:
    from agentguard.analyzer.languages.grammar import Node

_CHAIN: Final = re.compile(rf"(?:super\([^()]*\)\.)?{DOTTED.pattern}")


class Python(Dialect):
    """Reads Python."""

    handlers = HANDLERS

    def define(self, what: str, node: "Node", source: bytes) -> Iterator[Defined]:
        """Yields the names that a definition or an assignment defines."""
        return define_variables(node, source) if what == "variable" else super().define(what, node, source)

    def member(self, node: "Node", source: bytes) -> str | None:
        """Returns the attribute that an assignment gives to `self`."""
        return member(node, source)

    def describe(self, defined: Defined, node: "Node", whole: "Node", source: bytes) -> Description:
        """Reads signature, decorators and bases."""
        return describe(defined, node, whole, source)

    def imports(self, node: "Node", source: bytes) -> Iterator[Import]:
        """Yields what an import statement imports."""
        return read_imports(node, source)

    def exports(self, nodes: Iterable["Node"], source: bytes) -> tuple[str, ...] | None:
        """Reads `__all__`."""
        return read_exports(nodes, source)

    def chain(self, text: str) -> str | None:
        """Returns a dotted name, which may begin with `super()`."""
        joined = "".join(text.split())
        if _CHAIN.fullmatch(joined) is None:
            return None
        return "super()" + joined.partition(")")[2] if joined.startswith("super(") else joined

    def call(self, arguments: "Node", source: bytes) -> Call:
        """Counts the arguments of a call."""
        return read_call(arguments, source)

    def key(self, node: "Node", source: bytes) -> Key | None:
        """Reads `config["a"]["b"]`, `config.get("a")` and `os.environ["A"]`."""
        return read_key(node, source)

    def bindings(self, node: "Node", source: bytes, deadline: Deadline) -> Iterator[Binding]:
        """Yields parameters, assignments, `with` and all else that binds a name."""
        return read_bindings(node, source, deadline)

    def options(self, node: "Node", source: bytes) -> Iterator[str]:
        """Yields the keyword arguments in the header of a class."""
        return read_options(node, source)

    def setting(self, root: "Node", source: bytes, line: int, text: str) -> Setting:
        """Returns which exceptions are caught there, and whether it runs at all."""
        return read_setting(root, source, line, text)

    def entered(
        self, root: "Node", source: bytes, ranges: Sequence[Lines], scope_at: Callable[[int], str], deadline: Deadline
    ) -> Iterator[Name]:
        """Yields what `with` calls on some lines."""
        return read_entered(root, source, ranges, scope_at, deadline)

    def steps(self, node: "Node", nested: Set[int], source: bytes, deadline: Deadline) -> tuple[Step, ...]:
        """Returns the statements of a function, class or module."""
        return read_steps(node, nested, source, deadline)
