from agentguard.analyzer.changesets import open_change
from agentguard.analyzer.gather.parallel.fork import read_fork
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.landed import Fork, Rival
from agentguard.analyzer.specs import read_spec
from agentguard.analyzer.target import Target, named_target
from tests.support.builder import EPOCH, HOUR, Builder


def read(repo: Builder, spec: str = "rev:HEAD", *, target: str = "main") -> Fork | None:
    with Repository.open(repo.path) as repository:
        named = named_target(repository, target)
        assert isinstance(named, Target)
        opening = open_change(repository, read_spec(repository, spec), target=named.commit, read_stdin=bytes)
        with opening as opened:
            return read_fork(opened.repository, opened.change, named)


def test_a_branch_on_the_tip_is_not_behind(repo: Builder) -> None:
    tip = repo.commit({"a": "1\n"})
    repo.branch("work")
    repo.commit({"a": "2\n"})
    time = EPOCH + HOUR
    assert read(repo) == Fork(target="main", base=tip, base_time=time, behind=0, target_time=time)


def test_the_commits_that_landed_meanwhile_count_and_the_files_that_both_touch_are_named(repo: Builder) -> None:
    base = repo.commit({"a": "1\n", "b": "1\n", "c": "1\n"})
    repo.branch("work")
    repo.commit({"a": "2\n", "b": "2\n"})
    repo.switch("main")
    repo.commit({"b": "3\n"})
    repo.commit({"c": "3\n"})
    repo.switch("work")
    assert read(repo) == Fork(
        target="main",
        base=base,
        base_time=EPOCH + HOUR,
        behind=2,
        target_time=EPOCH + 4 * HOUR,
        touched=("b",),
    )


def test_a_branch_that_merged_the_target_left_it_there(repo: Builder) -> None:
    repo.commit({"a": "1\n"})
    repo.branch("work")
    repo.commit({"b": "1\n"})
    repo.switch("main")
    landed = repo.commit({"c": "1\n"})
    repo.switch("work")
    repo.merge("main")
    repo.switch("main")
    repo.commit({"c": "2\n"})
    repo.git("switch", "--quiet", "--detach", "work")
    fork = read(repo)
    assert fork is not None
    assert (fork.base, fork.behind, fork.touched) == (landed, 1, ())


def test_a_commit_that_the_target_has_left_nothing(repo: Builder) -> None:
    repo.commit({"a": "1\n"})
    old = repo.commit({"a": "2\n"})
    repo.commit({"a": "3\n"})
    assert read(repo, old) is None


def test_a_branch_without_commits_of_its_own_can_be_behind(repo: Builder) -> None:
    old = repo.commit({"a": "1\n"})
    repo.branch("work")
    repo.switch("main")
    repo.commit({"a": "2\n"})
    repo.switch("work")
    repo.write({"a": "3\n"})
    fork = read(repo, str(repo.path))
    assert fork is not None
    assert (fork.base, fork.behind, fork.touched) == (old, 1, ("a",))


def test_a_worktree_made_from_a_stale_remote_branch_starts_at_its_tip(repo: Builder) -> None:
    old = repo.commit({"a": "1\n"})
    clone = repo.clone(repo.path.parent / "clone")
    clone.commit({"a": "2\n"})
    clone.commit({"b": "2\n"})
    clone.git("switch", "--quiet", "--create", "work", "--no-track", "origin/main")
    clone.commit({"a": "3\n"})
    fork = read(clone)
    assert fork is not None
    assert (fork.base, fork.behind, fork.remote) == (old, 2, None)
    assert fork.rivals == (
        Rival(
            name="origin/main",
            remote="origin",
            time=EPOCH + HOUR,
            counterpart=True,
            ahead=0,
            lacks=2,
            behind=0,
            carried=0,
            is_start=True,
        ),
    )


def test_a_stale_local_target_is_held_against_its_remote(repo: Builder) -> None:
    repo.commit({"a": "1\n", "b": "1\n"})
    clone = repo.clone(repo.path.parent / "clone")
    repo.commit({"a": "2\n"})
    repo.commit({"b": "2\n"})
    clone.git("fetch", "--quiet")
    clone.branch("work")
    clone.commit({"a": "3\n"})
    fork = read(clone)
    assert fork is not None
    assert fork.behind == 0
    assert fork.rivals == (
        Rival(
            name="origin/main",
            remote="origin",
            time=EPOCH + 3 * HOUR,
            counterpart=True,
            ahead=2,
            lacks=0,
            behind=2,
            carried=0,
            touched=("a",),
        ),
    )


def test_what_was_made_from_a_newer_remote_branch_carries_its_commits(repo: Builder) -> None:
    repo.commit({"a": "1\n"})
    clone = repo.clone(repo.path.parent / "clone")
    repo.commit({"a": "2\n"})
    clone.git("fetch", "--quiet")
    clone.git("switch", "--quiet", "--create", "work", "--no-track", "origin/main")
    clone.commit({"b": "3\n"})
    fork = read(clone)
    assert fork is not None
    assert [(rival.name, rival.carried, rival.behind) for rival in fork.rivals] == [("origin/main", 1, 0)]


def test_a_target_at_the_remote_has_its_local_branch_for_a_counterpart(repo: Builder) -> None:
    repo.commit({"a": "1\n"})
    clone = repo.clone(repo.path.parent / "clone")
    clone.commit({"b": "1\n"})
    clone.branch("work")
    clone.commit({"c": "1\n"})
    fork = read(clone, target="origin/main")
    assert fork is not None
    assert fork.remote == "origin"
    assert [(rival.name, rival.remote, rival.counterpart, rival.carried) for rival in fork.rivals] == [
        ("main", None, True, 1)
    ]


def test_the_default_branch_of_another_remote_is_known_by_its_head(repo: Builder) -> None:
    repo.commit({"a": "1\n"})
    fork = repo.clone(repo.path.parent / "fork")
    repo.git("switch", "--quiet", "--create", "trunk")
    repo.commit({"a": "2\n"})
    fork.git("remote", "add", "upstream", f"file://{repo.path}")
    fork.git("fetch", "--quiet", "upstream")
    fork.git("remote", "set-head", "upstream", "trunk")
    fork.git("switch", "--quiet", "--create", "work", "--no-track", "upstream/trunk")
    fork.commit({"b": "1\n"})
    found = read(fork)
    assert found is not None
    assert [(rival.name, rival.remote, rival.counterpart, rival.carried) for rival in found.rivals] == [
        ("upstream/trunk", "upstream", False, 1)
    ]


def test_an_exact_commit_as_target_has_no_rivals(repo: Builder) -> None:
    repo.commit({"a": "1\n"})
    clone = repo.clone(repo.path.parent / "clone")
    repo.commit({"a": "2\n"})
    clone.git("fetch", "--quiet")
    clone.branch("work")
    clone.commit({"a": "3\n"})
    found = [read(clone, target=name) for name in (clone.git("rev-parse", "main"), "main~0")]
    assert [fork.rivals for fork in found if fork is not None] == [(), ()]


def test_where_history_is_cut_the_number_of_commits_is_not_known(repo: Builder) -> None:
    repo.commit({"a": "0\n"})
    repo.commit({"a": "1\n"})
    repo.branch("work")
    repo.commit({"b": "1\n"})
    repo.switch("main")
    repo.commit({"a": "2\n"})
    shallow = repo.clone(repo.path.parent / "shallow", "--depth=2", "--no-single-branch")
    fork = read(shallow, "rev:origin/work")
    assert fork is not None
    assert (fork.behind, fork.touched, fork.rivals) == (None, (), ())
