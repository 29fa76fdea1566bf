from agentguard.analyzer.gather.history.landings import Landings, StaleLanding
from agentguard.analyzer.gather.history.mainline import Mainline
from agentguard.analyzer.git import Repository
from tests.support.builder import Builder


def watched(repo: Builder) -> tuple[list[StaleLanding], Landings]:
    mainline, landings = Mainline(), Landings()
    found: list[StaleLanding] = []
    with Repository.open(repo.path) as repository:
        for number, commit in enumerate(repository.log("HEAD"), 1):
            found += landings.look(number, commit, mainline.landing_of(commit), asked=True)
    found += landings.rest()
    return found, landings


def stale(repo: Builder) -> dict[str, tuple[int, dict[str, list[str]]]]:
    """Returns, for the subject of each stale landing, how far it was behind and what landed beside it by path."""
    return {
        one.commit.subject: (
            one.landed.behind,
            {file.path: [commit.subject for commit in file.commits] for file in one.landed.files},
        )
        for one in watched(repo)[0]
    }


def start(repo: Builder) -> None:
    repo.commit({"a.txt": "1\n2\n3\n4\n5\n", "b.txt": "b\n"}, "start")
    repo.branch("work")
    repo.commit({"a.txt": "1\n2\n3\n4\nfive\n", "c.txt": "c\n"}, "work on a and c")
    repo.switch("main")


def test_a_branch_lands_on_what_changed_the_same_file_since_it_began(repo: Builder) -> None:
    start(repo)
    repo.commit({"a.txt": "one\n2\n3\n4\n5\n"}, "edit a")
    repo.commit({"b.txt": "bb\n"}, "edit b")
    repo.commit({"a.txt": "ONE\n2\n3\n4\n5\n"}, "edit a again")
    repo.merge("work", message="land the work")

    assert stale(repo) == {"land the work": (3, {"a.txt": ["edit a again", "edit a"]})}


def test_what_another_branch_landed_counts_from_its_landing(repo: Builder) -> None:
    start(repo)
    repo.branch("other")
    repo.commit({"a.txt": "one\n2\n3\n4\n5\n"}, "other work on a")
    repo.switch("main")
    repo.merge("other", message="land the other work")
    repo.merge("work", message="land the work")

    assert stale(repo) == {"land the work": (1, {"a.txt": ["other work on a"]})}


def test_a_branch_that_took_the_mainline_in_began_there(repo: Builder) -> None:
    start(repo)
    repo.commit({"a.txt": "one\n2\n3\n4\n5\n"}, "edit a")
    repo.switch("work")
    repo.merge("main", message="catch up")
    repo.switch("main")
    repo.commit({"b.txt": "bb\n"}, "edit b")
    repo.merge("work", message="land the work")

    assert stale(repo) == {}


def test_other_files_are_no_matter(repo: Builder) -> None:
    start(repo)
    repo.commit({"b.txt": "bb\n"}, "edit b")
    repo.merge("work", message="land the work")

    assert stale(repo) == {}


def test_what_landed_before_a_branch_began_is_in_it(repo: Builder) -> None:
    repo.commit({"a.txt": "0\n"}, "before")
    start(repo)
    repo.commit({"b.txt": "bb\n"}, "edit b")
    repo.merge("work", message="land the work")

    assert stale(repo) == {}


BOB = "Bob <bob@example.invalid>"


def rebased(repo: Builder, author: str = BOB) -> None:
    """Work on a file that another author edits meanwhile, put on top of that."""
    start(repo)
    repo.commit({"a.txt": "one\n2\n3\n4\n5\n"}, "edit a", author=author, hours=2)
    repo.commit({"b.txt": "bb\n"}, "edit b", author=author)
    repo.switch("work")
    repo.git("rebase", "--quiet", "main")
    repo.switch("main")
    repo.git("merge", "--quiet", "--ff-only", "work")


def test_a_commit_that_was_rebased_over_an_edit_of_the_same_file_lands_on_a_stale_base(repo: Builder) -> None:
    rebased(repo)
    (found,) = watched(repo)[0]

    assert stale(repo) == {"work on a and c": (2, {"a.txt": ["edit a"]})}
    assert (found.landed.by_date, found.landed.base) == (True, repo.git("rev-parse", "HEAD~3"))


def test_what_the_same_author_landed_meanwhile_is_known_to_him(repo: Builder) -> None:
    rebased(repo, author="Ada <ada@example.invalid>")

    assert stale(repo) == {}


def test_who_writes_and_commits_at_once_is_never_late(repo: Builder) -> None:
    repo.commit({"a.txt": "1\n"}, "start")
    repo.commit({"a.txt": "2\n"}, "edit", author=BOB)
    repo.commit({"a.txt": "3\n"}, "edit again")

    assert stale(repo) == {}


def test_nothing_is_remembered_of_a_rebase_in_the_end(repo: Builder) -> None:
    rebased(repo)
    _, landings = watched(repo)

    assert (dict(landings._touching), landings._by_id, landings._waiting) == ({}, {}, 0)


def test_nothing_is_remembered_in_the_end(repo: Builder) -> None:
    start(repo)
    repo.commit({"a.txt": "one\n2\n3\n4\n5\n"}, "edit a")
    repo.merge("work", message="land the work")
    _, landings = watched(repo)

    assert (dict(landings._touching), landings._expected, landings._by_id) == ({}, {}, {})
