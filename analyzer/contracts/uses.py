"""Whether a use that was fine on its own side still is in the merged tree."""

from collections.abc import Collection, Iterator

from agentguard.analyzer.contracts.causes import module_name
from agentguard.analyzer.contracts.meeting import Meeting
from agentguard.analyzer.contracts.shapes import Shape, handled_as, shape_of
from agentguard.analyzer.contracts.values import Definition, Lack, Missing, Module, Value
from agentguard.analyzer.contracts.wording import (
    remedy_of_call,
    remedy_of_name,
    why_missing,
    written_import,
    written_use,
)
from agentguard.analyzer.handling import mishandled
from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.overlap import BreachKind, BrokenContract
from agentguard.analyzer.model.symbols import (
    Import,
    Name,
    NameKind,
    SymbolChange,
    SymbolChangeKind,
    Target,
)
from agentguard.analyzer.model.value import dataclass

_ANYTHING = frozenset({"", "Exception", "BaseException"})
_IMPORT_ERRORS = _ANYTHING | {"ImportError", "ModuleNotFoundError"}
_KEPT = frozenset({SymbolChangeKind.RENAMED, SymbolChangeKind.MOVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Use:
    """A use in both trees; `name` is the one in the merged tree."""

    path: str
    merged_path: str
    name: Name
    before: Value | None


class Uses:
    """Holds the names that one side uses against the merged tree."""

    def __init__(self, meeting: Meeting) -> None:
        self._meeting = meeting
        self._user = meeting.user
        self._causes = meeting.causes
        self._merged = meeting.merged

    def all(self) -> Iterator[BrokenContract]:
        """Yields what breaks of what the other side touched, imports first."""
        for path, entry in self._met_imports():
            yield from self._of_import(path, entry)
        for path, met in sorted(self._met_names().items()):
            for use in self._uses(path, met):
                yield from self._of_use(use)

    def _met_imports(self) -> list[tuple[str, Import]]:
        imports = self._user.imports
        met = {pair for word in imports.keys() & self._causes.words for pair in imports[word]}
        met.update(self._user.uprooted(self._causes.renamed))
        return sorted(met, key=lambda pair: (pair[0], pair[1].line, pair[1].alias))

    def _met_names(self) -> dict[str, set[tuple[int, str]]]:
        """Returns the line and text of each name that may mean what the other side touched, by file."""
        references = self._user.references
        met: dict[str, set[tuple[int, str]]] = {}
        for word in references.keys() & self._causes.words:
            for one in references[word]:
                met.setdefault(one.path, set()).add((one.line, one.name))
        for one in self._user.constructed(self._causes.constructors):
            met.setdefault(one.path, set()).add((one.line, one.name))
        return met

    def _of_import(self, path: str, entry: Import) -> Iterator[BrokenContract]:
        before = self._user.lookup.entry(path, entry)
        merged_path = self._meeting.merged_path(path)
        line = self._meeting.merged_line(path, entry.line)
        if before is None or isinstance(before, Missing) or line is None or not self._has(merged_path, entry, line):
            return
        after = self._merged.entry(merged_path, entry)
        setting = self._meeting.setting(merged_path, line, entry.alias)
        if not isinstance(after, Missing) or setting.typing or setting.caught & _IMPORT_ERRORS:
            return
        cause = self._cause_of_lack(after, before)
        remedy = remedy_of_name(cause, self._merged, entry.name or entry.module, imported=True) if cause else None
        if cause is None and merged_path != path:
            # The file was moved away from what it imports by a relative name.
            cause = self._causes.of([self._meeting.at_base(Target(path=path, symbol=""))])
            remedy = f"import it from `{module_name(before.target.path)}`"
        if cause is None or self._is_elsewhere(after, before) or (after.is_open and cause.change not in _KEPT):
            return
        yield BrokenContract(
            kind=BreachKind.NAME,
            user=self._meeting.name,
            path=merged_path,
            line=line,
            symbol=entry.scope,
            name=written_import(entry),
            why=why_missing(after),
            remedy=remedy,
            cause=cause,
            certain=self._is_certain_import(after, entry),
        )

    def _has(self, path: str, entry: Import, line: int) -> bool:
        source = self._merged.sources.source(path)
        wanted = (entry.module, entry.level, entry.name, entry.alias, line)
        return source is not None and any(
            (one.module, one.level, one.name, one.alias, one.line) == wanted for one in source.imports
        )

    def _is_certain_import(self, after: Missing, entry: Import) -> bool:
        """Tells whether nothing but the project can provide a module: its package is still there."""
        if after.kind is not Lack.MODULE or entry.level:
            return after.certain
        top = entry.module.partition(".")[0]
        folders = {f"{root}{top}/" for root in ("", "src/", "lib/")}
        return any(path.startswith(tuple(folders)) for path in self._merged.sources.paths)

    def _is_elsewhere(self, after: Missing, before: Value) -> bool:
        """Tells whether a module that is gone may come from another kind of file, such as an extension module."""
        if after.kind is not Lack.MODULE:
            return False
        stem = before.target.path.removesuffix(".py") + "."
        return any(path.startswith(stem) and not path.endswith(".py") for path in self._merged.sources.paths)

    def _uses(self, path: str, met: Collection[tuple[int, str]]) -> Iterator[_Use]:
        """Yields those that are fine on their own side, and stand in the merged tree as they stood there."""
        merged_path = self._meeting.merged_path(path)
        file = self._user.lookup.file(path)
        if file is None or file.source.language != "python":
            return
        lost = self._causes.lost_names(self._user.origins.get(path, path))
        wanted = [Lines(first=line, last=line) for line in sorted({line for line, _ in met})]
        names = (*file.reading.names(wanted), *file.reading.entered(wanted))
        found: dict[int, list[tuple[Name, Value | None]]] = {}
        for name in names:
            line = self._meeting.merged_line(path, name.line) if (name.line, name.text) in met else None
            if line is None or name.kind is not NameKind.NAME:
                continue
            before = self._user.lookup.name(path, name)
            # What is foreign can only be missing where its import is.
            if not isinstance(before, Missing) and (before is not None or name.text.partition(".")[0] in lost):
                found.setdefault(line, []).append((name, before))
        merged_file = self._merged.file(merged_path) if found else None
        lines = [Lines(first=line, last=line) for line in sorted(found)]
        twins = (*merged_file.reading.names(lines), *merged_file.reading.entered(lines)) if merged_file else ()
        for twin in twins:
            for name, before in found.get(twin.line, ()):
                if (twin.text, twin.holder, twin.call, twin.kind) == (name.text, name.holder, name.call, name.kind):
                    yield _Use(path=path, merged_path=merged_path, name=twin, before=before)

    def _of_use(self, use: _Use) -> Iterator[BrokenContract]:
        after = self._merged.name(use.merged_path, use.name)
        if isinstance(after, Missing):
            yield from self._of_missing(use, after)
        elif after is not None and use.before is not None:
            broken = list(self._of_call(use, use.before, after)) if use.name.call is not None else []
            yield from broken or self._of_handling(use, use.before, after)

    def _of_missing(self, use: _Use, after: Missing) -> Iterator[BrokenContract]:
        # What an import does not find is told at the import, or was so on one side alone.
        if after.entry is not None:
            return
        is_own = after.holder == Target(path=use.merged_path, symbol="")
        setting = self._meeting.setting(use.merged_path, use.name.line, use.name.text)
        error = "NameError" if is_own and after.kind is Lack.NAME else "AttributeError"
        if setting.typing or error in setting.caught:
            return
        cause = self._cause_of_lack(after, use.before)
        lost = is_own and after.name in self._causes.lost_names(self._user.origins.get(use.path, use.path))
        if cause is None or (use.before is None and not lost):
            return
        if after.is_open and cause.change not in _KEPT:
            return
        sure = after.certain and _is_sure(use.before) and not setting.annotation
        remedy = remedy_of_name(cause, self._merged, after.name, imported=False)
        yield self._breach(
            BreachKind.MEMBER if after.kind is Lack.MEMBER else BreachKind.NAME,
            use,
            why=why_missing(after, lost=lost),
            remedy=f"import `{after.name}` again" if lost else remedy,
            cause=cause,
            certain=sure and not setting.caught & _ANYTHING,
        )

    def _of_call(self, use: _Use, before: Value, after: Value) -> Iterator[BrokenContract]:
        call = use.name.call
        shape, new_shape = shape_of(self._user.lookup, before), shape_of(self._merged, after)
        if call is None or shape is None or new_shape is None or shape.misfit(call) is not None:
            return
        misfit = new_shape.misfit(call)
        setting = self._meeting.setting(use.merged_path, use.name.line, use.name.text)
        cause = self._cause_of_shape(shape, new_shape, misfit.parameter) if misfit is not None else None
        if misfit is None or cause is None or "TypeError" in setting.caught:
            return
        yield self._breach(
            BreachKind.CALL,
            use,
            why=misfit.why,
            remedy=remedy_of_call(cause, misfit),
            cause=cause,
            certain=before.certain and after.certain and new_shape.certain and not setting.caught & _ANYTHING,
        )

    def _of_handling(self, use: _Use, before: Value, after: Value) -> Iterator[BrokenContract]:
        """Looks at a function that became a property, a method or a coroutine, or ceased to be one."""
        old, new = handled_as(self._user.lookup, before), handled_as(self._merged, after)
        cause = self._causes.of([self._meeting.at_base(before.target), self._meeting.at_base(after.target)])
        if old is None or new is None or old == new or cause is None:
            return
        setting = self._meeting.setting(use.merged_path, use.name.line, use.name.text)
        wrong = mishandled(old, new, is_called=use.name.call is not None, outcome=setting.outcome)
        if wrong is None or setting.typing or setting.annotation or "TypeError" in setting.caught:
            return
        yield self._breach(
            BreachKind.CALL if use.name.call is not None else BreachKind.MEMBER,
            use,
            why=wrong.why,
            remedy=wrong.remedy,
            cause=cause,
            certain=wrong.certain and before.certain and after.certain and not setting.caught & _ANYTHING,
        )

    def _breach(
        self,
        kind: BreachKind,
        use: _Use,
        *,
        why: str,
        remedy: str | None,
        cause: SymbolChange | None,
        certain: bool,
    ) -> BrokenContract:
        return BrokenContract(
            kind=kind,
            user=self._meeting.name,
            path=use.merged_path,
            line=use.name.line,
            symbol=use.name.scope,
            name=written_use(self._merged, use.merged_path, use.name),
            why=why,
            remedy=remedy,
            cause=cause,
            certain=certain,
        )

    def _cause_of_lack(self, after: Missing, before: Value | None) -> SymbolChange | None:
        """Returns what the other side did: to the definition, else to what held it, else to the file."""
        targets = [before.target] if before is not None else []
        if before is not None and isinstance(before, Definition):
            targets.append(Target(path=before.target.path, symbol=before.target.symbol.rpartition(".")[0]))
        targets += [after.holder, Target(path=after.holder.path, symbol="")]
        if isinstance(before, Module):
            targets.append(before.target)
        return self._causes.of(self._meeting.at_base(target) for target in targets)

    def _cause_of_shape(self, before: Shape, after: Shape, parameter: str) -> SymbolChange | None:
        targets = [self._meeting.at_base(target) for target in (*before.origins, *after.origins)]
        return self._causes.of(targets) or self._causes.within(targets, parameter)


def _is_sure(value: Value | None) -> bool:
    return value is None or value.certain
