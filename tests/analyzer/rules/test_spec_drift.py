import pytest

from agentguard.analyzer.engine.check import CheckRequest, check
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.findings import Finding
from tests.support.builder import Builder

CODE = '''\
"""Settings."""

import os

PROXY = os.environ.get("CALC_PROXY_URL")


def load_settings(path, strict=True):
    """Loads them.

    Args:
        path: where they are.
        strict: refuse what is unknown.
    """
    known = os.path.abspath(path), os.getcwd(), len(path)
    return known, bool(strict)


class RetryPolicy:
    def next_delay(self):
        return 1
'''
CLI = 'parser.add_argument("--strict-mode", action="store_true")\n'


@pytest.fixture
def project(repo: Builder) -> Builder:
    repo.commit({"calc/config.py": CODE, "calc/cli.py": CLI, "calc/old_parts.py": "x = 1\n"})
    return repo


def found(repo: Builder) -> list[Finding]:
    with Repository.open(repo.path) as repository:
        return list(check(repository, CheckRequest(select=("AG208",)), stdin=bytes).findings)


def told(repo: Builder) -> list[tuple[str, str]]:
    findings = found(repo)
    assert all(one.location is not None for one in findings)
    places = [(one, one.location) for one in findings]
    return [(one.severity.value, f"{place.path}:{place.line} {one.message}") for one, place in places if place]


def changed(repo: Builder, documents: dict[str, str], code: dict[str, str | None]) -> None:
    """Documents what is there on the target, and changes the code on a branch."""
    repo.commit({**documents})
    repo.branch("work")
    repo.write(code)
    repo.git("add", "--all")


@pytest.mark.parametrize(
    ("old", "new", "document", "expected"),
    [
        (
            "def load_settings(",
            "def read_settings(",
            "Call `load_settings(path)` first.\n",
            ("warning", "docs/usage.md:1 names the function `load_settings`, which this change renamed"),
        ),
        (
            "class RetryPolicy:\n    def next_delay(self):\n        return 1\n",
            "",
            "Intro.\n\n```python\npolicy = RetryPolicy()\n```\n",
            ("warning", "docs/usage.md:4 names the class `RetryPolicy`, which this change removed"),
        ),
        (
            ", strict=True",
            "",
            "Use `load_settings(path, strict=False)`.\n",
            ("warning", "docs/usage.md:1 names the parameter `strict` of `load_settings`, which this change removed"),
        ),
        (
            "CALC_PROXY_URL",
            "CALC_PROXY",
            "Set `CALC_PROXY_URL`.\n",
            ("warning", "docs/usage.md:1 names the variable `CALC_PROXY_URL`, which this change removed"),
        ),
        (
            "def next_delay(",
            "def wait(",
            "The number from next_delay counts.\n",
            ("note", "docs/usage.md:1 names the function `next_delay`, which this change removed"),
        ),
    ],
)
def test_a_document_that_names_what_the_change_took_away_is_told(
    project: Builder, old: str, new: str, document: str, expected: tuple[str, str]
) -> None:
    code = CODE.replace("        strict: refuse what is unknown.\n", "").replace("known, bool(strict)", "known")
    project.commit({"calc/config.py": code})
    changed(project, {"docs/usage.md": document}, {"calc/config.py": code.replace(old, new)})
    assert told(project) == [expected]


def test_a_flag_that_the_parser_lost_is_told_and_its_longer_namesake_is_another(project: Builder) -> None:
    document = "```console\n$ calc --strict-mode\n$ git log --strict-mode\n```\n"
    changed(
        project,
        {"README.md": document},
        {"calc/cli.py": 'parser.add_argument("--strict-mode-level", action="store_true")\n'},
    )
    assert told(project) == [("warning", "README.md:2 names the flag `--strict-mode`, which this change removed")]


def test_a_flag_lives_on_where_it_is_passed_but_not_in_a_message(project: Builder) -> None:
    message = 'raise ValueError("`--strict-mode` needs a file")\n'
    changed(project, {"README.md": "`calc --strict-mode`\n"}, {"calc/cli.py": message})
    assert [line for _, line in told(project)] == [
        "README.md:1 names the flag `--strict-mode`, which this change removed"
    ]
    project.commit({"tests/test_cli.py": 'run("calc", "--strict-mode")\n'})
    assert told(project) == []


def test_paths_and_links_to_files_that_are_gone_are_told(project: Builder) -> None:
    documents = {"docs/usage.md": "See `calc/old_parts.py` and [the guide](guide.md).\n", "docs/guide.md": "Guide.\n"}
    changed(project, documents, {"calc/old_parts.py": None, "docs/guide.md": None})
    assert told(project) == [
        ("warning", "docs/usage.md:1 names the path `calc/old_parts.py`, which this change removed"),
        ("warning", "docs/usage.md:1 names the path `docs/guide.md`, which this change removed"),
    ]


def test_a_renamed_path_names_its_new_one(project: Builder) -> None:
    changed(
        project,
        {"docs/usage.md": "See `calc/old_parts.py`.\n"},
        {"calc/old_parts.py": None, "calc/parts.py": "x = 1\n"},
    )
    assert [(one.message, one.help) for one in found(project)] == [
        ("names the path `calc/old_parts.py`, which this change renamed", "write `calc/parts.py`")
    ]


