"""How far `git stash` reaches."""

from collections.abc import Sequence

from agentguard.analyzer.commandline.lists import paths_of, with_doubt
from agentguard.analyzer.commandline.options import PICKED, OptionParser, Parsed, options
from agentguard.analyzer.commandline.setting import Setting, Verdict, everything, nothing
from agentguard.analyzer.commandline.word import Word
from agentguard.analyzer.model.commands import Act

_STASH_PUSH = options("k,keep-index S,staged p,patch q,quiet u,include-untracked a,all m,message= " + PICKED)
_STASH_OTHER = frozenset(
    {"apply", "branch", "clear", "create", "drop", "export", "import", "list", "pop", "show", "store"}
)


def judge_stash(words: Sequence[Word], setting: Setting) -> Verdict:
    """Tells how far `git stash` reaches."""
    first = words[0].text if words else ""
    if first in _STASH_OTHER:
        return nothing()
    if first == "save":
        return _judge_save(words[1:])
    if first == "push":
        return _judge_push(OptionParser(_STASH_PUSH).parse(words[1:]), setting)
    if first in {"-h", "--help"}:
        return nothing()
    parsed = OptionParser(_STASH_PUSH, stop_at_other=True).parse(words)
    behind_dashes = "--" in (word.text for word in words)
    if parsed.rest and not behind_dashes and first not in {"-p", "--patch"} and not parsed.unsure:
        # git takes a word that is no option for the name of a subcommand.
        return nothing(Act.STASH)
    return _judge_push(parsed, setting)


def _judge_push(parsed: Parsed, setting: Setting) -> Verdict:
    if parsed.refused:
        return nothing(Act.STASH)
    if not parsed.rest and not parsed.has("pathspec-from-file"):
        return _judge_whole(parsed)
    return with_doubt(Act.STASH, paths_of(parsed, setting), parsed)


def _judge_save(words: Sequence[Word]) -> Verdict:
    """Tells how far `git stash save` reaches: its arguments are a message."""
    parsed = OptionParser(_STASH_PUSH).parse(words)
    return nothing(Act.STASH) if parsed.refused else _judge_whole(parsed)


def _judge_whole(parsed: Parsed) -> Verdict:
    """Tells how far a stash without paths reaches; `--staged` takes what is staged already."""
    if parsed.has("staged"):
        return nothing(Act.STASH)
    wide = ("all", "include-untracked", "patch")
    why = next((parsed.spelling(name) for name in wide if parsed.has(name)), "git stash")
    return everything(Act.STASH, why)
