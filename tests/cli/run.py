"""Runs the real entry point in this process, as a shell would: folder, arguments, bytes in, text out."""

import io
import re
import sys
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

import pytest

from agentguard.cli.main import main

_SECONDS = re.compile(r"\d+\.\d s\b")


@dataclass(frozen=True)
class Done:
    """How a run ended: exit code, stdout, stderr; times are put to nought."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Runner:
    """Starts runs; by default in `folder`."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch

    def __call__(
        self,
        *arguments: str,
        stdin: bytes = b"",
        folder: Path | None = None,
        encoding: str = "utf-8",
        tty: bool = False,
    ) -> Done:
        out, err = _Stream(encoding, tty=tty), _Stream(encoding, tty=tty)
        with self.monkeypatch.context() as patch, chdir(folder or self.folder):
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
            code = main(arguments)
        return Done(code, _SECONDS.sub("0.0 s", out.text()), err.text())


class _Stream(io.TextIOWrapper):
    """A stream that remembers, and may be a terminal."""

    def __init__(self, encoding: str, *, tty: bool) -> None:
        self.bytes = io.BytesIO()
        self.tty = tty
        super().__init__(self.bytes, encoding=encoding, newline="")

    def isatty(self) -> bool:
        return self.tty

    def text(self) -> str:
        self.flush()
        return self.bytes.getvalue().decode(self.encoding)


def as_line(value: object) -> str:
    """Names a test case by the arguments of its command line."""
    return " ".join(value) if isinstance(value, list) else ascii(value)
