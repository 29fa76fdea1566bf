from pathlib import Path

import pytest

from agentguard.analyzer.model.rules import Rule
from agentguard.analyzer.rules import RULES
from agentguard.analyzer.rules.page import index, page

FOLDER = Path(__file__).parents[3] / "docs" / "rules"
MEND = "run `python docs/rules/write.py`"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_page_of_a_rule_says_what_the_rule_says(rule: Rule) -> None:
    assert (FOLDER / f"{rule.code}.md").read_text("utf-8") == page(rule), MEND


def test_the_list_of_rules_is_up_to_date() -> None:
    assert (FOLDER / "README.md").read_text("utf-8") == index(), MEND


def test_every_page_has_its_rule() -> None:
    assert {path.stem for path in FOLDER.glob("AG*.md")} == {rule.code for rule in RULES}