def test_a_module_that_is_gone_is_told_where_a_document_imports_it(project: Builder) -> None:
    changed(project, {"docs/api.rst": ".. automodule:: calc.old_parts\n"}, {"calc/old_parts.py": None})
    assert told(project) == [("warning", "docs/api.rst:1 names the module `calc.old_parts`, which this change removed")]


def test_a_docstring_that_still_describes_a_parameter_is_told(project: Builder) -> None:
    code = CODE.replace(", strict=True", "").replace("known, bool(strict)", "known")
    changed(project, {}, {"calc/config.py": code})
    assert told(project) == [
        ("warning", "calc/config.py:13 names the parameter `strict` of `load_settings`, which this change removed")
    ]


def test_a_docstring_of_another_file_is_a_document(project: Builder) -> None:
    project.commit({"calc/use.py": '"""Uses :func:`~calc.config.load_settings`."""\n'})
    changed(project, {}, {"calc/config.py": CODE.replace("load_settings", "read_settings")})
    assert told(project) == [("warning", "calc/use.py:1 names the function `load_settings`, which this change renamed")]


@pytest.mark.parametrize(
    "documents",
    [
        {"CHANGELOG.md": "- `load_settings` is here\n"},
        {"docs/migration.md": "Use `load_settings`.\n"},
        {"docs/usage.md": "`load_settings` was removed, use `read_settings`.\n"},
        {"docs/usage.md": "## Upgrading to 2.0\n\nCall `load_settings`.\n"},
        {"docs/usage.md": "The former name was kept:\n\n```\nload_settings()\n```\n"},
        {"docs/usage.rst": ".. versionchanged:: 2.0\n\n   Call ``load_settings``.\n"},
        {"docs/usage.md": "```python\ndef load_settings():\n    pass\n\nload_settings()\n```\n"},
        {"tests/test_it.py": "load_settings()\n", "docs/usage.md": "Call `load_settings`.\n"},
        {"docs/usage.md": "See `other/load_settings/x`.\n"},
    ],
)
def test_what_tells_of_the_past_or_is_still_there_is_left_alone(project: Builder, documents: dict[str, str]) -> None:
    changed(project, documents, {"calc/config.py": CODE.replace("def load_settings(", "def read_settings(")})
    assert told(project) == []


def test_lines_that_the_change_wrote_itself_are_left_alone(project: Builder) -> None:
    code = CODE.replace("def load_settings(", "def read_settings(")
    changed(project, {"docs/usage.md": "Usage.\n"}, {"calc/config.py": code, "docs/usage.md": "No `load_settings`.\n"})
    assert told(project) == []


def test_a_name_that_only_moved_is_not_gone(project: Builder) -> None:
    moved = CODE[CODE.index("class RetryPolicy") :]
    changed(
        project,
        {"docs/usage.md": "Use `RetryPolicy`.\n"},
        {"calc/config.py": CODE.replace(moved, ""), "calc/retry.py": moved},
    )
    assert told(project) == []


def test_a_parameter_of_a_function_that_takes_any_keyword_is_a_note(project: Builder) -> None:
    code = CODE.replace("strict=True", "**options").replace("known, bool(strict)", "known")
    changed(project, {"docs/usage.md": "Use `load_settings(path, strict=False)`.\n"}, {"calc/config.py": code})
    assert {severity for severity, _ in told(project)} == {"note"}


def test_other_languages_are_read_by_the_form_of_their_definitions(project: Builder) -> None:
    project.commit(
        {"web/api.ts": "export async function fetchUserProfile(id: string) {}\nexport const MAX_RETRIES = 3\n"}
    )
    changed(
        project, {"docs/api.md": "`fetchUserProfile` retries `MAX_RETRIES` times.\n"}, {"web/api.ts": "export {}\n"}
    )
    assert told(project) == [
        ("warning", "docs/api.md:1 names the variable `MAX_RETRIES`, which this change removed"),
        ("warning", "docs/api.md:1 names the function `fetchUserProfile`, which this change removed"),
    ]


def test_findings_on_several_names_of_one_document_have_fingerprints_of_their_own(project: Builder) -> None:
    document = {"docs/usage.md": "`load_settings` and `RetryPolicy`.\n"}
    changed(project, document, {"calc/config.py": "\n"})
    assert len({one.fingerprint for one in found(project)}) == 2


def test_hostile_documents_are_bounded(project: Builder) -> None:
    documents: dict[str, str | bytes | None] = {
        "docs/spans.md": "`load_settings` " * 30_000,
        "docs/ticks.md": "`" * 50_000 + " load_settings\n",
        "docs/fences.md": "```\nload_settings\n" * 10_000,
        "docs/blocks.rst": "a::\n\n" * 10_000 + "``load_settings``\n",
        "docs/latin.md": b"\xe9\xff `load_settings`\n",
        "docs/binary.md": b"\0`load_settings`\n",
        "docs/new\nline.md": "`load_settings`\n",
    }
    project.commit(documents)
    changed(project, {}, {"calc/config.py": CODE.replace("def load_settings(", "def read_settings(")})
    places = [one.location.path for one in found(project) if one.location is not None]
    assert "docs/latin.md" in places
    assert "docs/binary.md" not in places
