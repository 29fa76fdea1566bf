import io
import sys

import pytest

from agentguard.cli import progress as module
from agentguard.cli.progress import DELAY, progress


class Screen(io.StringIO):
    def __init__(self, *, terminal: bool = True) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time in seconds, to be set by the test."""
    now = [100.0]
    monkeypatch.setattr(module, "monotonic", lambda: now[0])
    monkeypatch.delenv("TERM", raising=False)
    return now


def test_nothing_is_shown_in_the_first_second(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with progress("commits", quiet=False) as tell:
        assert tell is not None
        tell(1)
        clock[0] += DELAY / 2
        tell(2)
    assert screen.getvalue() == ""


def test_a_count_is_written_over_the_last_and_wiped_out(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with progress("commits", quiet=False) as tell:
        assert tell is not None
        clock[0] += DELAY
        tell(1_000)
        tell(1_001)
        clock[0] += DELAY
        tell(2_000)
    assert screen.getvalue() == f"\r1,000 commits\r2,000 commits\r{' ' * 13}\r"


@pytest.mark.usefixtures("clock")
def test_it_is_wiped_out_when_the_run_fails(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with pytest.raises(KeyboardInterrupt), progress("x", quiet=False) as tell:
        assert tell is not None
        clock[0] += DELAY
        tell(1)
        raise KeyboardInterrupt
    assert screen.getvalue() == f"\r1 x\r{' ' * 3}\r"


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("terminal", "quiet", "term"), [(False, False, "xterm"), (True, True, "xterm"), (True, False, "dumb")]
)
def test_where_nobody_would_see_it_there_is_none(
    terminal: bool, quiet: bool, term: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", Screen(terminal=terminal))
    monkeypatch.setenv("TERM", term)
    with progress("x", quiet=quiet) as tell:
        assert tell is None
