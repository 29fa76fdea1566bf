"""Examines how agentguard is installed in a repository, tries it, and mends what `init` would do otherwise."""

from collections.abc import Mapping

from agentguard.analyzer.engine.doctor import judge
from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.changes import Skipped
from agentguard.analyzer.model.setup import Checkup, DoctorReport, Door, Plan
from agentguard.analyzer.target import find_target
from agentguard.coordinator.setup.agents import SETTINGS
from agentguard.coordinator.setup.apply import apply_plan
from agentguard.coordinator.setup.checkup import check_up
from agentguard.coordinator.setup.commands import NET, TRAILERS
from agentguard.coordinator.setup.plan import InitRequest, plan_init
from agentguard.coordinator.setup.probes import try_doors

_SETTINGS = ("agentguard.toml", "pyproject.toml")


def examine(repository: Repository, environment: Mapping[str, str], *, fix: bool) -> DoctorReport:
    """Returns what is wrong, and what a try at each door showed.

    Args:
        repository: where to look; nothing is tried in it.
        environment: of the one who asks.
        fix: mend before what `--fix` can mend.
    """
    checkup = check_up(repository, environment)
    fixed = None
    if fix:
        fixed = _mend(repository, checkup)
        checkup = check_up(repository, environment)
    doors, skipped = _tried(repository, checkup, environment)
    return DoctorReport(
        git=checkup.around.git, doors=doors, ailments=judge(checkup, doors), fixed=fixed, skipped=skipped
    )


def _mend(repository: Repository, checkup: Checkup) -> Plan:
    if not any(ailment.fixable for ailment in judge(checkup, ())):
        return Plan()
    installed = {agent.host: agent.name for agent in checkup.agents if agent.installed}
    events = {hook.event for hook in checkup.hooks if hook.by is not None}
    request = InitRequest(
        # What was installed for this clone alone stays so.
        local=any(name == SETTINGS[host].private for host, name in installed.items()),
        net=NET in events,
        trailers=any(hook.event == TRAILERS for hook in checkup.hooks),
    )
    plan = plan_init(repository, request)
    apply_plan(repository, plan)
    return plan


def _tried(
    repository: Repository, checkup: Checkup, environment: Mapping[str, str]
) -> tuple[tuple[Door, ...], tuple[Skipped, ...]]:
    try:
        settings = {} if checkup.settings_error is not None else _own_settings(repository)
        return try_doors(checkup, settings, environment), ()
    except AgentguardError as error:
        return (), (Skipped(what="the doors", reason=error.message),)


def _own_settings(repository: Repository) -> dict[str, bytes]:
    """Returns the files that agentguard reads its settings from, as they are on the target."""
    target = find_target(repository)
    if target is None:
        return {}
    contents = ((name, repository.objects.read(f"{target.commit}:{name}")) for name in _SETTINGS)
    return {name: content for name, content in contents if content is not None}
