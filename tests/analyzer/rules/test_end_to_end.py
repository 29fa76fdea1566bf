from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from agentguard.analyzer.engine.audit import AuditRequest, audit
from agentguard.analyzer.engine.check import CheckRequest, check
from agentguard.analyzer.engine.commit import audit_commit
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import Finding
from agentguard.analyzer.rules import RULES
from tests.support.builder import Builder

ADD = "def add(a, b):\n    return a + b\n"
TWICE = "def twice(a):\n    return a * 2\n"
TESTS = """\
from src.calc import add, twice


def test_add():
    assert add(1, 2) == 3


def test_add_zero():
    assert add(0, 5) == 5


def test_twice():
    assert twice(2) == 4
"""


@pytest.fixture
def project(repo: Builder) -> Builder:
    repo.commit(
        {"src/calc.py": ADD + TWICE, "tests/test_calc.py": TESTS, ".gitignore": "out/\n", "README.md": "calc\n"}
    )
    repo.branch("work")
    return repo


@contextmanager
def opened(repo: Builder) -> Iterator[Repository]:
    with Repository.open(repo.path) as repository:
        yield repository


def found(repo: Builder, *select: str, scope: tuple[str, ...] = ()) -> list[Finding]:
    with opened(repo) as repository:
        report = check(repository, CheckRequest(select=select, scope=scope), stdin=bytes)
    return list(report.findings)


def told(findings: list[Finding]) -> list[tuple[str, str | None]]:
    return [(one.message, one.help) for one in findings]


def stage(repo: Builder, files: dict[str, str | bytes | None]) -> None:
    repo.write(files)
    repo.git("add", "--all", "--force")


def test_ag103_counts_both_names_of_a_rename(project: Builder) -> None:
    project.git("mv", "src/calc.py", "src/sums.py")
    assert [one.message for one in found(project, "AG103", scope=("src/sums.py",))] == [
        "`src/calc.py`, renamed to `src/sums.py`, is outside the declared scope (`src/sums.py`)"
    ]


def test_ag103_is_skipped_with_the_reason_where_no_scope_was_declared(project: Builder) -> None:
    with opened(project) as repository:
        report = check(repository, CheckRequest(select=("AG103",)), stdin=bytes)
    assert [(entry.what, entry.reason) for entry in report.skipped] == [
        ("AG103 out-of-scope", "no scope was declared (`--scope GLOB`)")
    ]


def test_ag103_names_the_way_back_for_what_is_committed(project: Builder) -> None:
    base = project.head()
    project.commit({"README.md": "more\n"})
    assert [one.help for one in found(project, "AG103", scope=("src",))] == [
        f"take it out: `git restore --staged --source={base[:12]} -- README.md`; or declare the scope wider"
    ]


def test_ag104_tells_artifacts_by_name_and_what_was_added_by_force(project: Builder) -> None:
    stage(project, {"src/__pycache__/calc.pyc": b"\0", "out/data.json": "{}", "src/new.py": ""})
    allow = "; what is meant to be here belongs into `allowed-artifacts`"
    assert told(found(project, "AG104")) == [
        ("`out/data.json` is ignored by this repository's `.gitignore`",
         "`git restore --staged -- out/data.json`" + allow),
        ("`src/__pycache__/calc.pyc` is Python bytecode",
         "`git restore --staged -- src/__pycache__/calc.pyc` and add `__pycache__/` to `.gitignore`" + allow),
    ]  # fmt: skip


def test_ag104_names_a_command_that_works_before_the_first_commit(repo: Builder) -> None:
    stage(repo, {"run.log": "", "a.py": ""})
    (finding,) = found(repo, "AG104")
    assert finding.help is not None
    _, command, *_ = finding.help.split("`")
    assert command == "git rm --cached -- run.log"
    repo.git(*command.split()[1:])
    assert found(repo, "AG104") == []


