"""Key paths of configuration files: what each key holds, and where."""

from collections.abc import Callable
from typing import Final

from agentguard.analyzer.model.symbols import SourceFile
from agentguard.analyzer.symbols.keys.env import read_env
from agentguard.analyzer.symbols.keys.ini import read_ini
from agentguard.analyzer.symbols.keys.json import read_json
from agentguard.analyzer.symbols.keys.table import read_table
from agentguard.analyzer.symbols.keys.text import Text, merged
from agentguard.analyzer.symbols.keys.toml import read_toml
from agentguard.analyzer.symbols.keys.tree import Node, Shape

__all__ = ["read_keys"]


def _read_yaml(text: Text) -> tuple[Node, set[int]]:
    # PyYAML takes longer to load than most files to read.
    from agentguard.analyzer.symbols.keys.yaml import read_yaml  # noqa: PLC0415

    return read_yaml(text)


_READERS: Final[dict[str, Callable[[Text], tuple[Node, set[int]]]]] = {
    "env": read_env,
    "ini": read_ini,
    "json": read_json,
    "toml": read_toml,
    "yaml": _read_yaml,
}


def read_keys(path: str, source: bytes, language: str) -> SourceFile:
    """Returns the keys of a configuration file; what cannot be understood is listed in `broken`, nothing raises.

    Args:
        path: for the result only.
        source: the bytes of the file.
        language: one of `env`, `ini`, `json`, `toml` and `yaml`; of any other only the module is known.
    """
    text = Text(source)
    reader = _READERS.get(language)
    root, broken = reader(text) if reader is not None else (Node(Shape.LIST, None, 0, 0), set())
    return SourceFile(path=path, language=language, symbols=read_table(root, text), broken=merged(broken))
