"""From bytes to tables."""

from zlib import crc32

from agentguard.analyzer.languages import parse
from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.symbols import SourceFile, Symbol, SymbolKind
from agentguard.analyzer.symbols.python.handlers import HANDLERS
from agentguard.analyzer.symbols.python.nodes import line_of
from agentguard.analyzer.symbols.python.walk import Draft, Walk


def read_python(path: str, source: bytes) -> SourceFile:
    """Returns what a Python file defines and uses; what stands in lines with syntax errors may be missing."""
    tree = parse("python", source)
    walk = Walk(tree.root_node, HANDLERS)
    walk.run()
    symbols = sorted((_symbol(draft, source) for draft in walk.drafts), key=_order)
    return SourceFile(
        path=path,
        language="python",
        symbols=tuple(symbols),
        names=tuple(sorted(walk.names, key=lambda name: (name.line, name.text))),
        imports=tuple(walk.imports),
        exports=None if walk.exports is None else tuple(walk.exports),
        local_names=frozenset(walk.local_names - walk.outer_names),
        broken=tuple(sorted(walk.broken)),
    )


def _order(symbol: Symbol) -> tuple[bool, int, int, str]:
    return (symbol.kind is not SymbolKind.MODULE, symbol.lines.first, -symbol.lines.last, symbol.name)


def _symbol(draft: Draft, source: bytes) -> Symbol:
    node = draft.node
    first = line_of(node)
    last = node.end_point[0] + (1 if node.end_point[1] else 0)
    return Symbol(
        name=draft.name,
        kind=draft.kind,
        lines=Lines(first=1 if draft.kind is SymbolKind.MODULE else first, last=max(last, first)),
        signature=draft.signature,
        bases=draft.bases,
        tokens=(*sorted(draft.imports), *draft.tokens),
        header=draft.header,
        text_hash=crc32(source[node.start_byte : node.end_byte]),
    )
