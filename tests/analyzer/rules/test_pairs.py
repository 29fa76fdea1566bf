"""What two branches of a real repository are told of each other, from end to end."""

from collections.abc import Mapping
from textwrap import dedent

from agentguard.analyzer.engine.overlap import OverlapRequest, overlap
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.findings import Finding
from agentguard.analyzer.model.pairs import PairReport
from tests.support.builder import Builder

LOAD = """\
def load(path, timeout=3):
    limit = 10

    rows = path.read()

    other = make()

    return rows
"""
RETRY = "\n\ndef retry(call):\n    return call({})\n"
LAND_FIRST = (
    "let one of them land first; bring it into the other, and read `load` as a whole there: git merges the lines and "
    "does not know what they mean"
)
KEEP_ONE = (
    "the merge keeps both, and the later one hides the other: let `auth` land first; then use its `retry` in `limits`, "
    "or rename that of `limits`"
)


def pair(
    repo: Builder, base: Mapping[str, str], one: Mapping[str, str], two: Mapping[str, str], *select: str
) -> PairReport:
    """Commits `base` and on it the branches `auth` and `limits`, and returns their report."""
    repo.commit({path: dedent(text) for path, text in base.items()}, "base")
    for name, files in (("auth", one), ("limits", two)):
        repo.branch(name, "main")
        repo.commit({path: dedent(text) for path, text in files.items()}, name)
    with Repository.open(repo.path) as repository:
        request = OverlapRequest(specs=("auth", "limits"), base="main", select=select)
        report = overlap(repository, request, stdin=bytes)
    return report.pairs[0]


def told(findings: tuple[Finding, ...]) -> list[tuple[str, str, str | None]]:
    return [(str(one.severity), one.message, one.help) for one in findings]


def places(finding: Finding) -> list[tuple[str, str, int | None]]:
    related = [(str(one.side), one.path, one.line) for one in finding.related]
    where = finding.location
    return [(str(where.side), where.path, where.line), *related] if where is not None else related


def test_ag202_is_a_note_where_one_was_made_on_top_of_the_other(repo: Builder) -> None:
    repo.commit({"m.py": LOAD}, "base")
    repo.commit({"m.py": LOAD.replace("limit = 10", "limit = 20")}, "raise the limit")
    repo.commit({"m.py": LOAD.replace("limit = 10", "limit = 20").replace("make()", "make(limit)")}, "use it")
    with Repository.open(repo.path) as repository:
        request = OverlapRequest(specs=("HEAD~", "HEAD"), select=("AG202",))
        (found,) = overlap(repository, request, stdin=bytes).pairs
    assert (found.verdict, [str(one.severity) for one in found.findings]) == ("clear", ["note"])


def test_ag202_warns_of_a_name_that_one_sets_and_the_other_begins_to_use(repo: Builder) -> None:
    one, two = LOAD.replace("limit = 10", "limit = 20"), LOAD.replace("make()", "make(limit)")
    found = pair(repo, {"m.py": LOAD}, {"m.py": one}, {"m.py": two}, "AG202")
    assert (found.verdict, told(found.findings)) == (
        "risk",
        [
            (
                "warning",
                "`auth` and `limits` both change `load`: `auth` sets `limit`, which changed lines of `limits` use",
                LAND_FIRST,
            )
        ],
    )
    assert places(found.findings[0]) == [("a", "m.py", 2), ("b", "m.py", 6)]


def test_ag202_is_a_note_where_the_lines_have_nothing_to_do_with_each_other(repo: Builder) -> None:
    one, two = LOAD.replace("limit = 10", "limit = 20"), LOAD.replace("make()", "make(2)")
    found = pair(repo, {"m.py": LOAD}, {"m.py": one}, {"m.py": two}, "AG202")
    assert (found.verdict, told(found.findings)) == (
        "clear",
        [("note", "`auth` and `limits` both change `load`", None)],
    )


