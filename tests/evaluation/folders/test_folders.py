from evaluation.folders.__main__ import Outcome, measure
from tests.support.builder import Builder


def test_single_commits_and_those_of_two_people_are_told_apart(repo: Builder) -> None:
    repo.commit({"src/a/x.py": "1\n", "src/b/x.py": "1\n"})
    repo.commit({"src/a/queue.py": "1\n", "src/b/queue_test.py": "1\n"})
    repo.commit({"src/a/login.py": "1\n"}, author="Bob <bob@example.invalid>")
    repo.commit({"src/b/parser.py": "1\n", "src/a/tokens.py": "1\n"})
    repo.commit({"src/a/one.py": "1\n", "src/a/two.py": "1\n"})
    assert measure(repo.path) == (Outcome(3, 1), Outcome(2, 1))
