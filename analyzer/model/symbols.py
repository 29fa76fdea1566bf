"""Definitions, references, and how definitions changed."""

from enum import StrEnum

from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.value import dataclass


class SymbolKind(StrEnum):
    """Names what a symbol is; a key stands in a configuration file, a section in a document."""

    FUNCTION = "function"
    CLASS = "class"
    METHOD = "method"
    VARIABLE = "variable"
    KEY = "key"
    SECTION = "section"
    MODULE = "module"


class SymbolChangeKind(StrEnum):
    """Names what happened to a symbol; `COSMETIC` changed no token but comments, docstrings and white space."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MOVED = "moved"
    SIGNATURE = "signature"
    BODY = "body"
    COSMETIC = "cosmetic"


class ParameterKind(StrEnum):
    """Names how an argument reaches a parameter, as in `inspect.Parameter.kind`."""

    POSITIONAL_ONLY = "positional-only"
    POSITIONAL_OR_KEYWORD = "positional-or-keyword"
    VAR_POSITIONAL = "var-positional"
    KEYWORD_ONLY = "keyword-only"
    VAR_KEYWORD = "var-keyword"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a function; default and annotation as source text, None where absent."""

    name: str
    kind: ParameterKind
    default: str | None = None
    annotation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """How a function is called; `decorators` as source text without `@`, outermost first."""

    parameters: tuple[Parameter, ...] = ()
    returns: str | None = None
    decorators: tuple[str, ...] = ()
    is_async: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """A definition in one version of one file.

    Attributes:
        name: the qualified name, as Python's `__qualname__` without `<locals>`; for keys the dotted key path; for
            sections the headings from the outermost, joined by ` > `; empty for the module itself.
        kind: what it is.
        lines: from the first decorator or key to the last line of the body.
        signature: for functions and methods; for classes the parameters are empty and `returns` is None.
        bases: base classes as source text, for classes.
        tokens: hashes of the tokens of the definition in order, without comments, docstrings and white space, and
            without those of nested symbols that are listed by themselves; equal tokens = no change but a cosmetic one.
            Empty where they cost much: a `Reading` is asked for those.
        header: how many leading entries of `tokens` belong to the signature (decorators, name, parameters, bases).
        text_hash: hash of the exact source text, to tell a cosmetic change from none; that of nested symbols is left
            out where the tokens are read on demand.
    """

    name: str
    kind: SymbolKind
    lines: Lines
    signature: Signature | None = None
    bases: tuple[str, ...] = ()
    tokens: tuple[int, ...] = ()
    header: int = 0
    text_hash: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The tokens of one symbol, as in `Symbol.tokens`: those of its signature, and all others."""

    header: tuple[int, ...]
    body: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """The arguments of a call: number of positional ones, names of keywords, whether `*` or `**` hides others."""

    positional: int
    keywords: tuple[str, ...] = ()
    star: bool = False


class NameKind(StrEnum):
    """Names how a name is used."""

    NAME = "name"
    IMPORT = "import"
    KEY = "key"
    ENVIRONMENT = "environment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One use of a name in one file, before it is resolved.

    Attributes:
        text: dotted as written (`self.load`, `config.DEBUG`, `pkg.mod.f`); for keys the dotted key path (`a.b`); for
            environment variables the variable's name.
        end_line: last line of the arguments where the name is called, else the same as `line`.
        scope: qualified name of the innermost symbol that holds the use, empty at module level.
        call: where the name is called.
        holder: for keys: the expression that is subscripted (`config`); for an attribute of what a call returns, whose
            text begins with a dot: the dotted name of what is called; else empty.
    """

    text: str
    line: int
    end_line: int
    kind: NameKind = NameKind.NAME
    scope: str = ""
    call: Call | None = None
    holder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One imported name.

    Attributes:
        module: dotted, as written, without the leading dots; empty for `from . import x`.
        level: number of leading dots.
        name: what `from` imports, `*` for all, None for a plain `import module`.
        alias: the name that it is bound to in this file (`import a.b` binds `a`; `*` binds nothing: empty).
        scope: qualified name of the innermost symbol that holds the import, empty at module level.
    """

    module: str
    level: int = 0
    name: str | None = None
    alias: str
    line: int
    scope: str = ""


class BindingKind(StrEnum):
    """Names how a name gets its value: by a call of the function, by `=`, by `with ... as`, or otherwise."""

    PARAMETER = "parameter"
    VALUE = "value"
    WITH = "with"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """One place where a name of a scope, or an attribute of what it names, gets a value.

    Attributes:
        name: as written (`x`, `self.x`).
        annotation: as source text, None where there is none.
        value: source text of the value where it is an expression by itself, cut where it is long; for parameters the
            default; None where nothing is written.
        made_by: the dotted name whose call makes the value, empty where it is anything else.
    """

    name: str
    line: int
    kind: BindingKind
    annotation: str | None = None
    value: str | None = None
    made_by: str = ""


class Outcome(StrEnum):
    """Names what becomes of the value of a call: it is awaited, it is dropped, or something else is done with it."""

    AWAITED = "awaited"
    DROPPED = "dropped"
    USED = "used"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What stands around a use of a name.

    Attributes:
        caught: last names of the exceptions that are caught around it in the same function; empty for a bare `except`.
        typing: only type checkers come there.
        annotation: it is part of an annotation.
        outcome: what becomes of its value where it is called; None where it is not, or several calls differ in that.
    """

    caught: frozenset[str] = frozenset()
    typing: bool = False
    annotation: bool = False
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """What one version of one file defines and imports; what it uses is read on demand, by a `Reading`.

    Attributes:
        language: name in the grammar table, such as `python`, `toml`, `markdown`.
        symbols: in order of first line; the module itself is first.
        imports: in order of line.
        exports: the names in `__all__`, None where the file has none.
        broken: lines with syntax errors; what stands there may be missing.
    """

    path: str
    language: str
    symbols: tuple[Symbol, ...]
    imports: tuple[Import, ...] = ()
    exports: tuple[str, ...] | None = None
    broken: tuple[Lines, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SymbolChange:
    """How one symbol changed between two trees; `lines` are those of the new side, of the old one if it is removed."""

    path: str
    symbol: str
    kind: SymbolKind
    change: SymbolChangeKind
    old_symbol: str | None = None
    old_path: str | None = None
    lines: Lines | None = None
    signature: Signature | None = None
    old_signature: Signature | None = None


class Strength(StrEnum):
    """Names where a reference stands: strong on an added or changed line, weak elsewhere in a touched symbol."""

    STRONG = "strong"
    WEAK = "weak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The definition that a reference resolves to; an empty symbol is the module itself."""

    path: str
    symbol: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A use of a name by a change; `target` is None where it is defined outside the repository or cannot be told."""

    path: str
    line: int
    name: str
    target: Target | None
    strength: Strength
    call: Call | None = None
