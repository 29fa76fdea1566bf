"""AG106: work starts, or is committed, beside edits that are in no commit."""

from collections.abc import Iterator, Sequence

from agentguard.analyzer.counts import number
from agentguard.analyzer.globs import matches
from agentguard.analyzer.model.baseline import Baseline, DirtyPath, DirtyTree, Moment, OtherStart, UnseenEdit
from agentguard.analyzer.model.config import Config, Whose
from agentguard.analyzer.model.findings import Finding, Location, Related, Severity, Sibling
from agentguard.analyzer.model.rules import Anomaly, Example, Facts, Rule
from agentguard.analyzer.printable import printable
from agentguard.analyzer.rules.paths import command, in_shell, shell_word

_MOST_NAMED = 10
# Whoever has so many changes to commit should look at them before, and name those that belong to the project.
_MOST_IN_COMMAND = 30
_MESSAGE = '"chore: pre-dispatch baseline"'
_FINISH = {
    "merge": "`git commit` when it is resolved, or `git merge --abort`",
    "rebase": "`git rebase --continue`, or `git rebase --abort`",
    "cherry-pick": "`git cherry-pick --continue`, or `git cherry-pick --abort`",
    "revert": "`git revert --continue`, or `git revert --abort`",
}
_HEAD_AS_BASE = 'set `worktree.baseRef` to `"head"` in `.claude/settings.json`, or push'


def check_dirty_baseline(facts: Facts) -> Iterator[Finding]:
    """Yields a finding on each edit that a commit never saw; else at most one on what a start leaves behind."""
    baseline = facts.baseline
    if baseline is None:
        return
    for edit in baseline.unseen:
        yield _unseen(edit, refuses=baseline.by_agent or facts.config.hooks.apply_to is Whose.EVERYONE)
    if baseline.tree is None:
        return
    paths = [one for one in baseline.tree.paths if not _is_waived(facts.config, one.path)]
    free = [one for one in paths if one.at_work is None]
    if baseline.moment is Moment.NEW_WORKTREE:
        if paths:
            yield _new_worktree(baseline.tree, paths)
    elif free:
        yield _dispatch(baseline, baseline.tree, free)
    elif baseline.isolated and baseline.start is not None and baseline.start.lacks:
        yield _started_elsewhere(baseline.start)
    elif paths and not baseline.isolated:
        yield _at_work(paths)


def _is_waived(config: Config, path: str) -> bool:
    return any(entry.rule == RULE.code and matches(entry.paths, path) for entry in config.suppressions)


def _dispatch(baseline: Baseline, tree: DirtyTree, paths: Sequence[DirtyPath]) -> Finding:
    have = "has" if len(paths) == 1 else "have"
    harm = "will not see" if baseline.isolated else "may overwrite, or commit as its own"
    message = f"{_listed(paths, is_cut=tree.is_cut)} {have} uncommitted changes that the new agent {harm}"
    advice = _first(tree, paths)
    if baseline.isolated and baseline.start is not None:
        start = printable(baseline.start.name)
        message += f": its worktree starts from `{start}`, where local commits are not either"
        advice += f"\nThen: {_HEAD_AS_BASE}; the commit alone does not reach the new agent"
    return _finding(Severity.ERROR, message, advice, paths)


def _first(tree: DirtyTree, paths: Sequence[DirtyPath]) -> str:
    if tree.operation is not None:
        return f"First: finish the {tree.operation} that is in progress: {_FINISH[tree.operation]}"
    if _is_too_much(paths):
        return (
            "First: commit what belongs to the project, by name, and let `.gitignore` name what a program made; "
            "`git status --short` lists them"
        )
    return f"First: {_commit(tree, paths)}"


def _is_too_much(paths: Sequence[DirtyPath]) -> bool:
    """Tells whether a command that commits all of it would be a sweep: many paths, or a folder of very many files."""
    return len(paths) > _MOST_IN_COMMAND or any(one.path.endswith("/") for one in paths)


def _commit(tree: DirtyTree, paths: Sequence[DirtyPath], git: str = "git") -> str:
    """Writes the commands that commit some paths, and nothing that others have staged."""
    to_add = [one.path for one in paths if one.unstaged]
    named = {one.path for one in paths}
    only = [one.path for one in paths] if any(one.staged and one.path not in named for one in tree.paths) else []
    add = f"{git} add {_end_of_options(to_add)}{in_shell(to_add)} && " if to_add else ""
    return f"{add}{git} commit -m {_MESSAGE}" + (f" -- {in_shell(only)}" if only else "")


def _end_of_options(paths: Sequence[str]) -> str:
    return "-- " if any(path.startswith("-") for path in paths) else ""


def _started_elsewhere(start: OtherStart) -> Finding:
    message = (
        f"the new agent's worktree starts from `{printable(start.name)}`, which lacks {number(start.lacks, 'commit')} "
        f"of the current branch"
    )
    return _finding(Severity.WARNING, message, f"{_HEAD_AS_BASE} them", ())


def _at_work(paths: Sequence[DirtyPath]) -> Finding:
    has = "has" if len(paths) == 1 else "have"
    message = f"{_listed(paths)} {has} uncommitted changes of agents that are at work in this directory"
    return _finding(Severity.WARNING, message, "tell the new agent to leave them alone", paths)


