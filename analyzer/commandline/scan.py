"""Finds where quotes and substitutions of a shell text end, and takes the here-documents out of it."""

import re
from collections.abc import Callable

from agentguard.analyzer.languages.deadline import Deadline, OutOfTimeError
from agentguard.analyzer.model.value import dataclass

# Nobody can write to a file below this one, so that no text of a user can mean a here-document of another.
PLACE = "/dev/null/here-document/"
_DEEPEST = 40
_STEPS_BETWEEN_LOOKS = 4096
_IN_COMMAND = re.compile(r"""[\\'"`$#\n()<]|(?<![\w./-])(?:case\s+\S[^\n;]*?\sin|esac)(?![\w./-])""")
_IN_DOUBLE = re.compile(r"[\\\"`$]")
_IN_BRACES = re.compile(r"[\\'\"`$}]")
_IN_BACKTICKS = re.compile(r"[\\`]")
_HEREDOC = re.compile(r"<<(-?)[ \t]*((?:\\.|'[^'\n]*'|\"[^\"\n]*\"|[^\s;&|<>()'\"\\])+)", re.DOTALL)
_QUOTED = re.compile(r"\\(.)|'([^']*)'|\"((?:\\.|[^\"\\])*)\"", re.DOTALL)
_ESCAPED_IN_QUOTES = re.compile(r"\\([\"\\$`])")
_QUOTES = re.compile(r"[\\'\"]")
_BEFORE_COMMENT = frozenset(" \t\n;&|()")


@dataclass(frozen=True, slots=True, kw_only=True)
class HereDocument:
    """A here-document.

    Attributes:
        body: its lines.
        expands: the shell looks for `$` and backquotes in it.
    """

    body: str
    expands: bool


@dataclass(frozen=True, slots=True)
class _Pending:
    delimiter: str
    strips: bool
    expands: bool
    redirect: tuple[int, int]


