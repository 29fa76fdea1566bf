"""Expands words as a shell does, as far as it can be told before they run."""

import re
from collections.abc import Callable, Iterator, Sequence

from agentguard.analyzer.commandline.braces import braces
from agentguard.analyzer.commandline.lexer import Lexer
from agentguard.analyzer.commandline.scope import Scope
from agentguard.analyzer.commandline.script import ASSIGNMENT, Kind, Piece, RawWord
from agentguard.analyzer.commandline.word import OPEN, Origin, Word, joined
from agentguard.analyzer.languages.deadline import Deadline
from agentguard.analyzer.model.value import dataclass

_PATTERN = re.compile(r"[*?\[]")
_PARAMETER = re.compile(r"(#|!)?([A-Za-z_]\w*|\d+|[@*#?$!_-])(\[[^\]]*\])?(.*)\Z", re.DOTALL)
_DEFAULT = re.compile(r":?([-=+?])(.*)\Z", re.DOTALL)
_QUOTE = re.compile(r'(\\.)|"', re.DOTALL)
_PLACE = re.compile(r"^\[[^\]]*\]=")
_BLANKS = re.compile(r"[ \t\n]+")
_IN_ARITHMETIC = re.compile(r"\$\(([^()]+)\)")
# Numbers, and words that the shell makes up.
_NUMBERS = frozenset("#?$!-_0")
_MOST_WORDS = 1024
_LONGEST_WORD = 1 << 20


@dataclass(frozen=True, slots=True)
class _Part:
    """What one piece becomes.

    Attributes:
        text: its text.
        origin: where that comes from.
        quoted: it makes a word even where it is empty.
        splits: the shell splits it into words.
        many: it may become any number of words.
        source: the command that prints it, where another one does.
    """

    text: str
    origin: Origin = Origin.LITERAL
    quoted: bool = True
    splits: bool = False
    many: bool = False
    source: str = ""


