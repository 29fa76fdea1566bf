import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.gather.history import losses
from agentguard.analyzer.gather.history.deltas import _changed_part
from agentguard.analyzer.gather.history.losses import Losses
from agentguard.analyzer.gather.history.scan import Scan
from agentguard.analyzer.gather.history.selection import select_commits
from agentguard.analyzer.gather.history.suspects import Suspect
from agentguard.analyzer.gather.history.workers import Workers
from agentguard.analyzer.git import Repository
from tests.support.builder import Builder

LINES = [f"setting_{number} = value_{number}" for number in range(30)]


def text(changed: dict[int, str] | None = None, *extra: str) -> str:
    """A file of thirty lines, some of them changed, and more at its end."""
    lines = [(changed or {}).get(number, line) for number, line in enumerate(LINES)]
    return "\n".join([*lines, *extra]) + "\n"


EDIT = {3: "setting_3 = edited_here", 4: "setting_4 = edited_there"}
MORE = ("added_one = first", "added_two = second", "added_three = third")


def lost(repo: Builder, *words: str, deep: bool = False, jobs: int = 1) -> dict[str, list[tuple[str, str, int, int]]]:
    """Returns, by the subject of each commit that takes something back: undone subject, path, lines, of how many."""
    with Repository.open(repo.path) as repository, Workers(repository, jobs) as workers:
        scan = Scan(repository, select_commits(repository, words), lambda _: None, deep=deep)
        judge = Losses(repository, workers, scan.later, deep=scan.is_deep)
        found = [one for event in scan.events() if isinstance(event, Suspect) for one in judge.take(event)]
        found += judge.rest()
    return {
        suspect.commit.subject: [(one.commit.subject, one.path, one.taken_back, one.of) for one in undone]
        for suspect, undone in found
    }


@pytest.fixture
def started(repo: Builder) -> Builder:
    repo.commit({"config.txt": text(), "other.txt": "other\n"}, "start")
    return repo


@pytest.mark.parametrize("deep", [False, True])
def test_an_old_copy_of_a_file_takes_back_what_landed_since(started: Builder, deep: bool) -> None:
    started.commit({"config.txt": text(EDIT)}, "tune two settings")
    started.commit({"config.txt": text(EDIT, *MORE)}, "add three settings")
    started.commit({"config.txt": text(), "other.txt": "new\n"}, "rework the other file")

    assert lost(started, deep=deep) == {
        "rework the other file": [
            ("add three settings", "config.txt", 3, 3),
            ("tune two settings", "config.txt", 4, 4),
        ]
    }


def test_a_part_of_a_file_is_looked_at_on_demand(started: Builder) -> None:
    started.commit({"config.txt": text(EDIT)}, "tune two settings")
    started.commit({"config.txt": text({20: "setting_20 = mine"})}, "change the twentieth setting")

    assert lost(started) == {}
    assert lost(started, deep=True) == {
        "change the twentieth setting": [("tune two settings", "config.txt", 4, 4)],
    }


def test_a_single_commit_is_always_looked_at_closely(started: Builder) -> None:
    started.commit({"config.txt": text(EDIT)}, "tune two settings")
    started.commit({"config.txt": text({20: "setting_20 = mine"})}, "change the twentieth setting")

    assert lost(started, "HEAD^!") == {
        "change the twentieth setting": [("tune two settings", "config.txt", 4, 4)],
    }


