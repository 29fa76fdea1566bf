"""Puts a script in front of the git that the code under test starts; the builder keeps the real one."""

import os
import shlex
import shutil
import signal
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import pytest

_MOMENT = 2.0
GIT = shutil.which("git") or "git"


@dataclass(frozen=True)
class GitWrapper:
    """A folder at the front of PATH, empty until `install`."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch

    def install(self, script: str) -> None:
        """Runs a shell script before each git process, in the same process."""
        self.folder.mkdir()
        wrapper = self.folder / "git"
        wrapper.write_text(f'#!/bin/sh\n{script}\nexec {shlex.quote(GIT)} "$@"\n')
        wrapper.chmod(0o755)
        self.monkeypatch.setenv("PATH", f"{self.folder}{os.pathsep}{os.environ['PATH']}")

    def record(self) -> None:
        """Writes down the id and the arguments of each git process."""
        self.install(self._record())

    def stop_at(self, command: str, pipe: Path) -> None:
        """Lets git never answer to one command; that it was asked is told by a line in the pipe, and written down."""
        # Who has closed its input is there to be told of a signal.
        stop = f"cat > /dev/null; {self._record()}; echo > {shlex.quote(str(pipe))}; exec sleep 600"
        self.install(f'case "$*" in *" {command} "*) {stop};; esac')

    def _record(self) -> str:
        # One write each, so that the lines of processes that run at once do not mix.
        return f'printf "%s\\0%s\\0\\n" "$$" "$(printf "%s " "$@")" >> {shlex.quote(str(self.log))}'

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def started(self) -> list[tuple[int, str]]:
        """Process id and arguments, `-c` settings left out, of everything that was started so far."""
        if not self.log.exists():
            return []
        fields = os.fsdecode(self.log.read_bytes()).split("\0\n")[:-1]
        return [(int(pid), _without_settings(words)) for pid, words in (field.split("\0") for field in fields)]

    def kill(self) -> None:
        """Ends those that still run."""
        for pid, _ in self.started:
            if _runs(pid):
                os.kill(pid, signal.SIGKILL)

    def alive(self) -> list[str]:
        """Returns the arguments of those that still run; what has just lost its reader gets a moment to notice."""
        end = monotonic() + _MOMENT
        while running := [words for pid, words in self.started if _runs(pid)]:
            if monotonic() > end:
                break
            sleep(0.01)
        return running


def _runs(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def _without_settings(words: str) -> str:
    rest = words.strip().split(" ")
    while "-c" in rest:
        place = rest.index("-c")
        del rest[place : place + 2]
    return " ".join(word for word in rest if word != "--no-pager")
