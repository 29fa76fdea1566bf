from pathlib import Path

import pytest

from tests.journal.shared import ONE, OTHER, by, commit, edited, install_front, judge_commits, told
from tests.support.builder import Builder

OUT = "take them out: `git restore --staged -- "


@pytest.fixture
def shared(repo: Builder) -> Builder:
    """A directory that sessions share, with the real hook and commits that are judged."""
    repo.commit({"src/client.py": "1\n", "src/server.py": "1\n", "README.md": "1\n"})
    install_front(repo)
    judge_commits(repo)
    return repo


def test_the_commit_of_69_files_is_refused(shared: Builder) -> None:
    shared.write({f"reports/run-{number}.md": "report\n" for number in range(41)})
    shared.write({f"ideas/{number}.md": "idea\n" for number in range(24)})
    mine = ["src/client.py", "tests/test_client.py", "docs/client.md", "CHANGELOG.md"]
    shared.write(dict.fromkeys(mine, "2\n"))
    edited(shared, ONE, *mine)
    one = by(shared, ONE)
    one.git("add", "-A")
    refused = commit(one, "-m", "feat: retry")
    assert refused.told == (
        "error AG101: `git add -A` staged 65 of 69 files without naming them (reports/ 41, ideas/ 24)"
        " | take them out: `git restore --staged -- ideas reports`, then commit again"
    )
    assert not refused.made
    one.git("restore", "--staged", "--", "ideas", "reports")
    assert commit(one, "-m", "feat: retry").made
    assert sorted(shared.git("show", "--format=", "--name-only").splitlines()) == sorted(mine)
