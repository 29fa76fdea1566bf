from collections.abc import Mapping
from pathlib import Path

import pytest

from agentguard.analyzer.git import Repository
from agentguard.analyzer.git.quarantine import quarantine
from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.overlap import TextConflict
from agentguard.analyzer.overlap.merge import text_conflicts
from tests.support.builder import Builder, Content

LINES = [f"{number}\n" for number in range(1, 21)]
Row = tuple[str, str, tuple[int, int] | None, tuple[int, int] | None]


def edited(changes: Mapping[int, str], lines: list[str] = LINES) -> str:
    """Puts other text in the place of some lines, 1-based."""
    return "".join(changes.get(number, line) for number, line in enumerate(lines, start=1))


def conflicts(repo: Builder, one: str = "a", other: str = "b") -> list[Row]:
    with Repository.open(repo.path) as repository, quarantine(repository) as held:
        commits = repository.commit(one), repository.commit(other)
        (merged,) = held.merge_all([commits], {})
        assert merged is not None
        return [row(found) for found in text_conflicts(held.repository, merged, commits)]


def row(found: TextConflict) -> Row:
    return (found.path, found.kind, lines(found.a_lines), lines(found.b_lines))


def lines(found: Lines | None) -> tuple[int, int] | None:
    return (found.first, found.last) if found else None


def fork(repo: Builder, base: Mapping[str, Content], one: Mapping[str, Content], other: Mapping[str, Content]) -> None:
    """Makes branches `a` and `b` from one commit."""
    repo.commit(base, "base")
    for name, files in (("a", one), ("b", other)):
        repo.branch(name, "main")
        repo.commit(files, name)


def test_every_place_is_told_with_the_lines_of_both_sides(repo: Builder) -> None:
    one = edited({2: "", 5: "a\na\n", 15: "a\n"})
    other = edited({5: "b\n", 9: "b\nb\nb\n", 15: "b\n", 16: "b\n"})
    fork(repo, {"f": edited({})}, {"f": one}, {"f": other})
    assert conflicts(repo) == [("f", "content", (4, 5), (5, 5)), ("f", "content", (15, 16), (17, 18))]


def test_the_sides_change_places_with_the_commits(repo: Builder) -> None:
    fork(repo, {"f": edited({})}, {"f": edited({5: "a\n", 2: ""})}, {"f": edited({5: "b\nb\n"})})
    assert conflicts(repo, "b", "a") == [("f", "content", (5, 6), (4, 4))]


@pytest.mark.parametrize(
    ("base", "one", "other", "expected"),
    [
        pytest.param(
            edited({}).replace("\n", "\r\n"),
            edited({5: "a\n"}).replace("\n", "\r\n"),
            edited({5: "b\n"}).replace("\n", "\r\n"),
            [((5, 5), (5, 5))],
            id="CRLF",
        ),
        pytest.param(edited({}), edited({20: "a"}), edited({20: "b"}), [((20, 20), (20, 20))], id="no final line end"),
        pytest.param(
            edited({}), edited({5: ""}), edited({5: "b\n"}), [(None, (5, 5))], id="one side removes the lines"
        ),
        pytest.param(
            edited({}),
            edited({5: "=======\na\n=======\n"}),
            edited({5: "=======\nb\n"}),
            [((6, 7), (6, 6))],
            id="lines like the marker between the sides",
        ),
        pytest.param(
            edited({}),
            edited({5: "<<<<<<< x\na\n=======\n>>>>>>> y\n"}),
            edited({5: "b\n"}),
            [((5, 8), (5, 5))],
            id="markers in the text",
        ),
        pytest.param(
            "x\n" * 40,
            "x\n" * 10 + "a\n" + "x\n" * 29,
            "x\n" * 10 + "b\n" + "x\n" * 29,
            [((11, 11), (11, 11))],
            id="the same line again and again",
        ),
    ],
)
def test_text_of_any_shape_is_found_again(
    repo: Builder, base: str, one: str, other: str, expected: list[tuple[tuple[int, int] | None, ...]]
) -> None:
    fork(repo, {"f": base}, {"f": one}, {"f": other})
    assert [found[2:] for found in conflicts(repo)] == expected


