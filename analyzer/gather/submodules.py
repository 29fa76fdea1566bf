"""Tells which paths of a tree are submodules by intent."""

from collections.abc import Iterator

from agentguard.analyzer.git.repository import Repository


def submodule_paths(repository: Repository, tree: str) -> Iterator[str]:
    """Yields the paths that `.gitmodules` of a tree names."""
    asked = ("config", "--null", f"--blob={tree}:.gitmodules", "--get-regexp", r"^submodule\..*\.path$")
    # 128 and 1: there is no such file, or it is damaged; then nothing is a submodule by intent.
    for field in repository.run(*asked, ok=(0, 1, 128)).fields():
        yield field.partition("\n")[2]
