"""What `python -m evaluation COMMAND` can do."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One measurement.

    Attributes:
        name: how it is called.
        summary: one line for the help.
        configure: adds its arguments to a parser.
        run: makes the cases, scores them and prints tables; returns the exit code.
    """

    name: str
    summary: str
    configure: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def add_repositories(parser: argparse.ArgumentParser) -> None:
    """Adds the clones that a measurement is made on, and the seed of its choices."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="repositories, bare ones too")
    parser.add_argument("--seed", type=int, default=1, help="of the choice of cases")


def repository_name(path: str) -> str:
    """Names a repository by its folder; clones are often called `repo` or `.git`, in a folder with the name."""
    place = Path(path).resolve()
    return place.parent.name if place.name in {"repo", ".git", "repo.git"} else place.name.removesuffix(".git")