class Scanner:
    """Walks over a shell text.

    Args:
        text: what a shell would be given.
        deadline: when to give up.

    Raises:
        OutOfTimeError: by every method, where the text is nested too deeply or the time is up.
    """

    def __init__(self, text: str, deadline: Deadline) -> None:
        self._text = text
        self._deadline = deadline
        self._depth = 0
        self._steps = 0
        self._first = 0
        self._documents: list[HereDocument] = []
        self._cuts: list[tuple[int, int, str]] = []

    def without_documents(self, number: int) -> tuple[str, list[HereDocument]]:
        """Returns the text with each here-document replaced by a file's name, and the documents.

        Args:
            number: that of the first document, which its file's name ends with.
        """
        self._first = number
        self.command(0)
        kept, end = [], 0
        for start, stop, replacement in sorted(self._cuts):
            if start >= end:
                kept += [self._text[end:start], replacement]
                end = stop
        return "".join([*kept, self._text[end:]]), self._documents

    def command(self, at: int) -> int:
        """Returns the place of the bracket that closes the commands that begin at a place."""
        depth, cases = 0, 0
        pending: list[_Pending] = []
        while (found := self._next(_IN_COMMAND, at)) is not None:
            sign, at = found[0], found.end()
            if sign == "\\":
                at += 1
            elif sign == "\n":
                at = self._bodies(at, pending)
                pending = []
            elif sign == "<":
                at = self._redirect(at - 1, pending)
            elif sign == "#":
                at = self._comment(at)
            elif sign == "(":
                is_arithmetic = self._text.startswith("(", at)
                at, depth = (self._arithmetic(at + 1), depth) if is_arithmetic else (at, depth + 1)
            elif sign == ")":
                if depth == 0 and cases == 0:
                    self._bodies(len(self._text), pending)
                    return at - 1
                depth = max(0, depth - 1)
            elif len(sign) > 1:
                cases += 1 if sign.startswith("case") else -1 if cases else 0
            else:
                at = self.quoted(at - 1)
        self._bodies(len(self._text), pending)
        return len(self._text)

    def quoted(self, at: int) -> int:
        """Returns the place behind the quotes, substitution or single sign that begins at a place."""
        sign = self._text[at]
        if sign == "\\":
            return at + 2
        if sign == "'":
            return self._find("'", at + 1)
        if sign == '"':
            return self._nested(self._until_quote, at + 1)
        if sign == "`":
            return self._nested(self._until_backtick, at + 1)
        return self._nested(self._dollar, at + 1) if sign == "$" else at + 1

    def _dollar(self, at: int) -> int:
        """Returns the place behind what a dollar sign in front of a place begins."""
        if self._text.startswith("((", at):
            return self._arithmetic(at + 2)
        if self._text.startswith("(", at):
            return self.command(at + 1) + 1
        if self._text.startswith("{", at):
            return self._until_brace(at + 1)
        if self._text.startswith("[", at):
            return self._find("]", at + 1)
        if self._text.startswith("'", at):
            return self._until_ansi_quote(at + 1)
        return at

    def _arithmetic(self, at: int) -> int:
        """Returns the place behind the two brackets that close an expression."""
        start, depth = at, 0
        while at < len(self._text):
            self._count()
            sign = self._text[at]
            if sign == "(":
                depth += 1
            elif sign == ")":
                if depth == 0:
                    # `((` can be a subshell in a subshell.
                    return at + 2 if self._text.startswith("))", at) else self.command(self.command(start) + 1) + 1
                depth -= 1
            elif sign in "\\'\"`$":
                at = self.quoted(at)
                continue
            at += 1
        return len(self._text)

    def _until_quote(self, at: int) -> int:
        return self._through(_IN_DOUBLE, '"', at)

    def _until_brace(self, at: int) -> int:
        return self._through(_IN_BRACES, "}", at)

    def _until_backtick(self, at: int) -> int:
        return self._through(_IN_BACKTICKS, "`", at)

    def _until_ansi_quote(self, at: int) -> int:
        return self._through(re.compile(r"[\\']"), "'", at)

    def _through(self, signs: re.Pattern[str], end: str, at: int) -> int:
        while (found := self._next(signs, at)) is not None:
            if found[0] == end:
                return found.end()
            at = self.quoted(found.start())
        return len(self._text)

    def _comment(self, at: int) -> int:
        """Returns the end of the line where a `#` in front of a place begins a comment."""
        if at > 1 and self._text[at - 2] not in _BEFORE_COMMENT:
            return at
        end = self._text.find("\n", at)
        return len(self._text) if end < 0 else end

    def _redirect(self, at: int, pending: list[_Pending]) -> int:
        """Takes note of a here-document that is announced at a place; returns where to go on."""
        if self._text.startswith("<<<", at):
            return at + 3
        found = _HEREDOC.match(self._text, at)
        if found is None:
            return at + 1
        word = found[2]
        delimiter = _QUOTED.sub(_unquoted, word)
        pending.append(_Pending(delimiter, bool(found[1]), not _QUOTES.search(word), found.span()))
        return found.end()

    def _bodies(self, at: int, pending: list[_Pending]) -> int:
        """Takes out the here-documents whose first line begins at a place; returns the place behind the last."""
        for document in pending:
            start = at
            body, at = self._body(document, at)
            place = f"<{PLACE}{self._first + len(self._documents)}"
            self._documents.append(HereDocument(body=body, expands=document.expands))
            self._cuts += [(*document.redirect, place), (start, at, "")]
        return at

    def _body(self, document: _Pending, at: int) -> tuple[str, int]:
        start = at
        lines: list[str] = []
        bracket: tuple[int, int] | None = None
        while at < len(self._text):
            self._count()
            end = self._find("\n", at)
            line = self._text[at:end]
            plain = line.rstrip("\n")
            if (plain.lstrip("\t") if document.strips else plain) == document.delimiter:
                return "".join(lines), end
            if bracket is None and plain.startswith(document.delimiter + ")"):
                bracket = len(lines), at + len(document.delimiter)
            lines.append(line.lstrip("\t") if document.strips else line)
            at = end
        if bracket is not None:
            # Without a line of its own the word counts where it stands in front of the bracket of a substitution.
            return "".join(lines[: bracket[0]]), bracket[1]
        return "".join(lines), max(start, at)

    def _find(self, sign: str, at: int) -> int:
        """Returns the place behind the next such sign, the end of the text where there is none."""
        place = self._text.find(sign, at)
        return len(self._text) if place < 0 else place + 1

    def _next(self, signs: re.Pattern[str], at: int) -> re.Match[str] | None:
        self._count()
        return signs.search(self._text, at)

    def _nested(self, walk: Callable[[int], int], at: int) -> int:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise OutOfTimeError
        end = walk(at)
        self._depth -= 1
        return end

    def _count(self) -> None:
        self._steps += 1
        if self._steps % _STEPS_BETWEEN_LOOKS == 0:
            self._deadline.check()


def _unquoted(found: re.Match[str]) -> str:
    """Returns what a quoted part of the word that ends a here-document stands for."""
    escaped, single, double = found.groups()
    if double is not None:
        return _ESCAPED_IN_QUOTES.sub(r"\1", double)
    return escaped if single is None else single
