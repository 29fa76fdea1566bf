import pytest

from agentguard.analyzer.model.findings import Confidence, Severity
from tests.analyzer.undo.project import (
    APP,
    CONFIG,
    EDIT,
    LANDED,
    found_in_check,
    found_in_commit,
    found_in_history,
    told,
    told_everywhere,
)
from tests.support.builder import Builder

OWN = CONFIG.replace("TOKEN_SECONDS = 60", "TOKEN_SECONDS = 5")
EXTRA = 'LOG_FORMAT = "plain"\nLOG_FOLDER = "/var/log"\nLOG_DAYS = 14\n'


def diverged(repo: Builder, *, own: str, landed: str, more: dict[str, str] | None = None) -> str:
    """Leaves the repository on `work`, which has changed `own`; returns the commit that `main` has landed meanwhile."""
    repo.commit({"config.py": CONFIG, "app.py": APP}, "first")
    repo.branch("work")
    repo.commit({"config.py": own, "app.py": APP.replace("serve(", "serve_all(")}, "serve all hosts")
    repo.switch("main")
    edit = repo.commit({"config.py": landed, **(more or {})}, EDIT)
    repo.switch("work")
    return edit


def test_a_merge_that_takes_one_side_as_it_is_tells_what_the_other_had(repo: Builder) -> None:
    edit = diverged(repo, own=CONFIG, landed=LANDED)
    repo.merge("main", options=["-s", "ours"])
    assert told_everywhere(repo, "work") == [(edit, "config.py")]


def test_a_file_that_one_side_added_and_the_merge_has_not_is_told(repo: Builder) -> None:
    issuer = "def issuer():\n    return TOKEN_ISSUER\n"
    edit = diverged(repo, own=CONFIG, landed=CONFIG, more={"issuer.py": issuer})
    repo.merge("main", options=["-s", "ours"])
    assert told(found_in_commit(repo)) == told(found_in_history(repo)) == [(edit, "issuer.py")]


def test_a_conflict_that_is_decided_for_one_side_unread_is_told_with_less_confidence(repo: Builder) -> None:
    edit = diverged(repo, own=OWN, landed=LANDED.replace('LOG_FORMAT = "plain"\n', EXTRA))
    repo.merge("main", options=["-X", "ours"])
    assert told_everywhere(repo, "work") == [(edit, "config.py")]
    (finding,) = found_in_commit(repo)
    assert finding.confidence is Confidence.MEDIUM
    assert finding.message.startswith("takes back 4 of 7 lines")


def test_a_conflict_that_is_resolved_with_the_whole_file_of_one_side_tells_what_was_in_no_conflict(
    repo: Builder,
) -> None:
    edit = diverged(repo, own=OWN, landed=LANDED.replace('LOG_FORMAT = "plain"\n', EXTRA))
    repo.git("merge", "--no-commit", "main", check=False)
    repo.commit({"config.py": OWN}, "Merge branch 'main' into work")
    assert told_everywhere(repo, "work") == [(edit, "config.py")]


def test_a_merge_that_lost_something_inside_of_a_branch_is_told_before_and_after_it_lands(repo: Builder) -> None:
    edit = diverged(repo, own=OWN, landed=LANDED)
    repo.merge("main", options=["-s", "ours"])
    repo.commit({"b.py": "B = 1\n"}, "b")
    assert told(found_in_check(repo, "work")) == [(edit, "config.py")]
    repo.switch("main")
    repo.commit({"c.py": "C = 1\n"}, "c")
    assert told(found_in_check(repo, "work")) == [(edit, "config.py")]
    repo.merge("work")
    assert told(found_in_check(repo, "HEAD", "HEAD~")) == [(edit, "config.py")]


def test_what_a_later_commit_of_the_branch_puts_back_is_none(repo: Builder) -> None:
    diverged(repo, own=CONFIG, landed=LANDED)
    repo.merge("main", options=["-s", "ours"])
    repo.commit({"config.py": LANDED}, "what the merge had lost")
    assert found_in_check(repo, "work") == []


def test_a_conflict_that_is_resolved_with_both_sides_is_none(repo: Builder) -> None:
    diverged(repo, own=OWN, landed=LANDED)
    repo.git("merge", "--no-commit", "main", check=False)
    both = LANDED.replace("TOKEN_SECONDS = 3600", "TOKEN_SECONDS = 300")
    repo.commit({"config.py": both}, "Merge branch 'main' into work")
    assert told_everywhere(repo, "work") == []


@pytest.mark.parametrize("path", ["app.min.js", "poetry.lock", "dist/config.py"])
def test_what_programs_write_may_be_taken_from_one_side(repo: Builder, path: str) -> None:
    diverged(repo, own=CONFIG, landed=CONFIG, more={path: LANDED})
    repo.merge("main", options=["-s", "ours"])
    assert found_in_commit(repo) == []


def test_what_moves_to_another_file_in_a_merge_is_none(repo: Builder) -> None:
    diverged(repo, own=CONFIG, landed=CONFIG, more={"app.py": APP + "\n\ndef grace():\n    return seconds_left()\n"})
    repo.git("merge", "--no-commit", "main", check=False)
    app = APP.replace("serve(", "serve_all(")
    repo.commit({"app.py": app, "grace.py": "def grace():\n    return seconds_left()\n"}, "Merge branch 'main'")
    assert told_everywhere(repo, "work") == []


def test_a_conflict_in_which_both_did_as_much_is_a_note(repo: Builder) -> None:
    own = OWN.replace('TOKEN_ISSUER = "example"', 'TOKEN_ISSUER = "https://sso.example"\nTOKEN_KEYS = "keys.json"')
    edit = diverged(repo, own=own, landed=LANDED)
    repo.merge("main", options=["-X", "ours"])
    (finding,) = found_in_commit(repo)
    assert (finding.undone_commit, finding.severity) == (edit, Severity.NOTE)
