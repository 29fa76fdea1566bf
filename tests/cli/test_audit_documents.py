import json

from tests.cli.run import Runner
from tests.support.builder import Builder

CODE = "def load_settings(path):\n    return path\n\n\ndef read_all(path):\n    return path\n"


def project(repo: Builder) -> tuple[str, str]:
    """Removes a function and a file long after both were documented; returns the two commits that did it."""
    repo.commit({"calc/config.py": CODE, "calc/tools/old.py": "x = 1\n"}, "Add settings")
    repo.commit(
        {"docs/usage.md": "Call `load_settings(path)`, then `unknown_name()`.\nSee `calc/tools/old.py`.\n"}, "Docs"
    )
    first = repo.commit({"calc/config.py": CODE[CODE.index("def read_all") :]}, "Drop a function")
    second = repo.commit({"calc/tools/old.py": None}, "Drop a file")
    return first, second


def test_all_documents_of_the_tree_are_read_where_the_rule_is_named(cli: Runner, repo: Builder) -> None:
    first, second = project(repo)
    document = json.loads(cli("audit", "--select", "AG208", "--json").out)
    assert [(one["commit"], one["location"]["line"], one["message"]) for one in document["findings"]] == [
        (second, 2, f"names the path `calc/tools/old.py`, which {second[:12]} removed"),
        (first, 1, f"names the function `load_settings`, which {first[:12]} removed"),
    ]
    assert [one["subject"] for one in document["findings"]] == ["Drop a file", "Drop a function"]


def test_they_are_not_read_where_all_rules_run(cli: Runner, repo: Builder) -> None:
    project(repo)
    document = json.loads(cli("audit", "--json").out)
    assert document["findings"] == []
    assert [one["reason"] for one in document["skipped"] if one["what"] == "AG208 spec-drift"] == [
        "needs more than a history tells; `audit --commit` and `check` have it; so has `audit --select AG208`"
    ]


def test_a_name_that_came_back_or_lives_on_elsewhere_is_not_told(cli: Runner, repo: Builder) -> None:
    project(repo)
    repo.commit(
        {"calc/other.py": "def load_settings():\n    pass\n", "calc/tools/old.py": "y = 2\n"}, "Bring them back"
    )
    assert json.loads(cli("audit", "--select", "spec-drift", "--json").out)["findings"] == []


def test_a_moved_file_names_its_new_place(cli: Runner, repo: Builder) -> None:
    repo.commit({"calc/tools/old.py": "x = 1\n" * 9, "docs/usage.md": "See `calc/tools/old.py`.\n"})
    repo.commit({"calc/tools/old.py": None, "calc/new.py": "x = 1\n" * 9})
    (finding,) = json.loads(cli("audit", "--select", "AG208", "--json").out)["findings"]
    assert finding["help"] == "write `calc/new.py`"


def test_documents_of_a_tree_without_names_cost_no_history(cli: Runner, repo: Builder) -> None:
    repo.commit({"README.md": "Hello.\n", "a.py": "x = 1\n"})
    document = json.loads(cli("audit", "--select", "AG208", "--json").out)
    assert (document["findings"], document["summary"]["warning"]) == ([], 0)


def test_hostile_contents_are_read_within_bounds(cli: Runner, repo: Builder) -> None:
    repo.commit({"calc/config.py": CODE, "docs/a.md": "`load_settings`\n"})
    repo.commit(
        {
            "calc/config.py": "\n",
            "docs/ticks.md": "`" * 100_000,
            "docs/binary.md": b"\0`load_settings`",
            "docs/latin.md": b"\xff\xfe `load_settings`\n",
            "docs/new\nline.md": "`load_settings`\n",
            "docs/huge.md": "`load_settings` " * 100_000,
            "calc/quotes.py": '"""' * 30_001,
            "calc/bad\udcff.py": b"\xff\xff",
        }
    )
    findings = json.loads(cli("audit", "--select", "AG208", "--json").out)["findings"]
    assert [one["location"]["path"] for one in findings] == ["docs/a.md", "docs/latin.md", "docs/new\nline.md"]
