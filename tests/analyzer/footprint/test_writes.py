from agentguard.analyzer.model.changes import Lines
from tests.analyzer.footprint.support import footprint_of, footprint_of_head, skipped, writes
from tests.support.builder import Builder, Content

BODY = "    total = 0\n    for item in items:\n        total += item.price * 2\n    return total\n"


def test_every_kind_of_change_is_told_by_symbol(repo: Builder) -> None:
    before = {"m.py": f"def kept(): 1\ndef old(items):\n{BODY}def gone(): 2\ndef sig(a): ...\ndef body(): 3\n"}
    after = {"m.py": f"def kept(): 1\ndef new(items):\n{BODY}def sig(a, b): ...\ndef body():\n    4\nLIMIT = 5\n"}
    assert writes(footprint_of(repo, before, after)) == [
        "m.py::new renamed from ::old",
        "m.py::gone removed",
        "m.py::sig signature",
        "m.py::body body",
        "m.py::LIMIT added",
    ]


def test_a_function_that_goes_to_another_file_is_moved(repo: Builder) -> None:
    before = {"a.py": f"x = 1\ndef f(items):\n{BODY}", "b.py": "y = 1\n"}
    after = {"a.py": "x = 1\n", "b.py": f"y = 1\ndef f(items):\n{BODY}"}
    assert writes(footprint_of(repo, before, after)) == ["b.py::f moved from a.py::"]


def test_a_renamed_file_takes_its_symbols_along(repo: Builder) -> None:
    content = f"x = 1\ndef f(items):\n{BODY}def g(items):\n{BODY}"
    found = footprint_of(repo, {"a.py": content}, {"a.py": None, "b.py": content.replace("x = 1", "x = 2")})
    assert writes(found) == [
        "b.py:: moved from a.py::",
        "b.py::x body from a.py::",
        "b.py::f moved from a.py::",
        "b.py::g moved from a.py::",
    ]


def test_files_that_come_and_go_are_told_with_their_symbols(repo: Builder) -> None:
    found = footprint_of(repo, {"a.py": "def f(): 1\n"}, {"a.py": None, "b.py": "X = {'k': 1}\n"})
    assert writes(found) == ["a.py:: removed", "a.py::f removed", "b.py:: added", "b.py::X added"]


def test_other_line_ends_are_cosmetic(repo: Builder) -> None:
    text = "import os\n\n\ndef f():\n    '''doc\n    '''\n    return '''a\nb'''\n"
    found = footprint_of(repo, {"m.py": text}, {"m.py": text.replace("\n", "\r\n")})
    assert writes(found) == ["m.py::f cosmetic"]


def test_imports_in_another_order_are_cosmetic(repo: Builder) -> None:
    found = footprint_of(repo, {"m.py": "import b\nimport a\n"}, {"m.py": "import a\nimport b\n"})
    assert writes(found) == ["m.py:: cosmetic"]


def test_text_without_a_grammar_is_told_by_lines(repo: Builder) -> None:
    found = footprint_of(repo, {"a.txt": "1\n2\n3\n4\n5\n"}, {"a.txt": "1\nx\n3\n5\n"})
    assert [(write.path, write.symbol, write.change.value, write.lines) for write in found.writes] == [
        ("a.txt", "", "body", Lines(first=2, last=2))
    ]


def test_text_that_only_loses_lines_has_none_to_tell(repo: Builder) -> None:
    found = footprint_of(repo, {"a.txt": "1\n2\n"}, {"a.txt": "1\n"})
    assert [(write.path, write.change.value, write.lines) for write in found.writes] == [("a.txt", "body", None)]


def test_what_is_not_read_is_skipped_with_its_reason(repo: Builder) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    after: dict[str, Content] = {
        "big.py": "x = 1\n" * 200_000,
        "binary.py": b"x = 1\0",
        "hostile.py": "(" * 200_000,
        "pointer.py": pointer,
        "wrong.py": "x = 1\ny = = 2\n",
        "wrongs.py": "x = = 1\ny = 2\nz = = 3\n",
    }
    found = footprint_of(repo, {"n.py": "x = 1\n"}, after)
    assert skipped(found) == [
        "big.py: larger than 1,000,000 bytes",
        "binary.py: binary",
        "hostile.py: it would take too long to read",
        "pointer.py: a pointer to a large file (Git LFS)",
        "wrong.py: syntax error at line 2; what stands there is not in the tables",
        "wrongs.py: syntax error at lines 1, 3; what stands there is not in the tables",
    ]


def test_what_stands_where_a_file_cannot_be_read_is_not_removed(repo: Builder) -> None:
    before = "def f(a):\n    return a\n\n\ndef g():\n    pass\n"
    after = "def f(a:\n    return (((\n"
    found = footprint_of(repo, {"m.py": before}, {"m.py": after})
    assert [write for write in writes(found) if write.endswith("removed")] == ["m.py::g removed"]


def test_links_are_told_as_files_and_not_followed(repo: Builder) -> None:
    repo.commit({"m.py": "x = 1\n"}, "before")
    (repo.path / "link.py").symlink_to("m.py")
    repo.git("add", "link.py")
    repo.commit(message="after")
    found = footprint_of_head(repo)
    assert (writes(found), skipped(found)) == (["link.py:: added"], ["link.py: symbolic link"])
