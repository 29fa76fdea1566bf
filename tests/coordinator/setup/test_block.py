import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.errors import AgentguardError
from agentguard.coordinator.setup.text.block import has_block, is_bare, require_shell, with_block, without_block
from agentguard.coordinator.setup.text.source import Source

BLOCK = "# agentguard begin; `agentguard uninstall` takes these lines out\nx\n# agentguard end\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("", BLOCK, id="empty"),
        pytest.param("#!/bin/sh\nnpm test\n", f"#!/bin/sh\n{BLOCK}npm test\n", id="behind-the-interpreter"),
        pytest.param("npm test\n", f"{BLOCK}npm test\n", id="in-front"),
        pytest.param(BLOCK.replace("x", "old"), BLOCK, id="in-place-of-an-older-one"),
    ],
)
def test_a_block_stands_behind_the_first_line(before: str, after: str) -> None:
    assert with_block(Source(text=before), ["x"]) == after


@given(st.lists(st.sampled_from(["#!/bin/sh", "a", "", "# agentguard", "# agentguard end", "\tb"])), st.booleans())
def test_taking_a_block_out_gives_the_text_back(lines: list[str], last: bool) -> None:
    text = "".join(f"{line}\n" for line in lines)
    added = with_block(Source(text=text), ["x"], last=last)
    assert has_block(added)
    assert without_block(added) == text


def test_lines_end_as_they_do_around_them() -> None:
    assert with_block(Source(text="a\r\n"), ["x"]) == BLOCK.replace("\n", "\r\n") + "a\r\n"
    assert without_block(BLOCK.replace("\n", "\r\n") + "a\r\n") == "a\r\n"


@pytest.mark.parametrize("first", ["#!/usr/bin/env python3", "#!/usr/bin/perl", "#!/usr/bin/env node"])
def test_a_script_in_another_language_is_refused(first: str) -> None:
    with pytest.raises(AgentguardError, match=r"^`.husky/pre-commit` is no shell script$"):
        require_shell(f"{first}\n", ".husky/pre-commit")


@pytest.mark.parametrize(
    "first", ["#!/bin/sh", "#!/usr/bin/env bash", "#! /bin/dash -e", "#!/usr/bin/env -S bash -e", "x"]
)
def test_a_shell_script_is_none(first: str) -> None:
    require_shell(f"{first}\n", ".husky/pre-commit")


def test_a_script_that_only_names_its_interpreter_does_nothing() -> None:
    assert is_bare("#!/bin/sh\n\n")
    assert not is_bare("#!/bin/sh\nx\n")
