from collections.abc import Iterable
from pathlib import Path

import pytest

from agentguard.analyzer.engine.audit import AuditRequest, audit
from agentguard.analyzer.git import Repository
from agentguard.analyzer.history import Past
from agentguard.analyzer.model.changes import ChangeSet
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import AuditReport
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.model.rules import PathHistory
from agentguard.analyzer.model.topic import OffTopic, TopicSplit, Verdict
from agentguard.analyzer.rules import RULES
from tests.support.builder import Builder
from tests.support.wrapper import GitWrapper

CLAUDE = "Co-Authored-By: Claude <noreply@anthropic.com>"


def judged(repo: Builder, *words: str, limit: int | None = None, jobs: int = 1, deep: bool = False) -> AuditReport:
    asked = AuditRequest(range=words, limit=limit, jobs=jobs, deep=deep)
    with Repository.open(repo.path) as repository:
        return audit(repository, asked, config=Config(), rules=RULES)


def counts(report: AuditReport) -> dict[str, int]:
    return {verdict.value: number for verdict, number in report.verdicts.items() if number}


AREAS = {
    "auth": ("token", "login"),
    "report": ("table", "chart", "export", "layout", "footer"),
    "search": ("index", "query", "rank", "crawl", "stem"),
    "ideas": ("garden", "sailing", "bakery", "museum"),
}


def work(area: str, turn: int) -> dict[str, str]:
    """What a task writes into the files of its area: words of its own in each."""
    return {
        f"{area}/{name}.py": f"def {name}_{area}(first_{name}):\n    return open_{name}_{turn}(first_{name}, {turn})\n"
        for name in AREAS[area]
    }


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Builder:
    """A root, tasks that each work in a folder of their own, a merge, and a sweep of the others' work by one."""
    repo = Builder.create(tmp_path_factory.mktemp("audit") / "repo")
    repo.commit({path: text for area in AREAS for path, text in work(area, 0).items()}, "initial import")
    repo.fast_import(
        (f"{area}: {' and '.join(AREAS[area])} take turn {turn}", work(area, turn))
        for turn in range(1, 10)
        for area in AREAS
    )
    repo.git("reset", "--quiet", "--hard")
    repo.branch("work")
    repo.commit({"auth/token.py": "def token(): return 'x'\n"}, "auth: token is a text")
    repo.switch("main")
    repo.commit({"README.md": "read me\n"}, "Describe the project", author="Bob <bob@b.invalid>")
    repo.merge("work")
    others = {path: text for area in ("report", "search", "ideas") for path, text in work(area, 99).items()}
    repo.commit({**others, **work("auth", 99)}, f"auth: renew the token at login\n\n{CLAUDE}")
    repo.commit({"auth/__pycache__/token.cpython-311.pyc": b"\0"}, "auth: tidy up")
    repo.commit({}, "auth: nothing")
    return repo


