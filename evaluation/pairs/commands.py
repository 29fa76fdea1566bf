"""The commands that score pairs of parallel work."""

import argparse
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from agentguard.analyzer.git.repository import Repository
from evaluation.command import Command, add_repositories, repository_name
from evaluation.pairs.branches import branch_pairs
from evaluation.pairs.breakages import breakages
from evaluation.pairs.cases import Pair
from evaluation.pairs.concurrent import Sample
from evaluation.pairs.cooperbench import pairs_of, read_tasks
from evaluation.pairs.judge import Judged, judge
from evaluation.pairs.landings import main_line
from evaluation.pairs.mutants import Mutants
from evaluation.pairs.report import print_pair, print_tables
from evaluation.pairs.scores import is_right
from evaluation.pairs.scratch import Scratch, scratch

_Make = Callable[[Repository, Scratch, str, argparse.Namespace], Iterator[Pair]]


def _configure(parser: argparse.ArgumentParser) -> None:
    add_repositories(parser)
    parser.add_argument("--list", action="store_true", help="name every pair that was judged wrong, and why")
    parser.add_argument("--list-all", action="store_true", help="name every pair, notes too")
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="leave the repositories with the made commits there"
    )


def _configure_history(parser: argparse.ArgumentParser) -> None:
    _configure(parser)
    parser.add_argument("--count", type=int, default=20, help="pairs of each kind and repository")
    parser.add_argument("--newest", type=int, default=600, help="how many landings to look at, from the end")


def _configure_cooperbench(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dataset", metavar="DATASET", help="a clone of cooperbench/CooperBench")
    _configure(parser)
    parser.add_argument("--tasks", default="*", metavar="GLOB", help="such as `pallets_click_task/*`")
    parser.add_argument(
        "--tests", type=_program, metavar="PYTHON", help="an interpreter for the projects' tests: runs their code"
    )


def _program(name: str) -> str:
    """Finds a program; it is started in other folders."""
    found = shutil.which(name)
    if found is None:
        msg = f"no program named {name}"
        raise argparse.ArgumentTypeError(msg)
    return str(Path(found).absolute())


def _pulls(origin: Repository, made: Scratch, name: str, options: argparse.Namespace) -> Iterator[Pair]:
    line = main_line(origin, newest=options.newest)
    sample = Sample(made=made, line=line, name=name, count=options.count)
    yield from sample.pairs(options.seed)
    print(f"{name}: {len(sample.repaired)} pairs left out, changed again within three weeks", file=sys.stderr)


def _mutants(origin: Repository, made: Scratch, name: str, options: argparse.Namespace) -> Iterator[Pair]:
    line = main_line(origin, newest=options.newest)
    yield from Mutants(made=made, line=line, name=name, count=options.count).pairs(options.seed)


def _breakages(origin: Repository, _: Scratch, name: str, options: argparse.Namespace) -> Iterator[Pair]:
    yield from breakages(origin, main_line(origin, newest=options.newest), name)


def _configure_breakages(parser: argparse.ArgumentParser) -> None:
    _configure(parser)
    parser.add_argument("--newest", type=int, default=100_000, help="how many landings to look at, from the end")


def _configure_branches(parser: argparse.ArgumentParser) -> None:
    _configure(parser)
    parser.add_argument(
        "--broken",
        nargs=2,
        action="append",
        default=[],
        metavar="BRANCH",
        help="two that are known to break each other",
    )


def _branches(origin: Repository, made: Scratch, name: str, options: argparse.Namespace) -> Iterator[Pair]:
    yield from branch_pairs(origin, made, name, [frozenset(pair) for pair in options.broken])


def _cooperbench(origin: Repository, made: Scratch, _: str, options: argparse.Namespace) -> Iterator[Pair]:
    with Repository.open(Path(options.dataset)) as dataset:
        for task in read_tasks(dataset, options.tasks):
            if origin.find_commit(task.base) is not None:
                yield from pairs_of(task, made, python=options.tests)


def _score(options: argparse.Namespace, make: _Make) -> int:
    judged: list[Judged] = []
    for path in options.paths:
        name = repository_name(path)
        keep = options.keep / f"{name}.git" if options.keep else None
        with ExitStack() as opened:
            origin = opened.enter_context(Repository.open(Path(path)))
            made = opened.enter_context(scratch(origin, keep))
            for one in judge(made, make(origin, made, name, options)):
                judged.append(one)
                if options.list_all or (options.list and not is_right(one)):
                    print_pair(one, notes=options.list_all, folder=str(keep or path))
    print_tables(judged)
    return 0


COMMANDS = (
    Command(
        name="cooperbench",
        summary="pairs of features that were written for one commit: text conflicts, and tests of both together",
        configure=_configure_cooperbench,
        run=lambda options: _score(options, _cooperbench),
    ),
    Command(
        name="pulls",
        summary="pull requests of real histories that were made side by side: how often is there a false alarm",
        configure=_configure_history,
        run=lambda options: _score(options, _pulls),
    ),
    Command(
        name="mutants",
        summary="the same, with a definition that one side uses changed on the other: what is missed",
        configure=_configure_history,
        run=lambda options: _score(options, _mutants),
    ),
    Command(
        name="breakages",
        summary="pull requests that were made side by side, and whose meeting a later commit seems to have repaired",
        configure=_configure_breakages,
        run=lambda options: _score(options, _breakages),
    ),
    Command(
        name="branches",
        summary="all branches of a repository against each other: text conflicts, and what is known to break",
        configure=_configure_branches,
        run=lambda options: _score(options, _branches),
    ),
)
