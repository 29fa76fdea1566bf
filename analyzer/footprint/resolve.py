"""Follows names through imports, scopes and classes to the definition that they mean."""

from collections.abc import Sequence

from agentguard.analyzer.footprint.modules import ModuleIndex, modules_among
from agentguard.analyzer.footprint.scopes import FileScopes, Local
from agentguard.analyzer.model.symbols import Import, Name, NameKind, Symbol, SymbolKind, Target
from agentguard.analyzer.sources import Sources

_MAX_STEPS = 24
_SELF = frozenset({"self", "cls"})


class Resolver:
    """Resolves the names of one tree; every file that it visits is parsed once."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._modules = modules_among(sources.paths)
        self._scopes: dict[str, FileScopes | None] = {}

    def resolve(self, path: str, name: Name) -> Target | None:
        """Returns the definition that a name in the file `path` means, None where it is foreign or cannot be told."""
        scopes = self.scopes(path)
        if scopes is None or name.kind not in {NameKind.NAME, NameKind.IMPORT}:
            return None
        return _Walk(self, self._modules).name(scopes, name.text.split("."), name.scope)

    def scopes(self, path: str) -> FileScopes | None:
        """Returns the lookup tables of a file, None where it is not parsed."""
        if path not in self._scopes:
            reading = self._sources.reading(path)
            self._scopes[path] = FileScopes(reading) if reading is not None else None
        return self._scopes[path]


class _Walk:
    """One resolution; the number of steps is bounded, since imports and bases may go round."""

    def __init__(self, resolver: Resolver, modules: ModuleIndex) -> None:
        self._resolver = resolver
        self._modules = modules
        self._steps = _MAX_STEPS

    def name(self, scopes: FileScopes, parts: Sequence[str], scope: str) -> Target | None:
        if not self._step():
            return None
        head, rest = parts[0], parts[1:]
        if head in _SELF or head == "super()":
            return self._of_self(scopes, rest, scope, above=head == "super()")
        match scopes.lookup(head, scope):
            case Local():
                return None
            case Import() as imported:
                return self._of_import(scopes, imported, rest)
            case Symbol() as symbol:
                return self._descend(scopes, symbol, rest)
            case _:
                return self._of_star(scopes, parts)

    def _step(self) -> bool:
        self._steps -= 1
        return self._steps >= 0

    def _of_self(self, scopes: FileScopes, rest: Sequence[str], scope: str, *, above: bool) -> Target | None:
        holder = scopes.enclosing_class(scope)
        if holder is None or not rest:
            return None
        if above:
            return self._inherited(scopes, holder, rest)
        return self._member(scopes, holder, rest)

    def _descend(self, scopes: FileScopes, symbol: Symbol, rest: Sequence[str]) -> Target | None:
        """Goes from a definition to what the rest of the dotted name means in it."""
        here = Target(path=scopes.source.path, symbol=symbol.name)
        if not rest or not self._step():
            return here
        if symbol.kind is SymbolKind.CLASS:
            return self._member(scopes, symbol, rest) or here
        if symbol.kind is SymbolKind.VARIABLE:
            return self._of_instance(scopes, symbol, rest) or here
        return here

    def _member(self, scopes: FileScopes, holder: Symbol, rest: Sequence[str]) -> Target | None:
        own = scopes.symbols.get(f"{holder.name}.{rest[0]}")
        if own is not None:
            return self._descend(scopes, own, rest[1:])
        return self._inherited(scopes, holder, rest)

    def _inherited(self, scopes: FileScopes, holder: Symbol, rest: Sequence[str]) -> Target | None:
        scope = holder.name.rpartition(".")[0]
        for base in holder.bases:
            found = self._class(scopes, base.partition("[")[0].strip().split("."), scope)
            member = self._member(*found, rest) if found and self._step() else None
            if member is not None:
                return member
        return None

    def _of_instance(self, scopes: FileScopes, variable: Symbol, rest: Sequence[str]) -> Target | None:
        for call in scopes.constructor_calls(variable):
            found = self._class(scopes, call.text.split("."), call.scope)
            if found is not None:
                return self._member(*found, rest)
        return None

    def _class(self, scopes: FileScopes, parts: Sequence[str], scope: str) -> tuple[FileScopes, Symbol] | None:
        target = self.name(scopes, parts, scope)
        holder = self._resolver.scopes(target.path) if target else None
        if target is None or holder is None:
            return None
        symbol = holder.symbols.get(target.symbol)
        return (holder, symbol) if symbol is not None and symbol.kind is SymbolKind.CLASS else None

    def _of_import(self, scopes: FileScopes, imported: Import, rest: Sequence[str]) -> Target | None:
        near = scopes.source.path
        if imported.name is not None:
            return self._from_import(near, imported, rest)
        if imported.alias != imported.module.partition(".")[0]:
            return self._in_module(self._modules.absolute(imported.module, near), rest)
        return self._longest_module(near, [imported.alias, *rest])

    def _longest_module(self, near: str, parts: Sequence[str]) -> Target | None:
        """Splits `pkg.mod.name` of a plain `import pkg.mod` behind the last part that is a module."""
        for size in range(len(parts), 0, -1):
            path = self._modules.absolute(".".join(parts[:size]), near)
            if path is not None:
                return self._in_module(path, parts[size:])
        return None

    def _from_import(self, near: str, imported: Import, rest: Sequence[str]) -> Target | None:
        name = imported.name or ""
        path = self._module_of(near, imported)
        if path is not None and path != near:
            found = self._in_module(path, [name, *rest])
            if found is not None:
                return found
        if imported.level:
            folder = self._modules.package_folder(imported.module, imported.level, near)
            return self._in_module(self._modules.file_in(folder, name), rest)
        return self._in_module(self._modules.absolute(f"{imported.module}.{name}", near), rest)

    def _module_of(self, near: str, imported: Import) -> str | None:
        if imported.level:
            return self._modules.relative(imported.module, imported.level, near)
        return self._modules.absolute(imported.module, near)

    def _in_module(self, path: str | None, parts: Sequence[str]) -> Target | None:
        if path is None or not self._step():
            return None
        if not parts:
            return Target(path=path, symbol="")
        scopes = self._resolver.scopes(path)
        if scopes is None:
            return None
        symbol = scopes.symbols.get(parts[0])
        if symbol is not None:
            return self._descend(scopes, symbol, parts[1:])
        imported = scopes.imported(parts[0])
        if imported is not None:
            return self._of_import(scopes, imported, parts[1:])
        return self._of_star(scopes, parts) or self._submodule(path, parts)

    def _submodule(self, path: str, parts: Sequence[str]) -> Target | None:
        folder, _, file = path.rpartition("/")
        if file != "__init__.py":
            return None
        return self._in_module(self._modules.file_in(folder, parts[0]), parts[1:])

    def _of_star(self, scopes: FileScopes, parts: Sequence[str]) -> Target | None:
        near = scopes.source.path
        for imported in scopes.star_imports:
            path = self._module_of(near, imported)
            if path is None or path == near or not self._is_exported(path, parts[0]):
                continue
            found = self._in_module(path, parts)
            if found is not None:
                return found
        return None

    def _is_exported(self, path: str, name: str) -> bool:
        scopes = self._resolver.scopes(path)
        if scopes is None:
            return False
        exports = scopes.source.exports
        return not name.startswith("_") if exports is None else name in exports