def test_ag104_tells_a_link_that_stands_for_an_installed_folder(project: Builder) -> None:
    (project.path / "node_modules").symlink_to("/elsewhere")
    project.git("add", "node_modules")
    (finding,) = found(project, "AG104")
    assert finding.message == "`node_modules` is an installed dependency"
    assert "add `node_modules` to `.gitignore`" in (finding.help or "")


def test_ag104_tells_a_repository_that_is_no_submodule(project: Builder) -> None:
    other = Builder.create(project.path / "other")
    other.commit({"a": ""})
    project.git("-c", "advice.addEmbeddedRepo=false", "add", "other")
    assert [one.message for one in found(project, "AG104")] == [
        "`other` is a commit of another repository, and `.gitmodules` does not name it"
    ]


def test_ag104_leaves_a_submodule_alone(project: Builder) -> None:
    other = Builder.create(project.path.parent / "lib")
    other.commit({"a": ""})
    project.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other.path), "lib")
    assert found(project, "AG104") == []


def test_ag104_tells_a_large_binary(project: Builder) -> None:
    stage(project, {"model.weights": b"\0" * 1_000_001})
    assert [one.message for one in found(project, "AG104")] == ["`model.weights` is a binary file of 1,000,001 bytes"]


@pytest.mark.parametrize(("text", "notes"), [("see Screenshot-1.png\n", 0), ("nothing\n", 1)])
def test_ag104_doubts_a_screenshot_that_nothing_refers_to(project: Builder, text: str, notes: int) -> None:
    stage(project, {"Screenshot-1.png": b"\0", "README.md": text})
    assert [one.severity.value for one in found(project, "AG104")] == ["note"] * notes


def test_ag104_quotes_a_path_that_a_shell_or_git_would_read_otherwise(project: Builder) -> None:
    stage(project, {"a b/$(x)*.log": "", "bad\udcff.log": ""})
    assert [(one.help or "").partition("`;")[0].partition("` and")[0] for one in found(project, "AG104")] == [
        "`git restore --staged -- ':(literal)a b/$(x)*.log'",
        "`git restore --staged -- $'bad\\377.log'",
    ]


def test_ag104_takes_the_settings_from_the_target_not_from_the_change(project: Builder) -> None:
    stage(project, {"run.log": "", "agentguard.toml": 'allowed-artifacts = ["*.log"]\n'})
    assert [one.message for one in found(project, "AG104")] == ["`run.log` is a log file"]
    project.switch("main")
    project.git("commit", "--quiet", "--message", "allow")
    project.branch("more")
    stage(project, {"two.log": ""})
    assert found(project, "AG104") == []


def test_ag104_knows_what_the_project_later_took_out_as_an_accident(repo: Builder) -> None:
    repo.commit({"README.md": ""})
    added = repo.commit({"scratch.py": "", "src/a.py": ""}, "Add a")
    removed = repo.commit({"scratch.py": None}, "Remove scratch.py, added by mistake")
    with opened(repo) as repository:
        rules = [rule for rule in RULES if rule.code == "AG104"]
        report = audit(repository, AuditRequest(), config=Config(), rules=rules)
    assert [(one.commit.id, one.finding.message) for one in report.findings] == [
        (added, f"`scratch.py` was taken out as an accident by {removed[:12]}")
    ]


def test_ag305_says_which_hook_is_gone_and_which_setting_is_new(project: Builder) -> None:
    hooks = "repos:\n- repo: local\n  hooks:\n  - id: lint\n  - id: types\n"
    project.switch("main")
    project.commit({".pre-commit-config.yaml": hooks, "pyproject.toml": "[project]\nname = 'calc'\n"})
    project.branch("task")
    stage(
        project,
        {
            ".pre-commit-config.yaml": hooks.replace("  - id: types\n", ""),
            "pyproject.toml": "[project]\nname = 'calc'\n[tool.agentguard]\ndisable = ['AG102']\n",
            "src/calc.py": ADD,
        },
    )
    assert [(one.severity.value, one.message) for one in found(project, "AG305")] == [
        ("warning", "`.pre-commit-config.yaml` (hooks that run before a commit): removes the hook `types`"),
        ("warning", "`pyproject.toml` (agentguard's settings) gains `[tool.agentguard]`"),
    ]


