import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.git.disk import OnDisk, blob_id, read_on_disk
from tests.support.builder import Builder


def read(root: Path, path: str) -> OnDisk | None:
    return read_on_disk(root, path, most_bytes=100)


def test_a_file_is_read_with_its_bytes(tmp_path: Path) -> None:
    Builder(tmp_path).write({"sub/\udcff \n.py": b"\xff\0x"})
    assert read(tmp_path, "sub/\udcff \n.py") == OnDisk(b"\xff\0x")


def test_a_link_is_where_it_leads(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/etc/passwd")
    assert read(tmp_path, "link") == OnDisk(b"/etc/passwd")


def test_a_large_file_is_there_and_not_read(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"x" * 101)
    assert read(tmp_path, "large") == OnDisk(None)


@pytest.mark.parametrize("path", ["gone", "a/gone", "a", "a/../file", "../file", "/etc/passwd", "", "pipe", "out/file"])
def test_nothing_else_is_read(tmp_path: Path, path: str) -> None:
    root = tmp_path / "root"
    (root / "a").mkdir(parents=True)
    for folder in (tmp_path, root):
        (folder / "file").write_text("x")
    (root / "out").symlink_to(tmp_path)
    os.mkfifo(root / "pipe")
    assert read(root, path) is None


def test_a_folder_that_is_gone_has_no_files(tmp_path: Path) -> None:
    assert read(tmp_path / "gone", "a.py") is None


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_a_content_has_the_id_that_git_gives_it(tmp_path: Path, object_format: str) -> None:
    repo = Builder.create(tmp_path / "repo", object_format=object_format)
    assert blob_id(b"a\xff\r\n\0", object_format) == repo.git("hash-object", "--stdin", stdin=b"a\xff\r\n\0")


@given(st.binary(), st.binary())
def test_ids_are_equal_where_contents_are(one: bytes, other: bytes) -> None:
    assert (blob_id(one, "sha1") == blob_id(other, "sha1")) == (one == other)
