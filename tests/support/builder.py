"""Builds real git repositories with constant ids: the one place where tests start git."""

import os
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

EPOCH = 1_700_000_000
HOUR = 3_600

_ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "LC_ALL": "C",
    "TZ": "UTC",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_EDITOR": "true",
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.invalid",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.invalid",
}

Content = str | bytes | None


class Attempt(NamedTuple):
    """What became of a command that may be refused."""

    code: int
    out: str
    err: str


@dataclass
class Builder:
    """A repository in `path` whose clock moves an hour a commit."""

    path: Path
    clock: int = EPOCH
    extra: dict[str, str] = field(default_factory=dict)

    @classmethod
    def create(cls, path: Path, *, bare: bool = False, object_format: str = "sha1") -> "Builder":
        path.mkdir(parents=True, exist_ok=True)
        builder = cls(path)
        options = ["--initial-branch=main", f"--object-format={object_format}", "--template="]
        builder.git("init", "--quiet", *options, *(["--bare"] if bare else []))
        builder.git("config", "gc.auto", "0")
        return builder

    def git(self, *arguments: str | bytes, stdin: bytes | None = None, check: bool = True) -> str:
        """Runs git here and returns stdout without its last newline, undecodable bytes as surrogates."""
        done = self.attempt(*arguments, stdin=stdin)
        if check and done.code:
            msg = f"git {arguments!r} failed with {done.code}: {done.err!r}"
            raise AssertionError(msg)
        return done.out.removesuffix("\n")

    def attempt(self, *arguments: str | bytes, stdin: bytes | None = None) -> Attempt:
        """Runs git here, whatever comes of it."""
        done = subprocess.run(
            [b"git", *(os.fsencode(argument) for argument in arguments)],
            cwd=self.path,
            env={**_ENVIRONMENT, **self._dates(), **self.extra},
            input=stdin,
            capture_output=True,
            check=False,
        )
        return Attempt(done.returncode, os.fsdecode(done.stdout), os.fsdecode(done.stderr))

    def write(self, files: Mapping[str, Content]) -> None:
        """Writes files into the worktree; None removes one; names may hold surrogates for bytes that are not UTF-8."""
        for name, content in files.items():
            path = self.path / name
            if content is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def commit(
        self,
        files: Mapping[str, Content] | None = None,
        message: str = "change",
        *,
        author: str = "Ada <ada@example.invalid>",
        hours: float = 1,
    ) -> str:
        """Writes and stages `files`, commits what is staged, and returns the commit's id."""
        self.write(files or {})
        if files:
            self.git("--literal-pathspecs", "add", "--all", "--force", "--", *files)
        self.clock += int(hours * HOUR)
        self.git("commit", "--quiet", "--allow-empty", "--no-verify", f"--author={author}", "--message", message)
        return self.head()

    def head(self) -> str:
        return self.git("rev-parse", "HEAD")

    def branch(self, name: str, start: str = "HEAD") -> None:
        self.git("switch", "--quiet", "--create", name, start)

    def switch(self, name: str) -> None:
        self.git("switch", "--quiet", name)

    def merge(self, *branches: str, options: Sequence[str] = (), message: str = "merge") -> str:
        self.clock += HOUR
        self.git("merge", "--quiet", "--no-ff", "-m", message, *options, *branches)
        return self.head()

    def worktree(self, path: Path, start: str = "HEAD", *, branch: str | None = None) -> "Builder":
        """Adds a linked worktree, on a new branch where one is named, and returns a builder on it."""
        options = ["-b", branch] if branch else []
        self.git("worktree", "add", "--quiet", *options, str(path), start)
        return Builder(path, clock=self.clock)

    def clone(self, path: Path, *options: str) -> "Builder":
        """Clones over git's own transport, so that `--depth` and `--filter` count."""
        self.git("config", "uploadpack.allowFilter", "true")
        self.git("clone", "--quiet", "--template=", *options, f"file://{self.path}", str(path))
        return Builder(path, clock=self.clock)

    def submodule(self, path: str, origin: "Builder", message: str = "add a submodule") -> str:
        self.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(origin.path), path)
        return self.commit(None, message)

    def fast_import(self, commits: Iterable[tuple[str, Mapping[str, str]]], *, branch: str = "main") -> None:
        """Appends many commits of message and files at once, an hour apart; the worktree is left alone."""
        stream = bytearray()
        start = f"from {self.git('rev-parse', branch)}\n" if self.git("branch", "--list", branch) else ""
        for message, files in commits:
            self.clock += HOUR
            text = message.encode()
            stream += f"commit refs/heads/{branch}\ncommitter Ada <ada@example.invalid> {self.clock} +0000\n".encode()
            stream += b"data %d\n%s\n" % (len(text), text) + start.encode()
            start = ""
            for name, content in files.items():
                data = content.encode()
                stream += b"M 100644 inline %s\ndata %d\n%s\n" % (name.encode(), len(data), data)
        self.git("fast-import", "--quiet", stdin=bytes(stream))

    def raw_commit(self, body: bytes, *, branch: str = "main") -> str:
        """Writes a commit object as it stands, even one that git would not make, and moves a branch to it."""
        commit = self.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=body)
        self.git("update-ref", f"refs/heads/{branch}", commit)
        return commit

    def objects(self) -> frozenset[str]:
        """Returns the ids of all objects that are here."""
        listed = self.git("cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objectname)")
        return frozenset(listed.splitlines())

    def _dates(self) -> dict[str, str]:
        date = f"{self.clock} +0000"
        return {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