def test_ag305_is_a_note_where_the_guard_lands_by_itself_and_silent_on_comments(project: Builder) -> None:
    stage(project, {".github/workflows/ci.yml": "on: push\n"})
    assert [one.severity.value for one in found(project, "AG305")] == ["note"]
    project.git("commit", "--quiet", "--message", "ci")
    project.git("branch", "--force", "main")
    stage(project, {".github/workflows/ci.yml": "# why\non: push\n", "src/calc.py": ADD})
    assert found(project, "AG305") == []


def test_ag306_tells_a_test_that_is_gone_beside_a_change_of_the_code(project: Builder) -> None:
    stage(
        project,
        {
            "src/calc.py": (ADD + TWICE).replace("a + b", "a - b"),
            "tests/test_calc.py": TESTS.replace("\n\ndef test_add_zero():\n    assert add(0, 5) == 5\n", ""),
        },
    )
    assert [one.message for one in found(project, "AG306")] == [
        "removes 1 test from `tests/test_calc.py` (`test_add_zero`), beside a change of `src/calc.py`"
    ]


def test_ag306_is_silent_where_the_subject_of_a_test_goes_with_it(project: Builder) -> None:
    gone = TESTS.replace("\n\ndef test_twice():\n    assert twice(2) == 4\n", "").replace(", twice", "")
    stage(project, {"src/calc.py": ADD, "tests/test_calc.py": gone})
    assert found(project, "AG306") == []


def test_ag306_is_silent_on_tests_that_are_renamed_or_moved(project: Builder) -> None:
    project.git("mv", "tests/test_calc.py", "tests/test_sums.py")
    stage(
        project,
        {
            "src/calc.py": (ADD + TWICE).replace("a + b", "b + a"),
            "tests/test_sums.py": TESTS.replace("test_add_zero", "test_nothing_added"),
        },
    )
    assert found(project, "AG306") == []


def test_ag306_tells_marks_and_assertions_that_are_gone(project: Builder) -> None:
    weaker = TESTS.replace("def test_add()", "@pytest.mark.skip\ndef test_add()").replace(
        "assert twice(2) == 4", "twice(2)"
    )
    stage(
        project,
        {"src/calc.py": (ADD + TWICE).replace("a + b", "a - b"), "tests/test_calc.py": "import pytest\n" + weaker},
    )
    assert [one.message for one in found(project, "AG306")] == [
        "switches off `test_add` in `tests/test_calc.py` (`@pytest.mark.skip`), beside a change of `src/calc.py`",
        "takes 1 of 1 assertions out of `test_twice` in `tests/test_calc.py`, beside a change of `src/calc.py`",
    ]


def test_ag306_lets_conditional_skips_and_new_tests_with_marks_pass(project: Builder) -> None:
    stage(
        project,
        {
            "src/calc.py": (ADD + TWICE).replace("a + b", "b + a"),
            "tests/test_calc.py": TESTS.replace("def test_add()", "@pytest.mark.skipif(WINDOWS)\ndef test_add()")
            + "\n\n@pytest.mark.xfail\ndef test_huge():\n    assert add(1e99, 1) != 1e99\n",
        },
    )
    assert found(project, "AG306") == []


def test_one_commit_of_the_past_names_itself_in_its_findings(project: Builder) -> None:
    commit = project.commit({"run.log": "", "src/calc.py": ADD}, "Drop twice")
    with opened(project) as repository:
        report = audit_commit(repository, commit=commit, target=None, config=Config(), rules=RULES)
    assert [(one.rule, one.commit) for one in report.findings] == [("AG104", commit)]


def test_fingerprints_of_a_branch_stay_when_it_grows(project: Builder) -> None:
    project.commit({"run.log": ""})
    before = [one.fingerprint for one in found(project, "AG104")]
    project.commit({"src/more.py": "x = 1\n"})
    assert [one.fingerprint for one in found(project, "AG104")] == before != []
