"""What a change takes away that a document could name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from agentguard.analyzer.categories import category
from agentguard.analyzer.drift.definitions import Defined, definitions, options
from agentguard.analyzer.drift.documents import is_prose
from agentguard.analyzer.drift.names import is_distinctive, last
from agentguard.analyzer.languages import language_of
from agentguard.analyzer.model.changes import Category, Change, ChangeStatus, Mode
from agentguard.analyzer.model.symbols import ParameterKind, Signature, SymbolChange, SymbolChangeKind, SymbolKind
from agentguard.analyzer.model.value import dataclass

_KINDS: Final = {
    SymbolKind.FUNCTION: "function",
    SymbolKind.METHOD: "function",
    SymbolKind.CLASS: "class",
    SymbolKind.VARIABLE: "variable",
    SymbolKind.KEY: "key",
}
_LEFT: Final = frozenset({SymbolChangeKind.REMOVED, SymbolChangeKind.RENAMED})
_CODE: Final = frozenset({Category.SOURCE, Category.CONFIG, Category.OTHER})
# What stands there is another project's, or an example of what a reader's could be.
_OTHERS: Final = re.compile(
    r"(?:^|/)(?:_?vendor\w*|third[-_]party|_?extern\w*|node_modules|site-packages|\w*tests?|\.github|examples?|samples?"
    r"|demos?|tutorials?|templates?|\w+_templates?)/|\.tmpl$",
    re.IGNORECASE,
)
_MOST: Final = 300
_NAMED_KEY: Final = re.compile(r"[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*")
_SETTINGS_FILE: Final = re.compile(r"(?:config|settings|options|schema)[^/]*$", re.IGNORECASE)
# Keys that name what a project needs, or how its jobs run: their names are other projects'.
_FOREIGN_KEYS: Final = re.compile(
    r"dependenc|requires|packages|(?:^|\.)(?:jobs|steps|on|env|scripts|hooks|repos)(?:\.|\[|$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A name that the code had.

    Attributes:
        name: as it was defined, qualified where the language is known; a path or a flag as it stands.
        kind: as in `Drift`.
        path: of the file that had it.
        new_name: what it is called now, None where that cannot be told.
        owner: the function whose parameter it was.
        open: the function still takes any keyword.
        commit: the commit that took it away, None where that is the change itself.
        sure: as in `Defined`.
    """

    name: str
    kind: str
    path: str
    new_name: str | None = None
    owner: str = ""
    open: bool = False
    commit: str | None = None
    sure: bool = True


def gone_of_change(
    changes: Sequence[Change], writes: Sequence[SymbolChange], old_lines: Mapping[str, Sequence[str]]
) -> tuple[Gone, ...]:
    """Returns what a change took away from the code: symbols, parameters, flags, variables, keys, modules and paths.

    Args:
        changes: the files of the change.
        writes: what it did to symbols.
        old_lines: the lines before it, by former path, of files whose content it changed.
    """
    found = dict.fromkeys((*_symbols(writes), *_parameters(writes), *_paths(changes), *_options(changes, old_lines)))
    return tuple(found)[:_MOST]


def is_code(path: str) -> bool:
    """Tells whether what a file defines is worth a document: tests, generated files and others' code are not."""
    return category(path) in _CODE and not is_prose(path) and not _OTHERS.search(path)


def _symbols(writes: Sequence[SymbolChange]) -> Iterator[Gone]:
    for write in writes:
        kind, old = _KINDS.get(write.kind), write.old_symbol or write.symbol
        path = write.old_path or write.path
        if kind is None or write.change not in _LEFT or not is_code(path):
            continue
        renamed = write.change is SymbolChangeKind.RENAMED
        if kind == "key" and not _is_setting(old, path):
            continue
        if not renamed or last(old) != last(write.symbol):
            yield Gone(name=old, kind=kind, path=path, new_name=write.symbol if renamed else None)


def _is_setting(key: str, path: str) -> bool:
    """Tells whether a key may be one that a document explains: most JSON is data."""
    if path.endswith((".json", ".jsonc")) and _SETTINGS_FILE.search(path) is None:
        return False
    return _NAMED_KEY.fullmatch(key) is not None and not _FOREIGN_KEYS.search(key)


def _parameters(writes: Sequence[SymbolChange]) -> Iterator[Gone]:
    for write in writes:
        before, after = write.old_signature, write.signature
        path = write.old_path or write.path
        if before is None or after is None or write.kind is SymbolKind.CLASS or not is_code(path):
            continue
        names = _by_keyword(after)
        dropped = [name for name in _by_keyword(before) if name not in names]
        added = [name for name in names if name not in _by_keyword(before)]
        owner = write.symbol.removesuffix(".__init__")
        for name in dropped:
            new_name = added[0] if len(dropped) == len(added) == 1 else None
            takes_all = any(one.kind is ParameterKind.VAR_KEYWORD for one in after.parameters)
            yield Gone(name=name, kind="parameter", path=path, new_name=new_name, owner=owner, open=takes_all)


def _by_keyword(signature: Signature) -> tuple[str, ...]:
    kinds = {ParameterKind.POSITIONAL_OR_KEYWORD, ParameterKind.KEYWORD_ONLY}
    return tuple(one.name for one in signature.parameters if one.kind in kinds and one.name not in {"self", "cls"})


def _paths(changes: Sequence[Change]) -> Iterator[Gone]:
    for change in changes:
        if change.status not in {ChangeStatus.DELETED, ChangeStatus.RENAMED}:
            continue
        new_name = change.path if change.status is ChangeStatus.RENAMED else None
        yield Gone(name=change.source_path, kind="path", path=change.source_path, new_name=new_name)
        module = module_name(change.source_path)
        renamed = module_name(new_name) if new_name is not None else None
        if module is not None and module != renamed:
            yield Gone(name=module, kind="module", path=change.source_path, new_name=renamed)


def module_name(path: str) -> str | None:
    """Returns the dotted name of a Python module or package, None for anything else."""
    if not path.endswith(".py") or "/" not in path or not is_code(path):
        return None
    parts = path.removesuffix(".py").removesuffix("/__init__").removeprefix("src/").removeprefix("lib/").split("/")
    return ".".join(parts) if len(parts) > 1 and all(part.isidentifier() for part in parts) else None


def _options(changes: Sequence[Change], old_lines: Mapping[str, Sequence[str]]) -> Iterator[Gone]:
    for change in changes:
        path = change.source_path
        if change.binary or change.old_mode == Mode.GITLINK or not is_code(path):
            continue
        lines = old_lines.get(path, ())
        named = language_of(path) is not None
        for hunk in change.hunks:
            for number in range(hunk.old.first, hunk.old.last + 1) if hunk.old is not None else ():
                for defined in _defined(lines, number, named=named):
                    yield Gone(name=defined.name, kind=defined.kind, path=path, sure=defined.sure)


def _defined(lines: Sequence[str], number: int, *, named: bool) -> Iterator[Defined]:
    """Yields what a line defines; symbols only where no grammar has told of them, and only distinctive ones."""
    line = lines[number - 1] if number <= len(lines) else ""
    above = lines[number - 2] if 2 <= number <= len(lines) else ""
    for option in options(line):
        declared = option.sure or any(one.sure for one in options(f"{above.strip()} {line}") if one.name == option.name)
        yield option._replace(sure=declared)
    if not named:
        yield from (one for one in definitions(line) if is_distinctive(one.name))
