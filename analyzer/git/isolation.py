"""Reads objects through an empty repository on top of them, which knows no remote and no attributes."""

import os
from pathlib import Path

from agentguard.analyzer.git.place import Place
from agentguard.analyzer.git.process import Git

_CONFIG = """[core]
\trepositoryFormatVersion = 1
\tbare = true
[extensions]
\tobjectFormat = {}
"""
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
