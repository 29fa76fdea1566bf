import pytest

from tests.analyzer.overlap.support import stale
from tests.support.builder import Builder

SESSION = """\
class Session:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    async def __aenter__(self):
        return self

    async def __aexit__(self, *args):
        self.leave()

    def close(self):
        return 1

    def leave(self):
        return 2


class Maker:
    def make(self) -> Session:
        return Session()
"""
RUN = "from session import Maker, Session\n\n\ndef run(maker: Maker, held: Session):\n    {0}\n"
BEFORE = "one = Session()"
ASYNC = "async def run(maker: Maker, held: Session):"


def _stale(repo: Builder, before: str, after: str, changed: str, new: str) -> list[str]:
    base = {"session.py": SESSION, "run.py": RUN.format(before)}
    one = RUN.format(after)
    if "async" in after:
        one = one.replace("def run(maker: Maker, held: Session):", ASYNC)
    found = stale(repo, base, {"run.py": one}, {"session.py": SESSION.replace(changed, new)})
    return [row for row in found if "`with`" in row]


@pytest.mark.parametrize(
    ("after", "changed", "new", "told"),
    [
        ("with Session():\n        pass", "return 1", "return 3", "Session: body Session.close, through __exit__"),
        ("with held as x:\n        pass", "return 1", "return 3", "held: body Session.close, through __exit__"),
        (
            "with maker.make() as x:\n        pass",
            "return 1",
            "return 3",
            "maker.make: body Session.close, through __exit__",
        ),
        (
            "with open(__file__), Session():\n        pass",
            "self.close()",
            "self.leave()",
            "Session: body Session.__exit__",
        ),
        (
            "async with Session():\n        pass",
            "return 2",
            "return 3",
            "Session: body Session.leave, through __aexit__",
        ),
        ("with Session():\n        pass", "return 2", "return 3", ""),
        ("with Session():\n        pass", "return 1", "# why\n        return 1", ""),
        ("two = Session()", "return 1", "return 3", ""),
        ("with open(__file__):\n        pass", "return 1", "return 3", ""),
    ],
)
def test_a_new_with_runs_what_the_other_side_changed(
    repo: Builder, after: str, changed: str, new: str, told: str
) -> None:
    name, _, rest = told.partition(": ")
    what, _, through = rest.partition(", through ")
    why = "`with` runs it there" + (f", through `Session.{through}`" if through else "")
    expected = [f"a run.py:5 {name} strong: {what}, changed ({why})"] * bool(told)
    assert _stale(repo, BEFORE, after, changed, new) == expected


def test_a_file_that_entered_the_same_before_begins_nothing(repo: Builder) -> None:
    before = "with Session():\n        pass"
    assert _stale(repo, before, before.replace("pass", "return 1") + f"\n    {before}", "return 1", "return 3") == []
