import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.git.bitmaps import bitmap_positions
from agentguard.analyzer.git.index import read_index
from agentguard.analyzer.git.trees import TreeEntry
from tests.support.builder import Builder

NAMES = ["a.py", "b/c.py", "b/d.py", "bytes\udcff", "line\nbreak"]
LONG = "x" * 5_000


def listed(repo: Builder) -> dict[str, TreeEntry]:
    found = {}
    for line in repo.git("ls-files", "--stage", "-z").split("\0")[:-1]:
        meta, _, path = line.partition("\t")
        mode, name, stage = meta.split()
        if stage == "0":
            found[path] = TreeEntry(int(mode, 8), name)
    return found


def read(repo: Builder, *paths: str, object_format: str = "sha1") -> dict[str, TreeEntry] | None:
    git_dir = repo.path / ".git"
    return read_index(git_dir / "index", paths or NAMES, object_format=object_format, shared=git_dir)


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
@pytest.mark.parametrize("version", [2, 3, 4])
def test_entries_are_those_that_git_lists(tmp_path: Path, version: int, object_format: str) -> None:
    repo = Builder.create(tmp_path / "repo", object_format=object_format)
    repo.commit(dict.fromkeys(NAMES, "1\n"))
    (repo.path / "a.py").chmod(0o755)
    (repo.path / "link").symlink_to("a.py")
    repo.git("add", "--all")
    repo.git("update-index", "--index-info", stdin=f"100644 {repo.git('rev-parse', ':a.py')}\t{LONG}\n".encode())
    repo.git("update-index", "--index-version", str(version))
    if version > 2:
        repo.git("update-index", "--skip-worktree", "b/c.py")
    assert read(repo, *NAMES, LONG, "link", "nothing", object_format=object_format) == listed(repo)
    assert read(repo, "b/d.py", object_format=object_format) == {"b/d.py": listed(repo)["b/d.py"]}


def test_a_split_index_is_read_from_both_of_its_parts(repo: Builder) -> None:
    names = [f"{number:03}.py" for number in range(200)]
    repo.commit(dict.fromkeys(names, "1\n"))
    repo.git("config", "splitIndex.maxPercentChange", "100")
    repo.git("update-index", "--split-index")
    assert read(repo, *names) == listed(repo)
    repo.write({"010.py": "2\n", "070.py": "2\n", "130.py": "2\n", "new.py": "1\n"})
    repo.git("add", "--all")
    repo.git("rm", "--quiet", "--cached", "000.py", "065.py", "199.py")
    names.append("new.py")
    assert read(repo, *names) == listed(repo)
    assert len(listed(repo)) == 198
    for shared in (repo.path / ".git").glob("sharedindex.*"):
        shared.unlink()
    assert read(repo, *names) is None


def test_what_is_announced_or_in_conflict_is_not_there(repo: Builder) -> None:
    repo.commit({"a.py": "1\n"})
    repo.branch("side")
    repo.commit({"a.py": "2\n"})
    repo.switch("main")
    repo.commit({"a.py": "3\n"})
    repo.git("merge", "side", check=False)
    repo.write({"new.py": "1\n"})
    repo.git("add", "--intent-to-add", "new.py")
    assert read(repo, "a.py", "new.py") == {}


def test_a_sparse_index_has_entries_for_folders(repo: Builder) -> None:
    repo.commit({"in/a.py": "1\n", "out/b.py": "1\n", "c.py": "1\n"})
    repo.git("sparse-checkout", "set", "--cone", "--sparse-index", "in")
    found = read(repo, "in/a.py", "out/b.py", "c.py")
    assert found is not None
    assert sorted(found) == ["c.py", "in/a.py"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"DIRC",
        b"DIRC\0\0\0\x05\0\0\0\0",
        b"DIRC\0\0\0\x02\xff\xff\xff\xff",
        b"DIRC\0\0\0\x02\0\0\0\x01" + b"x" * 70,
    ],
    ids=["empty", "short", "version", "count", "cut"],
)
def test_a_damaged_file_is_no_index(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "index").write_bytes(content)
    assert read_index(tmp_path / "index", ["a"], object_format="sha1", shared=tmp_path) is None


def test_a_link_a_pipe_and_nothing_are_no_index(repo: Builder, tmp_path: Path) -> None:
    repo.commit({"a.py": "1\n"})
    (tmp_path / "link").symlink_to(repo.path / ".git/index")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe", "nothing"):
        assert read_index(tmp_path / name, ["a.py"], object_format="sha1", shared=tmp_path) is None


@given(data=st.data())
def test_whatever_is_broken_in_an_index_it_is_read_or_is_none(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    whole = bytearray(_index_of_three())
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(8, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "broken-index"
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole)))])
    found = read_index(path, ["a", "b/c"], object_format="sha1", shared=path.parent)
    assert found is None or found.keys() <= {"a", "b/c"}


def _index_of_three() -> bytes:
    entries = b""
    for name in (b"a", b"b/c", b"d"):
        entry = b"\0" * 24 + (0o100644).to_bytes(4) + b"\0" * 12 + b"\x11" * 20 + len(name).to_bytes(2) + name
        entries += entry + b"\0" * (8 - len(entry) % 8)
    return b"DIRC" + (2).to_bytes(4) + (3).to_bytes(4) + entries + b"link\0\0\0\x14" + b"\0" * 20 + b"\0" * 20


def test_a_bitmap_of_runs_and_single_words_is_read() -> None:
    run = 1 | 2 << 1 | 1 << 33
    words = run.to_bytes(8) + (0b101).to_bytes(8)
    data = (192).to_bytes(4) + (2).to_bytes(4) + words + bytes(4)
    assert bitmap_positions(data, 0) == (frozenset({*range(128), 128, 130}), len(data))
