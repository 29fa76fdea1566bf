import pytest

from tests.cli.run import Done, Runner, as_line
from tests.support.builder import Builder

NOT_ASKED = "not looked at: AG103 out-of-scope (-v says why)\n"
LOG = """\
out.log: warning AG104 artifact: is a log file
    help: `git rm --cached -- out.log` and add `*.log` to `.gitignore`; what is meant to be here belongs into \
`allowed-artifacts`
"""


@pytest.fixture
def topic(repo: Builder) -> Builder:
    """A branch that adds a log beside its change."""
    repo.commit({"a.py": "X = 1\n"})
    repo.branch("topic")
    repo.commit({"a.py": "X = 2\n", "out.log": "started\n"}, "feat: raise X")
    return repo


@pytest.mark.usefixtures("topic")
def test_a_warning_is_shown_and_does_not_fail(cli: Runner) -> None:
    assert cli("check") == Done(0, f"{LOG}\n1 warning in 2 files, 0.0 s\n{NOT_ASKED}", "")


@pytest.mark.usefixtures("topic")
@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--fail-on", "warning"], 1),
        (["--fail-on", "warning", "--exit-zero"], 0),
        (["--fail-on", "error"], 0),
        (["--scope", "a.py"], 1),
        (["--scope", "a.py", "--fail-on", "never"], 0),
        (["--scope", "a.py", "--exit-zero"], 0),
        (["--scope", "a.py", "--scope", "*.log"], 0),
    ],
    ids=as_line,
)
def test_the_exit_code_is_what_was_asked_for(cli: Runner, options: list[str], code: int) -> None:
    assert cli("check", *options).code == code


@pytest.mark.usefixtures("topic")
def test_rules_are_chosen_by_code_name_and_beginning(cli: Runner) -> None:
    clean = Done(0, "nothing found in 2 files, 0.0 s\n", "")
    assert cli("check", "--ignore", "artifact,AG103") == clean
    assert cli("check", "--ignore", "AG1,AG3") == clean
    assert cli("check", "--select", "AG102", "--select", "AG305") == clean
    assert cli("check", "--select", "ag104,off-topic-files") == Done(0, f"{LOG}\n1 warning in 2 files, 0.0 s\n", "")


@pytest.mark.usefixtures("topic")
def test_quiet_is_the_findings_and_nothing_else(cli: Runner) -> None:
    assert cli("check", "-q") == Done(0, LOG, "")
    assert cli("check", "-q", "--ignore", "AG104") == Done(0, "", "")


@pytest.mark.usefixtures("topic")
def test_verbose_says_why_a_rule_did_not_run(cli: Runner) -> None:
    assert cli("check", "-v").out.endswith(
        "\n1 warning in 2 files, 0.0 s\nnot looked at: AG103 out-of-scope: no scope was declared (`--scope GLOB`)\n"
    )


def test_what_is_staged_is_judged_with_the_branch(cli: Runner, topic: Builder) -> None:
    topic.write({"more.log": "x\n"})
    topic.git("add", "--force", "more.log")
    assert cli("check").out.count("AG104") == 2
    assert cli("check", "--base", "HEAD").out.startswith("more.log: warning AG104 artifact: is a log file\n")


def test_where_nothing_is_changed_it_says_so(cli: Runner, repo: Builder) -> None:
    repo.commit({"a.py": "X = 1\n"})
    assert cli("check") == Done(0, f"nothing found since nothing is changed, 0.0 s\n{NOT_ASKED}", "")


def test_annotations_come_in_the_format_of_github(cli: Runner, topic: Builder) -> None:
    del topic
    assert cli("check", "--format", "github") == Done(
        0,
        "::warning file=out.log,title=AG104 artifact::`out.log` is a log file%0Ahelp: `git rm --cached -- out.log` and "
        "add `*.log` to `.gitignore`; what is meant to be here belongs into `allowed-artifacts`\n"
        "agentguard: 1 warning\n",
        "",
    )


