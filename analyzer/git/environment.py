"""The environment and configuration under which git is asked."""

import os
from collections.abc import Mapping
from pathlib import Path

_DISCOVERY = frozenset(
    {
        "GIT_DIR",
        "GIT_COMMON_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_QUARANTINE_PATH",
        "GIT_SHALLOW_FILE",
    }
)
_PATHS = _DISCOVERY - {"GIT_ALTERNATE_OBJECT_DIRECTORIES"}
_ALWAYS_KEPT = frozenset(
    {"GIT_EXEC_PATH", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_CONFIG_PARAMETERS"}
)

# What a repository's or a user's configuration could make git run or print in another shape.
OVERRIDES = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    # Git 2.54 and later have hooks in the configuration too, which run all the same.
    "hook.post-index-change.enabled=false",
    "hook.reference-transaction.enabled=false",
    "hook.post-checkout.enabled=false",
    "core.quotePath=true",
    "color.ui=false",
    "diff.noprefix=false",
    "diff.mnemonicPrefix=false",
    "diff.ignoreSubmodules=none",
    f"diff.orderFile={os.devnull}",
    "diff.renameLimit=1000",
    "diff.submodule=short",
    "log.showSignature=false",
    "log.showRoot=true",
    "log.follow=false",
    "submodule.recurse=false",
    "gc.auto=0",
    "maintenance.auto=false",
)


def git_environment(inherited: Mapping[str, str], *, keep_discovery: bool) -> dict[str, str]:
    """Derives the environment for a git process.

    Args:
        inherited: the environment that we were started with.
        keep_discovery: keep the variables that choose the repository and the index; right only where the question is
            about the very repository that they name, since git sets them in its hooks.
    """
    kept = {
        name: value
        for name, value in inherited.items()
        if not name.startswith("GIT_")
        or name in _ALWAYS_KEPT
        or name.startswith("GIT_CONFIG_")
        or (keep_discovery and name in _DISCOVERY)
    }
    kept.pop("LANGUAGE", None)
    # Git is started in the top folder, wherever we are; its hooks give some of these relative to where we are.
    for name in _PATHS & kept.keys():
        kept[name] = str(Path(kept[name]).absolute())
    return kept | {
        "LC_ALL": "C",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_LITERAL_PATHSPECS": "1",
        # A partial clone must not fetch unasked. Git before 2.45 does not know the first, hence the second as well.
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",
    }
