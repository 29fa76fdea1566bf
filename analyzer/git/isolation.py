"""Asks git through an empty repository on top of another one's objects, which knows no remote and no hooks."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from agentguard.analyzer.git.place import Place
from agentguard.analyzer.git.process import Git
from agentguard.analyzer.git.scratch import lay_out
from agentguard.analyzer.model.value import replace

_CONFIG = """[core]
\trepositoryFormatVersion = 1
\tbare = true
[extensions]
\tobjectFormat = {}
"""
_MARKER_SIZE = re.compile(rb"(?<![^ \t\r\n])conflict-marker-size(?:=[^ \t\r\n]*)?")
_NAMING = frozenset({"GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_SHALLOW_FILE"})


def isolated(git: Git, place: Place, folder: Path) -> Git:
    """Makes an empty folder a bare repository on top of the objects of another one.

    It has no references, so objects are named by their ids. What is missing is simply missing there, while a partial
    clone starts a fetch for each such object and dies when that fails. And no `.gitattributes`, which may come with
    the very change that is judged, can call a file binary or start a program.
    """
    (folder / "refs").mkdir()
    (folder / "HEAD").write_text("ref: refs/heads/none\n")
    (folder / "config").write_text(_CONFIG.format(place.object_format))
    kept = {name: value for name, value in git.environment.items() if name not in _NAMING}
    environment = {
        "GIT_OBJECT_DIRECTORY": str(place.objects),
        **kept,
        "GIT_DIR": str(folder),
        "GIT_COMMON_DIR": str(folder),
        "GIT_ATTR_NOSYSTEM": "1",
    }
    return Git(cwd=folder, environment=environment).with_config((f"core.attributesFile={os.devnull}",))


def merging(git: Git, place: Place, folder: Path, attributes: Mapping[str, bytes]) -> Git:
    """Makes an empty folder a repository in which commits can be merged and nothing can start a program.

    Merge drivers, filters and the like are named by attributes, but what they run is told by the configuration alone,
    and this one has none, not even the user's own. So a driver that a file of attributes names is git's ordinary merge
    there, unless it is one of git's own (`union`, `binary`).

    Args:
        git: how the objects are asked for; new ones are written where it says.
        place: where the repository lies.
        folder: an empty one.
        attributes: content of `.gitattributes` files by path.
    """
    below, files = folder / "git", folder / "files"
    below.mkdir()
    files.mkdir()
    lay_out(files, {path: _without_marker_sizes(content) for path, content in attributes.items()})
    base = isolated(git, place, below)
    kept = {name: value for name, value in base.environment.items() if not name.startswith("GIT_CONFIG")}
    environment = {
        **kept,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_WORK_TREE": str(files),
        # Its ancestors are not here, and git must not look for them.
        **({"GIT_SHALLOW_FILE": str(place.common_dir / "shallow")} if place.shallow else {}),
    }
    return replace(base, cwd=files, environment=environment)


def _without_marker_sizes(content: bytes) -> bytes:
    """Leaves out the lengths of conflict markers: git obeys any, and writes lines of gigabytes."""
    return _MARKER_SIZE.sub(b"", content)
