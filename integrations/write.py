"""Writes the Claude Code plugin from the table of hosts: `PYTHONPATH=.dev:. python integrations/write.py`."""

import json
import tomllib
from pathlib import Path
from typing import Any

from agentguard.coordinator.hosts import INSTALL, PROGRAM, hooks_fragment

CHECKOUT = Path(__file__).parent.parent
_ABOUT = "Refuses what would sweep other sessions' files into a commit, and tells what siblings changed"


def files() -> dict[str, dict[str, Any]]:
    """Returns the JSON documents of the plugin and of the marketplace that lists it, by their paths."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    plugin = {
        "name": project["name"],
        "version": project["version"],
        "description": _ABOUT,
        "author": {"name": "agentguard"},
        "license": project["license"],
        "keywords": project["keywords"],
    }
    hooks = {
        "description": f"Every event goes to {PROGRAM}; where it is missing, calls are refused: {INSTALL}",
        "hooks": hooks_fragment("claude"),
    }
    marketplace = {
        "name": "agentguard",
        "description": "Guards for repositories that several coding agents edit in parallel",
        "owner": {"name": "agentguard"},
        "plugins": [{"name": plugin["name"], "source": "./integrations/claude-plugin", "description": _ABOUT}],
    }
    return {
        "integrations/claude-plugin/.claude-plugin/plugin.json": plugin,
        "integrations/claude-plugin/hooks/hooks.json": hooks,
        ".claude-plugin/marketplace.json": marketplace,
    }


def main() -> None:
    """Writes the documents."""
    for path, document in files().items():
        file = CHECKOUT / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{json.dumps(document, indent=2)}\n", "utf-8")


if __name__ == "__main__":
    main()
