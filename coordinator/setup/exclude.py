"""Our lines in git's own list of what it ignores here, which nobody else gets."""

from collections.abc import Iterator, Sequence

from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.setup import WriteFile
from agentguard.coordinator.setup.places import read_file
from agentguard.coordinator.setup.text.block import with_block, without_block
from agentguard.coordinator.setup.text.source import read_source

FILE = "info/exclude"


def plan_exclude(repository: Repository, patterns: Sequence[str]) -> Iterator[WriteFile]:
    """Yields what makes git ignore files of ours; those that it ignores anyway need nothing.

    Args:
        repository: where they are.
        patterns: their paths from the top, with a slash in front.
    """
    path = repository.place.common_dir / FILE
    before = read_file(path, FILE)
    source = read_source(before or b"", FILE)
    here = [pattern for pattern in patterns if pattern in source.text.splitlines()]
    missing = [pattern for pattern in patterns if pattern not in here and not _is_ignored(repository, pattern)]
    if missing:
        after = source.bytes_of(with_block(source, sorted({*here, *missing}), last=True))
        why = "keeps what is private out of commits"
        yield WriteFile(path=path, name=FILE, before=before, after=after, why=why, keeps=True)


def without_patterns(content: bytes, name: str) -> bytes | None:
    """Returns the list without our lines, None where nothing else is in it."""
    source = read_source(content, name)
    text = without_block(source.text)
    return source.bytes_of(text) if text else None


def _is_ignored(repository: Repository, pattern: str) -> bool:
    # The one command that refuses to take paths as they stand.
    git = repository.git.with_environment(GIT_LITERAL_PATHSPECS="0")
    return git.run("check-ignore", "--quiet", "--no-index", "--", f".{pattern}", ok=(0, 1)).code == 0
