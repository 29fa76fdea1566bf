"""The command that scores lost updates."""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from agentguard.analyzer.git.repository import Repository
from evaluation.command import Command, add_repositories, repository_name
from evaluation.losses.cases import JUDGES, Kind, Loss
from evaluation.losses.history import History
from evaluation.losses.repairs import taken_back
from evaluation.losses.replays import copies, restored

_TITLES = {
    Kind.COPY: "made again on an old copy",
    Kind.RESTORED: "another file brought back",
    Kind.REPAIRED: "real, repaired later",
    Kind.REMOVAL: "announced removals and reverts",
}


def _configure(parser: argparse.ArgumentParser) -> None:
    add_repositories(parser)
    parser.add_argument("--count", type=int, default=100, help="made cases of each kind and repository")
    parser.add_argument("--list", action="store_true", help="name every case that agentguard judges wrong")


def _run(options: argparse.Namespace) -> int:
    results: dict[Kind, list[dict[str, bool]]] = {kind: [] for kind in Kind}
    for path in options.paths:
        for case in _cases(path, options):
            judged = {name: judge(case) for name, judge in JUDGES.items()}
            results[case.kind].append(judged)
            if options.list and judged["agentguard"] is not case.is_lost:
                print(_line(case), file=sys.stderr)
    print(_table(results))
    return 0


def _cases(path: str, options: argparse.Namespace) -> Iterator[Loss]:
    name = repository_name(path)
    with Repository.open(Path(path)) as repository:
        history = History(repository)
        makers: Sequence[Callable[[], Iterable[Loss]]] = (
            lambda: copies(repository, history, name, count=options.count, seed=options.seed),
            lambda: restored(history, name, count=options.count, seed=options.seed),
            lambda: taken_back(history, name),
        )
        for make in makers:
            found = list(make())
            print(f"{name}: {len(found)} cases", file=sys.stderr)
            yield from found


def _line(case: Loss) -> str:
    subject = case.taker.message.strip().partition("\n")[0]
    return (
        f"{case.repository} {case.kind} {case.commit[:12]} undoes {case.undone[:12]} {case.file.path} {subject[:70]!r}"
    )


def _table(results: dict[Kind, list[dict[str, bool]]]) -> str:
    kinds = [kind for kind in Kind if results[kind]]
    head = ["judge", *(f"{_TITLES[kind]} (n = {len(results[kind])})" for kind in kinds)]
    rows = [head, ["---"] * len(head)]
    for name in JUDGES:
        shares = [sum(one[name] for one in results[kind]) / len(results[kind]) for kind in kinds]
        rows.append([name, *(f"{share:.1%}" for share in shares)])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


COMMANDS = (
    Command(
        name="losses",
        summary="counts how many lost updates are found, and how many removals on purpose are called one",
        configure=_configure,
        run=_run,
    ),
)
