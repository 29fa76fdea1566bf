"""Looks names up in one tree, strictly: a name is found, is certainly not there, or cannot be told.

The footprint's resolver returns the likeliest definition; here what is missing counts as much as what is there, so that
everything that could bind a name unseen (dynamic modules, foreign base classes, star imports) ends in "cannot be told".
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from agentguard.analyzer.contracts.classes import Classes
from agentguard.analyzer.contracts.foreign import BUILTINS, MODULE_NAMES
from agentguard.analyzer.contracts.locals import Locals
from agentguard.analyzer.contracts.values import Access, Class, Definition, Instance, Lack, Missing, Module, Value
from agentguard.analyzer.footprint.modules import modules_among
from agentguard.analyzer.footprint.scopes import FileScopes
from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.symbols import BindingKind, Import, Name, Symbol, SymbolKind, Target
from agentguard.analyzer.model.value import replace
from agentguard.analyzer.sources import Sources

_MAX_STEPS = 400
# Each is some ten frames of Python's stack, which ends at a thousand.
_MAX_DEPTH = 24
_DYNAMIC = (b"globals()", b"vars()", b"sys.modules[", b"exec(", b"locals()[")
_PACKAGE = "/__init__.py"


class Lookup:
    """Looks up the names of one tree; every file that it visits is parsed once."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.modules = modules_among(sources.paths)
        self.classes = Classes(self)
        self._locals = Locals(self)
        self._files: dict[str, FileScopes | None] = {}
        self._depth = 0
        self._steps = 0

    def file(self, path: str) -> FileScopes | None:
        """Returns the tables of a file, None where it is not parsed."""
        if path not in self._files:
            reading = self.sources.reading(path)
            self._files[path] = FileScopes(reading) if reading is not None else None
        return self._files[path]

    def name(self, path: str, name: Name) -> Value | Missing | None:
        """Returns what a name in the file `path` means, None where that cannot be told."""
        file = self.file(path)
        if file is None:
            return None
        parts = name.text.split(".")
        if not name.text.startswith("."):
            return self.within(file, parts, name.scope) if all(parts) else None
        made = self._locals.made(file, name.scope, name.holder) if name.holder else None
        return self._attribute(made, parts[1]) if made is not None else None

    def entry(self, path: str, entry: Import) -> Value | Missing | None:
        """Returns what an import of the file `path` brings, None where that is foreign or cannot be told."""
        if entry.name is not None and entry.name != "*":
            return self._imported(path, entry)
        found = self._module_of(path, entry)
        return Module(path=found) if found is not None else _no_module(entry)

    def found_class(self, path: str, name: str) -> Class | None:
        """Returns the class of a qualified name in a file, None where there is none, or several."""
        file = self.file(path)
        found = self.defined(file, file.definitions.get(name, ())) if file is not None else None
        return found if isinstance(found, Class) else None

    def within(self, file: FileScopes, parts: Sequence[str], scope: str) -> Value | Missing | None:
        """Returns what a dotted name means in a scope of a file, None where that cannot be told."""
        with self._step() as may_go_on:
            return self._walk(file, parts, scope) if may_go_on else None

    def _walk(self, file: FileScopes, parts: Sequence[str], scope: str) -> Value | Missing | None:
        value, rest = self._head(file, parts, scope)
        for name in rest:
            if value is None or isinstance(value, Missing):
                return value
            value = self._attribute(value, name)
        return value

    def of_module(self, path: str, name: str) -> Value | Missing | None:
        """Returns what a name means in a module."""
        with self._step() as may_go_on:
            return self._in_module(path, name) if may_go_on else None

    @contextmanager
    def _step(self) -> Iterator[bool]:
        """Counts the steps of one lookup, which are bounded, since names may go round; tells whether one is left."""
        if not self._depth:
            self._steps = _MAX_STEPS
        self._steps -= 1
        self._depth += 1
        try:
            yield self._steps >= 0 and self._depth <= _MAX_DEPTH
        finally:
            self._depth -= 1

    def _in_module(self, path: str, name: str) -> Value | Missing | None:
        file = self.file(path)
        if file is None:
            return None
        own = self._own(file, "", name)
        if own is not None:
            return own[0]
        submodule = self._submodule(path, name)
        if submodule is not None:
            return Module(path=submodule)
        starred, is_open = self._starred(file, name)
        return starred if starred is not None or is_open or name in MODULE_NAMES else self._missing(file, name)

    def _missing(self, file: FileScopes, name: str) -> Missing | None:
        """Returns that a module does not bind a name, None where it may, in a way that its definitions do not show."""
        content = self.sources.content(file.source.path) or b""
        is_open = "__getattr__" in file.definitions or any(word in content for word in _DYNAMIC)
        # What makes names at run time mostly spells them out.
        word = rb"\b" + re.escape(name.encode("utf-8", "replace")) + rb"\b"
        if file.source.broken or (is_open and re.search(word, content)):
            return None
        file.reading.names([Lines(first=1, last=file.source.symbols[0].lines.last)])
        if file.reading.late or file.reading.is_local("", name) or _is_global(file, name, content):
            return None
        holder = Target(path=file.source.path, symbol="")
        return Missing(kind=Lack.NAME, holder=holder, name=name, certain=not is_open, is_open=is_open)

    def _head(self, file: FileScopes, parts: Sequence[str], scope: str) -> tuple[Value | Missing | None, Sequence[str]]:
        head, rest = parts[0], parts[1:]
        if head == "super()":
            return self._locals.above(file, scope, rest)
        for level in file.visible_scopes(scope):
            own = self._own(file, level, head)
            if own is not None:
                value, entry = own
                return self._longest(file, parts) if entry is not None and _is_plain(entry) else (value, rest)
        value, is_open = self._starred(file, head)
        return (value if value is not None or is_open or head in BUILTINS else self._missing(file, head)), rest

    def _own(self, file: FileScopes, level: str, name: str) -> tuple[Value | Missing | None, Import | None] | None:
        """Returns what one scope binds a name to, None where it does not; what it binds in several ways is unknown."""
        entries = file.imports.get((level, name), ())
        symbols = file.definitions.get(f"{level}.{name}" if level else name, ()) if name else ()
        bindings = [one for one in file.bindings(level) if one.name == name] if level and not symbols else []
        # `import a` and `import a.b` bind the same `a`.
        ways = len({("" if _is_plain(one) else one.module, one.level, one.name) for one in entries})
        ways += bool(symbols) + bool(bindings)
        if ways != 1:
            return None if not ways else (None, None)
        if entries:
            return self._of_entry(file, entries[0]), entries[0]
        if symbols:
            return self.defined(file, symbols), None
        return self._locals.bound(file, level, bindings), None

    def _of_entry(self, file: FileScopes, entry: Import) -> Value | Missing | None:
        path = file.source.path
        if entry.name is None:
            module = self._module_of(path, entry)
            return Module(path=module) if module is not None else None
        found = self._imported(path, entry)
        # A module that is not here is a foreign one, as far as its names go.
        return None if isinstance(found, Missing) and found.kind is Lack.MODULE else found

    def defined(self, file: FileScopes, symbols: tuple[Symbol, ...]) -> Value | None:
        """Returns the value of definitions of one name."""
        kinds = {symbol.kind for symbol in symbols}
        if SymbolKind.CLASS not in kinds:
            return Definition(file=file, symbols=symbols)
        return Class(file=file, symbol=symbols[0]) if len(symbols) == 1 else None

    def _longest(self, file: FileScopes, parts: Sequence[str]) -> tuple[Value | None, Sequence[str]]:
        """Splits `pkg.mod.name` of a plain `import pkg.mod` behind the last part that is a module."""
        for size in range(len(parts), 0, -1):
            path = self.modules.absolute(".".join(parts[:size]), file.source.path)
            if path is not None:
                return Module(path=path), parts[size:]
        return None, ()

    def _imported(self, near: str, entry: Import) -> Value | Missing | None:
        name = entry.name or ""
        path = self._module_of(near, entry)
        if path is None or path == near:
            submodule = self._module_named(near, entry, name)
            return Module(path=submodule) if submodule is not None else (_no_module(entry) if path is None else None)
        found = self.of_module(path, name)
        if isinstance(found, Missing) and found.entry is None:
            return replace(found, entry=entry)
        return found

    def _module_named(self, near: str, entry: Import, name: str) -> str | None:
        """Returns the module `name` of this package, or of one that has no `__init__.py`."""
        if entry.level:
            folder = self.modules.package_folder(entry.module, entry.level, near)
            return self.modules.file_in(folder, name)
        return self.modules.absolute(f"{entry.module}.{name}", near)

    def _module_of(self, near: str, entry: Import) -> str | None:
        if entry.level:
            return self.modules.relative(entry.module, entry.level, near)
        return self.modules.absolute(entry.module, near)

    def _submodule(self, path: str, name: str) -> str | None:
        if not path.endswith(_PACKAGE) and path != _PACKAGE[1:]:
            return None
        return self.modules.file_in(path.rpartition("/")[0], name)

    def _starred(self, file: FileScopes, name: str) -> tuple[Value | None, bool]:
        """Returns what the star imports of a file bring under a name, and whether one of them cannot be told."""
        is_open = False
        for entry in file.star_imports:
            path = self._module_of(file.source.path, entry)
            other = self.file(path) if path is not None and path != file.source.path else None
            if path is None or other is None:
                is_open = True
            elif self.is_exported(other, name):
                found = self.of_module(path, name)
                if not isinstance(found, Missing):
                    return found, True
        return None, is_open

    def is_exported(self, file: FileScopes, name: str) -> bool:
        """Tells whether a star import brings a name."""
        exports = file.source.exports
        return not name.startswith("_") if exports is None else name in exports

    def _attribute(self, value: Value, name: str) -> Value | Missing | None:
        match value:
            case Module(path=path):
                found = self.of_module(path, name)
            case Class():
                found = self.classes.member(value, name, Access.CLASS)
            case Instance(of=holder):
                found = self.classes.member(holder, name, Access.INSTANCE)
            case Definition():
                instance = self._locals.instance(value)
                found = self._attribute(instance, name) if instance is not None else None
        return found if found is None or value.certain else replace(found, certain=False)


def _is_global(file: FileScopes, name: str, content: bytes) -> bool:
    """Tells whether a function binds a name of its module by `global`."""
    return b"global " in content and any(
        one.name == name and one.kind is BindingKind.OTHER
        for symbol in file.source.symbols
        if symbol.kind in {SymbolKind.FUNCTION, SymbolKind.METHOD}
        for one in file.bindings(symbol.name)
    )


def _is_plain(entry: Import) -> bool:
    """Tells whether it is an `import a.b`, which binds `a`."""
    return entry.name is None and entry.alias == entry.module.partition(".")[0]


def _no_module(entry: Import) -> Missing:
    """Returns that the module of an import is not in the project; it may be a foreign one."""
    holder = Target(path="", symbol="." * entry.level + entry.module)
    return Missing(kind=Lack.MODULE, holder=holder, name=entry.module, entry=entry)
