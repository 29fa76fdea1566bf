"""Follows a shell text through and tells every run of git in it."""

from collections.abc import Callable
from collections.abc import Sequence as Listing

from agentguard.analyzer.commandline.builtins import DECLARING
from agentguard.analyzer.commandline.concern import may_concern_git
from agentguard.analyzer.commandline.expand import Expander
from agentguard.analyzer.commandline.flat import flat
from agentguard.analyzer.commandline.lexer import Lexer
from agentguard.analyzer.commandline.programs import run_program
from agentguard.analyzer.commandline.scan import PLACE, HereDocument, Scanner
from agentguard.analyzer.commandline.scope import Scope
from agentguard.analyzer.commandline.script import (
    ASSIGNMENT,
    Choice,
    Expression,
    ForEach,
    Function,
    Part,
    Pipeline,
    Redirect,
    Redirected,
    Sequence,
    Simple,
    Subshell,
    While,
    split_assignments,
)
from agentguard.analyzer.commandline.word import OPEN, Origin, Word, joined, made
from agentguard.analyzer.languages.deadline import Deadline, OutOfTimeError
from agentguard.analyzer.model.commands import Breadth, GitCall

_MOST_BYTES = 1 << 20
_MOST_STEPS = 2000
_MOST_CALLS = 400
_MOST_ROUNDS = 64
_MOST_UNKNOWN = 10
_LONGEST_UNKNOWN = 60
_DEEPEST = 80
_SILENT = Word("")


