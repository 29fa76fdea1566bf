from pathlib import Path
from time import time

import pytest

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.gather.history.selection import Walk, select_commits
from agentguard.analyzer.git import Repository
from tests.support.builder import EPOCH, HOUR, Builder


@pytest.fixture(scope="module")
def forked(tmp_path_factory: pytest.TempPathFactory) -> Builder:
    """Main and `work` left `base`, were merged once, and went on; `island` shares nothing with them."""
    repo = Builder.create(tmp_path_factory.mktemp("selection") / "repo")
    repo.commit({"a": "1\n"}, "root")
    repo.commit({"a": "2\n"}, "base")
    repo.git("tag", "-a", "-m", "tagged", "v1")
    repo.branch("work")
    repo.commit({"b": "1\n"}, "work 1")
    repo.switch("main")
    repo.commit({"a": "3\n"}, "main 1")
    repo.merge("work", message="merged")
    repo.switch("work")
    repo.commit({"b": "2\n"}, "work 2")
    repo.switch("main")
    repo.commit({"a": "4\n"}, "main 2")
    repo.git("switch", "--quiet", "--orphan", "island")
    repo.commit({"i": "1\n"}, "island")
    repo.switch("main")
    return repo


def walked(repo: Builder | Path, *words: str, since: str | None = None, limit: int | None = None) -> list[str]:
    """The ids of the commits that a walk says are asked for."""
    with Repository.open(repo.path if isinstance(repo, Builder) else repo) as repository:
        walk = Walk(repository, select_commits(repository, words, since=since, limit=limit))
        return [commit.id for commit in walk.commits() if walk.asked]


@pytest.mark.parametrize(
    "words",
    [
        ("HEAD",),
        ("main", "work"),
        ("--all",),
        ("main..work",),
        ("work..main",),
        ("main...work",),
        ("..work",),
        ("v1..",),
        ("main", "^v1"),
        ("^v1", "main", "work"),
        ("main^!",),
        ("HEAD~1^!",),
        ("HEAD~1^@",),
        ("v1",),
        ("main", "island"),
        ("work..main", "island"),
        ("main..main",),
        ("HEAD~2", "HEAD"),
    ],
    ids=" ".join,
)
def test_ranges_are_what_git_rev_list_takes(forked: Builder, words: tuple[str, ...]) -> None:
    expected = forked.git("rev-list", *words).split()
    if words == ("--all",):
        with pytest.raises(AgentguardError, match="`--all` is not a revision"):
            walked(forked, *words)
        return
    if words == ("main..main",):
        assert expected == []
    assert walked(forked, *words) == expected


def test_head_is_the_default(forked: Builder) -> None:
    assert walked(forked) == forked.git("rev-list", "HEAD").split()


@pytest.mark.parametrize("limit", [0, 1, 3, 100])
def test_a_limit_takes_the_newest(forked: Builder, limit: int) -> None:
    assert (
        walked(forked, "main", "work", limit=limit)
        == forked.git("rev-list", f"--max-count={limit}", "main", "work").split()
    )
    assert walked(forked, "v1..main", limit=limit) == forked.git("rev-list", f"--max-count={limit}", "v1..main").split()


@pytest.mark.parametrize("hours", [0, 2, 4, 100])
def test_since_takes_the_commits_from_that_time_on(forked: Builder, hours: int) -> None:
    since = EPOCH + hours * HOUR
    assert walked(forked, "main", since=f"@{since}") == forked.git("rev-list", f"--max-age={since}", "main").split()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("mian",), "no commit named `mian`"),
        (("main..mian",), "no commit named `mian`"),
        (("^main",), "`^main` only leaves commits out"),
        (("--max-count=1",), "`--max-count=1` is not a revision"),
        (("",), "`` is not a revision"),
        (("HEAD:a",), "no commit named `HEAD:a`"),
        (("x\0y",), "`x\N{REPLACEMENT CHARACTER}y` is not a revision"),
    ],
)
def test_words_that_name_no_commits_are_errors(forked: Builder, words: tuple[str, ...], message: str) -> None:
    with pytest.raises(AgentguardError) as caught:
        walked(forked, *words)
    assert caught.value.message == message


def test_a_negative_limit_is_an_error(forked: Builder) -> None:
    with pytest.raises(AgentguardError, match="the limit -1 is negative"):
        walked(forked, limit=-1)


@pytest.mark.parametrize("date", ["2023-11-15", "1970-01-02", "never", "2099-01-01"])
def test_a_date_is_read_as_git_reads_it(forked: Builder, date: str) -> None:
    assert walked(forked, since=date) == forked.git("rev-list", f"--since={date}", "HEAD").split()


@pytest.mark.parametrize(
    ("date", "message"),
    [
        ("garbage in", "`garbage in` is no date: git does not know `garbage`"),
        ("3 monhts ago", "`3 monhts ago` is no date: git does not know `monhts`"),
        ("2026-13-45", "`2026-13-45` is no date: there is no such day"),
        ("2026-02-30T10:00:00Z", "`2026-02-30T10:00:00Z` is no date: there is no such day"),
        ("1 hr ago", "`1 hr ago` is no date: git does not know `hr`"),
        ("a week ago", "`a week ago` is no date: git takes it for the present time"),
        ("2026", "`2026` is no date: git takes it for the present time"),
        ("", "`` is no date: git takes it for the present time"),
        ("99999999999999999999", "`99999999999999999999` is no date: git takes it for the present time"),
        ("\0", "`\N{REPLACEMENT CHARACTER}` is no date: git takes it for the present time"),
    ],
)
def test_what_git_would_quietly_take_for_another_time_is_an_error(forked: Builder, date: str, message: str) -> None:
    with pytest.raises(AgentguardError) as caught:
        walked(forked, since=date)
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("date", "hint"),
    [("3 monhts ago", "did you mean `months`?"), ("2026", "for instance `2026-01-31`, `3 months ago`, `yesterday`")],
)
def test_a_date_that_is_none_comes_with_one_that_is(forked: Builder, date: str, hint: str) -> None:
    with pytest.raises(AgentguardError) as caught:
        walked(forked, since=date)
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    "date",
    ["now", "Now", "last friday", "5pm", "3.weeks.ago", "2 Sept 2023", "Mon, 3 Jul 2006 17:18:43 +0200", "noon",
     "2023-11-15T10:00:00Z", "2023-11-15 10:00 EST", "one hour ago", "1st Jan", "31.12.2023", "1 minute ago"],
)  # fmt: skip
def test_what_git_understands_is_taken(forked: Builder, date: str) -> None:
    assert walked(forked, since=date) == forked.git("rev-list", f"--since={date}", "HEAD").split()


def test_today_begins_at_midnight(repo: Builder) -> None:
    repo.clock = int(time()) - 1
    today = repo.commit({"a": "1\n"}, hours=0)
    expected = repo.git("rev-list", "--since=midnight", "HEAD").split()
    assert walked(repo, since="today") == expected
    assert expected in ([today], [])  # a second after midnight it is yesterday's


def test_a_repository_without_commits_says_so(repo: Builder) -> None:
    with pytest.raises(AgentguardError, match="the repository has no commits yet"):
        walked(repo)


def test_a_walk_does_not_read_on_when_the_past_of_the_last_one_is_complete(repo: Builder) -> None:
    for _ in range(5):
        repo.commit({}, "old", hours=24 * 100)
    with Repository.open(repo.path) as repository:
        walk = Walk(repository, select_commits(repository, limit=1))
        assert [walk.asked for _ in walk.commits()] == [True, False, False]
