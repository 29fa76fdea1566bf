import os
from pathlib import Path

from agentguard.analyzer.git.blobs import worktree_blobs
from agentguard.analyzer.git.repository import Repository
from tests.support.builder import Builder


def blobs(repo: Builder, *paths: str) -> dict[str, str | None]:
    return dict(worktree_blobs(Repository.open(repo.path).git, repo.path, paths))


def test_blobs_are_named_as_git_would_when_it_stages_them(repo: Builder) -> None:
    repo.commit({".gitattributes": "*.txt text=auto eol=lf\n"})
    repo.write({"a.txt": "1\r\n", "\udcff.bin": b"\0\r\n", "-n.txt": "x\n"})
    (repo.path / "link").symlink_to("a.txt")
    repo.git("add", "--", "a.txt", "\udcff.bin", "-n.txt", "link")
    assert blobs(repo, "a.txt", "\udcff.bin", "-n.txt", "link", "gone.txt", "a.txt/x") == {
        **{name: repo.git("rev-parse", f":{name}") for name in ("a.txt", "\udcff.bin", "-n.txt", "link")},
        "gone.txt": None,
        "a.txt/x": None,
    }


def test_no_filter_is_run_and_what_is_no_file_is_left_out(repo: Builder, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    repo.git("config", "filter.bad.clean", f"touch {ran}; cat")
    repo.commit({".gitattributes": "*.bad filter=bad\n"})
    repo.write({"a.bad": "x\n", "b.txt": "y\n"})
    os.mkfifo(repo.path / "pipe")
    assert set(blobs(repo, "a.bad", "b.txt", "pipe", ".")) == {"a.bad", "b.txt"}
    assert not ran.exists()


def test_a_file_that_cannot_be_read_does_not_hide_the_others(repo: Builder) -> None:
    repo.write({"a.txt": "x\n"})
    (repo.path / "loop").symlink_to("loop")
    assert set(blobs(repo, "a.txt", "x\0y")) == {"a.txt"}
