"""Reads what a host tells of a call; hosts change, so whatever is missing or of another type counts as not told."""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.model.journal import Session
from agentguard.analyzer.model.value import dataclass
from agentguard.hooks.agents.patch import touched
from agentguard.hooks.agents.table import Dialect, Kind, Stage

_LONGEST_ID = 200
_MOST_EDITS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A file that a call names.

    Attributes:
        path: absolute.
        old: the text that is replaced there; None for all of the file.
    """

    path: Path
    old: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a host tells, in the same words for every host.

    Attributes:
        event: as the host calls it.
        stage: which moment it is; None for one that does not matter here.
        kind: what the tool does; None without a tool, or for one that does not matter here.
        session: whose call it is; None where the host does not tell.
        folder: where the agent is, absolute; None where the host does not tell.
        id: the same before and after the call.
        command: the command line.
        command_folder: where it runs.
        edits: the files.
        agent: the kind of agent that is started.
        isolated: whether that gets a worktree of its own; None where the call does not say.
    """

    event: str = ""
    stage: Stage | None = None
    kind: Kind | None = None
    session: Session | None = None
    folder: Path | None = None
    id: str = ""
    command: str = ""
    command_folder: Path | None = None
    edits: tuple[Edit, ...] = ()
    agent: str | None = None
    isolated: bool | None = None


def read_call(data: bytes, dialect: Dialect) -> Call:
    """Reads one payload.

    Raises:
        AgentguardError: it is no JSON object.
    """
    payload = _object(data)
    fields = dialect.fields
    arguments = _arguments(_first(payload, fields.input))
    event = _text(_first(payload, fields.event))
    folder = _folder(_first(payload, fields.folder), None)
    kind = dialect.tools.get(_text(_first(payload, fields.tool)))
    command = _command(_first(arguments, fields.command))
    isolation = _first(arguments, fields.isolation)
    return Call(
        event=event,
        stage=dialect.stages.get(event) or _stage_of_nameless(payload, dialect),
        kind=kind,
        session=_session(payload, dialect),
        folder=folder,
        id=_text(_first(payload, fields.call))[:_LONGEST_ID],
        command=command,
        command_folder=_folder(_first(arguments, fields.command_folder), folder) or folder,
        edits=_edits(kind, command, arguments, dialect, folder),
        agent=_text(_first(arguments, fields.agent)) or None,
        isolated=None if isolation is None else isolation == "worktree",
    )


def _object(data: bytes) -> Mapping[str, Any]:
    try:
        payload = json.loads(data.decode("utf-8", "surrogateescape"))
    except (ValueError, RecursionError) as error:
        raise AgentguardError("what the host told is not JSON") from error
    if not isinstance(payload, dict):
        raise AgentguardError("what the host told is not a JSON object")
    return payload


def _arguments(value: object) -> Mapping[str, Any]:
    """Returns what the tool is called with; Copilot tells it as a text that holds JSON."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return {"command": value}
    return value if isinstance(value, dict) else {}


def _stage_of_nameless(payload: Mapping[str, Any], dialect: Dialect) -> Stage | None:
    if dialect.nameless is None:
        return None
    tool, result = dialect.nameless
    if tool not in payload:
        return None
    return Stage.AFTER if result in payload else Stage.BEFORE


def _session(payload: Mapping[str, Any], dialect: Dialect) -> Session | None:
    name = _text(_first(payload, dialect.fields.session))[:_LONGEST_ID]
    if not name:
        return None
    subagent = _text(_first(payload, dialect.fields.subagent))[:_LONGEST_ID]
    return Session(id=name, host=dialect.host.agent, subagent=subagent or None)


def _command(value: object) -> str:
    """Returns a command line; Codex has told lists of words as well, most often of a shell that is given the text."""
    if isinstance(value, str):
        return _encodable(value)
    if isinstance(value, list) and value and all(isinstance(word, str) for word in value):
        from shlex import join  # noqa: PLC0415 - seldom needed

        return _encodable(join(value))
    return ""


def _encodable(text: str) -> str:
    """Returns a text that a shell can be given; in the place of half a character, which JSON can tell, is U+FFFD."""
    try:
        text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _edits(
    kind: Kind | None, command: str, arguments: Mapping[str, Any], dialect: Dialect, folder: Path | None
) -> tuple[Edit, ...]:
    if kind is Kind.PATCHER:
        named = [(_folder(one.path, folder), one.old) for one in touched(command)]
        return tuple(Edit(path=path, old=old) for path, old in named if path is not None)
    if kind not in {Kind.EDITOR, Kind.READER}:
        return ()
    path = _folder(_first(arguments, dialect.fields.path), folder)
    if path is None:
        return ()
    listed = _first(arguments, dialect.fields.edits)
    parts = listed[:_MOST_EDITS] if isinstance(listed, Sequence) and not isinstance(listed, str) else [arguments]
    olds = [_first(part, dialect.fields.old) for part in parts if isinstance(part, dict)]
    return tuple(Edit(path=path, old=old if isinstance(old, str) else None) for old in olds or [None])


def _folder(value: object, base: Path | None) -> Path | None:
    """Returns an absolute path; None where a text names none, or none that the file system could have."""
    text = _text(value)
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        return None
    if not text or "\0" in text:
        return None
    path = Path(text)
    if path.is_absolute():
        return path
    return base / path if base is not None else None


def _first(values: Mapping[str, Any], names: Sequence[str]) -> Any:
    return next((values[name] for name in names if name in values), None)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
