"""How far `git commit` reaches."""

from collections.abc import Sequence

from agentguard.analyzer.commandline.lists import paths_of, with_doubt
from agentguard.analyzer.commandline.options import PICKED, OptionParser, Parsed, options
from agentguard.analyzer.commandline.setting import Setting, Verdict, everything, nothing
from agentguard.analyzer.commandline.word import Word
from agentguard.analyzer.model.commands import Act

_COMMIT = options(
    "q,quiet v,verbose F,file= ,author= ,date= m,message= c,reedit-message= C,reuse-message= ,fixup= ,squash= "
    ",reset-author ,trailer= s,signoff t,template= e,edit ,cleanup= ,status S,gpg-sign=? a,all i,include ,interactive "
    "p,patch o,only n,no-verify ,dry-run ,short ,branch ,ahead-behind ,porcelain ,long z,null ,amend ,no-post-rewrite "
    "u,untracked-files=? ,allow-empty ,allow-empty-message " + PICKED
)


def judge_commit(words: Sequence[Word], setting: Setting) -> Verdict:
    """Tells how far `git commit` reaches beyond what is staged already."""
    parsed = OptionParser(_COMMIT).parse(words)
    if parsed.refused or _only_looks(parsed) or _commit_dies(parsed):
        return nothing(Act.COMMIT)
    if parsed.has("all"):
        return everything(Act.COMMIT, parsed.spelling("all"))
    paths = paths_of(parsed, setting)
    if not parsed.rest and parsed.has("patch", "interactive"):
        return everything(Act.COMMIT, parsed.spelling("patch") or parsed.spelling("interactive"))
    return with_doubt(Act.COMMIT, paths, parsed)


def _only_looks(parsed: Parsed) -> bool:
    """Tells whether it only shows what would be committed; each of these formats implies `--dry-run`."""
    return parsed.has("dry-run", "short", "porcelain", "long", "null")


def _commit_dies(parsed: Parsed) -> bool:
    """Tells whether git refuses these options together."""
    named = bool(parsed.rest) or parsed.has("pathspec-from-file")
    ways = sum((parsed.has("all"), parsed.has("include"), parsed.has("only"), parsed.has("interactive", "patch")))
    if ways > 1 or (parsed.has("pathspec-from-file") and parsed.rest):
        return True
    if named:
        certain = parsed.has("pathspec-from-file") or any(word.known for word in parsed.rest)
        return certain and parsed.has("all")
    return parsed.has("include")
