"""From nodes to the table of symbols."""

from collections import Counter
from typing import Final
from zlib import crc32

from agentguard.analyzer.model.symbols import Symbol, SymbolKind
from agentguard.analyzer.symbols.keys.names import document_names, identities, item, joined
from agentguard.analyzer.symbols.keys.text import Text
from agentguard.analyzer.symbols.keys.tree import END, LIST, MAPPING, Node, Shape, string_token

# A file of data has more keys than anybody tells apart: those of its deepest levels then count as part of the values
# above them, so that no change is lost.
MAX_KEYS: Final = 5_000
# A key that stands twice in one mapping is a mistake worth seeing; so often it is an attack.
_MOST_NAMESAKES: Final = 20


def read_table(root: Node, text: Text) -> tuple[Symbol, ...]:
    """Returns the module and one symbol a key, in order of first line.

    Args:
        root: holds the documents.
        text: the file that they stand in.
    """
    table = _Table(text, _levels(root))
    documents = root.children
    if len(documents) == 1:
        own = table.members(documents[0], "", 0)
    else:
        own = ()
        for document, name in zip(documents, document_names(documents), strict=True):
            table.add(document, item("", name), string_token(name), 0)
    module = Symbol(
        name="",
        kind=SymbolKind.MODULE,
        lines=text.all_lines(),
        tokens=own,
        text_hash=crc32(text.content.encode()),
    )
    return module, *table.symbols()


def _levels(root: Node) -> int:
    """Returns how many levels of keys can be symbols before there are too many."""
    level = root.children
    total = 0
    for depth in range(1 << 10):
        level = [child for node in level for child in node.children]
        total += sum(child.key is not None or child.shape is Shape.MAPPING for child in level)
        if not level or total > MAX_KEYS:
            return depth
    return 0


class _Table:
    def __init__(self, text: Text, levels: int) -> None:
        self._found: list[tuple[int, int, int, Symbol]] = []
        self._text = text
        self._levels = levels

    def symbols(self) -> list[Symbol]:
        """Returns what was added, in order of place, the outer before the inner."""
        return [symbol for *_, symbol in sorted(self._found, key=lambda found: found[:3])]

    def add(self, node: Node, name: str, header: int, depth: int) -> None:
        """Adds a symbol and those below it."""
        before = len(self._found)
        own = self.members(node, name, depth)
        below = [child.start for child in node.children] if len(self._found) > before else []
        end = min([node.end, *(start for start in below if start > node.start)])
        symbol = Symbol(
            name=name,
            kind=SymbolKind.KEY,
            lines=self._text.lines(node.start, node.end),
            tokens=(header, *own),
            header=1,
            text_hash=crc32(self._text.content[node.start : end].strip().encode()),
        )
        self._found.append((node.start, -node.end, depth, symbol))

    def members(self, node: Node, name: str, depth: int) -> tuple[int, ...]:
        """Adds the symbols below a node and returns the tokens that are its own."""
        match node.shape:
            case Shape.SCALAR:
                return tuple(node.tokens)
            case Shape.MAPPING:
                return (*node.tokens, MAPPING, *self._keys(node, name, depth))
            case Shape.LIST:
                return (*node.tokens, LIST, *self._items(node, name, depth))

    def _keys(self, node: Node, name: str, depth: int) -> list[int]:
        folded: list[Node] = []
        namesakes: Counter[str | None] = Counter()
        for child in node.children:
            namesakes[child.key] += 1
            if child.key is None or depth >= self._levels or namesakes[child.key] > _MOST_NAMESAKES:
                folded.append(child)
            else:
                self.add(child, joined(name, child.key), string_token(child.key), depth + 1)
        tokens: list[int] = []
        _fold_entries(folded, tokens)
        return tokens

    def _items(self, node: Node, name: str, depth: int) -> list[int]:
        tokens: list[int] = []
        for child, identity in zip(node.children, identities(node.children), strict=True):
            if identity is None or depth >= self._levels:
                _fold(child, tokens)
            else:
                self.add(child, item(name, identity), string_token(identity), depth + 1)
        return tokens


def _fold(node: Node, tokens: list[int]) -> None:
    """Adds all that a node holds to some tokens."""
    tokens += node.tokens
    if node.shape is Shape.SCALAR:
        return
    tokens.append(MAPPING if node.shape is Shape.MAPPING else LIST)
    if node.shape is Shape.MAPPING:
        _fold_entries(node.children, tokens)
    else:
        for child in node.children:
            _fold(child, tokens)
    tokens.append(END)


def _fold_entries(children: list[Node], tokens: list[int]) -> None:
    """Adds the entries of a mapping in an order that does not depend on the one in the file."""
    for child in sorted(children, key=lambda child: child.key or ""):
        if child.key is not None:
            tokens.append(string_token(child.key))
        _fold(child, tokens)
