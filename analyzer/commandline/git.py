"""What one run of git would stage, commit or stash, told by its words."""

import re
from collections.abc import Callable, Mapping, Sequence

from agentguard.analyzer.commandline.aliases import lower_names, shell_alias, split_alias
from agentguard.analyzer.commandline.commits import judge_commit
from agentguard.analyzer.commandline.globals import Globals, read_globals
from agentguard.analyzer.commandline.names import GIT_COMMANDS, NEWER_GIT_COMMANDS
from agentguard.analyzer.commandline.runners import (
    judge_bisect,
    judge_difftool,
    judge_filter_branch,
    judge_for_each_repo,
    judge_rebase,
    judge_submodule,
)
from agentguard.analyzer.commandline.setting import Setting, Verdict, nothing, unclear
from agentguard.analyzer.commandline.stage import (
    judge_add,
    judge_apply,
    judge_move,
    judge_remove,
    judge_update_index,
)
from agentguard.analyzer.commandline.stashes import judge_stash
from agentguard.analyzer.commandline.word import OPEN, Word, literal
from agentguard.analyzer.model.commands import Breadth, GitCall
from agentguard.analyzer.model.value import dataclass

_MOST_ALIASES = 20
_OWN_INDEX = re.compile(r"(?:^|/)\.git/(?:worktrees/[^/]+/)?index$")
_NO_ALIASES: Mapping[str, str] = {}
_NO_VARIABLES: Mapping[str, Word] = {}
_JUDGES: Mapping[str, Callable[[Sequence[Word], Setting], Verdict]] = {
    "add": judge_add,
    "apply": judge_apply,
    "bisect": judge_bisect,
    "commit": judge_commit,
    "difftool": judge_difftool,
    "filter-branch": judge_filter_branch,
    "for-each-repo": judge_for_each_repo,
    "mv": judge_move,
    "rebase": judge_rebase,
    "rm": judge_remove,
    "stage": judge_add,
    "stash": judge_stash,
    "submodule": judge_submodule,
    "update-index": judge_update_index,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GitRun:
    """One run of git, and what it starts.

    Attributes:
        call: what it does itself.
        runs: the commands that it starts, each as its words.
    """

    call: GitCall
    runs: tuple[tuple[Word, ...], ...] = ()


def read_git(words: Sequence[str], aliases: Mapping[str, str] = _NO_ALIASES) -> GitCall:
    """Tells what one git process would stage, commit or stash.

    What it would start in turn (`!` aliases, `rebase --exec`) is not read here, so that such a run is unknown.

    Args:
        words: the arguments behind `git`, global options included.
        aliases: git's configured aliases, by name.
    """
    run = run_of(literal(words), lower_names(aliases).get)
    if not run.runs or run.call.breadth is Breadth.SWEEP:
        return run.call
    call = run.call
    return GitCall(
        words=call.words,
        act=call.act,
        breadth=Breadth.UNKNOWN,
        pathspecs=call.pathspecs,
        why=" ".join(word.shown for word in run.runs[0][:3]),
        folder=call.folder,
    )


def run_of(
    words: Sequence[Word],
    find_alias: Callable[[str], Word | None],
    setting: Setting | None = None,
    folder: str | None = ".",
    environment: Mapping[str, Word] = _NO_VARIABLES,
) -> GitRun:
    """Reads the words of one git process.

    Args:
        words: the arguments behind `git`, global options included.
        find_alias: returns the value of an alias, by its name in lower case.
        setting: what surrounds it.
        folder: where it is started; None where that cannot be told.
        environment: the variables that are known.
    """
    before = read_globals(words, folder, environment)
    if before.does_nothing or (not before.rest and not before.unsure):
        return GitRun(call=GitCall(words=_texts(words), folder=before.folder))
    if before.unsure:
        return GitRun(call=_call(before, before.rest or words, unclear(None, before.unsure)))
    rest, shell = _expanded(before.rest, lambda name: before.aliases.get(name) or find_alias(name))
    if shell:
        return GitRun(call=_call(before, rest, nothing()), runs=(shell,))
    verdict = _judge(rest, _narrowed(setting or Setting(), before))
    index = environment.get("GIT_INDEX_FILE")
    if index is not None and verdict.act is not None and not _OWN_INDEX.search(index.text):
        # What goes into another index is in no commit that this repository's index is in, but may be in others.
        verdict = unclear(verdict.act, f"GIT_INDEX_FILE={index.shown}", verdict.reach.names)
    return GitRun(call=_call(before, rest, verdict), runs=verdict.runs)


def _expanded(
    words: tuple[Word, ...], find_alias: Callable[[str], Word | None]
) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Expands the aliases in front; returns the words, and the shell command where one of them is such."""
    seen: set[str] = set()
    while words and words[0].text not in GIT_COMMANDS:
        name = words[0].text.lower()
        alias = find_alias(name)
        if alias is None or name in seen or len(seen) > _MOST_ALIASES:
            break
        seen.add(name)
        if alias.text.startswith("!"):
            return words, shell_alias(alias.text[1:], words[1:])
        value = split_alias(alias.text)
        if not value:
            break
        words = (*read_globals(value, ".", _NO_VARIABLES).rest, *words[1:])
    return words, ()


def _judge(words: tuple[Word, ...], setting: Setting) -> Verdict:
    name = words[0].text if words else ""
    judge = _JUDGES.get(name)
    if judge is not None:
        return judge(words[1:], setting)
    if name in GIT_COMMANDS or name in NEWER_GIT_COMMANDS or not name:
        return nothing()
    # A program of that name, an alias that nobody told, or a slip that git may be set to correct.
    return unclear(None, words[0].shown if OPEN in name else f"git {name}")


def _narrowed(setting: Setting, before: Globals) -> Setting:
    literal_paths = setting.literal if before.literal is None else before.literal
    return Setting(literal=literal_paths, stdin=setting.stdin, content=setting.content)


def _call(before: Globals, words: Sequence[Word], verdict: Verdict) -> GitCall:
    return GitCall(
        words=_texts(words),
        act=verdict.act,
        breadth=verdict.reach.breadth,
        pathspecs=verdict.reach.names,
        why=verdict.reach.why,
        folder=before.folder,
    )


def _texts(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.shown if OPEN in word.text else word.text for word in words)
