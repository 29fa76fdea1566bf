"""Splits a shell text into words, redirections and the signs between commands."""

import re

from agentguard.analyzer.commandline.escapes import decoded
from agentguard.analyzer.commandline.scan import Scanner
from agentguard.analyzer.commandline.script import Kind, Piece, RawWord, Redirect
from agentguard.analyzer.commandline.word import OPEN
from agentguard.analyzer.languages.deadline import Deadline
from agentguard.analyzer.model.value import dataclass

_BLANK = re.compile(r"(?:[ \t\r]|\\\n)+")
_SIGN = re.compile(r"&&|\|\||\|&|;;&|;;|;&|[;&|\n()]")
# What is read or written by another number than 0 and 1 stays in front of the sign.
_REDIRECT = re.compile(r"[01]?((?:\d*|\{\w+\})(?:<<<|<>|<&|>>|>&|>\||<|>)|&>>?)")
_PLAIN = re.compile(rf"[^\s;&|<>()'\"`$\\{OPEN}]+")
_PLAIN_IN_QUOTES = re.compile(rf"[^\"`$\\{OPEN}]+")
_PLAIN_IN_DOCUMENT = re.compile(rf"[^`$\\{OPEN}]+")
_NAME = re.compile(r"[A-Za-z_]\w*|[0-9@*#?$!_-]")
_ASSIGNED = re.compile(r"[A-Za-z_]\w*\+?=\Z")
_ESCAPED_IN_BACKTICKS = re.compile(r"\\([\\`$])")
_EXTENDED_PATTERN = frozenset("@!?*+")


@dataclass(frozen=True, slots=True)
class Sign:
    """What stands between commands: `;`, `&&`, `|`, a new line, a bracket."""

    text: str


