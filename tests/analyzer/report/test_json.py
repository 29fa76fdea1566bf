import json
from base64 import b64decode
from dataclasses import replace

import pytest
from jsonschema import Draft202012Validator

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.model.topic import OffTopic
from agentguard.analyzer.report import json as json_report
from agentguard.analyzer.report.values import Report
from agentguard.analyzer.schemas import load_schema, schema_names
from tests.analyzer.report import samples


def parse(report: Report) -> dict[str, object]:
    document: dict[str, object] = json.loads(json_report.render(report))
    return document


@pytest.mark.parametrize("report", samples.REPORTS, ids=lambda report: type(report).__name__)
def test_every_document_validates_against_its_schema(report: Report) -> None:
    document = parse(report)
    schema = load_schema(str(document["schema"]).removeprefix("agentguard.").removesuffix("/1"))
    assert list(Draft202012Validator(schema).iter_errors(document)) == []


@pytest.mark.parametrize("name", schema_names())
def test_every_schema_is_itself_valid(name: str) -> None:
    Draft202012Validator.check_schema(load_schema(name))


@pytest.mark.parametrize("report", samples.REPORTS, ids=lambda report: type(report).__name__)
def test_every_document_has_only_fields_that_its_schema_knows(report: Report) -> None:
    document = parse(report)
    schema = load_schema(str(document["schema"]).removeprefix("agentguard.").removesuffix("/1"))
    properties = schema["properties"]
    assert isinstance(properties, dict)
    assert set(document) <= set(properties)


def test_an_unknown_schema_names_those_that_exist() -> None:
    with pytest.raises(AgentguardError) as caught:
        load_schema("nope")
    assert caught.value.hint == (
        "the documents are: audit, audit-commit, check, doctor, explain, footprint, init, overlap, rules, uninstall"
    )


def test_a_footprint_lists_its_parts_by_path_and_line() -> None:
    assert parse(samples.FOOTPRINT) == {
        "schema": "agentguard.footprint/1",
        "base": samples.A,
        "head": samples.B,
        "files": [
            {
                "path": "logo.png",
                "old_path": None,
                "status": "modified",
                "added": None,
                "deleted": None,
                "binary": True,
                "category": "binary",
                "language": None,
            },
            {
                "path": "src/a.py",
                "old_path": "src/old.py",
                "status": "renamed",
                "added": 3,
                "deleted": 1,
                "binary": False,
                "category": "source",
                "language": "python",
            },
            {
                "path": "src/b.py",
                "old_path": None,
                "status": "modified",
                "added": 3,
                "deleted": 1,
                "binary": False,
                "category": "source",
                "language": "python",
            },
        ],
        "writes": [
            {
                "path": "src/a.py",
                "symbol": "new",
                "kind": "function",
                "change": "renamed",
                "old_symbol": "old",
                "old_path": "src/old.py",
                "lines": [1, 2],
            },
            {
                "path": "src/b.py",
                "symbol": "",
                "kind": "module",
                "change": "cosmetic",
                "old_symbol": None,
                "old_path": None,
                "lines": None,
            },
            {
                "path": "src/b.py",
                "symbol": "Client.load",
                "kind": "method",
                "change": "signature",
                "old_symbol": None,
                "old_path": None,
                "lines": [10, 24],
            },
        ],
        "reads": [
            {"path": "src/b.py", "line": 11, "name": "print", "target": None, "strength": "weak", "call": None},
            {
                "path": "src/b.py",
                "line": 12,
                "name": "settings.load",
                "target": {"path": "src/settings.py", "symbol": "load"},
                "strength": "strong",
                "call": {"positional": 1, "keywords": ["strict"], "star": False},
            },
        ],
        "skipped": [{"what": "logo.png", "reason": "binary"}],
    }


def test_findings_stand_by_path_and_the_summary_counts_what_is_suppressed_apart() -> None:
    document = parse(samples.CHECK)
    findings = document["findings"]
    assert isinstance(findings, list)
    assert [(one["rule"], one["suppressed"]) for one in findings] == [
        ("AG102", "vendored on purpose"),
        ("AG104", None),
        ("AG203", None),
        ("AG205", None),
    ]
    assert document["summary"] == {"error": 1, "warning": 1, "note": 1, "suppressed": 1}


def test_an_audit_lists_the_newest_commit_first_with_its_split() -> None:
    findings = parse(samples.AUDIT)["findings"]
    assert isinstance(findings, list)
    assert [one["date"][:10] for one in findings] == ["2026-10-14", "2026-09-02"]
    assert findings[0]["on_topic"] == ["src/client.py", "tests/test_client.py"]
    assert findings[0]["off_topic"][0] == {"path": "ideas/x.md", "reason": "nothing in the commit refers to it"}


def test_names_that_are_not_utf8_keep_their_exact_bytes_beside_them() -> None:
    split = replace(
        samples.COMMIT.split, on_topic=("caf\udce9", "plain"), off_topic=(OffTopic(path="\udcff", reason="alone"),)
    )
    document = parse(replace(samples.COMMIT, split=split))
    assert (document["on_topic"], document["on_topic_b64"]) == (["caf\ufffd", "plain"], ["Y2Fm6Q==", None])
    assert document["off_topic"] == [{"path": "\ufffd", "path_b64": "/w==", "reason": "alone"}]
    assert b64decode("Y2Fm6Q==") == b"caf\xe9"


@pytest.mark.parametrize("report", samples.REPORTS, ids=lambda report: type(report).__name__)
def test_a_document_is_ascii_with_sorted_keys_and_one_last_newline(report: Report) -> None:
    text = json_report.render(report)
    assert text.isascii()
    assert not set(text) - {"\n"} & set(map(chr, range(32)))
    assert text == json.dumps(json.loads(text), indent=2, sort_keys=True) + "\n"