class Expander:
    """Expands words in one scope.

    Args:
        scope: whose variables are used.
        deadline: when to give up.
        run: runs the commands of a substitution and returns what they print.
        process: runs those of a process substitution and returns the name of a file with what they print.
    """

    def __init__(
        self, scope: Scope, deadline: Deadline, run: Callable[[str], Word], process: Callable[[str], Word]
    ) -> None:
        self._scope = scope
        self._deadline = deadline
        self._run = run
        self._process = process
        # Which of the values is taken of a variable that can have several, and the most that one had.
        self.pick = 0
        self.choices = 1

    def words(self, raw: Sequence[RawWord]) -> tuple[Word, ...]:
        """Returns what some words become, each of which may become none or several."""
        found: list[Word] = []
        for word in raw:
            self._deadline.check()
            for pieces in braces(word.pieces):
                found += self._fields(pieces, word.source)
            if len(found) > _MOST_WORDS:
                return (*found[:_MOST_WORDS], Word(OPEN, "...", Origin.VARIABLE, many=True))
        return tuple(found)

    def text(self, pieces: Sequence[Piece], source: str) -> Word:
        """Returns what a word becomes where the shell splits nothing: values, targets of redirections."""
        parts = [part for piece in pieces for group in self._parts(piece) for part in group]
        return _word(parts, source, is_split=False) if parts else Word("", source)

    def declared(self, raw: Sequence[RawWord]) -> tuple[Word, ...]:
        """Returns what the words of `export` and the like become: the shell splits no value that they assign."""
        found: list[Word] = []
        for word in raw:
            plain = word.pieces and word.pieces[0].kind is Kind.TEXT and ASSIGNMENT.match(word.pieces[0].text)
            found += (self.text(word.pieces, word.source),) if plain else self.words((word,))
        return tuple(found)

    def assigned(self, word: RawWord, found: re.Match[str]) -> tuple[Word, ...]:
        """Returns the items that an assignment gives a variable.

        Args:
            word: the whole assignment.
            found: its name and sign, as `ASSIGNMENT` matches them.
        """
        if word.items is not None:
            items = self.items(word)
        else:
            first = Piece(Kind.TEXT, word.pieces[0].text[found.end() :])
            items = (self.text((first, *word.pieces[1:]), f"${found[1]}"),)
        before = self._scope.variables.get(found[1]) if found[2] or found[3] else None
        if not before:
            return items
        if found[2] or word.items is not None:
            return (*before[0], *items)
        return (joined((*before[0][:1], *items)),)

    def items(self, word: RawWord) -> tuple[Word, ...]:
        """Returns the items of an array that is assigned; which place each was given does not matter."""
        words = self.words(word.items or ())
        return tuple(
            Word(_PLACE.sub("", item.text), item.source, item.origin, item.many) if item.text[:1] == "[" else item
            for item in words
        )

    def _fields(self, pieces: Sequence[Piece], source: str) -> Iterator[Word]:
        field: list[_Part] = []
        vanishes = False
        for piece in pieces:
            groups = self._parts(piece)
            # An empty list in quotes is no word, not an empty one.
            vanishes = vanishes or not groups
            for number, group in enumerate(groups):
                if number and field:
                    yield _word(field, source)
                    field = []
                for part in group:
                    *complete, field = _split(field, part)
                    yield from (_word(parts, source) for parts in complete)
        if field and not (vanishes and not any(part.text for part in field)):
            yield _word(field, source)

    def _parts(self, piece: Piece) -> list[list[_Part]]:
        """Returns what a piece becomes: one group of parts, or one for each word of a list such as `"$@"`."""
        if piece.kind is Kind.TEXT:
            return [[_Part(piece.text, quoted=piece.quoted)]]
        if piece.kind is Kind.PARAMETER:
            return self._parameter(piece)
        if piece.kind is Kind.COMMAND:
            printed = self._run(piece.text)
            printed = Word(printed.text.rstrip("\n"), f"$({printed.source})", printed.origin)
            return [[_part(printed, quoted=piece.quoted)]]
        if piece.kind is Kind.PROCESS:
            return [[_Part(self._process(piece.text).text)]]
        for commands in _IN_ARITHMETIC.findall(piece.text):
            self._run(commands)
        return [[_Part(OPEN, Origin.VARIABLE)]]

    def _parameter(self, piece: Piece) -> list[list[_Part]]:
        found = _PARAMETER.match(piece.text)
        if found is None:
            return [[_Part(OPEN, self._scope.opened, piece.quoted, many=not piece.quoted)]]
        sign, name, subscript, rest = found.groups()
        if sign or name in _NUMBERS:
            return [[self._number(name if not sign else "")]]
        items = self._value(name)
        if rest:
            return self._changed(name, items, rest, quoted=piece.quoted)
        lists = name in {"@", "*"} or subscript in {"[@]", "[*]"}
        if items is None:
            return [[_Part(OPEN, Origin.VARIABLE, piece.quoted, many=lists or not piece.quoted)]]
        if not lists:
            place = int(subscript[1:-1]) if subscript and subscript[1:-1].isdecimal() else 0
            items = items[place : place + 1] or (Word(""),)
        if piece.quoted and "*" in {name, subscript[1:-1] if subscript else ""}:
            items = (_joined_by_blanks(items),)
        return [[_part(item, quoted=piece.quoted, keeps_many=lists)] for item in items]

    def _number(self, name: str) -> _Part:
        """Returns the value of `$#`, and of others that are one word whatever they are."""
        if name == "0" and self._scope.program is not None:
            return _part(self._scope.program, quoted=True)
        arguments = self._scope.arguments
        known = name == "#" and arguments is not None and not any(word.many for word in arguments)
        return _Part(str(len(arguments or ()))) if known else _Part(OPEN, Origin.VARIABLE)

    def _value(self, name: str) -> tuple[Word, ...] | None:
        """Returns the items of a variable, or arguments; None where they are not known."""
        if name in {"@", "*"}:
            return self._scope.arguments
        if name.isdecimal():
            arguments, place = self._scope.arguments, int(name) if len(name) < 5 else 0
            if arguments is None or place == 0 or any(word.many for word in arguments[:place]):
                made = [word for word in arguments or () if word.origin is Origin.MADE]
                return (Word(OPEN, made[0].source, Origin.MADE),) if made else None
            return arguments[place - 1 : place]
        choices = self._scope.variables.get(name)
        if choices is None:
            return None
        self.choices = max(self.choices, len(choices))
        return choices[min(self.pick, len(choices) - 1)]

    def _changed(self, name: str, items: tuple[Word, ...] | None, rest: str, *, quoted: bool) -> list[list[_Part]]:
        """Returns the value of `${name...}` with what follows the name."""
        default = _DEFAULT.match(rest)
        value = items[0] if items else None
        if default is not None:
            return self._default(name, value, *default.groups(), quoted=quoted)
        if value is not None and value.known and not _PATTERN.search(rest):
            if rest[0] == "%":
                return [[_part(Word(value.text.removesuffix(rest.lstrip("%"))), quoted=quoted)]]
            if rest[0] == "#":
                return [[_part(Word(value.text.removeprefix(rest.lstrip("#"))), quoted=quoted)]]
        origin = max(Origin.VARIABLE, value.origin if value is not None else Origin.LITERAL)
        return [[_Part(OPEN, origin, quoted, many=not quoted)]]

    def _default(self, name: str, value: Word | None, sign: str, text: str, *, quoted: bool) -> list[list[_Part]]:
        """Returns the value of `${name:-text}` and the like; a variable that nobody set may as well be empty."""
        is_set = value is not None and bool(value.text)
        if sign == "+" and not is_set:
            return (
                [[_Part(OPEN, Origin.VARIABLE, quoted, many=True)]] if value is None else [[_Part("", quoted=quoted)]]
            )
        if value is not None and is_set and sign != "+":
            return [[_part(value, quoted=quoted)]]
        if sign == "?":
            return [[_Part(OPEN, Origin.VARIABLE, quoted, many=not quoted)]]
        groups = self._nested(text, quoted=quoted)
        if sign == "=":
            parts = [part for group in groups for part in group]
            self._scope.assign(name, (_word(parts, "", is_split=False) if parts else Word(""),))
        return groups

    def _nested(self, text: str, *, quoted: bool) -> list[list[_Part]]:
        """Returns the words of a text in `${name:-...}`."""
        if quoted:
            pieces = Lexer(_QUOTE.sub(r"\1", text), self._deadline).quoted_pieces()
            return [[_part(self.text(pieces, text), quoted=True)]]
        tokens = Lexer(text, self._deadline).tokens()
        words = self.words([token for token in tokens if isinstance(token, RawWord)])
        return [[_Part(word.text, word.origin, quoted=False, many=word.many)] for word in words]


