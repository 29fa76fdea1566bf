"""Our command in the configuration of lefthook."""

from typing import Any

from agentguard.analyzer.errors import AgentguardError
from agentguard.coordinator.setup.commands import PROGRAM, STAGES
from agentguard.coordinator.setup.text import yaml as yaml_text
from agentguard.coordinator.setup.text.source import Source, read_source

CONFIGS = ("lefthook.yml", "lefthook.yaml", ".lefthook.yml", ".lefthook.yaml", ".config/lefthook.yml")
# Written in a form that has no place for a block of lines, or no comments.
OTHERS = ("lefthook.toml", ".lefthook.toml", "lefthook.json", ".lefthook.json", "lefthook.jsonc")
_NAME = "agentguard"
_ARGUMENTS = {"commit-msg": ('"{1}"',), "pre-push": ('"{1}"', '"{2}"')}


def stages_of(content: bytes, name: str) -> tuple[str, ...]:
    """Returns the stages that belong to lefthook: those that it has commands for, and the commit always.

    Raises:
        AgentguardError: the configuration cannot be read.
    """
    data = yaml_text.load(read_source(content, name).text, name)
    return tuple(stage for stage in STAGES if stage == STAGES[0] or (isinstance(data, dict) and data.get(stage)))


def with_commands(content: bytes, name: str) -> bytes:
    """Returns a configuration that calls us at each of its stages.

    Raises:
        AgentguardError: it cannot be read, or is written in a way that cannot be added to.
    """
    source = read_source(content, name)
    for stage in stages_of(content, name):
        if not _calls_us(yaml_text.load(source.text, name), stage):
            source = Source(text=_with_command(source, stage, name), marked=source.marked)
    return source.bytes_of(source.text)


def alone() -> bytes:
    """Returns a configuration with nothing but our command at a commit."""
    return with_commands(b"", CONFIGS[0])


def without_commands(content: bytes, name: str) -> bytes:
    """Returns a configuration without our commands.

    Raises:
        AgentguardError: it cannot be read, or a command shares its lines with others.
    """
    source = read_source(content, name)
    for stage in STAGES:
        keys = _place(yaml_text.load(source.text, name), stage)
        if keys is not None:
            source = Source(text=yaml_text.without_child(source, keys, name), marked=source.marked)
    return source.bytes_of(source.text)


def calls_us(content: bytes, stage: str, name: str) -> bool:
    """Tells whether a configuration calls us at a stage."""
    return _calls_us(yaml_text.load(read_source(content, name).text, name), stage)


def _with_command(source: Source, stage: str, name: str) -> str:
    data = yaml_text.load(source.text, name)
    held = data.get(stage) if isinstance(data, dict) else None
    run = [f"run: {_run(stage)}", *(["use_stdin: true"] if stage == "pre-push" else [])]
    job = [f"- name: {_NAME}", *(f"  {line}" for line in run)]
    command = [f"{_NAME}:", *(f"  {line}" for line in run)]
    if not held:
        if data and stage in data:
            raise AgentguardError(f"`{stage}` in `{name}` is empty", "take it out, or add the hook by hand")
        return yaml_text.appended(source, [f"{stage}:", "  commands:", *(f"    {line}" for line in command)], name)
    if isinstance(held, dict) and held.get("jobs"):
        return yaml_text.added_item(source, (stage, "jobs"), job, name)
    if isinstance(held, dict) and held.get("commands"):
        return yaml_text.added_member(source, (stage, "commands"), command, name)
    return yaml_text.added_member(source, (stage,), ["commands:", *(f"  {line}" for line in command)], name)


def _run(stage: str) -> str:
    """Returns the command; lefthook writes git's arguments in the place of `{1}` and `{2}`."""
    return " ".join([PROGRAM, stage, *_ARGUMENTS.get(stage, ())])


def _calls_us(data: Any, stage: str) -> bool:
    held = data.get(stage) if isinstance(data, dict) else None
    return PROGRAM in str(held)


def _place(data: Any, stage: str) -> yaml_text.Keys | None:
    """Returns where our command is, as far up as nothing else goes with it."""
    held = data.get(stage) if isinstance(data, dict) else None
    if not isinstance(held, dict):
        return None
    jobs, commands = held.get("jobs"), held.get("commands")
    for at, job in enumerate(jobs) if isinstance(jobs, list) else ():
        if isinstance(job, dict) and job.get("name") == _NAME and job.get("run") == _run(stage):
            return (stage, "jobs", at)
    if not isinstance(commands, dict):
        return None
    ours = commands.get(_NAME)
    if not isinstance(ours, dict) or ours.get("run") != _run(stage):
        return None
    if len(commands) > 1:
        return (stage, "commands", _NAME)
    return (stage, "commands") if len(held) > 1 else (stage,)
