import pytest

from tests.cli.run import Runner, as_line
from tests.support.builder import Builder

BOT = "Claude <noreply@anthropic.com>"


@pytest.fixture
def history(repo: Builder) -> Builder:
    """A person's commit, and an agent's that adds a log."""
    repo.commit({"a.py": "X = 1\n"}, "feat: begin")
    repo.commit({"a.py": "X = 2\n", "out.log": "x\n"}, "fix: raise X", author=BOT)
    return repo


def test_an_audit_begins_with_the_answer(cli: Runner, history: Builder) -> None:
    head = history.head()[:10]
    done = cli("audit")
    answer, _, rest = done.out.partition("\nnot looked at: ")
    assert (done.code, done.err) == (0, "")
    assert (
        answer
        == f"""\
repo   2 commits, 2023-11-14 to 2023-11-15   0.0 s
1 artifact

artifacts (AG104)
  {head}  2023-11-15  Claude  "fix: raise X"
      out.log  is a log file

by month   artifacts  off-topic files
  2023-11          1                0
by author
  Claude           1                0
by agent
  Claude           1                0  of 1 commit
"""
    )
    assert rest.endswith(
        f"\n\nagentguard explain AG104              why, and what to do\nagentguard audit --commit {head}  one commit\n"
    )


def test_an_audit_fails_only_where_that_is_asked_for(cli: Runner, history: Builder) -> None:
    del history
    assert cli("audit", "-q").code == 0
    assert cli("audit", "-q", "--fail-on", "warning").code == 1
    assert cli("audit", "-q", "--fail-on", "warning", "--exit-zero").code == 0
    assert cli("audit", "-q", "--fail-on", "error").code == 0


@pytest.mark.parametrize(
    ("arguments", "commits"),
    [
        ([], "2 commits, 2023-11-14 to 2023-11-15"),
        (["HEAD"], "2 commits, 2023-11-14 to 2023-11-15"),
        (["HEAD~..HEAD"], "1 commit, 2023-11-15"),
        (["HEAD^!"], "1 commit, 2023-11-15"),
        (["HEAD", "^HEAD~"], "1 commit, 2023-11-15"),
        (["--limit", "1"], "1 commit, 2023-11-15"),
        (["--since", "2023-11-14T23:50:00Z"], "1 commit, 2023-11-15"),
        (["HEAD", "^HEAD"], "0 commits"),
        (["--deep", "--jobs", "1"], "2 commits, 2023-11-14 to 2023-11-15"),
    ],
    ids=as_line,
)
def test_the_range_is_what_git_would_take(cli: Runner, history: Builder, arguments: list[str], commits: str) -> None:
    del history
    assert cli("audit", "-q", *arguments).out.startswith(f"repo   {commits}   0.0 s\n")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["nope..HEAD"], "error: no commit named `nope`\n"),
        (["--", "--all"], "error: `--all` is not a revision\n"),
        (["--limit", "0"], "error: invalid value for `--limit`: 0 is not in the range x>=1\n"),
    ],
    ids=as_line,
)
def test_a_wrong_range_is_an_error(cli: Runner, history: Builder, arguments: list[str], error: str) -> None:
    del history
    done = cli("audit", *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(error)


def test_one_commit_shows_its_verdict_and_its_files(cli: Runner, history: Builder) -> None:
    head = history.head()[:10]
    done = cli("audit", "--commit", "HEAD", "--ignore", "AG103")
    assert (done.code, done.err) == (0, "")
    assert (
        done.out
        == f"""\
{head}  2023-11-15  Claude  "fix: raise X"
focused: it has few files

  files a.py  out.log

out.log: warning AG104 artifact: is a log file
    help: `git rm --cached -- out.log` and add `*.log` to `.gitignore`; what is meant to be here belongs into \
`allowed-artifacts`

1 warning in 2 files
"""
    )


def test_a_hostile_subject_and_author_are_shown_harmless(cli: Runner, history: Builder) -> None:
    history.commit({"b.log": "x\n"}, "x\x1b[2J\u202e ::error::y", author="E\x07vil <e@example.invalid>")
    out = cli("audit").out
    assert '  Evil    "x ::error::y"\n' in out
    assert not {"\x1b", "\x07", "\u202e"} & set(out)
