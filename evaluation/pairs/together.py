"""Do the tests of a feature still pass where another one was merged beside it?"""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from agentguard.analyzer.errors import GitError
from evaluation.pairs.scratch import Scratch

_SECONDS = 600
_OPTIONS = ("-q", "-x", "-p", "no:cacheprovider", "-p", "no:randomly")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The tests of one feature.

    Attributes:
        merged: tree of both features.
        alone: tree of the feature alone, on which its tests must pass to say anything.
        tests: a patch that adds them.
        files: what to run.
    """

    merged: str
    alone: str
    tests: bytes
    files: tuple[str, ...]


def outcome(made: Scratch, trial: Trial, python: str) -> str:
    """Returns what fails on the merged tree and not alone, in one clause; empty where nothing does.

    This runs code of the project that is measured on: only for data sets that are trusted.
    """
    failed = _failure(made, trial.merged, trial, python)
    return failed if failed and not _failure(made, trial.alone, trial, python) else ""


def _failure(made: Scratch, tree: str, trial: Trial, python: str) -> str:
    with TemporaryDirectory(prefix="agentguard-evaluation-") as folder:
        try:
            made.check_out(tree, trial.tests, Path(folder))
        except GitError:
            return "the tests do not apply to it"
        sources = Path(folder) / "src"
        run = subprocess.run(
            [python, "-m", "pytest", *_OPTIONS, *trial.files],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(sources if sources.is_dir() else folder)},
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    if run.returncode == 0:
        return ""
    said = [line for line in run.stdout.decode("utf-8", "replace").splitlines() if line.startswith(("FAILED", "ERROR"))]
    return said[0] if said else f"pytest ends with {run.returncode}"
