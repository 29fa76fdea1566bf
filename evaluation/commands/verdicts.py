"""What agentguard, or another guard, says of a command."""

import json
import os
import subprocess
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from time import perf_counter

from agentguard.analyzer.commandline import read_command
from agentguard.analyzer.model.commands import Breadth, CommandReading
from evaluation.commands.cases import Case, Truth
from evaluation.commands.fixture import ALIASES

_REFUSED = 2


class Verdict(StrEnum):
    """Names an answer, the worst of several first.

    Attributes:
        REFUSE: something in it is a sweep.
        FOLDER: it names a folder as such, or what may be one: the repository is asked.
        UNKNOWN: nobody can tell from its words.
        ALLOW: none of these.
    """

    REFUSE = "refuse"
    FOLDER = "folder"
    UNKNOWN = "unknown"
    ALLOW = "allow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A command and what is said of it."""

    case: Case
    verdict: Verdict
    why: str
    seconds: float


def judge(case: Case) -> Judged:
    """Reads a command as agentguard does before it runs."""
    started = perf_counter()
    reading = read_command(case.text, ALIASES)
    seconds = perf_counter() - started
    verdict, why = _verdict(reading, may_be_folder=case.truth is Truth.FOLDER)
    return Judged(case=case, verdict=verdict, why=why, seconds=seconds)


def judge_by_script(case: Case, script: Path) -> Judged:
    """Asks a script that is written as a hook of Claude Code: exit code 2 or a decision refuses."""
    payload = {"hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": {"command": case.text}, "cwd": "/"}
    told = json.dumps(payload, separators=(",", ":")).encode()
    env = {"PATH": os.defpath, "HOME": "/nonexistent"}
    started = perf_counter()
    done = subprocess.run([script], input=told, capture_output=True, check=False, timeout=60, cwd="/", env=env)
    refused = done.returncode == _REFUSED or b'"deny"' in done.stdout or b'"block"' in done.stdout
    verdict = Verdict.REFUSE if refused else Verdict.ALLOW
    return Judged(case=case, verdict=verdict, why="", seconds=perf_counter() - started)


def _verdict(reading: CommandReading, *, may_be_folder: bool) -> tuple[Verdict, str]:
    by_breadth = {call.breadth: call for call in reversed(reading.calls) if call.act is not None}
    if Breadth.SWEEP in by_breadth:
        call = by_breadth[Breadth.SWEEP]
        return Verdict.REFUSE, f"git {' '.join(call.words)[:80]} ({call.why})"
    # Whether a name is a folder is asked of the repository, where the pure reading hands on the name.
    if Breadth.FOLDER in by_breadth or (may_be_folder and Breadth.NAMED in by_breadth):
        return Verdict.FOLDER, ""
    if Breadth.UNKNOWN in by_breadth or reading.unknown:
        return Verdict.UNKNOWN, "; ".join((*(call.why for call in reading.calls if call.why), *reading.unknown))[:80]
    return Verdict.ALLOW, ""
