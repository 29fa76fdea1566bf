"""Reads the paths that a git command is given, on its command line or in a list."""

from agentguard.analyzer.commandline.options import Parsed
from agentguard.analyzer.commandline.pathspecs import Reach, reach_of
from agentguard.analyzer.commandline.setting import Setting, Verdict, unclear
from agentguard.analyzer.commandline.word import OPEN, Origin, Word
from agentguard.analyzer.model.commands import Act, Breadth


def paths_of(parsed: Parsed, setting: Setting) -> Reach:
    """Returns how far the pathspecs of a command reach, those of `--pathspec-from-file` included."""
    words = parsed.rest
    source = parsed.word("pathspec-from-file")
    if source is not None:
        content = setting.stdin if source.text == "-" else setting.content(source.text)
        words = listed(content, parsed.spelling("pathspec-from-file"), by_nul=parsed.has("pathspec-file-nul"))
    return reach_of(words, literal=setting.literal)


def listed(content: Word | None, option: str, *, by_nul: bool) -> tuple[Word, ...]:
    """Returns the entries of a list that a command reads.

    Args:
        content: what the list holds; None where that is not known.
        option: how the command was told to read it, for messages.
        by_nul: its entries end with a NUL byte, which no text of a command line can hold.
    """
    if content is None or (by_nul and content.origin is not Origin.MADE):
        return (Word(OPEN, option, Origin.VARIABLE, many=True),)
    if content.known:
        return tuple(Word(line) for line in content.text.splitlines() if line)
    return (Word(OPEN, option, content.origin, many=True),)


def with_doubt(act: Act, reach: Reach, parsed: Parsed) -> Verdict:
    """Returns the verdict on a command, unknown where one of its words could be an option that widens it."""
    if parsed.unsure and reach.breadth is not Breadth.SWEEP:
        return unclear(act, parsed.unsure, reach.names)
    return Verdict(act=act, reach=reach)
