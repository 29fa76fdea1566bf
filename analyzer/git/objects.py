"""Reads objects through one persistent `git cat-file`."""

import subprocess
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import IO, NamedTuple

from agentguard.analyzer.git.process import Git, require_git

# Requests are answered in order; a batch of them must fit into the pipe's buffer while nobody reads the answers.
_PIPELINED = 64
_PIPELINED_BYTES = 16_384


class ObjectInfo(NamedTuple):
    """Id, kind and size in bytes of an object."""

    id: str
    kind: str
    size: int


class Objects:
    """Answers for object ids, `<id>^{tree}` and `<id>:<path>`; a missing or damaged object is None.

    Not safe to share between threads. Close it, or use it as a context manager.
    """

    def __init__(self, git: Git) -> None:
        self._git = git
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Objects":
        return self

    def __exit__(self, *unused: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends git."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(OSError):
            _pipes(process)[0].close()
        process.kill()
        process.wait()
        _pipes(process)[1].close()

    def info(self, name: str) -> ObjectInfo | None:
        """Returns what is known of an object without its content, None where there is none."""
        return next(self._ask("info", [name]))[1]

    def read(self, name: str) -> bytes | None:
        """Returns the content of one object."""
        return next(self.read_many([name]))[1]

    def read_many(self, names: Iterable[str]) -> Generator[tuple[str, bytes | None], None, None]:
        """Yields name and content in the order asked."""
        for batch in _batches(names):
            yield from self._contents(batch)

    def info_many(self, names: Iterable[str]) -> Iterator[tuple[str, ObjectInfo | None]]:
        """Yields name and info in the order asked."""
        for batch in _batches(names):
            yield from self._ask("info", batch)

    def _contents(self, names: Sequence[str]) -> Iterator[tuple[str, bytes | None]]:
        for name, info in self._ask("contents", names):
            if info is None:
                yield name, None
                continue
            content = _pipes(self._started())[1].read(info.size + 1)
            yield name, content[:-1]

    def _ask(self, verb: str, names: Sequence[str]) -> Iterator[tuple[str, ObjectInfo | None]]:
        """Sends all requests and yields their answer lines; restarts git behind an object on which it died."""
        rest = list(names)
        try:
            while rest:
                self._send(verb, rest)
                while rest:
                    line = _pipes(self._started())[1].readline()
                    if not line:
                        require_git()
                        self.close()
                        yield rest.pop(0), None
                        break
                    yield rest.pop(0), _parse_info(line)
        except GeneratorExit:
            if rest:  # answers that nobody will read would be taken for those to the next question
                self.close()
            raise

    def _send(self, verb: str, names: Sequence[str]) -> None:
        stdin = _pipes(self._started())[0]
        requests = "".join(f"{verb} {name}\n" for name in names if _fits_a_line(name))
        with suppress(BrokenPipeError):
            stdin.write(requests.encode("utf-8", "surrogateescape"))
            stdin.flush()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = subprocess.Popen(
                self._git.command(["cat-file", "--batch-command"]),
                cwd=self._git.cwd,
                env=self._git.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process


def _batches(names: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    room = _PIPELINED_BYTES
    for name in names:
        batch.append(name)
        room -= len(name)
        if len(batch) == _PIPELINED or room <= 0:
            yield batch
            batch, room = [], _PIPELINED_BYTES
    if batch:
        yield batch


def _fits_a_line(name: str) -> bool:
    if "\n" in name:
        msg = f"an object name has a new line: {name!r}"
        raise ValueError(msg)
    return True


def _parse_info(line: bytes) -> ObjectInfo | None:
    words = line.split()
    if len(words) == 3 and words[2].isdigit() and words[1] in {b"blob", b"tree", b"commit", b"tag"}:
        return ObjectInfo(words[0].decode(), words[1].decode(), int(words[2]))
    return None


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:  # pragma: no cover - both are pipes
        raise AssertionError
    return process.stdin, process.stdout
