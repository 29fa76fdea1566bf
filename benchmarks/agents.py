"""Times what an agent waits for: the hook of its host, on an installed wheel, in a repository of 5,000 files."""

import json
import subprocess
from collections.abc import Mapping
from os import environ, getloadavg
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import Benchmark, Budget, Timing, in_turns

_FOLDERS, _FILES = 50, 100
_DIRTY = 5
_BARE = "bare Python"
# Times bare Python; what costs more is in seconds above it.
_RATIO = 1.3
_AFTER = "event: after "
_SECONDS = {"command": 0.110, "event": 0.120}
# A hook refuses by its exit code, which is no failure here.
_RUN = '"$0" claude <"$1" 2>/dev/null || true'


def agents(path: Path, *, runs: int) -> Benchmark:
    """Times the hook of Claude Code for each kind of event, the start of the program included.

    Args:
        path: the folder with the scripts of an installed agentguard, and its Python.
        runs: rounds.
    """
    hook = path / "agentguard-hook-agent"
    with TemporaryDirectory(prefix="agentguard-bench-") as folder:
        place = Path(folder)
        environ["XDG_STATE_HOME"] = str(place / "state")
        repository = repository_of_many(place / "repository")
        commands = {
            name: ("sh", "-c", _RUN, str(hook), str(_written(place, number, document)))
            for number, (name, document) in enumerate(_calls(repository).items())
        }
        bare = {_BARE: ("sh", "-c", '"$0" -c pass </dev/null || true', str(path / "python"))}
        before = getloadavg()[0]
        # What goes on after a call would be in the way of the others.
        later = {name: command for name, command in commands.items() if _AFTER in name}
        waited = {name: command for name, command in commands.items() if name not in later}
        timings = (*in_turns({**bare, **waited}, cwd=place, runs=runs), *in_turns(later, cwd=place, runs=runs))
    busy = f"{before:.1f} at the beginning, {getloadavg()[0]:.1f} at the end"
    return Benchmark(
        title="agents",
        facts={"files": f"{_FOLDERS * _FILES:,}", "load": busy},
        timings=timings,
        budgets=tuple(_budgets(timings)),
    )


def _budgets(timings: tuple[Timing, ...]) -> list[Budget]:
    bare, *others = timings
    found = []
    for timing in others:
        kind = timing.name.partition(":")[0]
        if kind == "no git":
            limit, value, what = _RATIO * bare.median, timing.median, f"s ({_RATIO} x bare Python)"
        else:
            limit, value, what = _SECONDS[kind], timing.median - bare.median, "s above bare Python"
        found.append(Budget(what=f"{timing.name}, {what}", limit=limit, value=value))
    return found


def _calls(repository: Path) -> Mapping[str, object]:
    file = str(repository / "d1" / "f1.py")
    return {
        "no git: a list of files": _shell(repository, "ls -la 'd 1' | head"),
        "command: git status": _shell(repository, "git status --short | head -3"),
        "command: explicit paths": _shell(repository, "git add d1/f1.py && git commit -m 'say why'"),
        "command: a loop": _shell(repository, 'for f in d1/f1.py d1/f2.py; do git add "$f"; done'),
        "command: a folder": _shell(repository, "git add d1"),
        "command: a sweep": _shell(repository, "cd d1 && git add -A && git commit -m 'say why'"),
        "event: before an edit": _call(
            repository, "Edit", file_path=file, old_string="return 1", new_string="return 2"
        ),
        "event: before an agent": _call(repository, "Agent", prompt="go", subagent_type="coder"),
        "event: after an edit": _call(repository, "Edit", "PostToolUse", file_path=file),
        "event: after a read": _call(repository, "Read", "PostToolUse", file_path=file),
        "event: after a command": _shell(repository, "make", "PostToolUse"),
        "event: a session starts": {"session_id": "s", "cwd": str(repository), "hook_event_name": "SessionStart"},
    }


def _shell(repository: Path, command: str, event: str = "PreToolUse") -> object:
    return _call(repository, "Bash", event, command=command)


def _call(repository: Path, tool: str, event: str = "PreToolUse", **told: str) -> object:
    common = {"session_id": "s", "cwd": str(repository), "hook_event_name": event, "tool_name": tool}
    return {**common, "tool_input": told, "tool_use_id": "call_1"}


def _written(place: Path, number: int, document: object) -> Path:
    path = place / f"{number}.json"
    path.write_text(json.dumps(document, separators=(",", ":")), "utf-8")
    return path


def repository_of_many(place: Path) -> Path:
    """Makes a repository of 5,000 files, some of them changed."""
    for folder in range(_FOLDERS):
        (place / f"d{folder}").mkdir(parents=True)
        for number in range(_FILES):
            (place / f"d{folder}" / f"f{number}.py").write_text(f"def f{number}():\n    return {folder}\n", "utf-8")
    for words in (
        ("init", "--quiet", "--initial-branch=main", "--template="),
        ("add", "--all"),
        ("-c", "user.name=Ada", "-c", "user.email=ada@example.invalid", "commit", "--quiet", "--message=start"),
    ):
        subprocess.run(["git", "-C", str(place), *words], check=True)
    for number in range(_DIRTY):
        (place / "d1" / f"f{number}.py").write_text("y = 1\n", "utf-8")
    return place
