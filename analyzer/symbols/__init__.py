"""Reads what files define and use, and how definitions changed."""

from agentguard.analyzer.languages import OutOfTimeError, grammar_of
from agentguard.analyzer.model.symbols import SourceFile
from agentguard.analyzer.symbols.bash import Bash
from agentguard.analyzer.symbols.dialect import Dialect
from agentguard.analyzer.symbols.python import Python, to_utf8
from agentguard.analyzer.symbols.reading import PlainReading, Reading, SyntaxReading

__all__ = ["OutOfTimeError", "Reading", "read_source"]

SECONDS = 2.0
_SECTIONS = frozenset({"markdown", "rst"})
_DIALECTS: dict[str, Dialect] = {"bash": Bash(), "python": Python()}


def read_source(path: str, source: bytes, language: str, *, seconds: float = SECONDS) -> Reading:
    """Returns what one version of a file defines, and what else can be asked about it.

    Args:
        path: for the result only.
        source: the bytes; what cannot be understood is listed in `broken`.
        language: as `language_of` names it.
        seconds: how long the outline, and later each answer, may take.

    Raises:
        OutOfTimeError: the outline took longer, or would.
    """
    grammar = grammar_of(language)
    if grammar is not None:
        file = SourceFile(path=path, language=language, symbols=())
        return SyntaxReading(file, to_utf8(source), grammar, _DIALECTS.get(language, Dialect()), seconds)
    return PlainReading(_read_plain(path, source, language))


def _read_plain(path: str, source: bytes, language: str) -> SourceFile:
    """Reads a document or a configuration file; many changes have none, and each reader costs milliseconds to load."""
    if language in _SECTIONS:
        from agentguard.analyzer.symbols.sections import read_sections  # noqa: PLC0415 - see above

        return read_sections(path, source, language)
    from agentguard.analyzer.symbols.keys import read_keys  # noqa: PLC0415 - see above

    return read_keys(path, source, language)
