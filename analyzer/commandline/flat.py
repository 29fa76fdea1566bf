"""Reads command lines without loops, branches, brackets and functions, which are most: no syntax tree is needed."""

from collections.abc import Iterable, Iterator

from agentguard.analyzer.commandline.lexer import Lexer, Sign
from agentguard.analyzer.commandline.script import Part, Pipeline, RawWord, Redirect, Sequence, Simple, Subshell
from agentguard.analyzer.languages.deadline import Deadline

_BEGIN = frozenset({"!", "{", "do", "elif", "else", "if", "then", "until", "while"})
_RESERVED = _BEGIN | {"[[", "case", "done", "esac", "fi", "for", "function", "select", "}"}
_BRACKETS = frozenset({"(", ")"})
_PIPES = frozenset({"|", "|&"})


def flat(text: str, deadline: Deadline) -> Part | None:
    """Returns the commands of a text, None where it needs a syntax tree."""
    tokens = Lexer(text, deadline).tokens()
    if any(isinstance(token, Sign) and token.text in _BRACKETS for token in tokens):
        return None
    commands = list(_commands(tokens))
    for words, _, _ in commands:
        first = next((word for word in words if word.source != "!"), None)
        if first is not None and first.source in _RESERVED:
            return None
    return _sequence(commands)


def pieces_of(text: str, deadline: Deadline) -> Part:
    """Returns the commands of a text that no grammar reads, whatever brackets and reserved words are in it."""
    return _sequence(_commands(Lexer(text, deadline).tokens()))


_Command = tuple[list[RawWord], list[Redirect], str]


def _commands(tokens: Iterable[RawWord | Redirect | Sign]) -> Iterator[_Command]:
    """Yields words and redirections of each command, with the sign behind it."""
    words: list[RawWord] = []
    redirects: list[Redirect] = []
    for token in tokens:
        if isinstance(token, RawWord):
            words.append(token)
        elif isinstance(token, Redirect):
            redirects.append(token)
        else:
            if words or redirects:
                yield words, redirects, token.text
            words, redirects = [], []
    if words or redirects:
        yield words, redirects, ""


def _sequence(commands: Iterable[_Command]) -> Part:
    parts: list[Part] = []
    pipeline: list[Part] = []
    for words, redirects, sign in commands:
        while words and words[0].source in _BEGIN:
            words.pop(0)
        simple = Simple(words=tuple(words), redirects=tuple(redirects), source=" ".join(word.source for word in words))
        pipeline.append(simple)
        if sign in _PIPES:
            continue
        part: Part = pipeline[0] if len(pipeline) == 1 else Pipeline(parts=tuple(pipeline))
        parts.append(Subshell(body=part) if sign == "&" else part)
        pipeline = []
    if pipeline:
        parts.append(Pipeline(parts=tuple(pipeline)))
    return parts[0] if len(parts) == 1 else Sequence(parts=tuple(parts))
