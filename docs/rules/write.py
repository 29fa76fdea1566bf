"""Writes the pages of this folder from the rules' own metadata: `python docs/rules/write.py`."""

from pathlib import Path

from agentguard.analyzer.rules import RULES
from agentguard.analyzer.rules.page import index, page

FOLDER = Path(__file__).parent


def main() -> None:
    """Writes one page a rule, and the list of them."""
    (FOLDER / "README.md").write_text(index(), "utf-8")
    for rule in RULES:
        (FOLDER / f"{rule.code}.md").write_text(page(rule), "utf-8")


if __name__ == "__main__":
    main()