def _part(word: Word, *, quoted: bool, keeps_many: bool = False) -> _Part:
    many = (word.many and keeps_many) or (OPEN in word.text and not quoted)
    source = word.source if word.origin is Origin.MADE else ""
    return _Part(word.text, word.origin, quoted, splits=not quoted, many=many, source=source)


def _joined_by_blanks(items: Sequence[Word]) -> Word:
    origin = max((item.origin for item in items), default=Origin.LITERAL)
    source = next((item.source for item in items if item.origin is origin), "")
    return Word(" ".join(item.text for item in items), source, origin, many=any(item.many for item in items))


def _split(field: list[_Part], part: _Part) -> list[list[_Part]]:
    """Adds a part to the word that is begun; returns the words that are complete, and the one that is begun."""
    if not part.splits or part.many:
        return [[*field, part] if part.quoted or part.text else field]
    fields = [field]
    for at, text in enumerate(_BLANKS.split(part.text)):
        if at:
            fields.append([])
        if text:
            fields[-1].append(_Part(text, part.origin, quoted=False))
    return [one for one in fields[:-1] if one] + fields[-1:]


def _word(parts: Sequence[_Part], source: str, *, is_split: bool = True) -> Word:
    if sum(len(part.text) for part in parts) > _LONGEST_WORD:
        return Word(OPEN, source, Origin.VARIABLE, many=True)
    text = "".join(part.text for part in parts)
    origin = max(part.origin for part in parts)
    if is_split and any(not part.quoted and _PATTERN.search(part.text) for part in parts):
        origin = max(origin, Origin.GLOB)
    made = next((part.source for part in parts if part.source), "")
    if made and not text.strip(OPEN):
        source = made
    return Word(text, source, origin, many=is_split and any(part.many for part in parts))
