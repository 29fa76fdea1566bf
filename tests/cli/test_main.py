import platform
import subprocess
import sys
from importlib.metadata import version

import click
import pytest

from agentguard.analyzer.git.process import require_git
from agentguard.cli import main as program_module
from agentguard.cli.main import program
from agentguard.cli.summaries import COMMANDS
from tests.cli.run import Done, Runner
from tests.support.builder import Builder

FORBIDDEN = ("tree_sitter", "tree_sitter_python", "unidiff", "git", "agentguard.analyzer.model", "subprocess")


def test_the_version_is_one_line(cli: Runner) -> None:
    assert cli("--version") == Done(0, f"agentguard {version('agentguard')}\n", "")


def test_the_verbose_version_names_git_and_python(cli: Runner) -> None:
    git = ".".join(map(str, require_git()))
    expected = f"agentguard {version('agentguard')}\ngit {git}\nPython {platform.python_version()}\n"
    assert cli("-v", "--version") == cli("--version", "-v") == Done(0, expected, "")


def test_the_version_is_all_that_is_printed(cli: Runner) -> None:
    assert cli("--version", "rules") == cli("--version")


def test_verbose_may_stand_before_the_command(cli: Runner, repo: Builder) -> None:
    repo.commit({"a.py": "X = 1\n"})
    assert "not looked at: AG103 out-of-scope: no scope" in cli("-v", "check").out


def test_no_command_shows_the_help_and_fails(cli: Runner) -> None:
    assert cli() == Done(2, "", cli("--help").out)


def test_the_help_lists_every_command(cli: Runner) -> None:
    done = cli("--help")
    assert done.code == 0
    assert done.out.endswith("".join(f"  {name:<9}  {summary}\n" for name, summary in COMMANDS.items()))


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_version_and_help_import_nothing_heavy(option: str) -> None:
    script = f"""
import sys
from agentguard.cli.main import main
main([{option!r}])
print([name for name in {FORBIDDEN!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("line", "error", "hint"),
    [
        ("chek", "no command named `chek`", "did you mean `agentguard check`?"),
        (
            "zzz",
            "no command named `zzz`",
            "the commands are: audit, check, doctor, explain, footprint, init, overlap, rules, schema, uninstall",
        ),
        ("ch\x1b[31meck", "no command named `check`", "did you mean `agentguard check`?"),
        ("--versio", "no option named `--versio`", "did you mean `--version`?"),
        ("check --bass x", "no option named `--bass`", "did you mean `--base`?"),
        ("check --zzz", "no option named `--zzz`", "`agentguard check --help` lists the options"),
        ("check -z", "no option named `-z`", "`agentguard check --help` lists the options"),
        ("check --base", "option `--base` requires an argument", ""),
        ("check a b", "got unexpected extra argument `b`", "usage: agentguard check [OPTIONS] [SPEC]"),
        ("explain", "`RULE` is missing", "usage: agentguard explain [OPTIONS] RULE"),
        (
            "rules --format xml",
            "invalid value for `--format`: `xml` is not one of `text`, `json`, `markdown`",
            "`agentguard rules --help` says what it takes",
        ),
        (
            "audit --limit many",
            "invalid value for `--limit`: `many` is not a valid integer range",
            "`agentguard audit --help` says what it takes",
        ),
        (
            "rules --json --format markdown",
            "`--json` and `--format markdown` exclude each other",
            "leave one of them out",
        ),
        ("explain AG1", "`AG1` is the beginning of ", "name one of them: AG101, AG102, "),
        ("explain artefact", "no rule named `artefact`", "did you mean `artifact`?"),
        (
            "schema chek",
            "no schema named `chek`",
            (
                "the documents are: audit, audit-commit, check, doctor, explain, footprint, init, overlap, rules, "
                "uninstall"
            ),
        ),
        (
            "audit --commit HEAD --limit 3",
            "`--commit` takes no range, `--since`, `--limit`, `--jobs` or `--deep`",
            "one commit: `agentguard audit --commit HEAD`",
        ),
    ],
    ids=ascii,
)
def test_a_wrong_command_line_says_what_is_wrong_and_what_was_meant(
    cli: Runner, line: str, error: str, hint: str
) -> None:
    done = cli(*line.split())
    assert (done.code, done.out) == (2, "")
    if error.endswith(" "):
        assert done.err.startswith(f"error: {error}")
        assert f"\nhint: {hint}" in done.err
    else:
        assert done.err == f"error: {error}\n" + (f"hint: {hint}\n" if hint else "")


def command_named(name: str) -> click.Command:
    command = program.get_command(click.Context(program), name) if name in COMMANDS else program
    assert command is not None
    return command


@pytest.mark.parametrize("name", ["agentguard", *COMMANDS])
def test_every_option_has_help(name: str) -> None:
    command = command_named(name)
    options = [option for option in command.get_params(click.Context(command)) if isinstance(option, click.Option)]
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_help_begins_with_an_imperative_line_and_examples_stand_before_the_options(cli: Runner, name: str) -> None:
    lines = cli(name, "--help").out.splitlines()
    assert lines[2] == f"  {COMMANDS[name]}"
    assert not lines[2].endswith(".")
    assert lines[4].startswith(f"  agentguard {name}")
    assert lines.index("Options:") > 4
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_the_same_options_of_output(name: str) -> None:
    found = {option for parameter in command_named(name).params for option in parameter.opts}
    assert {"--format", "--json", "--output", "-C", "--quiet", "--verbose", "--color"} <= found


def test_an_interrupted_run_exits_with_130(cli: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(program_module, "_versions", interrupt)
    assert cli("--version") == Done(130, "", "\n")