def test_a_report_in_markdown_can_be_posted(cli: Runner, topic: Builder) -> None:
    del topic
    assert cli("check", "--format", "markdown") == Done(
        0,
        "### agentguard: 1 warning\n\n2 files against `main`\n\n"
        "- **warning** AG104 artifact: `out.log`: is a log file\n"
        "  - help: `git rm --cached -- out.log` and add `*.log` to `.gitignore`; what is meant to be here belongs into "
        "`allowed-artifacts`\n",
        "",
    )


def test_a_commit_waives_what_is_found_in_it_by_a_trailer(cli: Runner, topic: Builder) -> None:
    topic.git("commit", "--amend", "-qm", "feat: raise X\n\nAgentguard-Allow: AG104 the log is a sample")
    assert cli("check") == Done(0, f"1 suppressed (-v shows them) in 2 files, 0.0 s\n{NOT_ASKED}", "")
    assert "[suppressed: the log is a sample]\n" in cli("check", "-v").out


def test_a_finding_on_the_whole_change_is_waived_by_any_of_its_commits(cli: Runner, topic: Builder) -> None:
    topic.git("commit", "--amend", "-qm", "feat: raise X\n\nAgentguard-Allow: artifact the log is a sample")
    topic.commit({"a.py": "X = 3\n"}, "feat: raise X again")
    assert cli("check", "-q") == Done(0, "", "")
    assert cli("check", "HEAD~..HEAD").out.startswith("nothing found in 1 file")


def test_an_error_is_not_waived_by_who_made_it(cli: Runner, topic: Builder) -> None:
    topic.git("commit", "--amend", "-qm", "feat: raise X\n\nAgentguard-Allow: AG103 I know better")
    assert cli("check", "-q", "--scope", "a.py").code == 1


def test_settings_come_from_the_target_and_not_from_the_branch(cli: Runner, topic: Builder) -> None:
    topic.commit({"agentguard.toml": 'disable = ["AG104"]\n'}, "chore: switch the guard off")
    assert "out.log: warning AG104" in cli("check").out


def test_where_no_branch_is_known_to_be_the_target_the_base_has_the_settings(cli: Runner, topic: Builder) -> None:
    topic.git("branch", "-m", "main", "develop")
    topic.commit({"agentguard.toml": 'disable = ["AG104"]\n', "out.log": "x\n"}, "chore: switch the guard off")
    assert "out.log: warning AG104 artifact: is a log file\n" in cli("check", "--base", "develop").out


def test_all_mistakes_in_the_settings_are_told_at_once(cli: Runner, repo: Builder) -> None:
    repo.commit({"agentguard.toml": 'tpoic = 1\ndisable = ["AG999"]\n'})
    done = cli("check")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: 2 mistakes in the settings\n    agentguard.toml:1: `tpoic`: unknown key; ")
    assert "\n    agentguard.toml:2: " in done.err


def test_an_unknown_base_names_the_nearest_branch(cli: Runner, topic: Builder) -> None:
    del topic
    assert cli("check", "--base", "mian") == Done(2, "", "error: no commit named `mian`\nhint: did you mean `main`?\n")


@pytest.mark.parametrize(
    ("glob", "why"),
    [
        ("", "it is empty"),
        ("../a.py", "it leads out of the repository"),
        ("!a.py", "it begins with `!`, and a glob cannot take anything back"),
        (".", "it has an empty folder name or a `.` in it"),
    ],
)
def test_a_scope_that_can_match_nothing_is_refused(cli: Runner, topic: Builder, glob: str, why: str) -> None:
    assert topic.head()
    assert cli("check", "--scope", "a.py", "--scope", glob) == Done(
        2,
        "",
        f"error: the scope `{glob}` can match nothing: {why}\n"
        "hint: `src/api` is a folder with all in it, `*.md` matches at any depth, `**` is everything\n",
    )
