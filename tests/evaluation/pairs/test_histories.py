from pathlib import Path

import pytest

from agentguard.analyzer.git.repository import Repository
from evaluation.pairs.breakages import breakages, substitutions
from evaluation.pairs.cases import Pair
from evaluation.pairs.concurrent import Sample
from evaluation.pairs.landings import main_line
from evaluation.pairs.mutants import Mutants
from evaluation.pairs.scratch import scratch
from tests.support.builder import Builder

CALC = "def add_up(first, second):\n    return first + second\n\n\ndef halve(number):\n    return number / 2\n"


class Project:
    """A repository in which pull requests are merged or squashed, as GitHub does it."""

    def __init__(self, path: Path) -> None:
        self.builder = Builder.create(path)
        self.builder.commit({"calc.py": CALC, "a.py": "a = 1\n", "b.py": "b = 1\n"})

    def pull(self, number: int, files: dict[str, str], start: str) -> None:
        self.builder.git("switch", "--quiet", "--detach", start)
        self.builder.commit(files)
        self.builder.git("update-ref", f"refs/pull/{number}/head", "HEAD")
        self.builder.switch("main")

    def merge(self, number: int) -> str:
        message = f"Merge pull request #{number} from someone/branch"
        return self.builder.merge(f"refs/pull/{number}/head", message=message)

    def squash(self, number: int) -> str:
        self.builder.git("merge", "--quiet", "--squash", f"refs/pull/{number}/head")
        return self.builder.commit(None, f"Do something (#{number})")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Pulls 1 and 2 are made side by side, 3 on top of both."""
    made = Project(tmp_path / "repo")
    start = made.builder.head()
    made.pull(1, {"a.py": "from calc import add_up\n\nA = add_up(1, 2)\n"}, start)
    made.pull(2, {"b.py": "b = 2\n"}, start)
    made.merge(1)
    made.squash(2)
    made.pull(3, {"b.py": "b = 3\n"}, "main")
    made.merge(3)
    return made


def sample(project: Project) -> list[Pair]:
    with Repository.open(project.builder.path) as origin, scratch(origin) as made:
        line = main_line(origin, newest=100)
        return list(Sample(made=made, line=line, name="r", count=5).pairs(1))


def test_pull_requests_are_found_whether_merged_or_squashed(project: Project) -> None:
    with Repository.open(project.builder.path) as origin:
        line = main_line(origin, newest=100)
    assert [(one.number, one.start, one.end) for one in line.landings] == [(1, 0, 1), (2, 0, 2), (3, 2, 3)]
    first, second, third = line.landings
    assert (first.is_beside(second), first.is_beside(third), second.is_beside(third)) == (True, False, False)


def test_a_pair_whose_lines_were_changed_again_is_left_out(tmp_path: Path) -> None:
    project = Project(tmp_path / "repo")
    start = project.builder.head()
    project.pull(1, {"a.py": "alpha = 'one'\n"}, start)
    project.pull(2, {"b.py": "beta = 'two'\n"}, start)
    project.merge(1)
    project.merge(2)
    assert {one.kind for one in sample(project)} == {"any two pull requests", "no shared file"}
    project.builder.commit({"b.py": "beta = 'three'\n"})
    assert sample(project) == []


def test_what_a_call_needs_is_changed_on_the_other_side(project: Project) -> None:
    with Repository.open(project.builder.path) as origin, scratch(origin) as made:
        line = main_line(origin, newest=100)
        pairs = list(Mutants(made=made, line=line, name="r", count=1).pairs(1))
        changed = [made.repository.objects.read(f"{one.b.head}:calc.py") for one in pairs]
    assert [(one.kind, str(one.truth), one.a.name, one.b.name) for one in pairs] == [
        ("function: renamed", "broken", "pull-1", "pull-2-changed"),
    ]
    assert changed == [CALC.replace("add_up", "revised_add_up").encode()]


def test_a_repair_repeats_one_edit_on_lines_of_the_other(tmp_path: Path) -> None:
    project = Project(tmp_path / "repo")
    start = project.builder.head()
    project.pull(1, {"calc.py": CALC.replace("add_up", "total_of")}, start)
    project.pull(2, {"b.py": "from calc import add_up\n"}, start)
    project.merge(1)
    project.merge(2)
    repair = project.builder.commit({"b.py": "from calc import total_of\n"})
    with Repository.open(project.builder.path) as origin:
        found = list(breakages(origin, main_line(origin, newest=100), "r"))
    assert [(one.a.name, one.b.name, one.why) for one in found] == [
        ("pull-1", "pull-2", f"{repair[:12]} puts `total_of` for `add_up` in b.py: from calc import add_up")
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("x = load(path)", "x = read(path)", ("load", "read")),
        ("x = load(path)", "x = load(name, path)", None),
        ("x = 1", "x = 2", None),
        ("load(a)", "read(b)", ("load ( a", "read ( b")),
        ("load(first)(second, third)", "read(one)(second, other)", None),
    ],
)
def test_a_substitution_is_one_short_run_of_tokens(old: str, new: str, expected: tuple[str, str] | None) -> None:
    assert substitutions(old, new) == expected
