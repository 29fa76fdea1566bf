import pytest

from agentguard.analyzer.model.rules import Example, Rule
from agentguard.analyzer.rules import NAMES, RULES, rule_of

CASES = [pytest.param(rule, example, id=f"{rule.code}-{example.story}") for rule in RULES for example in rule.examples]


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_the_examples_of_a_rule_are_true(rule: Rule, example: Example) -> None:
    assert tuple(finding.message for finding in rule.check(example.facts)) == example.messages


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_shows_a_case_that_it_finds_and_one_that_it_lets_pass(rule: Rule) -> None:
    assert {bool(example.messages) for example in rule.examples} == {True, False}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_examples_of_a_rule_have_the_facts_that_it_needs(rule: Rule) -> None:
    assert [need for example in rule.examples for need in rule.needs if getattr(example.facts, need) is None] == []


def test_codes_and_names_are_unique_and_in_order() -> None:
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_the_table_of_modules_has_the_codes_and_names_of_their_rules() -> None:
    assert {code: (rule_of(code).code, rule_of(code).name) for code in NAMES} == {
        code: (code, name) for code, name in NAMES.items()
    }
