import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.model.symbols import SourceFile, SymbolKind
from agentguard.analyzer.symbols.sections import read_sections
from tests.analyzer.symbols.tables import assert_nested, table, tokens

GUIDE = """---
title: Guide
---
Intro.

# Guide #

Text *of* the guide,
in two lines.

Install
-------

```sh
# no heading
```

<!--
## hidden
-->

## Use

### Options ##
- one
- two

### Options

Setup
and more
===

    # code

#no heading
"""


def _markdown(source: str) -> SourceFile:
    return read_sections("file.md", source.encode(), "markdown")


def _rst(source: str) -> SourceFile:
    return read_sections("file.rst", source.encode(), "rst")


def _changed(old: SourceFile, new: SourceFile) -> set[str]:
    return {name for name, _ in set(tokens(old)) ^ set(tokens(new))}


def test_headings_of_markdown_nest_and_reach_to_the_next_of_their_level() -> None:
    file = _markdown(GUIDE)

    assert table(file) == [
        ("Guide", 6, 28),
        ("Guide > Install", 11, 20),
        ("Guide > Use", 22, 28),
        ("Guide > Use > Options", 24, 26),
        ("Guide > Use > Options (2)", 28, 28),
        ("Setup and more", 30, 36),
    ]
    module = file.symbols[0]
    assert (module.name, module.kind, module.lines.first, module.lines.last) == ("", SymbolKind.MODULE, 1, 36)


@pytest.mark.parametrize(
    "source",
    [
        "~~~~\n# a\n~~~\n# b\n~~~~~\n",
        "```\n# a\n",
        "    # a\n",
        "####### a\n",
        "#a\n",
        "- item\n---\n",
        "\n---\n",
        "> quote\n===\n",
        "+++\n# a = 1\n+++\n",
        "<!-- # a\n# b\n",
        "| a |\n---\n",
        "a\n\n===\n",
        "#\n\n## ##\n",
    ],
    ids=[
        "tildes",
        "open",
        "code",
        "seven",
        "no-space",
        "list",
        "rule",
        "quote",
        "matter",
        "comment",
        "table",
        "apart",
        "empty",
    ],
)
def test_what_only_looks_like_a_heading_is_none(source: str) -> None:
    assert table(_markdown(source)) == []


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("#\ta  b\t#\n", "a b"),
        ("   ## C#\n", "C#"),
        ("# `x` <b>y</b>\r\n", "`x` <b>y</b>"),
        ("<!-- one line -->\n# a\n", "a"),
        ("``` a`b\n# a\n", "a"),
        ("text\n# a\n", "a"),
    ],
    ids=["spaces", "sharp", "markup", "comment", "no-fence", "in-paragraph"],
)
def test_a_heading_is_named_by_its_text(source: str, name: str) -> None:
    assert [found for found, *_ in table(_markdown(source))] == [name]


def test_each_of_several_equal_headings_has_a_name_of_its_own() -> None:
    assert [name for name, *_ in table(_markdown("# A\n# A\n# A (2)\n# A\n"))] == ["A", "A (2)", "A (2) (2)", "A (3)"]


def test_rewrapped_text_and_other_list_marks_hold_the_same() -> None:
    old = "# A\n\nOne two\nthree.\n\n- x\n- y\n\n> said by\n> me\n\n| a | b |\n|---|---|\n"
    new = "A\n=\nOne\ntwo three.\n\n* x\n* y\n\n> said\n> by me\n\n| a   | b   |\n|-----|-----|\n"

    assert tokens(_markdown(old)) == tokens(_markdown(new))


def test_a_changed_word_changes_its_section_alone() -> None:
    assert _changed(_markdown(GUIDE), _markdown(GUIDE.replace("- two", "- three"))) == {"Guide > Use > Options"}
    assert _changed(_markdown(GUIDE), _markdown(GUIDE.replace("title: Guide", "title: Book"))) == {""}


def test_a_new_section_changes_no_other() -> None:
    added = GUIDE.replace("## Use\n", "## New\n\nText.\n\n## Use\n")

    assert _changed(_markdown(GUIDE), _markdown(added)) == {"Guide > New"}


def test_a_renamed_section_keeps_its_body() -> None:
    old, new = _markdown("# Old name\n\nText.\n").symbols[1], _markdown("# New\n\nText.\n").symbols[1]

    assert old.tokens[old.header :] == new.tokens[new.header :]
    assert (old.header, new.header) == (2, 1)


MANUAL = """=======
 Manual
=======

.. _label:

Install
=======

Run this::

    Not a title
    -----------

Steps
-----
.. code-block:: sh

   Nor this
   ========

Use
===

=====  =====
A      B
=====  =====
one    two
=====  =====

>>> print(1)
-----------

text
more text
---------

----

Short
~~~~
"""


def test_titles_of_rst_have_levels_in_the_order_of_their_adornments() -> None:
    assert table(_rst(MANUAL)) == [
        ("Manual", 1, 41),
        ("Manual > Install", 7, 20),
        ("Manual > Install > Steps", 15, 20),
        ("Manual > Use", 22, 41),
        ("Manual > Use > Short", 40, 41),
    ]


def test_an_overline_makes_another_level_than_the_same_underline() -> None:
    assert table(_rst("A\n=\n\n=\nB\n=\n\nC\n=\n")) == [("A", 1, 6), ("A > B", 4, 6), ("C", 8, 9)]


def test_a_longer_underline_and_rewrapped_text_hold_the_same() -> None:
    assert tokens(_rst("Title\n=====\n\nOne two\nthree.\n")) == tokens(_rst("Title\n=======\nOne\ntwo three.\n"))


def test_a_document_of_another_language_has_only_its_module() -> None:
    assert table(read_sections("file", b"# a\n", "asciidoc")) == []


FRAGMENTS = st.sampled_from(
    ["a", "# ", "#", "=", "---", "===", "\n", "\n\n", "```", "~~~", "<!--", "-->", "    ", "> ", "- "]
)
SOURCES = st.binary(max_size=100) | st.lists(FRAGMENTS, max_size=40).map(lambda parts: "".join(parts).encode())


@given(SOURCES, st.sampled_from(["markdown", "rst"]))
def test_any_bytes_give_sections_whose_lines_are_in_the_file_and_nest(source: bytes, language: str) -> None:
    file = read_sections("file", source, language)
    assert_nested(file, source, may_share_a_line=False)
    names = [symbol.name for symbol in file.symbols]
    assert len(names) == len(set(names))
