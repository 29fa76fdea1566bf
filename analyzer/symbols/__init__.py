"""Reads what files define and use, and how definitions changed."""

from agentguard.analyzer.model.symbols import SourceFile
from agentguard.analyzer.symbols.keys import read_keys
from agentguard.analyzer.symbols.python import read_python
from agentguard.analyzer.symbols.sections import read_sections

_SECTIONS = frozenset({"markdown", "rst"})


def read_source(path: str, source: bytes, language: str) -> SourceFile:
    """Returns the tables of one version of a file.

    Args:
        path: for the result only.
        source: the bytes; what cannot be understood is listed in `broken`, nothing raises.
        language: as `language_of` names it.
    """
    if language == "python":
        return read_python(path, source)
    if language in _SECTIONS:
        return read_sections(path, source, language)
    return read_keys(path, source, language)
