import pytest

from agentguard.analyzer.symbols import Reading, read_source
from agentguard.analyzer.symbols.compare import compare


def read(source: str) -> Reading:
    return read_source("run.sh", source.encode(), "bash", seconds=60)


def changes(old: str, new: str) -> list[str]:
    return [f"{change.change} {change.symbol}" for change in compare({"run.sh": read(old)}, {"run.sh": read(new)}, {})]


OUTLINES: dict[str, tuple[str, list[str]]] = {
    "with brackets": ("a() {\n  :\n}\n", ["function a 1-3"]),
    "with the keyword": ("function a {\n  :\n}\n", ["function a 1-3"]),
    "as a subshell": ("a-b() ( : )\n", ["function a-b 1-1"]),
    "in a function": ("a() {\n  b() { :; }\n}\n", ["function a 1-3", "function a.b 2-2"]),
    "in a branch": ("if x; then\n  a() { :; }\nfi\n", ["function a 2-2"]),
    "line ends": ("a() {\r\n  :\r\n}\r\n", ["function a 1-3"]),
    "beside a syntax error": ("a() { :; }\n)\n", ["function a 1-1"]),
    "as text": ("cat <<'EOF'\na() { :; }\nEOF\necho 'b() { :; }'\n", []),
}  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), OUTLINES.values(), ids=OUTLINES)
def test_functions_of_a_script_are_its_symbols(source: str, expected: list[str]) -> None:
    found = read(source).file.symbols[1:]
    assert [f"{one.kind} {one.name} {one.lines.first}-{one.lines.last}" for one in found] == expected


def test_a_syntax_error_is_told() -> None:
    assert [(lines.first, lines.last) for lines in read("a() { :; }\n)\n").file.broken] == [(1, 2)]


CHANGES: dict[str, tuple[str, str, list[str]]] = {
    "indentation": ("a() {\nb\n}\n", "a() {\n    b\n}\n", ["cosmetic a"]),
    "a comment": ("a() {\n  b\n}\n", "a() {\n  b # so\n}\n", ["cosmetic a"]),
    "an argument": ("a() {\n  b c\n}\n", "a() {\n  b d\n}\n", ["body a"]),
    "white space in quotes": ("a() {\n  b 'c d'\n}\n", "a() {\n  b 'c  d'\n}\n", ["body a"]),
    "white space that makes another command": ("a() {\n  b=c\n}\n", "a() {\n  b = c\n}\n", ["body a"]),
    "a here-document": (
        "a() {\n  cat <<E\nx $b y\nE\n}\n",
        "a() {\n  cat <<E\nx $b z\nE\n}\n",
        ["body a"],
    ),
    "what runs in the background": ("a() {\n  b & c\n}\n", "a() {\n  b; c\n}\n", ["body a"]),
}


@pytest.mark.parametrize(("old", "new", "expected"), CHANGES.values(), ids=CHANGES)
def test_changes_of_functions_are_told_from_their_commands(old: str, new: str, expected: list[str]) -> None:
    assert changes(old, new) == expected
