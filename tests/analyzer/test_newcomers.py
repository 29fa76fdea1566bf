import pytest

from agentguard.analyzer.newcomers import pieces

CASES = {
    "nothing": "",
    "one folder": "src/a.py src/b.py",
    "a folder below another": "src/x/a.py src/x/y/b.py",
    "two folders": "src/x/a.py | src/y/b.py",
    "a test and its subject": "app/api/client.py app/tests/test_client.py",
    "a word in another case": "w/a/LoginForm.tsx w/b/login.css",
    "a plural": "w/a/token.py w/b/tokens.md",
    "a word that is only alike": "w/a/retries.py | w/b/retry_test.py",
    "words of every topic": "d/a/__init__.py | d/b/__init__.py",
    "short words": "d/a/x1.py | d/b/x1.py",
    "the folder that holds all": "eval/a/one.py | eval/b/two.py",
    "two and one": "m/a/token.py m/b/tokens.py | m/c/x.py",
    "tied by a third": "m/a/foo.py m/b/bar.py m/c/foo_bar.py",
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_new_files_fall_into_pieces(case: str) -> None:
    paths = sorted(case.replace("|", " ").split())
    assert " | ".join(" ".join(piece) for piece in pieces(paths)) == case