def test_ag202_is_a_note_where_git_stops_at_the_file(repo: Builder) -> None:
    one, two = LOAD.replace("limit = 10", "limit = 20"), LOAD.replace("limit = 10", "limit = 30")
    found = pair(repo, {"m.py": LOAD}, {"m.py": one}, {"m.py": two}, "AG202")
    assert [str(one.severity) for one in found.findings] == ["note"]


def test_a_call_of_what_becomes_a_coroutine_is_an_error_of_ag205_and_not_told_twice(repo: Builder) -> None:
    base = {"m.py": LOAD, "run.py": "import m\n"}
    one = {"run.py": "import m\n\nm.load(1)\n"}
    found = pair(repo, base, one, {"m.py": "async " + LOAD}, "AG204", "AG205")
    ((severity, message, advice),) = told(found.findings)
    assert (severity, advice) == ("error", "await it")
    assert message == (
        "`m.load(1)`: it is `async` now, and does nothing where it is not awaited, since `limits` changed the header "
        "of `load`"
    )
    assert places(found.findings[0]) == [("merged", "run.py", 3), ("b", "m.py", 1)]


def test_ag204_warns_of_a_new_with_that_runs_a_method_whose_body_changes(repo: Builder) -> None:
    session = "class Session:\n    def __enter__(self):\n        return self\n\n    def __exit__(self, *args): x = 1\n"
    base = {"m.py": session, "run.py": "from m import Session\n\nkept = Session()\n"}
    one = {"run.py": "from m import Session\n\nwith Session() as kept:\n    kept.x = 1\n"}
    found = pair(repo, base, one, {"m.py": session.replace("x = 1", "x = 2")}, "AG204", "AG205")
    assert (found.verdict, told(found.findings)) == (
        "risk",
        [
            (
                "warning",
                "`auth` uses `Session`; `limits` changed the body of `Session.__exit__` (`with` runs it there)",
                "let `limits` land first and bring it into `auth`; there read `Session.__exit__` again",
            )
        ],
    )


def test_ag204_is_one_finding_for_all_uses_of_one_definition(repo: Builder) -> None:
    base = {"m.py": LOAD, "run.py": "import m\n"}
    one = {"run.py": "import m\n\nm.load(1)\nm.load(2)\nm.load(3)\n"}
    found = pair(repo, base, one, {"m.py": LOAD.replace("10", "20")}, "AG204")
    assert told(found.findings) == [
        ("note", "`auth` uses `m.load`, here and in 2 more places; `limits` changed the body of `load`", None)
    ]


def test_ag204_warns_of_a_constant_with_another_value(repo: Builder) -> None:
    base = {"m.py": "LIMIT = 10\n", "run.py": "import m\n"}
    found = pair(repo, base, {"run.py": "import m\n\nprint(m.LIMIT)\n"}, {"m.py": "LIMIT = 20\n"}, "AG204")
    assert told(found.findings) == [
        (
            "warning",
            "`auth` uses `m.LIMIT`; `limits` changed `LIMIT`",
            "let `limits` land first and bring it into `auth`; there read `LIMIT` again",
        )
    ]


def test_ag204_is_a_note_where_a_list_only_grew_or_a_test_reads_the_value(repo: Builder) -> None:
    base = {"m.py": "NAMES = [1]\nLIMIT = 1\n", "run.py": "import m\n", "tests/test_m.py": "import m\n"}
    one = {"run.py": "import m\n\nprint(m.NAMES)\n", "tests/test_m.py": "import m\n\nassert m.LIMIT\n"}
    found = pair(repo, base, one, {"m.py": "NAMES = [1, 2]\nLIMIT = 2\n"}, "AG204")
    assert [str(finding.severity) for finding in found.findings] == ["note", "note"]


def test_ag204_warns_where_each_begins_to_use_what_the_other_changed(repo: Builder) -> None:
    text = "def one():\n    return 1\n\n\ndef two():\n    return 2\n\n\ndef last():\n    return 3\n"
    one = text.replace("return 1", "return 11") + "\n\nprint(two())\n"
    two = "import m\n\nprint(m.one())\n"
    found = pair(
        repo, {"m.py": text}, {"m.py": one}, {"m.py": text.replace("return 2", "return 22"), "n.py": two}, "AG204"
    )
    assert [(str(finding.severity), finding.message) for finding in found.findings] == [
        ("warning", "`auth` uses `two`; `limits` changed the body of `two`, and uses what `auth` changed"),
        (
            "warning",
            "`limits` uses `m.one`; `auth` changed the body of `one`, and uses what `limits` changed",
        ),
    ]


