import re
import runpy
from pathlib import Path

import pytest

from agentguard.analyzer.schemas import schema_names

DOCS = Path(__file__).parents[2] / "docs"


def pages(folder: Path) -> dict[str, str]:
    """What the program says of itself, by the name of the page."""
    found: dict[str, str] = runpy.run_path(str(folder / "write.py"))["pages"]()
    return found


@pytest.mark.parametrize("name", ["cli", "json"])
def test_every_page_is_up_to_date_and_none_is_left_over(name: str) -> None:
    folder = DOCS / name
    found = {path.name: path.read_text("utf-8") for path in folder.glob("*.md")}
    assert found == pages(folder), f"run `PYTHONPATH=. python docs/{name}/write.py`"


def test_every_document_has_an_example() -> None:
    text = (DOCS / "json" / "README.md").read_text("utf-8")
    assert re.findall(r"^## agentguard\.([\w-]+)/1$", text, re.MULTILINE) == [
        "footprint",
        "check",
        "overlap",
        "audit",
        "audit-commit",
        "rules",
        "explain",
        "init",
        "uninstall",
        "doctor",
    ]
    assert set(re.findall(r'"schema": "agentguard\.([\w-]+)/1"', text)) == set(schema_names())
