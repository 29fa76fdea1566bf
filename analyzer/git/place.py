"""Where a repository lies."""

from pathlib import Path

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git.process import Git, require_git
from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.printable import printable, printable_lines

_FLAGS = ("--show-object-format", "--is-shallow-repository", "--is-inside-work-tree")
_FORMATS = frozenset({"sha1", "sha256"})
_ABSOLUTE = "--path-format=absolute"
_PATHS = (
    ("--git-dir",),
    ("--git-common-dir",),
    ("--git-path", "objects"),
    ("--git-path", "index"),
    ("--show-toplevel",),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a repository lies, all paths absolute.

    Attributes:
        object_format: `sha1` or `sha256`.
        shallow: whether history is cut.
        git_dir: the git directory of this worktree.
        common_dir: the one that all worktrees share.
        objects: the folder of the objects.
        index: the index of this worktree; it need not exist.
        root: the top folder of the worktree, None for a bare repository and inside a git directory.
    """

    object_format: str
    shallow: bool
    git_dir: Path
    common_dir: Path
    objects: Path
    index: Path
    root: Path | None


def find_place(probe: Git) -> Place:
    """Asks git where the repository around a folder lies.

    Raises:
        AgentguardError: there is none, or git refuses to touch it.
    """
    # Without a worktree the last question fails, when all the others have been answered.
    asked = [*_FLAGS, _ABSOLUTE, *(word for words in _PATHS for word in words)]
    answer = probe.run("rev-parse", *asked, ok=(0, 128))
    if not answer.stdout:
        said = printable_lines(answer.stderr.decode("utf-8", "replace").strip())
        message = f"no git repository at `{printable(str(probe.cwd))}`: {said}"
        raise AgentguardError(message, "run agentguard inside a repository, or name one with `-C DIR`")
    lines = answer.text.split("\n")
    if lines[0] not in _FORMATS:
        require_git()
    object_format, shallow, inside, *paths = lines
    questions = _PATHS if inside == "true" else _PATHS[:-1]
    if len(paths) != len(questions):  # a name with a new line, or a git that does not know a question and repeats it
        require_git()
        paths = [probe.run("rev-parse", _ABSOLUTE, *question).text for question in questions]
    git_dir, common_dir, objects, index, *root = map(Path, paths)
    return Place(
        object_format=object_format,
        shallow=shallow == "true",
        git_dir=git_dir,
        common_dir=common_dir,
        objects=objects,
        index=index,
        root=root[0] if root else None,
    )
