"""Starts git: argument lists, bytes in and out, decided by exit code."""

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO

from agentguard.analyzer.errors import AgentguardError, GitError
from agentguard.analyzer.git.environment import OVERRIDES
from agentguard.analyzer.git.temporary import temporary_file
from agentguard.analyzer.model.value import dataclass, field, replace
from agentguard.analyzer.printable import printable, printable_lines

MINIMUM = (2, 38)
_STDERR_SHOWN = 2_000
# Git goes on while the reader thinks; the system's own default holds a few hundred commits.
_PIPE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Git:
    """The way git is called for one repository: folder, environment, extra options."""

    cwd: Path
    environment: Mapping[str, str]
    options: tuple[str, ...] = ()

    def with_environment(self, **extra: str) -> "Git":
        """Adds variables, for instance those of a quarantine."""
        return replace(self, environment={**self.environment, **extra})

    def with_config(self, settings: Sequence[str]) -> "Git":
        """Adds `key=value` settings behind the fixed ones."""
        return replace(self, options=(*self.options, *settings))

    def command(self, arguments: Sequence[str]) -> list[bytes]:
        """Builds the whole argument list."""
        settings = [part for setting in (*OVERRIDES, *self.options) for part in ("-c", setting)]
        return [os.fsencode(part) for part in ("git", "--no-pager", *settings, *arguments)]

    def run(
        self, *arguments: str, stdin: bytes = b"", ok: Sequence[int] = (0,), seconds: float | None = None
    ) -> "Answer":
        """Runs git to its end, or for so many seconds.

        Raises:
            GitError: the exit code is not one of `ok`.
            AgentguardError: it took too long.
        """
        try:
            done = subprocess.run(
                self.command(arguments),
                cwd=self.cwd,
                env=self.environment,
                input=stdin,
                capture_output=True,
                check=False,
                timeout=seconds,
            )
        except subprocess.TimeoutExpired as error:
            raise AgentguardError(f"`git {printable(arguments[0])}` took more than {seconds:g} s") from error
        except OSError:
            require_git()
            raise
        answer = Answer(code=done.returncode, stdout=done.stdout, stderr=done.stderr)
        if done.returncode not in ok:
            require_git()
            raise failure(arguments, done.returncode, done.stderr)
        return answer

    @contextmanager
    def stream(self, *arguments: str) -> Iterator[IO[bytes]]:
        """Runs git and yields its stdout while it works; ends git when the reader stops early.

        Raises:
            GitError: git failed after its output was read to the end.
        """
        with (
            temporary_file() as spool,
            subprocess.Popen(
                self.command(arguments),
                cwd=self.cwd,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=spool,
                pipesize=_PIPE_BYTES,
            ) as process,
        ):
            stdout = process.stdout
            if stdout is None:  # pragma: no cover - PIPE was asked for
                return
            try:
                yield stdout
                read_to_end = not stdout.read(1)
            except BaseException:
                process.kill()
                raise
            if not read_to_end:
                process.kill()
            elif process.wait():
                require_git()
                spool.seek(0)
                raise failure(arguments, process.returncode, spool.read(_STDERR_SHOWN))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a git process said; `stderr` is for messages only, never for decisions."""

    code: int
    stdout: bytes
    stderr: bytes = field(default=b"", repr=False)

    @property
    def text(self) -> str:
        """The output without its last newline; bytes that are not UTF-8 as surrogate escapes."""
        return self.stdout.decode("utf-8", "surrogateescape").removesuffix("\n")

    def fields(self) -> list[str]:
        """The NUL-terminated fields of the output."""
        return self.stdout.decode("utf-8", "surrogateescape").split("\0")[:-1]


def failure(arguments: Sequence[str], code: int, stderr: bytes) -> GitError:
    """Describes a failed git command."""
    said = printable_lines(stderr[:_STDERR_SHOWN].decode("utf-8", "replace").strip())
    shown = printable(" ".join(arguments[:3]))
    cause = f": {said}" if said else ""
    return GitError(f"`git {shown}` failed with exit code {code}{cause}", code=code, stderr=said)


@cache
def require_git() -> tuple[int, ...]:
    """Returns git's version; asked where git fails, which one that is too old does sooner or later.

    Raises:
        AgentguardError: git is missing or too old.
    """
    wanted = ".".join(map(str, MINIMUM))
    try:
        said = subprocess.run(["git", "version"], capture_output=True, check=False).stdout.decode("ascii", "replace")
    except OSError as error:
        raise AgentguardError("git was not found", f"install git {wanted} or newer") from error
    version = parse_version(said)
    if version < MINIMUM:
        shown = ".".join(map(str, version)) or printable(said.strip())
        raise AgentguardError(f"git {shown} is too old", f"install git {wanted} or newer (`git merge-tree` needs it)")
    return version


def parse_version(said: str) -> tuple[int, ...]:
    """Reads the numbers from what `git version` says, such as `git version 2.39.5 (Apple Git-154)`."""
    words = said.split()
    numbers: list[int] = []
    for part in words[2].split(".") if len(words) > 2 else ():
        if not part.isdecimal():
            break
        numbers.append(int(part))
    return tuple(numbers)
