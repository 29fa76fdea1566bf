"""Asks real git what a command does."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from evaluation.commands.cases import Case, Origin, Truth
from evaluation.commands.fixture import add_files, build, commit_and_change
from evaluation.commands.naming import files_to_make, in_named_folders, named
from evaluation.commands.sandbox import ROOM, Sandbox, sandbox
from evaluation.commands.takings import look, takings

_SHOWN = 4
_RANKS = (Truth.HARMLESS, Truth.EITHER, Truth.FOLDER, Truth.SWEEP)
_DIALECT = re.compile(r"\bsh\b.*\$'", re.DOTALL)  # what `sh` is differs from machine to machine
# What takes in changes of a repository that is not there yet, or of no folder of it, cannot be seen in the fixture.
_ELSEWHERE = re.compile(
    r"\bgit\s+(?:init|clone|worktree)\b|\bmktemp\b|\bcd\s+~|\bcd\s*(?:$|[;&|])|(?:cd|-C)\s+[\"']?(?:\.\.|/|\$|~)"
)
_CHOICE = re.compile(
    r"\bgit\b[^;&|\n]*\s(?:add|commit|stash|checkout|reset)\s[^;&|\n]*(?:-p\b|--patch|-i\b(?!\s+\S)|--interactive|-e\b)"
)
_INTENT = re.compile(r"\bgit\b[^;&|\n]*\s(?:add|stage)\s[^;&|\n]*(?:-[a-zA-Z]*N\b|--intent-to-add)")


@dataclass(frozen=True, slots=True)
class Labeller:
    """Runs commands.

    Attributes:
        place: where the sandbox is.
        templates: the fixture without and with files that are staged, to be copied for each run.
    """

    place: Sandbox
    templates: tuple[Path, Path]

    def label(self, text: str, *, group: str, source: str) -> Case:
        """Runs a command with nothing staged, and with two files staged, and says the worst that came of it."""
        truth, taken = self._try(text, staged=False)
        if truth is not Truth.SWEEP:
            truth, taken = max((truth, taken), self._try(text, staged=True), key=lambda one: _RANKS.index(one[0]))
        if truth is not Truth.SWEEP and any(one.search(text) for one in (_ELSEWHERE, _CHOICE, _INTENT, _DIALECT)):
            truth = Truth.EITHER
        shown = tuple(sorted(taken)[:_SHOWN])
        return Case(text=text, group=group, source=source, truth=truth, origin=Origin.GIT, taken=shown)

    def _try(self, text: str, *, staged: bool) -> tuple[Truth, frozenset[str]]:
        with TemporaryDirectory(prefix="room-") as name:
            Path(name).chmod(0o755)  # the other user has to get in
            room = Path(name, "room")
            shutil.copytree(self.templates[staged], room, symlinks=True)
            files, programs = files_to_make(text)
            commit_and_change(room, files)
            add_files(room / "repo", dict.fromkeys(programs, "#!/bin/sh\n"), mode=0o755)
            before = look(room)
            in_time = self.place.run(room, text)
            unnamed = takings(room, before)
        unnamed -= named(text, unnamed)
        if not unnamed:
            return Truth.HARMLESS if in_time else Truth.EITHER, unnamed
        left = unnamed - in_named_folders(text, unnamed)
        return (Truth.SWEEP, left) if left else (Truth.FOLDER, unnamed)


@contextmanager
def labeller() -> Iterator[Labeller]:
    """Makes a sandbox and the fixture, for as long as they are needed."""
    with sandbox() as place, TemporaryDirectory(prefix="fixture-") as name:
        templates = (Path(name, "plain"), Path(name, "staged"))
        for staged, template in enumerate(templates):
            build(template, moments=f"{ROOM}/moments", staged=bool(staged))
        yield Labeller(place, templates)
