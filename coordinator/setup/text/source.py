"""The bytes of a file as a text, and back, with everything that a plain decoding would lose."""

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.model.value import dataclass

_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text whose lines end as they do in the file.

    Attributes:
        text: without the byte order mark.
        marked: a byte order mark stands in front of it.
    """

    text: str
    marked: bool = False

    @property
    def newline(self) -> str:
        """How lines end here; a file that mixes both is taken by its first line."""
        end = self.text.find("\n")
        return "\r\n" if end > 0 and self.text[end - 1] == "\r" else "\n"

    def bytes_of(self, text: str) -> bytes:
        """Returns what is written for a new text of this file."""
        return ((_BOM if self.marked else "") + text).encode()


def read_source(content: bytes, name: str) -> Source:
    """Decodes a file.

    Args:
        content: its bytes.
        name: what to call it in messages.

    Raises:
        AgentguardError: it is too large, or no UTF-8.
    """
    if len(content) > MOST_BYTES:
        raise AgentguardError(f"`{name}` is larger than {MOST_BYTES:,} bytes", "settings are a few lines")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise AgentguardError(f"`{name}` is not UTF-8 (byte {error.start:,})", "save it as UTF-8") from error
    return Source(text=text.removeprefix(_BOM), marked=text.startswith(_BOM))


def indented(lines: list[str], indent: str, newline: str) -> str:
    """Joins lines, each but empty ones behind an indent and with its end."""
    return "".join(f"{indent if line else ''}{line}{newline}" for line in lines)