def test_a_file_that_both_add_is_told(repo: Builder) -> None:
    fork(repo, {"x": "1\n"}, {"f": "a\n"}, {"f": "b\nb\n"})
    assert conflicts(repo) == [("f", "add/add", (1, 1), (1, 2))]


def test_a_file_that_one_side_removes_is_told(repo: Builder) -> None:
    fork(repo, {"f": edited({}), "x": "1\n"}, {"f": None}, {"f": edited({5: "b\n"})})
    assert conflicts(repo) == [("f", "modify/delete", None, None)]


def test_a_renamed_file_is_told_by_its_new_name(repo: Builder) -> None:
    fork(repo, {"f": edited({})}, {"f": None, "g": edited({5: "a\n"})}, {"f": edited({5: "b\n"})})
    assert conflicts(repo) == [("g", "content", (5, 5), (5, 5))]


def test_a_file_that_both_rename_is_told(repo: Builder) -> None:
    fork(repo, {"f": edited({})}, {"f": None, "g": edited({})}, {"f": None, "h": edited({})})
    assert conflicts(repo) == [("f", "rename/rename", None, None)]


def test_a_renamed_file_that_the_other_side_removes_is_told(repo: Builder) -> None:
    fork(repo, {"f": edited({}), "x": "1\n"}, {"f": None, "g": edited({})}, {"f": None})
    assert conflicts(repo) == [("g", "rename/delete", None, None)]


def test_a_file_where_the_other_side_has_a_folder_is_told(repo: Builder) -> None:
    fork(repo, {"x": "1\n"}, {"f": "a\n"}, {"f/g": "b\n"})
    assert conflicts(repo) == [("f", "file/directory", None, None)]


def test_a_binary_file_has_no_lines(repo: Builder) -> None:
    fork(repo, {"f": b"\0\1"}, {"f": b"\0\2"}, {"f": b"\0\3"})
    assert conflicts(repo) == [("f", "binary", None, None)]


def test_a_link_has_no_lines(repo: Builder) -> None:
    repo.commit({"x": "1\n"}, "base")
    for name in "ab":
        repo.branch(name, "main")
        (repo.path / "f").symlink_to(name)
        repo.git("add", "f")
        repo.commit(None, name)
    assert conflicts(repo) == [("f", "add/add", None, None)]


def test_a_file_added_to_a_folder_that_was_moved_is_told(repo: Builder) -> None:
    repo.commit({"old/f": edited({}), "old/g": "g\n" * 9}, "base")
    repo.branch("a")
    repo.git("mv", "old", "new")
    repo.commit(None, "move")
    repo.branch("b", "main")
    repo.commit({"old/h": "1\n"}, "add")
    assert conflicts(repo) == [("new/h", "directory rename suggested", None, None)]


def test_a_submodule_that_both_move_is_told(repo: Builder, tmp_path: Path) -> None:
    other = Builder.create(tmp_path / "other")
    first = other.commit({"x": "1\n"})
    commits = []
    for name in "ab":
        other.branch(name, first)
        commits.append(other.commit({"x": f"{name}\n"}))
    repo.commit({"x": "1\n"}, "base")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{first},module")
    repo.commit(None, "submodule")
    for name, moved in zip("ab", commits, strict=True):
        repo.branch(name, "main")
        repo.git("update-index", "--cacheinfo", f"160000,{moved},module")
        repo.commit(None, name)
    (found,) = conflicts(repo)
    assert (found[0], "submodule" in found[1], found[2], found[3]) == ("module", True, None, None)


def test_a_file_with_very_many_places_is_bounded(repo: Builder) -> None:
    base = [f"{number}\n" for number in range(2_000)]
    one, other = (edited(dict.fromkeys(range(1, 2_000, 10), text), base) for text in ("a\n", "b\n"))
    fork(repo, {"f": "".join(base)}, {"f": one}, {"f": other})
    found = conflicts(repo)
    assert len(found) == 100
    assert found[-1] == ("f", "content", (991, 991), (991, 991))