class Lexer:
    """Splits one text.

    Args:
        text: what a shell would be given, without here-documents.
        deadline: when to give up.

    Raises:
        OutOfTimeError: by every method, where the text is nested too deeply or the time is up.
    """

    def __init__(self, text: str, deadline: Deadline) -> None:
        self._text = text
        self._at = 0
        self._scanner = Scanner(text, deadline)
        self._deadline = deadline

    def tokens(self) -> list[RawWord | Redirect | Sign]:
        """Returns all that the text holds, in order."""
        found: list[RawWord | Redirect | Sign] = []
        while (token := self.token()) is not None:
            found.append(token)
        return found

    def token(self) -> RawWord | Redirect | Sign | None:
        """Returns the next token, None at the end."""
        self._deadline.check()
        self._skip_blanks()
        if self._at >= len(self._text):
            return None
        redirect = _REDIRECT.match(self._text, self._at)
        if redirect is not None and not self._begins_process():
            self._at = redirect.end()
            self._skip_blanks()
            return Redirect(sign=redirect[1], target=self._word())
        sign = _SIGN.match(self._text, self._at)
        if sign is not None:
            self._at = sign.end()
            return Sign(sign[0])
        return self._word()

    def quoted_pieces(self) -> tuple[Piece, ...]:
        """Returns the pieces of the whole text, read as the body of a here-document is."""
        pieces: list[Piece] = []
        while self._at < len(self._text):
            self._in_quotes(pieces, _PLAIN_IN_DOCUMENT)
        return tuple(pieces)

    def _skip_blanks(self) -> None:
        blank = _BLANK.match(self._text, self._at)
        if blank is not None:
            self._at = blank.end()
        if self._text.startswith("#", self._at):
            end = self._text.find("\n", self._at)
            self._at = len(self._text) if end < 0 else end

    def _begins_process(self) -> bool:
        return self._text.startswith(("<(", ">("), self._at)

    def _word(self) -> RawWord:
        start = self._at
        pieces: list[Piece] = []
        while self._at < len(self._text):
            plain = _PLAIN.match(self._text, self._at)
            if plain is not None:
                self._at = plain.end()
                pieces.append(Piece(Kind.TEXT, plain[0]))
            elif self._begins_process():
                self._substitution(pieces, Kind.PROCESS, self._at + 2, quoted=False)
            elif self._text[self._at] == "(" and self._at > start:
                items = self._in_brackets(pieces, start)
                if items is not None:
                    return RawWord(pieces=tuple(pieces), source=self._text[start : self._at], items=items)
                if self._text[self._at : self._at + 1] == "(":
                    break
            elif not self._special(pieces):
                break
        if self._at == start:
            # A redirection without a target, or a sign that no command can begin with.
            self._at += 1 if self._at < len(self._text) and not _SIGN.match(self._text, self._at) else 0
        return RawWord(pieces=tuple(pieces), source=self._text[start : self._at])

    def _in_brackets(self, pieces: list[Piece], start: int) -> tuple[RawWord, ...] | None:
        """Reads the items of `name=(...)`, or the rest of a pattern such as `@(a|b)`."""
        end = self._scanner.command(self._at + 1)
        inner = self._text[self._at + 1 : end]
        if _ASSIGNED.match(self._text[start : self._at]):
            self._at = min(end + 1, len(self._text))
            tokens = Lexer(inner, self._deadline).tokens()
            return tuple(token for token in tokens if isinstance(token, RawWord))
        if self._text[self._at - 1] in _EXTENDED_PATTERN:
            pieces.append(Piece(Kind.TEXT, f"({inner})"))
            self._at = min(end + 1, len(self._text))
        return None

    def _special(self, pieces: list[Piece]) -> bool:
        """Reads what no plain letter begins; returns whether the word goes on."""
        sign = self._text[self._at]
        if sign == "\\":
            self._escape(pieces)
        elif sign == "'":
            end = self._scanner.quoted(self._at)
            pieces.append(Piece(Kind.TEXT, self._text[self._at + 1 : end].removesuffix("'"), quoted=True))
            self._at = end
        elif sign == '"':
            self._double(pieces)
        elif sign in {"$", "`", OPEN}:
            self._expansion(pieces, quoted=False)
        else:
            return False
        return True

    def _escape(self, pieces: list[Piece]) -> None:
        if not self._text.startswith("\\\n", self._at):
            pieces.append(Piece(Kind.TEXT, self._text[self._at + 1 : self._at + 2] or "\\", quoted=True))
        self._at += 2

    def _double(self, pieces: list[Piece]) -> None:
        self._at += 1
        pieces.append(Piece(Kind.TEXT, "", quoted=True))
        while self._at < len(self._text) and self._text[self._at] != '"':
            self._in_quotes(pieces, _PLAIN_IN_QUOTES)
        self._at += 1

    def _in_quotes(self, pieces: list[Piece], plain_signs: re.Pattern[str]) -> None:
        plain = plain_signs.match(self._text, self._at)
        if plain is not None:
            self._at = plain.end()
            pieces.append(Piece(Kind.TEXT, plain[0], quoted=True))
        elif self._text[self._at] == "\\":
            following = self._text[self._at + 1 : self._at + 2]
            kept = "" if following == "\n" else following if following in {"$", "`", '"', "\\"} else "\\" + following
            pieces.append(Piece(Kind.TEXT, kept, quoted=True))
            self._at += 2
        else:
            self._expansion(pieces, quoted=True)

    def _expansion(self, pieces: list[Piece], *, quoted: bool) -> None:
        text, at = self._text, self._at
        if text[at] == OPEN:
            pieces.append(Piece(Kind.PARAMETER, OPEN, quoted))
            self._at += 1
        elif text[at] == "`":
            end = self._scanner.quoted(at)
            inner = _ESCAPED_IN_BACKTICKS.sub(r"\1", text[at + 1 : end].removesuffix("`"))
            pieces.append(Piece(Kind.COMMAND, inner.replace('\\"', '"') if quoted else inner, quoted))
            self._at = end
        elif text.startswith("$((", at) and (end := self._scanner.quoted(at)) and text.endswith("))", at, end):
            pieces.append(Piece(Kind.ARITHMETIC, text[at + 3 : end - 2], quoted))
            self._at = end
        elif text.startswith("$(", at):
            self._substitution(pieces, Kind.COMMAND, at + 2, quoted=quoted)
        elif text.startswith("$[", at):
            end = self._scanner.quoted(at)
            pieces.append(Piece(Kind.ARITHMETIC, text[at + 2 : end].removesuffix("]"), quoted))
            self._at = end
        elif text.startswith("${", at):
            end = self._scanner.quoted(at)
            pieces.append(Piece(Kind.PARAMETER, text[at + 2 : end].removesuffix("}"), quoted))
            self._at = end
        else:
            self._named(pieces, quoted=quoted)

    def _named(self, pieces: list[Piece], *, quoted: bool) -> None:
        """Reads `$name`, and the quotes that a dollar sign can begin."""
        text, at = self._text, self._at
        name = _NAME.match(text, at + 1)
        if not quoted and text.startswith("$'", at):
            end = self._scanner.quoted(at)
            pieces.append(Piece(Kind.TEXT, decoded(text[at + 2 : end].removesuffix("'")), quoted=True))
            self._at = end
        elif not quoted and text.startswith('$"', at):
            self._at += 1
            self._double(pieces)
        elif name is not None:
            pieces.append(Piece(Kind.PARAMETER, name[0], quoted))
            self._at = name.end()
        else:
            pieces.append(Piece(Kind.TEXT, "$", quoted))
            self._at += 1

    def _substitution(self, pieces: list[Piece], kind: Kind, start: int, *, quoted: bool) -> None:
        end = self._scanner.command(start)
        pieces.append(Piece(kind, self._text[start:end], quoted))
        self._at = min(end + 1, len(self._text))
