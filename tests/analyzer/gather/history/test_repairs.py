import pytest

from agentguard.analyzer.gather.history import later as module
from agentguard.analyzer.gather.history.later import Later, Version
from agentguard.analyzer.gather.history.losses import Losses
from agentguard.analyzer.gather.history.scan import Scan
from agentguard.analyzer.gather.history.selection import select_commits
from agentguard.analyzer.gather.history.suspects import Suspect
from agentguard.analyzer.gather.history.workers import Workers
from agentguard.analyzer.git import Repository
from agentguard.analyzer.model.findings import Restored
from tests.support.builder import Builder

LINES = [f"setting_{number} = value_{number}" for number in range(12)]
EDITED = [f"{line}_edited" if number < 4 else line for number, line in enumerate(LINES)]


def text(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def restored(repo: Builder, *words: str, deep: bool = False) -> list[Restored | None]:
    """Returns what became of each lost edit of the history."""
    with Repository.open(repo.path) as repository, Workers(repository, 1) as workers:
        scan = Scan(repository, select_commits(repository, words), lambda _: None, deep=deep)
        losses = Losses(repository, workers, scan.later, deep=scan.is_deep)
        found = [one for event in scan.events() if isinstance(event, Suspect) for one in losses.take(event)]
        return [one.restored for _, undone in [*found, *losses.rest()] for one in undone]


@pytest.fixture
def lossy(repo: Builder) -> Builder:
    repo.commit({"config.txt": text(LINES), "main.txt": "main\n"}, "start")
    repo.commit({"config.txt": text(EDITED)}, "tune four settings")
    repo.commit({"config.txt": text(LINES), "main.txt": "login\n"}, "add a login page")
    return repo


@pytest.mark.parametrize("deep", [False, True])
def test_an_edit_that_is_back_byte_for_byte_names_the_commit(lossy: Builder, deep: bool) -> None:
    lossy.commit({"main.txt": "elsewhere\n"}, "work elsewhere")
    repair = lossy.commit({"config.txt": text(EDITED), "more.txt": "more\n"}, "four settings, for good")
    lossy.commit({"main.txt": "done\n"}, "finish")

    assert restored(lossy, deep=deep)[-1] == Restored(by=repair)


def test_most_of_the_lines_are_enough(lossy: Builder) -> None:
    repair = lossy.commit({"config.txt": text([*EDITED[:3], *LINES[3:], "new = 1"])}, "three settings")

    assert restored(lossy) == [Restored(by=repair)]


def test_less_than_half_of_the_lines_are_no_repair(lossy: Builder) -> None:
    lossy.commit({"config.txt": text([*EDITED[:1], *LINES[1:], "new = 1"])}, "one setting")

    assert restored(lossy) == [Restored(by=None)]


def test_a_branch_that_never_lost_the_lines_is_no_repair(lossy: Builder) -> None:
    lossy.branch("beside", "HEAD^")
    lossy.commit({"config.txt": text([*EDITED, "beside = 1"])}, "work beside", hours=5)

    assert restored(lossy, "main", "beside") == [Restored(by=None)]


def test_of_the_newest_commit_nobody_knows_what_comes(lossy: Builder) -> None:
    assert restored(lossy) == [None]


def test_only_what_lies_behind_a_commit_counts_nearest_first(repo: Builder) -> None:
    repo.commit({"a.txt": "1\n"}, "one")
    repo.commit({"a.txt": "2\n", "b.txt": "b\n"}, "two")
    repo.commit({"b.txt": "c\n"}, "three")
    gone = repo.commit({"a.txt": None}, "four")
    later = Later()
    with Repository.open(repo.path) as repository:
        log = list(repository.log("HEAD"))
    for commit in log:
        later.take(commit)

    blob = repo.git("rev-parse", "HEAD~2:a.txt")
    assert later.versions("a.txt", 4) == (Version(log[2].id[:16], blob[:16]), Version(gone[:16], None))
    assert (later.versions("a.txt", 1), later.versions("c.txt", 4), later.versions("a.txt", 9)) == (None, (), None)


def test_what_is_too_far_back_is_not_remembered(repo: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST", 2)
    for turn in range(6):
        repo.commit({"a.txt": f"{turn}\n"}, f"turn {turn}")
    later = Later()
    with Repository.open(repo.path) as repository:
        for commit in repository.log("HEAD"):
            later.take(commit)

    assert [later.versions("a.txt", number) is None for number in range(1, 7)] == [True, False, False, True, True, True]
