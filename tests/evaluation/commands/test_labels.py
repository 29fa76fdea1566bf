"""Labels by real git, in the sandbox; left out where the machine gives no namespaces to programs."""

import subprocess
from collections.abc import Iterator

import pytest

from evaluation.commands.cases import Truth
from evaluation.commands.labels import Labeller, labeller
from evaluation.commands.sandbox import SandboxError


@pytest.fixture(scope="module")
def git() -> Iterator[Labeller]:
    try:
        with labeller() as made:
            made.label("true", group="", source="")
            yield made
    except (SandboxError, OSError, subprocess.SubprocessError) as error:
        pytest.skip(str(error))


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("git add -A; git reset -q", Truth.SWEEP),
        ("npm test && sudo git commit -am x", Truth.SWEEP),
        ("(git add . > /dev/null 2>&1 &)", Truth.SWEEP),
        ("cd src && git add .", Truth.SWEEP),
        ("git rm -r -q --cached .", Truth.SWEEP),
        ("git stash -u", Truth.SWEEP),
        ("git add src/", Truth.FOLDER),
        ("git add a.py docs/new.md && git commit -m 'git add -A'", Truth.HARMLESS),
        ("git commit -m 'what is staged'", Truth.HARMLESS),
        ("echo git add -A", Truth.HARMLESS),
        ("cd ~/elsewhere && git status", Truth.EITHER),
    ],
)
def test_git_says_what_a_command_does(git: Labeller, text: str, truth: Truth) -> None:
    assert git.label(text, group="", source="").truth is truth


def test_nothing_outside_can_be_written_or_reached(git: Labeller, tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("outside")
    case = git.label(f"touch {place}/x; cat < /dev/tcp/127.0.0.1/1 && git add -A", group="", source="")
    assert (case.truth, list(place.iterdir())) == (Truth.HARMLESS, [])


def test_a_command_cannot_hold_up_or_deceive_whoever_reads_what_it_did(git: Labeller) -> None:
    text = (
        "git add -A; mkfifo /mnt/moments/x; mkdir /mnt/after; mkfifo /mnt/after/index; ln -s /dev/zero /mnt/moments/y"
    )
    assert git.label(text, group="", source="").truth is Truth.SWEEP
