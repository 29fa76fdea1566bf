import runpy
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "docs" / "cli"
MEND = "run `python docs/cli/write.py`"


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """What the commands say of themselves."""
    found: dict[str, str] = runpy.run_path(str(FOLDER / "write.py"))["pages"]()
    return found


def test_every_page_is_up_to_date(pages: dict[str, str]) -> None:
    assert {name: (FOLDER / name).read_text("utf-8") for name in pages} == pages, MEND


def test_there_is_no_page_without_a_command(pages: dict[str, str]) -> None:
    assert {path.name for path in FOLDER.glob("*.md")} == set(pages)