@pytest.mark.parametrize(("together", "worth"), [(2, 64), (768, 1)])
def test_several_processes_find_what_one_finds(
    started: Builder, together: int, worth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for turn in range(3):
        started.commit({"config.txt": text(EDIT, f"turn = {turn}_edited")}, f"tune {turn}")
        started.commit({"config.txt": text({}, f"turn = {turn}_mine")}, f"count {turn}")
    alone = lost(started, deep=True)
    monkeypatch.setattr(losses, "_TOGETHER", together)
    monkeypatch.setattr(losses, "_WORTH_A_PROCESS", worth)

    assert len(alone) >= 2
    assert lost(started, deep=True, jobs=2) == alone


@pytest.mark.parametrize("deep", [False, True])
def test_what_is_announced_is_not_lost(started: Builder, deep: bool) -> None:
    started.commit({"config.txt": text(EDIT)}, "tune two settings")
    started.commit({"config.txt": text()}, 'Revert "tune two settings"')

    assert lost(started, deep=deep) == {}


@pytest.mark.parametrize("deep", [False, True])
def test_a_branch_may_rework_what_it_did_itself(started: Builder, deep: bool) -> None:
    started.branch("work")
    started.commit({"config.txt": text(EDIT)}, "tune two settings")
    started.commit({"config.txt": text(), "other.txt": "new\n"}, "work on the other file")
    started.switch("main")
    started.merge("work")

    assert lost(started, deep=deep) == {}


@pytest.mark.parametrize("deep", [False, True])
def test_what_a_branch_takes_back_of_what_had_landed_is_lost(started: Builder, deep: bool) -> None:
    started.commit({"config.txt": text(EDIT)}, "tune two settings")
    started.branch("work")
    started.commit({"config.txt": text(), "other.txt": "new\n"}, "work on the other file")
    started.switch("main")
    started.merge("work")

    assert lost(started, deep=deep) == {
        "work on the other file": [("tune two settings", "config.txt", 4, 4)],
    }


@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize("path", ["package-lock.json", "dist-cjs/main.js", "src/_vendor/lib.py", "third_party/lib.py"])
def test_files_that_programs_write_are_left_alone(repo: Builder, path: str, deep: bool) -> None:
    repo.commit({path: text()}, "start")
    repo.commit({path: text(EDIT)}, "upgrade")
    repo.commit({path: text()}, "install")

    assert lost(repo, deep=deep) == {}


def diverged(repo: Builder) -> None:
    """Two settings are tuned on main while a branch works on another file."""
    repo.branch("work")
    repo.commit({"other.txt": "new\n"}, "work on the other file")
    repo.switch("main")
    repo.commit({"config.txt": text(EDIT)}, "tune two settings")


def test_a_merge_that_keeps_only_the_branch_loses_what_landed(started: Builder) -> None:
    diverged(started)
    started.git("merge", "--quiet", "--no-ff", "--no-commit", "work")
    started.commit({"config.txt": text()}, "land the work")

    assert lost(started, deep=True) == {"land the work": [("tune two settings", "config.txt", 4, 4)]}


def test_a_merge_of_main_that_keeps_only_the_branch_loses_what_landed(started: Builder) -> None:
    diverged(started)
    started.switch("work")
    started.merge("main", options=["--strategy=ours"], message="catch up")

    assert lost(started, "HEAD", deep=True) == {"catch up": [("tune two settings", "config.txt", 4, 4)]}


def test_an_honest_merge_loses_nothing(started: Builder) -> None:
    diverged(started)
    started.merge("work", message="land the work")
    started.switch("work")
    started.merge("main", message="catch up")

    assert lost(started, "main", "work", deep=True) == {}


pieces = st.lists(st.sampled_from([b"a", b"b", b"c", b"dd", b""]), max_size=8)


@given(pieces, pieces, st.booleans())
def test_what_is_left_out_of_two_versions_is_in_both(old: list[bytes], new: list[bytes], end: bool) -> None:
    one, other = (b"\n".join(lines) + (b"\n" if end else b"") for lines in (old, new))
    left, right = _changed_part(one, other)

    assert set(one.split(b"\n")) - set(other.split(b"\n")) <= set(left.split(b"\n"))
    assert set(other.split(b"\n")) - set(one.split(b"\n")) <= set(right.split(b"\n"))


def test_a_merge_of_three_branches_is_left_alone(started: Builder) -> None:
    started.commit({"config.txt": text(EDIT)}, "tune two settings")
    for name in ("one", "two"):
        started.branch(name, "main~1")
        started.commit({f"{name}.txt": "x\n"}, f"add {name}")
    started.switch("main")
    tree = started.git("rev-parse", "main~1^{tree}")
    octopus = started.git("commit-tree", tree, "-p", "main", "-p", "one", "-p", "two", "-m", "merge")
    started.git("reset", "--hard", "--quiet", octopus)

    assert lost(started, deep=True) == {}


def test_a_file_that_gets_its_old_name_back_loses_nothing(started: Builder) -> None:
    started.git("mv", "config.txt", "settings.txt")
    started.commit({"other.txt": "more\n"}, "tidy up")
    started.git("mv", "settings.txt", "config.txt")
    started.commit({"third.txt": "x\n"}, "config.txt is what everybody looks for")

    assert lost(started) == {}
