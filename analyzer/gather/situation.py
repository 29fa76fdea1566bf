"""Adds to the facts about a change what depends on who asks, and on a commit that is in progress."""

from agentguard.analyzer.gather.change import Subject
from agentguard.analyzer.git.worktrees import is_linked
from agentguard.analyzer.model.baseline import Baseline, Moment
from agentguard.analyzer.model.changes import Skipped
from agentguard.analyzer.model.config import Config, Whose
from agentguard.analyzer.model.journal import GitProcess, Journal, Session
from agentguard.analyzer.model.rules import Facts
from agentguard.analyzer.model.value import dataclass, replace

# The commit's own words can still be judged.
_NO_JOURNAL = Skipped(what="how files were staged before this commit", reason="no journal is kept (`hooks.journal`)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Who asks, what was declared, and what is about to happen.

    Attributes:
        scope: path globs that the change was declared to touch, None where nothing was declared.
        is_staged: the change ends with what is staged in the current worktree.
        journal: that of the worktree, None where there is none.
        session: who asks, None for a person or where nobody knows.
        committing: the git process that makes a commit of what is staged, None where none does.
        message: of that commit, as far as it is known.
        amended: id of the commit that it makes anew, None where it is another one.
        is_quick: only warnings and errors are asked for; what could be a note at most need not be looked for.
    """

    scope: tuple[str, ...] | None = None
    is_staged: bool = False
    journal: Journal | None = None
    session: Session | None = None
    committing: GitProcess | None = None
    message: str = ""
    amended: str | None = None
    is_quick: bool = False


def with_situation(
    facts: Facts, subject: Subject, needs: frozenset[str], situation: Situation
) -> tuple[Facts, tuple[Skipped, ...]]:
    """Returns the facts with those that the situation adds, and what could not be looked at.

    Args:
        facts: what is known of the change.
        subject: the change.
        needs: names of the facts that rules ask for.
        situation: who asks.
    """
    facts = replace(facts, scope=situation.scope, commit=situation.amended)
    if not situation.is_staged:
        return facts, ()
    facts, unread = _with_staging(facts, subject, needs, situation)
    if "baseline" not in needs or not is_linked(subject.repository):
        return facts, unread
    from agentguard.analyzer.gather.unseen import read_unseen  # noqa: PLC0415 - only a linked worktree needs it

    unseen, skipped = read_unseen(subject.repository, subject.change.head_tree, facts.config.target)
    by_agent = situation.session is not None
    baseline = Baseline(moment=Moment.COMMIT, unseen=unseen, by_agent=by_agent)
    return replace(facts, baseline=baseline), (*unread, *skipped)


def _with_staging(
    facts: Facts, subject: Subject, needs: frozenset[str], situation: Situation
) -> tuple[Facts, tuple[Skipped, ...]]:
    if "staging" not in needs:
        return facts, ()
    if not _can_find_anything(facts.config, situation):
        return facts, ()
    from agentguard.analyzer.gather.staging import read_staging  # noqa: PLC0415 - it reads command lines

    journal = situation.journal if situation.journal is not None else Journal()
    staging = read_staging(subject, journal, situation.session, situation.committing)
    return replace(facts, staging=staging), () if situation.journal is not None else (_NO_JOURNAL,)


def _can_find_anything(config: Config, situation: Situation) -> bool:
    """Tells whether how files were staged can matter.

    Who only asks about a change has no use for the words of a commit. Of a person's commit there is no more than a note
    to make, but where agents have staged something in the same directory.
    """
    if situation.journal is None and situation.committing is None:
        return False
    if not situation.is_quick or situation.session is not None or config.hooks.apply_to is Whose.EVERYONE:
        return True
    writes = situation.journal.index_writes if situation.journal is not None else ()
    return any(write.session is not None for write in writes)
