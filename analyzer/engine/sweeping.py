"""Judges a command that may take in more than it names, in the repository that it is about."""

from collections.abc import Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from agentguard.analyzer.engine.asking import Asker
from agentguard.analyzer.engine.decide import is_folder
from agentguard.analyzer.engine.proposal import count, instead, listed, short, shown, summed, verb
from agentguard.analyzer.engine.surroundings import Surroundings, Worktree
from agentguard.analyzer.gather.taking import changed_below, leaves_untracked, merge_in_progress, taken
from agentguard.analyzer.model.commands import Act, Breadth, CommandReading, GitCall
from agentguard.analyzer.model.config import Answer, FolderStaging
from agentguard.analyzer.model.decisions import ALLOWED, Decision, Verdict
from agentguard.analyzer.newcomers import unknown_pieces

_RULE = "AG101 broad-staging"
_NAME_THEM = "Name the paths of this change: {git} add PATH ...   (`{git} status --short` lists what there is)"
_MOST_PATHSPECS = 50
_MOST_NEW = 2_000
_MOST_PARTS = 3


def decide_reading(reading: CommandReading, asker: Asker) -> Decision:
    """Decides on a command line of which the words are known.

    Args:
        reading: the calls that matter, and what could hide others.
        asker: whose it is.

    Raises:
        AgentguardError: git is missing, the settings are wrong, or git failed.
    """
    with ExitStack() as stack:
        around = Surroundings(asker, stack)
        for call in sorted(reading.calls, key=lambda call: call.breadth is not Breadth.SWEEP):
            decision = _decide(call, around)
            if decision.verdict is not Verdict.ALLOW:
                return decision
        return _of_unknown(reading.unknown, around)


def _decide(call: GitCall, around: Surroundings) -> Decision:
    match call.breadth:
        case Breadth.SWEEP:
            return _of_sweep(call, around)
        case Breadth.UNKNOWN:
            return _of_unknown((call.why or shown(call),), around, call.folder)
        case _:
            return _of_names(call, around)


def _of_sweep(call: GitCall, around: Surroundings) -> Decision:
    worktree = around.worktree(call.folder)
    if worktree is None:
        if around.folder(call.folder) is not None:
            return ALLOWED  # no repository there, so nothing of anybody's
        return Decision(
            verdict=Verdict.DENY,
            rule=_RULE,
            message=f"{shown(call)} would {verb(call)} paths that it does not name.",
            help=_NAME_THEM.format(git="git"),
        )
    verdict = worktree.verdict
    if verdict is Verdict.ALLOW:
        return ALLOWED
    paths = taken(worktree.repository, call, worktree.folder)
    own = tuple(path for path in paths or () if path in worktree.editors.own)
    return Decision(verdict=verdict, rule=_RULE, message=_swept(call, paths, own), help=_instead(call, paths, worktree))


def _swept(call: GitCall, paths: Sequence[str] | None, own: Sequence[str]) -> str:
    if paths is None:
        return f"{shown(call)} would {verb(call)} paths that it does not name."
    if not paths:
        return f"{shown(call)} takes whatever is there when it runs; now that is nothing."
    others = [path for path in paths if path not in own]
    if not _is_exact(call):
        known = f"{len(others):,} of them not edited by you: {summed(others)}" if own and others else summed(paths)
        return f"{shown(call)} would {verb(call)} paths that it does not name ({count(paths)} changed here, {known})."
    if not own:
        return f"{shown(call)} would {verb(call)} {count(paths)} that it does not name ({summed(paths)})."
    told = f", {len(others):,} of them not edited by you ({summed(others)})" if others else ", all edited by you"
    return f"{shown(call)} would {verb(call)} {count(paths)}{told}."


def _is_exact(call: GitCall) -> bool:
    """Tells whether what is changed is what it takes; a list that is made at run time may hold less."""
    return bool(call.pathspecs) or call.act is not Act.STAGE or (call.why[:1] == "-" and "from-file" not in call.why)


def _instead(call: GitCall, paths: Sequence[str] | None, worktree: Worktree) -> str:
    """Returns the command that takes the session's own edits, or that names what there is where it is little."""
    own = [path for path in paths or () if path in worktree.editors.own]
    merging = call.act is Act.COMMIT and merge_in_progress(worktree.repository)
    proposed = instead(call, own or paths or (), worktree.ground, merging=merging)
    if proposed is None or (not own and listed(paths or (), worktree.ground)[1]):
        return _NAME_THEM.format(git=worktree.ground.git() or "git")
    return f"You edited: {proposed}" if own else f"Name those that belong to this change: {proposed}"


def _of_names(call: GitCall, around: Surroundings) -> Decision:
    """Looks at those of the names that are folders."""
    folder = around.folder(call.folder)
    if folder is None or leaves_untracked(call.words[1:]):
        return ALLOWED
    for name in islice(call.pathspecs, _MOST_PATHSPECS):
        if is_folder(folder, name):
            decision = _of_folder(call, name, folder / name, around)
            if decision.verdict is not Verdict.ALLOW:
                return decision
    return ALLOWED


def _of_folder(call: GitCall, name: str, place: Path, around: Surroundings) -> Decision:
    worktree = around.worktree(call.folder)
    if worktree is None or worktree.config.hooks.add_folder is FolderStaging.ALLOW:
        return ALLOWED
    root = worktree.ground.root
    if not place.resolve().is_relative_to(root):
        return ALLOWED  # git refuses it
    verdict = worktree.verdict
    found = [one for one in changed_below(worktree.repository, place) if one.is_changed]
    foreign = [one.path for one in found if one.path in worktree.editors.others]
    new = [one.path for one in islice((one for one in found if one.is_untracked), _MOST_NEW)]
    parts = unknown_pieces(new, worktree.editors.own)
    if verdict is Verdict.ALLOW or (not foreign and not parts):
        return ALLOWED
    would = f"`git add {short(name)}` would stage"
    if foreign:
        message = f"{would} {count(foreign)} that another session edited ({summed(foreign)})."
    else:
        message = f"{would} {count(new, 'new file')} of {len(parts)} topics ({_parts(parts)})."
    own = [one.path for one in found if one.path in worktree.editors.own]
    proposed = instead(call, own or [path for part in parts[:1] for path in part], worktree.ground)
    told = "You edited" if own else "Name the files of one topic"
    fallback = _NAME_THEM.format(git=worktree.ground.git() or "git")
    return Decision(verdict=verdict, rule=_RULE, message=message, help=f"{told}: {proposed}" if proposed else fallback)


def _parts(parts: Sequence[Sequence[str]]) -> str:
    told = [
        f"{short(part[0])} and {len(part) - 1:,} more" if len(part) > 1 else short(part[0])
        for part in parts[:_MOST_PARTS]
    ]
    return "; ".join([*told, *(["..."] if len(parts) > _MOST_PARTS else [])])


def _of_unknown(unknown: Sequence[str], around: Surroundings, folder: str | None = ".") -> Decision:
    worktree = around.worktree(folder) or around.worktree(".") if unknown else None
    if worktree is None or worktree.config.hooks.unknown_commands is Answer.ALLOW:
        return ALLOWED
    verdict = worktree.verdict
    if verdict is Verdict.ALLOW:
        return ALLOWED
    what = ", ".join(short(one) for one in unknown[:3])
    return Decision(
        verdict=verdict,
        rule=_RULE,
        message=f"nobody can tell whether this stages more than it names: {what}.",
        help="The settings refuse such commands (`hooks.unknown-commands`). Run git on its own, with explicit paths.",
    )