class Shell:
    """Follows one command line.

    Args:
        find_alias: returns the value of a configured git alias, by its name in lower case.
        deadline: when to give up.
    """

    def __init__(self, find_alias: Callable[[str], Word | None], deadline: Deadline) -> None:
        self.calls: list[GitCall] = []
        self.unknown: list[str] = []
        self.find_alias = find_alias
        self._deadline = deadline
        self._documents: list[HereDocument] = []
        self._depth = 0
        self._steps = 0
        self._processes = 0

    def doubt(self, what: str) -> None:
        """Takes note of what could hide a run of git."""
        short = " ".join(what.replace(OPEN, "?").split())[:_LONGEST_UNKNOWN]
        if short and short not in self.unknown and len(self.unknown) < _MOST_UNKNOWN:
            self.unknown.append(short)

    def give_up(self, text: str) -> None:
        """Takes note of a text that is too long or too deep to be read, if its letters allow a run of git."""
        if may_concern_git(text):
            self.doubt(text)

    def add(self, call: GitCall) -> None:
        """Takes note of a run of git."""
        room = _MOST_CALLS if call.breadth is Breadth.SWEEP else _MOST_CALLS // 2
        if len(self.calls) < room and call not in self.calls:
            self.calls.append(call)

    def text(self, script: Word, scope: Scope) -> Word:
        """Follows a text that a shell is given; returns what it prints."""
        if not script.text.strip(OPEN + " \t\r\n"):
            if OPEN not in script.text:
                return _SILENT
            self.doubt(script.source or "a script made at run time")
            return made(script.source)
        opened = scope.opened
        scope.opened = max(script.origin, Origin.VARIABLE)
        try:
            return self._part(self._parsed(script.text), scope)
        except (OutOfTimeError, RecursionError):
            self.give_up(script.text)
            return made(script.source)
        finally:
            scope.opened = opened

    def words(self, words: Listing[Word], scope: Scope, *, is_program: bool = False) -> Word:
        """Follows one command whose words are expanded; returns what it prints.

        Args:
            words: the command and its arguments.
            scope: what the shell knows.
            is_program: another program starts it, so that it is no function.
        """
        self._steps += 1
        self._deadline.check()
        if self._steps > _MOST_STEPS:
            raise OutOfTimeError
        return self._deeper(lambda: run_program(self, tuple(words), scope, is_program=is_program)) if words else _SILENT

    def function(self, name: str, words: Listing[Word], scope: Scope) -> Word:
        """Follows a call of a function that the text defines."""
        before = scope.arguments
        scope.arguments = tuple(words)
        try:
            return self._part(scope.functions[name], scope)
        except (OutOfTimeError, RecursionError):
            # One that calls itself without end hides nothing of what follows its call.
            self._deadline.check()
            self.doubt(name)
            return made(name)
        finally:
            scope.arguments = before

    def _parsed(self, text: str) -> Part:
        text = text.replace("\r\n", "\n")
        if "<<" in text:
            text, documents = Scanner(text, self._deadline).without_documents(len(self._documents))
            self._documents += documents
        if len(text) > _MOST_BYTES:
            raise OutOfTimeError
        simple = flat(text, self._deadline)
        if simple is not None:
            return simple
        # Most command lines need no grammar, and loading it takes as long as all the rest.
        from agentguard.analyzer.commandline.tree import parse  # noqa: PLC0415

        return parse(text, self._deadline)

    def _deeper(self, follow: Callable[[], Word]) -> Word:
        if self._depth >= _DEEPEST:
            raise OutOfTimeError
        self._depth += 1
        try:
            return follow()
        finally:
            self._depth -= 1

    def _part(self, part: Part, scope: Scope) -> Word:
        return self._deeper(lambda: self._followed(part, scope))

    def _followed(self, part: Part, scope: Scope) -> Word:
        match part:
            case Simple():
                printed = self._simple(part, scope)
            case Pipeline():
                printed = self._pipeline(part, scope)
            case Choice():
                printed = self._choice(part, scope)
            case Subshell():
                printed = self._part(part.body, scope.copy())
            case Redirected():
                printed = self._redirected(part.redirects, scope, lambda: self._part(part.body, scope))
            case ForEach():
                printed = self._for_each(part, scope)
            case While():
                printed = self._while(part, scope)
            case Sequence():
                printed = joined([self._part(one, scope) for one in part.parts])
            case Function():
                scope.functions[part.name] = part.body
                printed = _SILENT
            case Expression():
                self._expander(scope).words(part.words)
                printed = _SILENT
        return printed

    def _pipeline(self, part: Pipeline, scope: Scope) -> Word:
        printed = scope.stdin
        for one in part.parts:
            inner = scope.copy()
            inner.stdin = printed
            printed = self._part(one, inner)
        return printed or _SILENT

    def _choice(self, part: Choice, scope: Scope) -> Word:
        branches = [scope.copy() for _ in part.parts]
        printed = {self._part(one, branch) for one, branch in zip(part.parts, branches, strict=True)} - {_SILENT}
        scope.merge(branches)
        return printed.pop() if len(printed) == 1 else made("") if printed else _SILENT

    def _for_each(self, part: ForEach, scope: Scope) -> Word:
        if part.words is not None:
            items = self._expander(scope).words(part.words)
        else:
            items = scope.arguments or (Word(OPEN, "$@", Origin.VARIABLE),)
        printed = []
        if len(items) > _MOST_ROUNDS:
            items = (*items[:_MOST_ROUNDS], Word(OPEN, f"${part.name}", Origin.VARIABLE))
        for item in items:
            scope.assign(part.name, (Word(item.text, item.source, item.origin),))
            printed.append(self._part(part.body, scope))
        return joined(printed)

    def _while(self, part: While, scope: Scope) -> Word:
        """Follows a loop once, or as often as there are lines to read where these are known."""
        printed = []
        for _ in range(_MOST_ROUNDS):
            before = scope.stdin
            printed.append(self._part(part.body, scope))
            rest = scope.stdin
            if rest is None or rest == before or not rest.known or not rest.text:
                break
        return joined(printed)

    def _simple(self, command: Simple, scope: Scope) -> Word:
        """Follows a command, once for each of the values that a variable in it can have."""
        several = any(len(choices) > 1 for choices in scope.variables.values())
        before = scope.copy() if several else None
        expander = self._expander(scope)
        printed = self._once(command, scope, expander)
        for pick in range(1, expander.choices if before is not None else 1):
            again = before.copy() if before is not None else scope
            expander = self._expander(again)
            expander.pick = pick
            self._once(command, again, expander)
        return printed

    def _once(self, command: Simple, scope: Scope, expander: Expander) -> Word:
        assigned, rest = split_assignments(command.words)
        values = {name: expander.assigned(word, found) for name, word, found in assigned}
        if not rest:
            for name, items in values.items():
                scope.assign(name, items)
            return self._redirected(command.redirects, scope, lambda: _SILENT)
        for word in rest:
            if word.items is not None and (found := ASSIGNMENT.match(word.source)):
                scope.assign(found[1], expander.items(word))
        alias = scope.aliases.get(rest[0].source)
        before = scope.exported
        scope.exported = {**before, **{name: items[0] for name, items in values.items() if items}}
        try:
            if alias is not None:
                source = " ".join([alias, *(word.source for word in rest[1:])])
                del scope.aliases[rest[0].source]
                return self._redirected(command.redirects, scope, lambda: self.text(Word(source), scope))
            plain = [word for word in rest if word.items is None]
            words = expander.declared(plain) if rest[0].source in DECLARING else expander.words(plain)
            return self._redirected(command.redirects, scope, lambda: self.words(words, scope))
        finally:
            scope.exported = before

    def _redirected(self, redirects: Listing[Redirect], scope: Scope, follow: Callable[[], Word]) -> Word:
        """Follows something whose input or output is redirected."""
        if not redirects:
            return follow()
        outer = scope.stdin
        targets: list[tuple[str, bool]] = []
        for redirect in redirects:
            target = self._expander(scope).text(redirect.target.pieces, redirect.target.source)
            if redirect.sign in {"<", "<>"}:
                scope.stdin = self._content(target, scope)
            elif redirect.sign == "<<<":
                scope.stdin = joined((target, Word("\n")))
            elif redirect.sign in {">", ">>", ">|", "&>", "&>>"}:
                targets.append((target.text, ">>" in redirect.sign))
        printed = follow()
        scope.stdin = outer
        for path, appends in targets:
            scope.write(path, printed, appends=appends)
        return _SILENT if targets else printed

    def _content(self, target: Word, scope: Scope) -> Word:
        """Returns what a file holds that is read."""
        number = target.text.removeprefix(PLACE)
        if number != target.text and number.isdecimal() and int(number) < len(self._documents):
            document = self._documents[int(number)]
            if not document.expands:
                return Word(document.body)
            return self._expander(scope).text(Lexer(document.body, self._deadline).quoted_pieces(), "")
        content = scope.content(target.text)
        return content if content is not None else Word(OPEN, target.shown, Origin.VARIABLE)

    def _expander(self, scope: Scope) -> Expander:
        def run(commands: str) -> Word:
            return self.text(Word(commands, "", scope.opened), scope.copy())

        def process(commands: str) -> Word:
            self._processes += 1
            name = f"/dev/fd/process-{self._processes}"
            scope.write(name, run(commands), appends=False)
            return Word(name)

        return Expander(scope, self._deadline, run, process)
