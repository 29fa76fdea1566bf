from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from agentguard.analyzer.report.markdown import code, escape, prose, render, render_rules
from agentguard.analyzer.rules import RULES
from tests.analyzer.report import samples

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
HARMLESS = {"text", "code_inline", "softbreak", "text_special"}
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(list("`*_[]()<>!#|~\\-+.:@&;/1 \n")))


def tokens(text: str) -> Iterator[Token]:
    for token in READER.parse(text):
        yield token
        yield from token.children or ()


def test_a_check_is_a_list_worst_first() -> None:
    assert (
        render(samples.CHECK)
        == """\
### agentguard: 1 error, 1 warning, 1 note, 1 suppressed

14 files against `main`

- **error** AG205 broken-contract: `src/login.py:88`: `load(strict=True)`: `strict` was removed on main
  - also `src/config.py:41`: changed by 7a0e911
  - help: call `load()`
- **warning** AG203 stale-base: `backend/config.py:12`: main changed `token` here
- **note** AG104 artifact: `a b%,:#.log`: looks like a log
"""
    )


def test_an_audit_lists_commits_and_sums() -> None:
    assert (
        render(samples.AUDIT)
        == """\
### agentguard: eval\\-service, 12,480 commits

1 sweep, 1 artifact (history is cut: shallow clone)

- aaaaaaaaaa 2026-10-14 Claude "feat: add retry to embedding client"\\
  **warning** AG102 off-topic-files: 5 of 7 files do not belong to the topic \\(reports/ 4, ideas/ 1\\)
  - off: 4 `reports/2026/**`: written by another task
  - off: `ideas/x.md`: nothing in the commit refers to it
- bbbbbbbbbb 2026-09-02 Ada "fix: typo"\\
  **note** AG104 artifact: `out.log`: is a log

| by month | sweeps | artifacts | off-topic files |
|---|---:|---:|---:|
| 2026\\-10 | 1 | 0 | 5 |
| 2026\\-09 | 0 | 1 | 0 |

| by author | sweeps | artifacts | off-topic files |
|---|---:|---:|---:|
| Ada | 0 | 1 | 0 |
| Bo | 1 | 0 | 5 |

| by agent | sweeps | artifacts | off-topic files |
|---|---:|---:|---:|
| \\(people\\) | 0 | 1 | 0 |
| Claude | 1 | 0 | 5 |
"""
    )


def test_one_commit_shows_its_split_once() -> None:
    assert (
        render(samples.COMMIT)
        == """\
### agentguard: sweep

aaaaaaaaaa 2026-10-14 Claude "feat: add retry to embedding client": 5 of 7 files are tied to nothing

- on: `src/client.py`
- on: `tests/test_client.py`
- off: 4 `reports/2026/**`: written by another task
- off: `ideas/x.md`: nothing in the commit refers to it

- **warning** AG102 off-topic-files: commit aaaaaaaaaa: 5 of 7 files do not belong to the topic \
\\(reports/ 4, ideas/ 1\\)
  - help: commit them by themselves: `git restore --source=aaaaaaaaaaaa^ -- reports ideas`
"""
    )


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("x", "- and 450 more\n"),
        ("x" * 5_000, "\n\nThe rest does not fit in here: the other formats have all of it.\n"),
    ],
    ids=len,
)
def test_a_long_report_fits_into_a_comment(text: str, end: str) -> None:
    many = tuple(replace(samples.BROKEN, message=text, help=text) for _ in range(500))
    report = render(replace(samples.CHECK, findings=many))
    assert len(report) < 65_536
    assert report.endswith(end)


@given(ANYTHING)
def test_escaped_text_shows_as_text(text: str) -> None:
    inline = [token.type for token in tokens(f"- {escape(text)}x") if token.type != "inline"]
    assert set(inline) - HARMLESS == {
        "bullet_list_open",
        "list_item_open",
        "paragraph_open",
        "paragraph_close",
        "list_item_close",
        "bullet_list_close",
    }
    assert "code_inline" not in inline


@given(ANYTHING)
def test_prose_holds_text_and_code_only(text: str) -> None:
    paragraph = [token for token in tokens(f"x {prose(text)} x") if token.type == "inline"]
    assert len(paragraph) == 1
    assert {child.type for child in paragraph[0].children or ()} <= HARMLESS


@given(ANYTHING)
def test_code_is_one_span(text: str) -> None:
    (paragraph,) = (token for token in tokens(f"x {code(text)} x") if token.type == "inline")
    assert [child.type for child in paragraph.children or ()] == ["text", "code_inline", "text"]


@pytest.mark.parametrize("text", ["@team", "see #12", "https://evil.example", "www.evil.example", "GH-12", "a/b#1"])
def test_github_finds_nobody_to_mention_and_nothing_to_link(text: str) -> None:
    assert "\u200b" in escape(text)


def test_a_quoted_value_is_code_and_an_odd_quote_is_text() -> None:
    assert prose("`a*b` was *removed*") == "`a*b` was \\*removed\\*"
    assert prose("it`s") == "it\\`s"


def test_hostile_text_makes_no_markup() -> None:
    kinds = {token.type for token in tokens(render(samples.HOSTILE_CHECK))}
    assert not {kind for kind in kinds if kind.startswith(("html", "link", "image", "fence"))}


def test_rules_are_a_table() -> None:
    assert [token.type for token in tokens(render_rules(RULES))].count("tr_open") == len(RULES) + 1
