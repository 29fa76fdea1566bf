import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.drift.docstrings import docstrings, prose_lines
from agentguard.analyzer.drift.documents import is_document, read_document


def code(text: str) -> list[int]:
    return [line.number for line in read_document(text.encode()) if line.code]


def past(text: str) -> list[int]:
    return [line.number for line in read_document(text.encode()) if line.past]


@pytest.mark.parametrize(
    "path",
    ["README.md", "README", "docs/usage.rst", "docs/api.mdx", "specs/login.md", "docs/auth.txt", "CONTRIBUTING.md"],
)
def test_descriptions_of_the_code_are_documents(path: str) -> None:
    assert is_document(path)


@pytest.mark.parametrize(
    "path",
    [
        "CHANGELOG.md",
        "docs/changes/1.2.rst",
        "HISTORY.rst",
        "docs/whatsnew-5.0.rst",
        "docs/migration.md",
        "docs/upgrading.md",
        "docs/adr/0001-queue.md",
        "docs/reports/2025-10-14.md",
        "sep/sep-014.rst",
        "docs/plans/login.md",
        "IMPLEMENTATION_SUMMARY.md",
        "src/app.py",
        "requirements.txt",
    ],
)
def test_records_of_the_past_plans_and_code_are_none(path: str) -> None:
    assert not is_document(path)


def test_fences_literal_blocks_and_code_directives_are_code() -> None:
    assert code("a\n```\nb\n```\nc\n") == [2, 3, 4]
    assert code("> ~~~~\n> b\n> ~~~~\nc\n") == [1, 2, 3]
    assert code("a::\n\n  b\n\n  c\nd\n") == [2, 3, 4, 5]
    assert code(".. code-block:: python\n   :linenos:\n\n   b\n\nc\n") == [1, 2, 3, 4, 5]
    assert code(".. note::\n   b\n") == []
    assert code("```\nnever closed\n") == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was removed\nin 2.0.\n\nNow.\n", [1, 2]),
        ("Uses `old_name` here.\n", []),
        ("The former way:\n\n```\na\n```\n\nNow:\n\n```\nb\n```\n", [1, 3, 4, 5]),
        ("```\na  # removed\nb\n```\n", [1, 2, 3, 4]),
        ("## Upgrading\n\na\n\n### From 1\n\nb\n\n## Use\n\nc\n", [1, 2, 3, 4, 5, 6, 7, 8]),
        ("Changes\n=======\n\na\n\nUse\n===\n\nb\n", [1, 2, 3, 4, 5]),
        (".. deprecated:: 2.0\n\n   a\n\nb\n", [1, 3]),
    ],
)
def test_paragraphs_and_sections_that_tell_of_the_past(text: str, expected: list[int]) -> None:
    lines = text.split("\n")
    assert [number for number in past(text) if lines[number - 1]] == [
        number for number in expected if lines[number - 1]
    ]


def test_docstrings_and_comments_are_told_from_code() -> None:
    source = b'"""Module.\n\nMore."""\n\n# comment\nx = """no\ndocstring"""\n\n\n'
    source += b"def f():\n    r'''Own.'''\n    return x\n"
    assert list(docstrings(source)) == [
        [(1, '"""Module.'), (2, ""), (3, 'More."""')],
        [(11, "    r'''Own.'''")],
    ]
    assert prose_lines(source) == {1, 2, 3, 5, 11}


def test_the_end_of_a_long_value_begins_no_docstring() -> None:
    source = b'A = """\nvalue\n"""\nB = 1\nC = f("""x""", """\ny""")\n\n\ndef f():\n    """Own."""\n'
    assert list(docstrings(source)) == [[(10, '    """Own."""')]]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_line_by_line(content: bytes) -> None:
    lines = list(read_document(content))
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert prose_lines(content) <= set(range(1, content.count(b"\n") + 2))
