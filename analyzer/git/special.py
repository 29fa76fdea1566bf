"""The files of a tree that git itself obeys, such as `.gitignore`."""

from collections.abc import Iterator

from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.git.scratch import is_plain
from agentguard.analyzer.model.changes import REGULAR

_MAX_FILES = 1_000
_MAX_BYTES = 1_000_000


def special_files(repository: Repository, tree: str, name: str) -> Iterator[tuple[str, bytes]]:
    """Yields path and content of the files of one name that git would read: regular ones, of a sane size.

    Args:
        repository: where they are.
        tree: id of a tree or commit.
        name: such as `.gitignore`.
    """
    entries = repository.list_tree(tree)
    named = (path for path in entries if path == name or path.endswith(f"/{name}"))
    for path in sorted(path for path in named if is_plain(path))[:_MAX_FILES]:
        entry = entries[path]
        info = repository.objects.info(entry.id)
        if entry.mode in REGULAR and info is not None and info.size <= _MAX_BYTES:
            yield path, repository.objects.read(entry.id) or b""