@pytest.fixture
def plain_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls a commit that renews something a sweep, and its files outside of `auth` off topic: no model, no weights."""

    def judge(message: str, paths: Iterable[str]) -> TopicSplit:
        if "renew" not in message:
            return TopicSplit(verdict=Verdict.FOCUSED, reason="one topic", on_topic=tuple(paths))
        everything = tuple(paths)
        on = tuple(path for path in everything if path.startswith("auth/"))
        off = [path for path in everything if path not in on]
        reasons = tuple(OffTopic(path=path, reason="of another task") for path in off)
        return TopicSplit(verdict=Verdict.SWEEP, reason="two tasks", on_topic=on, off_topic=reasons)

    def by_paths(commit: CommitRecord, past: Past | None, _: PathHistory | None = None) -> TopicSplit:
        assert past is not None
        return judge(commit.message, commit.paths)

    def by_content(change: ChangeSet, *_: object, **__: object) -> TopicSplit:
        return judge(change.message, (one.path for one in change.changes))

    monkeypatch.setattr("agentguard.analyzer.topic.split_by_paths", by_paths)
    monkeypatch.setattr("agentguard.analyzer.gather.splits.split_by_content", by_content)


@pytest.mark.usefixtures("plain_judge")
def test_verdicts_add_up_to_the_commits(history: Builder) -> None:
    report = judged(history)
    assert report.commits == int(history.git("rev-list", "--count", "HEAD")) == 43
    assert counts(report) == {"sweep": 1, "focused": 40, "merge": 1, "root": 1}
    assert sum(report.verdicts.values()) == report.commits
    assert not report.shallow


@pytest.mark.usefixtures("plain_judge")
def test_a_sweep_is_told_with_its_split_and_its_agent(history: Builder) -> None:
    sweeps = [entry for entry in judged(history).findings if entry.finding.rule == "AG102"]
    assert [entry.commit.subject for entry in sweeps] == ["auth: renew the token at login"]
    (sweep,) = sweeps
    assert sweep.commit.id == history.git("rev-parse", "HEAD~2")
    assert (sweep.commit.agent, sweep.commit.author, sweep.commit.files) == ("Claude", "Ada", 16)
    assert sweep.on_topic == ("auth/login.py", "auth/token.py")
    others = [f"{area}/{name}.py" for area in AREAS for name in AREAS[area] if area != "auth"]
    assert sorted(entry.path for entry in sweep.off_topic) == sorted(others)
    assert sweep.off_topic[0].reason == "of another task"


def test_an_artifact_is_told_with_its_commit(history: Builder) -> None:
    artifacts = [entry for entry in judged(history).findings if entry.finding.rule == "AG104"]
    assert [(entry.commit.subject, entry.finding.location and entry.finding.location.path) for entry in artifacts] == [
        ("auth: tidy up", "auth/__pycache__/token.cpython-311.pyc")
    ]


@pytest.mark.usefixtures("plain_judge")
def test_findings_come_newest_first(history: Builder) -> None:
    assert [entry.finding.rule for entry in judged(history).findings] == ["AG104", "AG102"]


def test_commits_are_counted_by_agent(history: Builder) -> None:
    assert judged(history).by_agent == {"": 41, "Claude": 1}


def test_what_is_not_judged_is_listed_with_the_reason(history: Builder) -> None:
    assert [entry.what for entry in judged(history).skipped] == [
        "1 merge",
        "1 root commit",
        *(
            f"{rule.code} {rule.name}"
            for rule in RULES
            if not rule.needs <= {"split", "added", "path_history", "undone", "landed"}
        ),
    ]


@pytest.mark.usefixtures("plain_judge")
def test_a_range_judges_its_commits_by_the_history_before_it(history: Builder) -> None:
    report = judged(history, "HEAD~3..HEAD")
    assert counts(report) == {"sweep": 1, "focused": 2}
    whole = [entry for entry in judged(history).findings if entry.finding.rule == "AG102"]
    assert [entry for entry in report.findings if entry.finding.rule == "AG102"] == whole
    assert report.range == "HEAD~3..HEAD"


@pytest.mark.parametrize(("words", "limit"), [((), 1), (("main^!",), None), (("main~1..main",), None)])
def test_a_single_commit_is_read_whatever_its_paths_say(
    repo: Builder, words: tuple[str, ...], limit: int | None
) -> None:
    repo.commit({"a.py": "1\n"}, "root")
    repo.commit({f"api/{number}.py": "1\n" for number in range(8)}, "api: eight endpoints")
    report = judged(repo, *words, limit=limit)
    assert (report.commits, report.candidates) == (1, 1)
    assert sum(report.verdicts.values()) == 1


@pytest.mark.usefixtures("plain_judge")
def test_deep_reads_every_commit_of_enough_files(repo: Builder) -> None:
    repo.fast_import(turns(3))
    assert judged(repo, "main").candidates == 0
    report = judged(repo, "main", deep=True)
    assert (report.candidates, counts(report)) == (2, {"focused": 2, "root": 1})


def test_a_range_without_commits_is_empty(history: Builder) -> None:
    report = judged(history, "main..main")
    assert (report.commits, report.findings, report.first_date, report.last_date) == (0, (), None, None)
    assert counts(report) == {}


def test_progress_is_told_now_and_then(repo: Builder) -> None:
    repo.fast_import((f"change {number}", {"a": f"{number}\n"}) for number in range(1_100))
    told: list[int] = []
    with Repository.open(repo.path) as repository:
        report = audit(repository, AuditRequest(range=("main",)), config=Config(), rules=RULES, progress=told.append)
    assert told == [500, 1000]
    assert report.commits == 1_100


def test_dates_are_those_of_the_oldest_and_the_newest_commit_whatever_their_order(repo: Builder) -> None:
    repo.commit({"a": "1\n"}, "now")
    repo.commit({"a": "2\n"}, "before", hours=-24 * 365)
    repo.commit({"a": "3\n"}, "after", hours=24 * 365 * 2)
    report = judged(repo)
    assert (report.first_date, report.last_date) == ("2022-11-14T23:13:20+00:00", "2024-11-13T23:13:20+00:00")


def test_a_commit_from_the_end_of_time_is_no_error(repo: Builder) -> None:
    repo.commit({"a": "1\n"}, "root")
    tree = repo.git("rev-parse", "HEAD^{tree}")
    who = f"Ada <a@b.invalid> {'9' * 30} +0000"
    repo.raw_commit(f"tree {tree}\nparent {repo.head()}\nauthor {who}\ncommitter {who}\n\nlate\n".encode())
    assert judged(repo).last_date == "9999-12-31T23:59:59+00:00"


def test_a_shallow_clone_leaves_its_boundary_out_and_says_so(history: Builder, tmp_path: Path) -> None:
    clone = history.clone(tmp_path / "clone", "--depth=3")
    report = judged(clone)
    assert report.shallow
    assert counts(report) == {"focused": 2}
    assert report.skipped[0].what == "1 commit"
    assert report.skipped[0].reason == (
        "history is cut here (shallow clone), the parents are missing: `git fetch --unshallow`; "
        "in GitHub Actions `fetch-depth: 0` for actions/checkout"
    )


@pytest.mark.usefixtures("plain_judge")
def test_a_partial_clone_is_judged_without_fetching(history: Builder, tmp_path: Path) -> None:
    clone = history.clone(tmp_path / "clone", "--filter=blob:none", "--no-checkout")
    clone.git("config", "remote.origin.uploadpack", f"touch {tmp_path / 'fetched'}; git-upload-pack")
    before = clone.objects()
    report = judged(clone)
    assert report.commits == 43
    assert sum(report.verdicts.values()) == 43
    assert report.candidates > 0
    assert report.skipped[-1].reason == "a partial clone: contents that it lacks were not read, and nothing was fetched"
    assert clone.objects() == before
    assert not (tmp_path / "fetched").exists()


def test_several_processes_find_what_one_finds(repo: Builder) -> None:
    repo.fast_import(turns(80))
    reports = [judged(repo, "main", jobs=jobs, deep=True) for jobs in (1, 2)]
    assert reports[0].findings == reports[1].findings
    assert reports[0].verdicts == reports[1].verdicts
    assert reports[0].candidates == reports[1].candidates == 79


def turns(number: int) -> list[tuple[str, dict[str, str]]]:
    """Commits of eight files each, in turns of four folders."""
    return [
        (f"area{turn % 4}: turn {turn}", {f"area{turn % 4}/{name}.py": f"x = {turn}\n" for name in range(8)})
        for turn in range(number)
    ]


def test_an_interrupt_leaves_no_process_behind(repo: Builder, git_wrapper: GitWrapper) -> None:
    repo.fast_import([(f"turn {turn}", {f"{name}.py": f"x = {turn}\n" for name in range(8)}) for turn in range(600)])
    git_wrapper.record()

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    with Repository.open(repo.path) as repository, pytest.raises(KeyboardInterrupt):
        asked = AuditRequest(range=("main",), jobs=2, deep=True)
        audit(repository, asked, config=Config(), rules=RULES, progress=interrupt)
    assert git_wrapper.started != []
    assert git_wrapper.alive() == []


def test_no_question_is_put_to_git_twice(history: Builder, git_wrapper: GitWrapper) -> None:
    git_wrapper.record()
    judged(history)
    asked = [words for _, words in git_wrapper.started]
    assert sorted(set(asked)) == sorted(asked)
    assert len(asked) <= 10
