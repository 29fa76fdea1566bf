"""Pairs of features of CooperBench: two patches that were written for one commit of a real project."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import combinations

from agentguard.analyzer.git.repository import Repository
from evaluation.pairs.cases import Pair, Piece, Truth
from evaluation.pairs.scratch import Scratch
from evaluation.pairs.together import Trial, outcome

_REPORT = "dataset/gold_conflict_report.json"
_FEATURE = re.compile(r"dataset/(?P<task>[^/]+/task\d+)/feature(?P<number>\d+)/(?P<kind>feature|tests)\.patch")
_BASE = re.compile(rb"git checkout ([0-9a-f]{40})")
_TEST_RUN = re.compile(rb"pytest ((?:tests?/\S+\.py ?)+)")
# As in the data set's own check of conflicts, which leaves tests out of a feature's patch.
_TESTS = (b"/test_", b"/tests/", b"_test.py", b"/test/", b"tests.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One commit with the features that were written for it.

    Attributes:
        name: its folder in the data set, `<repository>_task/task<number>`.
        base: the commit.
        features: by number, the patch of the feature without tests.
        tests: by number, the patch of its tests.
        conflicts: pairs of numbers of which the data set says that git cannot merge them.
        test_files: what the data set runs.
    """

    name: str
    base: str
    features: dict[int, bytes]
    tests: dict[int, bytes]
    conflicts: frozenset[tuple[int, int]]
    test_files: tuple[str, ...]


def read_tasks(dataset: Repository, pattern: str) -> Iterator[Task]:
    """Yields the tasks of a clone of the data set whose names match a glob."""
    entries = dataset.list_tree(dataset.tree(dataset.commit("HEAD")))
    conflicts = _conflicts(_read(dataset, entries[_REPORT].id))
    found: dict[str, dict[str, dict[int, bytes]]] = defaultdict(lambda: {"feature": {}, "tests": {}})
    for path, entry in entries.items():
        match = _FEATURE.fullmatch(path)
        if match and fnmatchcase(match["task"], pattern):
            found[match["task"]][match["kind"]][int(match["number"])] = _read(dataset, entry.id)
    for name, patches in sorted(found.items()):
        base = _BASE.search(_read(dataset, entries[f"dataset/{name}/Dockerfile"].id))
        run = _TEST_RUN.search(_read(dataset, entries[f"dataset/{name}/runner.sh"].id))
        if base:
            yield Task(
                name=name,
                base=base[1].decode(),
                features={number: _without_tests(patch) for number, patch in sorted(patches["feature"].items())},
                tests=patches["tests"],
                conflicts=conflicts.get(name, frozenset()),
                test_files=tuple(run[1].decode().split()) if run else (),
            )


def pairs_of(task: Task, made: Scratch, *, python: str | None) -> Iterator[Pair]:
    """Yields all pairs of features of a task.

    Args:
        task: the features.
        made: on top of a clone that holds the task's base.
        python: an interpreter that has what the project's tests need: runs the tests of both features on what git
            merges; None takes for granted that what is merged works.
    """
    heads = {number: made.patched(task.base, patch) for number, patch in task.features.items()}
    for one, other in combinations(heads, 2):
        left, right = heads[one], heads[other]
        if left is not None and right is not None:
            truth, why = _truth(task, made, ((one, left), (other, right)), python)
            pieces = [Piece(name=f"feature{n}", base=task.base, head=head) for n, head in ((one, left), (other, right))]
            yield Pair(repository=task.name, kind=str(truth), a=pieces[0], b=pieces[1], truth=truth, why=why)


def _truth(task: Task, made: Scratch, sides: Sequence[tuple[int, str]], python: str | None) -> tuple[Truth, str]:
    (one, left), (other, right) = sides
    merge = made.merge(left, right)
    said = (one, other) in task.conflicts
    agrees = "as the data set says" if said is not merge.clean else "against what the data set says"
    if not merge.clean:
        return Truth.CONFLICT, f"git cannot merge them, {agrees}"
    if python is None or not task.test_files:
        return Truth.CLEAR, f"git merges them, {agrees}; no test was run"
    trials = [
        Trial(merged=merge.tree, alone=made.repository.tree(head), tests=task.tests[number], files=task.test_files)
        for number, head in sides
    ]
    broken = next((why for trial in trials if (why := outcome(made, trial, python))), None)
    if broken:
        return Truth.BROKEN, f"git merges them, and {broken}"
    return Truth.CLEAR, "git merges them, and the tests of both pass"


def _conflicts(report: bytes) -> dict[str, frozenset[tuple[int, int]]]:
    found: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for one in json.loads(report)["conflict_pairs"]:
        found[f"{one['repo']}/task{one['task_id']}"].add((one["f1"], one["f2"]))
    return {name: frozenset(pairs) for name, pairs in found.items()}


def _without_tests(patch: bytes) -> bytes:
    files = re.split(rb"(?m)^(?=diff --git )", patch)
    return b"".join(one for one in files if not any(mark in one.partition(b"\n")[0] for mark in _TESTS))


def _read(repository: Repository, blob: str) -> bytes:
    content = repository.objects.read(blob)
    if content is None:
        msg = f"the clone lacks {blob}"
        raise ValueError(msg)
    return content
