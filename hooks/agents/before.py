"""What is asked before a call: a shell command, the start of another agent, an edit."""

from typing import TYPE_CHECKING

from agentguard.analyzer.model.decisions import ALLOWED, Decision, Verdict
from agentguard.hooks.agents.payload import Call
from agentguard.hooks.agents.table import Dialect, Kind

if TYPE_CHECKING:
    from agentguard.analyzer.git.place import Place
    from agentguard.analyzer.model.journal import Journal


def decide(call: Call, dialect: Dialect) -> Decision:
    """Decides on a call before it is made.

    Raises:
        AgentguardError: git is missing or failed, or the settings are wrong.
    """
    match call.kind:
        case Kind.SHELL | Kind.FOREIGN_SHELL:
            return _decide_command(call)
        case Kind.STARTER:
            return _decide_start(call, dialect)
        case Kind.EDITOR | Kind.PATCHER:
            return _decide_edit(call)
        case _:
            return ALLOWED


def _decide_command(call: Call) -> Decision:
    from agentguard.analyzer.commandline.concern import may_concern_git, may_hide_git  # noqa: PLC0415 - most need no more
    from agentguard.coordinator.state import is_strict  # noqa: PLC0415 - likewise

    if not (may_hide_git if is_strict() else may_concern_git)(call.command):
        return ALLOWED
    from agentguard.analyzer.engine.asking import Asker  # noqa: PLC0415 - likewise
    from agentguard.analyzer.engine.decide import decide_command, decide_unread  # noqa: PLC0415 - likewise

    asker = Asker(folder=call.command_folder, session=call.session, journal=_journal)
    return (decide_unread if call.kind is Kind.FOREIGN_SHELL else decide_command)(call.command, asker)


def _journal(place: "Place") -> "Journal":
    from agentguard.coordinator.journal import read_journal  # noqa: PLC0415 - only a refusal looks into it

    return read_journal(place)


def _decide_start(call: Call, dialect: Dialect) -> Decision:
    from agentguard.analyzer.engine.dispatch import decide_dispatch  # noqa: PLC0415 - other calls need none of it
    from agentguard.analyzer.model.baseline import Dispatch  # noqa: PLC0415 - likewise
    from agentguard.coordinator.journal import read_journal  # noqa: PLC0415 - likewise
    from agentguard.hooks.agents.isolation import base_of, is_isolated  # noqa: PLC0415 - likewise
    from agentguard.hooks.agents.trees import worktree_of  # noqa: PLC0415 - likewise

    with worktree_of(call.folder) as repository:
        if repository is None or repository.root is None:
            return ALLOWED
        isolated = is_isolated(call, dialect, repository.root)
        dispatch = Dispatch(
            kind=call.agent,
            isolated=isolated,
            base=base_of(repository.root) if isolated else None,
            host=dialect.host.agent,
            session=call.session,
        )
        return decide_dispatch(repository, dispatch, read_journal(repository.place))


def _decide_edit(call: Call) -> Decision:
    from agentguard.analyzer.engine.edits import before_edit  # noqa: PLC0415 - other calls need none of it
    from agentguard.analyzer.model.config import EditNotice  # noqa: PLC0415 - likewise
    from agentguard.analyzer.model.edits import PlannedEdit  # noqa: PLC0415 - likewise
    from agentguard.coordinator.journal import read_journal  # noqa: PLC0415 - likewise
    from agentguard.hooks.agents.trees import worktree_of_files  # noqa: PLC0415 - likewise

    with worktree_of_files(call.edits) as found:
        if found is None:
            return ALLOWED
        repository, files = found
        planned = [PlannedEdit(path=file.path, old=file.old) for file in files]
        known = before_edit(repository, planned, call.session, read_journal(repository.place))
    if not known.lines:
        return ALLOWED
    asks = known.notice is EditNotice.ASK and known.is_close
    return Decision(
        verdict=Verdict.ASK if asks else Verdict.INFORM, message=known.lines[0], help="\n".join(known.lines[1:]) or None
    )
