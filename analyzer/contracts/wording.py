"""What does not fit, how it is written, and what to write instead."""

from agentguard.analyzer.calls import Misfit
from agentguard.analyzer.contracts.causes import module_name
from agentguard.analyzer.contracts.lookup import Lookup
from agentguard.analyzer.contracts.values import Lack, Missing
from agentguard.analyzer.model.symbols import Call, Import, Name, Signature, SymbolChange, SymbolChangeKind, SymbolKind

_LONGEST = 70
_OPENING, _CLOSING = b"([{", b")]}"
_PAIRED = {SymbolChangeKind.RENAMED, SymbolChangeKind.MOVED}


def why_missing(missing: Missing, *, lost: bool = False) -> str:
    """Says in a clause what is not there; `lost` is a name whose import is gone from its own file."""
    if missing.kind is Lack.MODULE:
        return f"there is no module `{missing.holder.symbol}`"
    if lost:
        return f"the import of `{missing.name}` is gone from this file"
    holder = missing.holder.symbol or module_name(missing.holder.path)
    return f"`{holder}` has no `{missing.name}`"


def written_import(entry: Import) -> str:
    """Writes one imported name as a statement."""
    module = "." * entry.level + entry.module
    return f"import {module}" if entry.name is None else f"from {module} import {entry.name}"


def written_use(merged: Lookup, path: str, name: Name) -> str:
    """Writes a name with the arguments of its call, as they stand in the file, in one line."""
    content = merged.sources.content(path)
    written = f"{name.holder}(){name.text}" if name.holder else name.text
    if name.call is None or content is None:
        return written
    text = b"\n".join(content.split(b"\n")[name.line - 1 : name.end_line])
    start = text.find(name.text.rpartition(".")[2].encode() + b"(")
    opening = text.find(b"(", start)
    end = _closing(text, opening) if start >= 0 else None
    if end is None:
        return f"{written}(...)"
    arguments = " ".join(text[opening + 1 : end].decode("utf-8", "replace").split())
    shown = f"{written}({arguments})"
    return shown if len(shown) <= _LONGEST else f"{written}({_shape(name.call)})"


def _closing(text: bytes, opening: int) -> int | None:
    """Returns where the bracket closes that opens at a place; brackets in strings may mislead it, for a reader only."""
    depth = 0
    for place in range(opening, len(text)):
        depth += (text[place] in _OPENING) - (text[place] in _CLOSING)
        if not depth:
            return place
    return None


def _shape(call: Call) -> str:
    shown = ["..."] * bool(call.positional) + [f"{keyword}=..." for keyword in call.keywords]
    return ", ".join(shown)[:_LONGEST] or "..."


def remedy_of_name(cause: SymbolChange, merged: Lookup, last: str, *, imported: bool) -> str | None:
    """Says what to write instead of a name that is gone, None where that cannot be told.

    Args:
        cause: what happened to it, or to what held it.
        merged: the tree in which its new name must be.
        last: the name that is missing.
        imported: whether it is brought by an import, or missing in its own file.
    """
    file = merged.file(cause.path)
    if cause.change not in _PAIRED or file is None or cause.symbol not in file.definitions:
        return None
    new = cause.symbol.rpartition(".")[2] if cause.symbol else ""
    is_moved = cause.old_path is not None
    if is_moved and cause.kind is SymbolKind.MODULE:
        return f"import `{last}` from `{module_name(cause.path)}`"
    if is_moved and "." not in cause.symbol:
        return f"write `from {module_name(cause.path)} import {new}`"
    if cause.symbol and new != last:
        return f"import `{new}` instead" if imported else f"write `{new}` instead of `{last}`"
    return None


def remedy_of_call(cause: SymbolChange, misfit: Misfit) -> str | None:
    """Says what to write instead of a call that no longer fits, None where that cannot be told."""
    renamed = _renamed(cause.old_signature, cause.signature)
    if renamed is not None and f"`{renamed[0]}`" in misfit.why:
        return f"write `{renamed[1]}=` instead of `{renamed[0]}=`"
    return misfit.remedy


def _renamed(before: Signature | None, after: Signature | None) -> tuple[str, str] | None:
    """Returns the one parameter that has another name now, in the same place."""
    if before is None or after is None or len(before.parameters) != len(after.parameters):
        return None
    pairs = zip(before.parameters, after.parameters, strict=True)
    changed = [(one.name, two.name) for one, two in pairs if one.name != two.name]
    return changed[0] if len(changed) == 1 else None
