"""How far the git commands reach that change what is staged: add, rm, mv, update-index, apply."""

from collections.abc import Sequence

from agentguard.analyzer.commandline.lists import listed, paths_of, with_doubt
from agentguard.analyzer.commandline.options import FROM_FILE, PICKED, OptionParser, Parsed, options
from agentguard.analyzer.commandline.pathspecs import Reach, reach_of, reach_of_names, widest
from agentguard.analyzer.commandline.setting import Setting, Verdict, everything, nothing, unclear
from agentguard.analyzer.commandline.word import Origin, Word
from agentguard.analyzer.model.commands import Act, Breadth

_ADD = options(
    "n,dry-run v,verbose i,interactive p,patch e,edit f,force u,update "
    ",renormalize ,resolved+ N,intent-to-add A,all ,ignore-removal ,refresh ,ignore-errors ,ignore-missing ,sparse "
    ",chmod= ,warn-embedded-repo " + PICKED
)
_REMOVE = options("n,dry-run q,quiet ,cached f,force r, ,ignore-unmatch ,sparse " + FROM_FILE)
_MOVE = options("v,verbose n,dry-run f,force k, ,sparse")
_UPDATE_INDEX = options(
    "q, ,ignore-submodules ,add ,replace ,remove ,unmerged ,refresh! ,really-refresh! ,cacheinfo ,chmod=! "
    ",assume-unchanged ,skip-worktree ,ignore-skip-worktree-entries ,info-only ,force-remove z, ,stdin! ,index-info! "
    ",unresolve! g,again! ,ignore-missing ,verbose ,clear-resolve-undo! ,index-version= ,show-index-version+ "
    ",split-index ,untracked-cache ,test-untracked-cache ,force-untracked-cache ,force-write-index ,fsmonitor "
    ",fsmonitor-valid"
)
_APPLY = options(
    ",exclude=! ,include=! p,= ,no-add ,stat ,allow-binary-replacement ,binary ,numstat ,summary ,check ,index "
    "N,intent-to-add ,cached ,unsafe-paths ,apply 3,3way ,ours!+ ,theirs!+ ,union!+ ,build-fake-ancestor= z, C,= "
    ",whitespace= ,ignore-space-change ,ignore-whitespace R,reverse ,unidiff-zero ,reject ,allow-overlap v,verbose "
    "q,quiet ,inaccurate-eof ,recount ,directory= ,allow-empty"
)
_OF_ALL = frozenset({"all", "ignore-removal"})


def judge_add(words: Sequence[Word], setting: Setting) -> Verdict:
    """Tells how far `git add` reaches."""
    parsed = OptionParser(_ADD).parse(words)
    every = _last_of_all(parsed)
    if parsed.refused or _dies(parsed, every=every):
        return nothing(Act.STAGE)
    if not parsed.has("interactive", "patch") and parsed.has("dry-run", "refresh"):
        return nothing(Act.STAGE)
    paths = paths_of(parsed, setting)
    if paths.breadth is Breadth.NONE and not parsed.rest:
        sweeping = _sweeping_option(parsed, every=every)
        if sweeping:
            return everything(Act.STAGE, sweeping)
    return with_doubt(Act.STAGE, paths, parsed)


def _last_of_all(parsed: Parsed) -> bool | None:
    """Tells whether `--all` is on, by the last of the options that switch it; None where none was given."""
    for name, value in reversed(parsed.given.items()):
        if name in _OF_ALL:
            return bool(value) == (name == "all")
    return None


def _dies(parsed: Parsed, *, every: bool | None) -> bool:
    """Tells whether git refuses these options together."""
    from_file = parsed.has("pathspec-from-file")
    if parsed.has("interactive", "patch"):
        return parsed.has("dry-run") or from_file
    if parsed.has("edit"):
        return from_file
    return (parsed.has("update") and every is True) or (from_file and bool(parsed.rest))


def _sweeping_option(parsed: Parsed, *, every: bool | None) -> str:
    """Returns the option by which git adds everything when it gets no path, empty where there is none."""
    for name in ("patch", "interactive", "edit", "update", "resolved"):
        if parsed.has(name):
            return parsed.spelling(name)
    last = next((name for name in reversed(parsed.given) if name in _OF_ALL), "")
    return parsed.spelling(last) if every else ""


def judge_remove(words: Sequence[Word], setting: Setting) -> Verdict:
    """Tells how far `git rm` reaches."""
    parsed = OptionParser(_REMOVE).parse(words)
    if parsed.refused or parsed.has("dry-run"):
        return nothing(Act.STAGE)
    paths = paths_of(parsed, setting)
    folders = all(_is_folder(word) for word in parsed.rest)
    if parsed.rest and folders and not parsed.has("r") and not parsed.unsure:
        # git removes no folder, the whole tree included, without `-r`.
        return nothing(Act.STAGE)
    return with_doubt(Act.STAGE, paths, parsed)


def _is_folder(word: Word) -> bool:
    """Tells whether a pathspec is a folder by its looks, which removes nothing without `-r`."""
    return word.known and not set(word.text) & set("*?[") and reach_of([word]).breadth is not Breadth.NAMED


def judge_move(words: Sequence[Word], setting: Setting) -> Verdict:
    """Tells how far `git mv` reaches; its arguments are plain names."""
    del setting
    parsed = OptionParser(_MOVE).parse(words)
    if parsed.refused or parsed.has("dry-run") or len(parsed.rest) < 2:
        return with_doubt(Act.STAGE, Reach(), parsed)
    return with_doubt(Act.STAGE, reach_of_names(parsed.rest), parsed)


def judge_update_index(words: Sequence[Word], setting: Setting) -> Verdict:
    """Tells how far `git update-index` reaches; its arguments are plain names."""
    parsed = OptionParser(_UPDATE_INDEX).parse(words)
    if parsed.refused:
        return nothing(Act.STAGE)
    if parsed.has("again"):
        return everything(Act.STAGE, parsed.spelling("again"))
    if parsed.has("cacheinfo"):
        return with_doubt(Act.STAGE, Reach(breadth=Breadth.NAMED), parsed)
    if parsed.has("index-info"):
        return unclear(Act.STAGE, parsed.spelling("index-info"))
    reach = reach_of_names(parsed.rest)
    if parsed.has("stdin"):
        entries = listed(setting.stdin, parsed.spelling("stdin"), by_nul=parsed.has("z"))
        reach = widest(reach, reach_of_names(entries))
    return with_doubt(Act.STAGE, reach, parsed)


def judge_apply(words: Sequence[Word], setting: Setting) -> Verdict:
    """Tells how far `git apply` reaches: the patch names the paths, the command does not."""
    parsed = OptionParser(_APPLY).parse(words)
    looks = parsed.has("stat", "numstat", "summary", "check") and not parsed.has("apply")
    if parsed.refused or looks or not parsed.has("index", "cached", "3way", "intent-to-add"):
        return nothing()
    if setting.stdin is not None and setting.stdin.origin is Origin.MADE and not parsed.rest:
        return unclear(Act.STAGE, setting.stdin.shown)
    return unclear(Act.STAGE, "the patch")
