"""The Claude Code plugin, in the form that its documentation has (plugins-reference, plugin-marketplaces)."""

import json
import re
import runpy
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from agentguard.coordinator.hosts import hooks_fragment

CHECKOUT = Path(__file__).resolve().parents[2]
PLUGIN = CHECKOUT / "integrations/claude-plugin"
NAME = {"type": "string", "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"}
PERSON = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
MANIFEST = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        "name": NAME,
        "version": {"type": "string", "pattern": r"^\d+\.\d+\.\d+"},
        "description": {"type": "string"},
        "author": PERSON,
        "license": {"type": "string"},
        "keywords": {"type": "array", "items": {"type": "string"}},
    },
}
HANDLER = {
    "type": "object",
    "required": ["type", "command"],
    "additionalProperties": False,
    "properties": {"type": {"const": "command"}, "command": {"type": "string"}, "timeout": {"type": "integer"}},
}
HOOKS = {
    "type": "object",
    "required": ["hooks"],
    "additionalProperties": False,
    "properties": {
        "description": {"type": "string"},
        "hooks": {
            "type": "object",
            "additionalProperties": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["hooks"],
                    "additionalProperties": False,
                    "properties": {"matcher": {"type": "string"}, "hooks": {"type": "array", "items": HANDLER}},
                },
            },
        },
    },
}
MARKETPLACE = {
    "type": "object",
    "required": ["name", "owner", "plugins"],
    "properties": {
        "name": NAME,
        "owner": PERSON,
        "plugins": {"type": "array", "items": {"type": "object", "required": ["name", "source"]}},
    },
}


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("integrations/claude-plugin/.claude-plugin/plugin.json", MANIFEST),
        ("integrations/claude-plugin/hooks/hooks.json", HOOKS),
        (".claude-plugin/marketplace.json", MARKETPLACE),
    ],
)
def test_each_document_has_the_documented_form(path: str, schema: dict[str, Any]) -> None:
    jsonschema.validate(json.loads((CHECKOUT / path).read_text("utf-8")), schema)


def test_the_documents_are_those_that_the_table_of_hosts_makes() -> None:
    written: dict[str, dict[str, Any]] = runpy.run_path(str(CHECKOUT / "integrations/write.py"))["files"]()
    found = {path: json.loads((CHECKOUT / path).read_text("utf-8")) for path in written}
    assert found == written, "run `PYTHONPATH=.dev:. python integrations/write.py`"


def test_the_plugin_asks_for_the_same_events_as_the_settings_that_init_writes() -> None:
    hooks = json.loads((PLUGIN / "hooks/hooks.json").read_text("utf-8"))["hooks"]
    assert hooks == hooks_fragment("claude")


def test_the_marketplace_finds_the_plugin_in_this_repository() -> None:
    marketplace = json.loads((CHECKOUT / ".claude-plugin/marketplace.json").read_text("utf-8"))
    manifest = json.loads((PLUGIN / ".claude-plugin/plugin.json").read_text("utf-8"))
    assert [(one["name"], one["source"]) for one in marketplace["plugins"]] == [
        (manifest["name"], "./integrations/claude-plugin")
    ]


def test_no_part_of_the_plugin_stands_beside_its_manifest() -> None:
    assert [file.name for file in (PLUGIN / ".claude-plugin").iterdir()] == ["plugin.json"]


def test_no_matcher_is_read_as_a_regular_expression() -> None:
    groups = [group for event in hooks_fragment("claude").values() for group in event]
    assert all(re.fullmatch(r"[A-Za-z0-9_|, -]*", group.get("matcher", "")) for group in groups)
