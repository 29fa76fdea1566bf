"""Turns the syntax tree of a shell text into the values that its reading works on."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from agentguard.analyzer.commandline.flat import flat, pieces_of
from agentguard.analyzer.commandline.lexer import Lexer
from agentguard.analyzer.commandline.script import (
    Choice,
    Expression,
    ForEach,
    Function,
    Part,
    Pipeline,
    RawWord,
    Redirect,
    Redirected,
    Sequence,
    Subshell,
    While,
)
from agentguard.analyzer.languages import Deadline, OutOfTimeError, grammar_of

if TYPE_CHECKING:
    from agentguard.analyzer.languages.grammar import Node

_DEEPEST = 60
# Halves of characters that stand for no byte, such as those of a host that cut a text.
_HALVES = re.compile("[\ud800-\udc7f\udd00-\udfff]")
# The lexer splits these better than the grammar, which takes arguments behind a redirection for a part of it.
_LEAVES = ("ERROR", "command", "declaration_command", "unset_command", "variable_assignment")
_GROUPS = (
    "case_item",
    "compound_statement",
    "do_group",
    "elif_clause",
    "else_clause",
    "list",
    "negated_command",
    "program",
    "variable_assignments",
)
_LOOPS = ("c_style_for_statement", "for_statement", "while_statement")


def parse(text: str, deadline: Deadline) -> Part:
    """Returns what a shell text does.

    Args:
        text: without here-documents.
        deadline: when to give up.

    Raises:
        OutOfTimeError: it is nested too deeply, or the time is up.
    """
    grammar = grammar_of("bash")
    if grammar is None:
        raise OutOfTimeError
    source = _HALVES.sub("\N{REPLACEMENT CHARACTER}", text).encode("utf-8", "surrogateescape")
    return _Builder(source, deadline).part(grammar.parse(source, deadline), 0)


class _Builder:
    def __init__(self, source: bytes, deadline: Deadline) -> None:
        self._source = source
        self._deadline = deadline

    def part(self, node: "Node", depth: int) -> Part:
        if depth > _DEEPEST:
            raise OutOfTimeError
        self._deadline.check()
        follow = _READERS.get(node.type)
        return follow(self, node, depth) if follow is not None else self._expression(node)

    def _leaf(self, node: "Node", depth: int) -> Part:
        del depth
        return pieces_of(self._text(node), self._deadline)

    def _pipeline(self, node: "Node", depth: int) -> Part:
        return Pipeline(parts=self._parts(node, depth))

    def _subshell(self, node: "Node", depth: int) -> Part:
        return Subshell(body=self._group(node, depth))

    def _group(self, node: "Node", depth: int) -> Sequence:
        if node.type == "compound_statement" and node.child_count and node.children[0].type == "((":
            return Sequence(parts=(self._expression(node),))
        return Sequence(parts=self._parts(node, depth))

    def _parts(self, node: "Node", depth: int) -> tuple[Part, ...]:
        """Returns what the children of a node do; what runs in the background changes nothing of this shell."""
        parts: list[Part] = []
        for child in _children(node):
            if child.type == "&" and parts:
                parts[-1] = Subshell(body=parts[-1])
            elif child.is_named and child.type != "comment":
                parts.append(self.part(child, depth + 1))
        return tuple(parts)

    def _redirected(self, node: "Node", depth: int) -> Part:
        simple = flat(self._text(node), self._deadline)
        if simple is not None:
            return simple
        redirects: list[Redirect] = []
        body: Part = Sequence(parts=())
        for child in node.named_children:
            if child.type.endswith("_redirect"):
                tokens = Lexer(self._text(child), self._deadline).tokens()
                redirects += [token for token in tokens if isinstance(token, Redirect)]
            else:
                body = self.part(child, depth + 1)
        if isinstance(body, Pipeline):
            last = Redirected(body=body.parts[-1], redirects=tuple(redirects))
            return Pipeline(parts=(*body.parts[:-1], last))
        return Redirected(body=body, redirects=tuple(redirects))

    def _branches(self, node: "Node", depth: int) -> Part:
        """Reads `if` and `case`: what comes before the first branch runs in any case."""
        before: list[Part] = []
        branches: list[list[Part]] = [[]]
        begun = False
        for child in node.children:
            if child.type in {"then", "in"}:
                begun = True
            elif child.is_named and child.type != "comment":
                part = self.part(child, depth + 1)
                if child.type.endswith(("_clause", "_item")):
                    branches.append([part])
                else:
                    (branches[0] if begun else before).append(part)
        choice = Choice(parts=tuple(Sequence(parts=tuple(branch)) for branch in branches))
        return Sequence(parts=(*before, choice))

    def _loop(self, node: "Node", depth: int) -> Part:
        name = node.child_by_field_name("variable")
        if node.type == "for_statement" and name is not None:
            body = node.child_by_field_name("body")
            values = node.children_by_field_name("value")
            lists = any(child.type == "in" for child in node.children)
            return ForEach(
                name=self._text(name),
                words=self._words(values[0].start_byte, values[-1].end_byte) if values else () if lists else None,
                body=self.part(body, depth + 1) if body is not None else Sequence(parts=()),
            )
        group = Sequence(parts=self._parts(node, depth))
        return While(body=group) if node.type == "while_statement" else group

    def _function(self, node: "Node", depth: int) -> Part:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None or body is None:
            return pieces_of(self._text(node), self._deadline)
        return Function(name=self._text(name), body=self.part(body, depth + 1))

    def _expression(self, node: "Node") -> Expression:
        return Expression(words=self._words(node.start_byte, node.end_byte))

    def _words(self, start: int, end: int) -> tuple[RawWord, ...]:
        tokens = Lexer(self._decoded(start, end), self._deadline).tokens()
        return tuple(token for token in tokens if isinstance(token, RawWord))

    def _text(self, node: "Node") -> str:
        return self._decoded(node.start_byte, node.end_byte)

    def _decoded(self, start: int, end: int) -> str:
        return self._source[start:end].decode("utf-8", "surrogateescape")


def _children(node: "Node") -> Iterator["Node"]:
    """Yields the children of a node, those of lists in their place: a long chain of `&&` is as deep as it is long."""
    rest = node.children[::-1]
    while rest:
        child = rest.pop()
        if child.type == "list":
            rest += child.children[::-1]
        else:
            yield child


_READERS: Mapping[str, Callable[[_Builder, "Node", int], Part]] = {
    **dict.fromkeys(_LEAVES, _Builder._leaf),
    **dict.fromkeys(_GROUPS, _Builder._group),
    **dict.fromkeys(_LOOPS, _Builder._loop),
    **dict.fromkeys(("if_statement", "case_statement"), _Builder._branches),
    "function_definition": _Builder._function,
    "pipeline": _Builder._pipeline,
    "redirected_statement": _Builder._redirected,
    "subshell": _Builder._subshell,
}