def test_ag204_is_silent_where_ag205_says_more(repo: Builder) -> None:
    base = {"m.py": LOAD, "run.py": "import m\n"}
    one = {"run.py": "import m\n\nm.load(1)\n"}
    found = pair(repo, base, one, {"m.py": LOAD.replace("def load", "def load_all")}, "AG204", "AG205")
    assert [(finding.rule, str(finding.severity)) for finding in found.findings] == [("AG205", "error")]


def test_ag204_speaks_of_what_is_gone_from_a_file_that_git_cannot_merge(repo: Builder) -> None:
    base = {"m.py": LOAD, "run.py": "import m\n"}
    one = {"run.py": "import m\n\nm.load(1)\n", "m.py": LOAD.replace("make()", "make(2)")}
    two = {"m.py": LOAD.replace("def load", "def load_all").replace("make()", "make(3)")}
    found = pair(repo, base, one, two, "AG204", "AG205")
    assert told(found.findings) == [
        (
            "warning",
            "`auth` uses `m.load`; `limits` renamed `load` to `load_all`",
            "let `limits` land first and bring it into `auth`; there write `load_all`",
        )
    ]


def test_ag207_warns_of_a_function_that_both_add(repo: Builder) -> None:
    text = LOAD + "\n\ndef last():\n    return 1\n"
    one = text.replace("    return rows\n", "    return rows\n" + RETRY.format(1))
    found = pair(repo, {"m.py": text}, {"m.py": one}, {"m.py": text + RETRY.format(2)}, "AG207")
    assert (found.verdict, told(found.findings)) == (
        "risk",
        [
            (
                "warning",
                "`auth` and `limits` both add `retry` to `m.py`",
                KEEP_ONE,
            )
        ],
    )
    assert places(found.findings[0]) == [("a", "m.py", 11), ("b", "m.py", 15)]


def test_ag207_is_a_note_for_helpers_in_modules_of_their_own(repo: Builder) -> None:
    one = {"a.py": RETRY.format(1), "m.py": LOAD.replace("10", "20")}
    two = {"b.py": RETRY.format(2), "m.py": LOAD.replace("make()", "make(2)")}
    found = pair(repo, {"m.py": LOAD}, one, two, "AG207")
    assert told(found.findings) == [("note", "`auth` and `limits` both add `retry`, to `a.py` and to `b.py`", None)]


def test_ag207_warns_of_what_must_be_unique_by_the_settings(repo: Builder) -> None:
    settings = '[[unique]]\nname = "code"\npaths = ["*.py"]\npattern = \'code = "(E\\d+)"\'\n'
    base = {"agentguard.toml": settings, "m.py": LOAD}
    found = pair(repo, base, {"a.py": 'code = "E7"\n'}, {"b.py": 'x = 1\ncode = "E7"\n'}, "AG207")
    assert told(found.findings) == [
        (
            "warning",
            "`auth` and `limits` both add the code `E7`, to `a.py` and to `b.py`",
            "let `auth` land first; then give the one of `limits` another value",
        )
    ]


def test_ag205_tells_what_breaks_beside_what_git_cannot_merge(repo: Builder) -> None:
    base = {"m.py": LOAD, "run.py": "import m\n", "n.py": "x = 1\n"}
    one = {"run.py": "import m\n\nm.load(1)\n", "n.py": "x = 2\n\nfrom m import load\n"}
    two = {"m.py": LOAD.replace("load", "fetch"), "n.py": "x = 3\n"}
    found = pair(repo, base, one, two, "AG201", "AG205")
    assert (found.verdict, [(one.rule, one.location.path if one.location else "") for one in found.findings]) == (
        "conflict",
        [("AG201", "n.py"), ("AG205", "run.py")],
    )
