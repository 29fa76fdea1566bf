from agentguard.analyzer.gather.parallel.true_base import true_base
from agentguard.analyzer.gather.splits import change_of_commit
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.landed import BaseEvidence, TrueBase
from tests.support.builder import Builder

FIRST = "".join(f"line {number}\n" for number in range(20))
LANDED = FIRST + "".join(f"landed {number}\n" for number in range(8))
MINE = "mine 1\nmine 2\n"


def found(repo: Builder, commit: str) -> TrueBase | None:
    with Repository.open(repo.path) as repository:
        record = next(repository.log("--no-walk", commit))
        return true_base(repository, change_of_commit(repository, record))


def test_the_merge_base_is_the_base_of_honest_work(repo: Builder) -> None:
    repo.commit({"a.py": FIRST})
    landed = repo.commit({"a.py": LANDED})
    assert found(repo, repo.commit({"a.py": LANDED + MINE})) == TrueBase(
        commit=landed, evidence=BaseEvidence.MERGE_BASE
    )


def test_a_root_commit_has_no_base(repo: Builder) -> None:
    assert found(repo, repo.commit({"a.py": FIRST})) is None


def test_a_stale_tree_squashed_on_the_tip_was_made_from_the_older_commit(repo: Builder) -> None:
    repo.commit({"a.py": FIRST, "b.py": FIRST})
    fork = repo.commit({"c.py": "c\n"})
    repo.commit({"a.py": LANDED})
    repo.commit({"b.py": LANDED})
    squash = repo.commit({"a.py": MINE + FIRST, "b.py": MINE + FIRST})
    assert found(repo, squash) == TrueBase(commit=fork, evidence=BaseEvidence.CONTENT)


def test_one_old_file_beside_current_ones_leaves_the_base_and_is_named(repo: Builder) -> None:
    fork = repo.commit({"a.py": FIRST, "b.py": FIRST})
    repo.commit({"a.py": LANDED})
    tip = repo.commit({"b.py": LANDED})
    assert found(repo, repo.commit({"a.py": MINE + FIRST, "b.py": MINE + LANDED})) == TrueBase(
        commit=tip, evidence=BaseEvidence.CONTENT, files={"a.py": fork}
    )


def test_files_of_different_ages_are_told_from_the_oldest_common_base(repo: Builder) -> None:
    first = repo.commit({"a.py": FIRST, "b.py": FIRST})
    repo.commit({"a.py": LANDED})
    repo.commit({"b.py": LANDED})
    assert found(repo, repo.commit({"a.py": MINE + FIRST, "b.py": MINE + FIRST})) == TrueBase(
        commit=first, evidence=BaseEvidence.CONTENT
    )


def test_what_landed_through_a_merged_branch_counts(repo: Builder) -> None:
    fork = repo.commit({"a.py": FIRST})
    repo.branch("sibling")
    repo.commit({"a.py": LANDED})
    repo.switch("main")
    repo.commit({"other.py": "x\n"})
    repo.merge("sibling")
    base = found(repo, repo.commit({"a.py": MINE + FIRST}))
    assert base == TrueBase(commit=fork, evidence=BaseEvidence.CONTENT)


def test_what_is_taken_back_on_purpose_was_made_from_the_newest_version(repo: Builder) -> None:
    repo.commit({"a.py": FIRST})
    tip = repo.commit({"a.py": LANDED})
    work = repo.commit({"a.py": FIRST}, "Revert the landing, which broke things")
    assert found(repo, work) == TrueBase(commit=tip, evidence=BaseEvidence.MERGE_BASE)


def test_a_trailer_names_an_older_base(repo: Builder) -> None:
    fork = repo.commit({"a.py": FIRST})
    repo.commit({"b.py": FIRST})
    work = repo.commit({"a.py": FIRST + MINE}, f"Add mine\n\nAgentguard-Base: {fork[:12]}\n\nSigned-off-by: Ada")
    assert found(repo, work) == TrueBase(commit=fork, evidence=BaseEvidence.TRAILER)


def test_the_oldest_of_several_trailers_counts(repo: Builder) -> None:
    first = repo.commit({"a.py": FIRST})
    second = repo.commit({"b.py": FIRST})
    repo.commit({"c.py": FIRST})
    message = f"Squashed\n\n* one\n\nAgentguard-Base: {second}\n\n* two\n\nAgentguard-Base: {first}\n"
    assert found(repo, repo.commit({"a.py": FIRST + MINE}, message)) == TrueBase(
        commit=first, evidence=BaseEvidence.TRAILER
    )


def test_a_trailer_cannot_make_the_base_newer_or_name_a_branch(repo: Builder) -> None:
    base = repo.commit({"a.py": FIRST})
    repo.git("branch", "deadbeef")
    work = repo.commit({"a.py": FIRST + MINE}, "Work\n\nAgentguard-Base: deadbeef")
    repo.git("commit", "--quiet", "--amend", "--message", f"Work\n\nAgentguard-Base: {work}\nAgentguard-Base: deadbeef")
    assert found(repo, repo.head()) == TrueBase(commit=base, evidence=BaseEvidence.MERGE_BASE)


def test_hostile_names_and_huge_files_are_bounded(repo: Builder) -> None:
    huge = b"x\n" * 300_000
    fork = repo.commit({"new\nline.py": FIRST, "huge.txt": huge})
    base = repo.commit({"new\nline.py": LANDED, "huge.txt": huge + b"landed\n" * 50})
    work = repo.commit({"new\nline.py": FIRST + MINE, "huge.txt": huge + b"mine\n"})
    assert found(repo, work) == TrueBase(commit=base, evidence=BaseEvidence.CONTENT, files={"new\nline.py": fork})