def _new_worktree(tree: DirtyTree, paths: Sequence[DirtyPath]) -> Finding:
    have = "has" if len(paths) == 1 else "have"
    folder = printable(tree.folder)
    listed = _listed(paths, is_cut=tree.is_cut)
    message = f"{listed} {have} uncommitted changes in `{folder}` that the new worktree does not have"
    if tree.operation is not None or _is_too_much(paths):
        advice = f"commit there what the new one needs before work starts: `git -C {shell_word(tree.folder)} status`"
    else:
        merge = f"git merge {shell_word(tree.branch)}" if tree.branch is not None else "git merge"
        advice = f"`{_commit(tree, paths, f'git -C {shell_word(tree.folder)}')}`, then `{merge}` in the new one"
    return _finding(Severity.WARNING, message, advice, paths)


def _unseen(edit: UnseenEdit, *, refuses: bool) -> Finding:
    folder, path = shell_word(edit.folder), printable(edit.path)
    what = "is deleted, but not committed," if edit.is_gone else "has uncommitted edits"
    message = f"`{path}` {what} in the worktree of `{printable(edit.worktree)}` (`{printable(edit.folder)}`)"
    if not edit.is_target:
        severity, advice = Severity.NOTE, None
    else:
        severity = Severity.ERROR if refuses else Severity.WARNING
        message += ", which this one never saw"
        add, commit = (command(f"git -C {folder} {verb}", [edit.path]) for verb in ("add", f"commit -m {_MESSAGE}"))
        after = f"then commit here, and `git rebase {shell_word(edit.worktree)}`"
        advice = f"they have to be committed there first: `{add} && {commit}`; {after}"
    return Finding(
        rule=RULE.code,
        name=RULE.name,
        severity=severity,
        message=message,
        help=advice,
        location=Location(path=edit.path),
        sibling=Sibling(name=edit.worktree),
    )


def _finding(severity: Severity, message: str, advice: str, paths: Sequence[DirtyPath]) -> Finding:
    return Finding(
        rule=RULE.code,
        name=RULE.name,
        severity=severity,
        message=message,
        help=advice,
        related=tuple(Related(path=one.path, note="uncommitted") for one in paths),
    )


def _listed(paths: Sequence[DirtyPath], *, is_cut: bool = False) -> str:
    shown = [f"`{printable(one.path)}`" + (" (new)" if one.untracked else "") for one in paths[:_MOST_NAMED]]
    if len(paths) > _MOST_NAMED:
        return f"{', '.join(shown)} and {'at least ' if is_cut else ''}{len(paths) - _MOST_NAMED:,} more"
    *others, last = shown
    return f"{', '.join(others)} and {last}" if others else last


def _example(story: str, baseline: Baseline, *messages: str) -> Example:
    return Example(story=story, facts=Facts(config=Config(), baseline=baseline), messages=messages)


def _dirty(*paths: DirtyPath) -> DirtyTree:
    return DirtyTree(folder="/home/ada/eval", paths=paths, branch="main")


_CONFIG = DirtyPath(path="backend/config.py")
_SPEC = DirtyPath(path="docs/auth.md", untracked=True)
_UNSEEN = UnseenEdit(path="backend/config.py", worktree="main", folder="/home/ada/eval", is_target=True)

RULE = Rule(
    code="AG106",
    name="dirty-baseline",
    summary="an agent or a worktree starts beside edits that are in no commit",
    why=(
        "Somebody makes two edits in a configuration file, or writes a fresh specification, does not commit, and "
        "starts an agent. In a worktree of its own that agent sees neither, and rewrites the file from what was "
        "committed before; in the same directory it overwrites the edits or commits them as its own. Nothing "
        "conflicts, the merge is clean, and the edits are gone."
    ),
    remedy=(
        "Commit before every hand-over; the message holds the command. Where Claude Code gives the agent a worktree of "
        'its own, that one starts from the default branch of `origin` unless `worktree.baseRef` is `"head"`: a local '
        "commit is then as invisible as an edit. A kind of agent that only reads is named in `hooks.read-only-agents`; "
        "paths that may lie about uncommitted are waived by a glob. At a commit in a linked worktree it is an error "
        "where a staged file has uncommitted edits in the worktree of the target branch, and a note where it has some "
        "in that of another task, which is parallel work as it should be. `docs/baseline.md` says more."
    ),
    severity=Severity.ERROR,
    anomaly=Anomaly.DIRTY_READ,
    needs=frozenset({"baseline"}),
    examples=(
        _example(
            "A coordinator edits a file, writes a specification, and starts an agent that works in another worktree.",
            Baseline(moment=Moment.DISPATCH, tree=_dirty(_CONFIG, _SPEC), isolated=True),
            "`backend/config.py` and `docs/auth.md` (new) have uncommitted changes that the new agent will not see",
        ),
        _example(
            "The same in a repository where worktrees of agents start from the remote's default branch.",
            Baseline(
                moment=Moment.DISPATCH,
                tree=_dirty(_CONFIG),
                isolated=True,
                start=OtherStart(name="origin/main", lacks=0),
            ),
            "`backend/config.py` has uncommitted changes that the new agent will not see: its worktree starts from "
            "`origin/main`, where local commits are not either",
        ),
        _example(
            "An agent commits in its worktree a file that has been edited, and not committed, where it came from.",
            Baseline(moment=Moment.COMMIT, unseen=(_UNSEEN,)),
            "`backend/config.py` has uncommitted edits in the worktree of `main` (`/home/ada/eval`), which this one "
            "never saw",
        ),
        _example("Everything is committed.", Baseline(moment=Moment.DISPATCH, tree=_dirty())),
    ),
    check=check_dirty_baseline,
)
