"""The commands that count what AG208 and AG209 say of real histories."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter

from agentguard.analyzer.changesets import read_changes
from agentguard.analyzer.gather.change import subject_of
from agentguard.analyzer.gather.drift import read_drift
from agentguard.analyzer.gather.history.tree_drift import read_tree_drift
from agentguard.analyzer.gather.parallel.fork import read_fork
from agentguard.analyzer.gather.splits import change_of_commit
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.changes import ChangeSet
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import Confidence, Severity
from agentguard.analyzer.model.landed import Drift, Fork
from agentguard.analyzer.model.rules import Facts
from agentguard.analyzer.rules.wrong_base import check_wrong_base
from agentguard.analyzer.target import Target
from evaluation.command import Command, add_repositories, repository_name
from evaluation.pairs.landings import Landing, main_line

_MOST_FILES = 300


def _configure(parser: argparse.ArgumentParser) -> None:
    add_repositories(parser)
    parser.add_argument("--newest", type=int, default=200, help="commits, or pull requests, of each repository")
    parser.add_argument("--list", action="store_true", help="name everything that is called drift")


def _documents(options: argparse.Namespace) -> int:
    rows = [["repository", "commits", "with a warning", "warnings", "notes", "of the newest tree", "seconds for it"]]
    for path in options.paths:
        with Repository.open(Path(path)) as repository:
            commits, told = 0, Counter[str]()
            for commit, drifts in _drifts(repository, options.newest):
                commits += 1
                told["commits"] += any(drift.confidence is Confidence.HIGH for drift in drifts)
                for drift in drifts:
                    told["warnings" if drift.confidence is Confidence.HIGH else "notes"] += 1
                    _tell(drift, commit, listed=options.list)
            started = perf_counter()
            tree, _ = read_tree_drift(repository, repository.commit("HEAD"))
            seconds = perf_counter() - started
            for drift in tree:
                _tell(drift, drift.gone_since or "", listed=options.list)
        counts = (commits, told["commits"], told["warnings"], told["notes"], len(tree))
        rows.append([repository_name(path), *map(str, counts), f"{seconds:.1f}"])
    print(_table(rows))
    return 0


def _drifts(repository: Repository, newest: int) -> Iterator[tuple[str, Sequence[Drift]]]:
    for commit in repository.log(f"--max-count={newest}", "--no-merges", "HEAD"):
        if commit.parents and len(commit.paths) <= _MOST_FILES:
            yield commit.id, read_drift(subject_of(repository, change_of_commit(repository, commit), Config()))


def _tell(drift: Drift, commit: str, *, listed: bool) -> None:
    if listed:
        what = f"{drift.kind} {drift.name} of {drift.defined_in}"
        print(f"{drift.confidence} {commit[:12]} {what} in {drift.path}:{drift.line}", file=sys.stderr)


def _forks(options: argparse.Namespace) -> int:
    rows = [["repository", "pull requests", "behind: half", "9 of 10", "19 of 20", "warned of"]]
    for path in options.paths:
        with Repository.open(Path(path)) as repository:
            landings = main_line(repository, newest=options.newest).landings
            forks = [fork for one in landings if (fork := _fork(repository, one)) is not None]
        behind = sorted(fork.behind or 0 for fork in forks)
        warned = sum(map(_is_warned_of, forks))
        shares = [str(behind[int(len(behind) * share)]) if behind else "" for share in (0.5, 0.9, 0.95)]
        told = f"{warned} ({warned / len(forks):.1%})" if forks else ""
        rows.append([repository_name(path), str(len(forks)), *shares, told])
    print(_table(rows))
    return 0


def _fork(repository: Repository, landing: Landing) -> Fork | None:
    """Reads where a pull request had left the main line, as a check just before its landing would."""
    target = repository.commit(f"{landing.landed}^1")
    base_tree, head_tree = repository.tree(landing.base), repository.tree(landing.head)
    changes, _ = read_changes(repository, base_tree, head_tree)
    change = ChangeSet(
        name=str(landing.number),
        base=landing.base,
        head=landing.head,
        tip=landing.head,
        base_tree=base_tree,
        head_tree=head_tree,
        changes=changes,
    )
    return read_fork(repository, change, Target(name=target, commit=target))


def _is_warned_of(fork: Fork) -> bool:
    findings = check_wrong_base(Facts(config=Config(), fork=fork))
    return any(finding.severity is Severity.WARNING for finding in findings)


def _table(rows: Sequence[Sequence[str]]) -> str:
    lines = [rows[0], ["---"] * len(rows[0]), *rows[1:]]
    return "\n".join("| " + " | ".join(row) + " |" for row in lines)


COMMANDS = (
    Command(
        name="documents",
        summary="counts the names in documents that commits took away, and those of the newest tree (AG208)",
        configure=_configure,
        run=_documents,
    ),
    Command(
        name="forks",
        summary="counts how far behind pull requests were that landed, and how many AG209 warns of",
        configure=_configure,
        run=_forks,
    ),
)
