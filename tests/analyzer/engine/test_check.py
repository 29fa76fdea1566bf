from agentguard.analyzer.engine.check import CheckRequest, check
from agentguard.analyzer.git import Repository
from tests.support.builder import Builder
from tests.support.wrapper import GitWrapper


def nothing() -> bytes:
    raise AssertionError("nobody asked for standard input")


def test_no_question_is_put_to_git_twice(repo: Builder, git_wrapper: GitWrapper) -> None:
    repo.commit({"a.py": "x = 1\n"}, "root")
    repo.branch("topic")
    repo.commit({f"{number}.py": "x = 2\n" for number in range(8)}, "eight")
    repo.write({"b.py": "y = 1\n"})
    repo.git("add", "b.py")
    git_wrapper.record()
    with Repository.open(repo.path) as repository:
        report = check(repository, CheckRequest(), stdin=nothing)
    assert report.files == 9
    # The quarantine, with objects of its own, is read by a process of its own.
    asked = [words for _, words in git_wrapper.started if not words.startswith("cat-file")]
    assert sorted(set(asked)) == sorted(asked)


def test_what_is_staged_on_the_target_itself_is_read_once(repo: Builder, git_wrapper: GitWrapper) -> None:
    repo.commit({f"{number}.py": "x = 1\n" for number in range(8)}, "root")
    repo.write({f"{number}.py": "x = 2\n" for number in range(8)})
    repo.git("add", "--all")
    git_wrapper.record()
    with Repository.open(repo.path) as repository:
        check(repository, CheckRequest(), stdin=nothing)
    assert [words.split()[0] for _, words in git_wrapper.started].count("diff-tree") == 1
