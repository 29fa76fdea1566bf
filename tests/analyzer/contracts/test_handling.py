import pytest

from tests.analyzer.contracts.support import broken, rows
from tests.support.builder import Builder

STORE = "class Store:\n    def size(self):\n        return 1\n\n    def save(self):\n        return 1\n"
USE = "from store import Store\n\n\nasync def run(kept: Store):\n    {0}\n"


def _rows(repo: Builder, use: str, before: str, after: str) -> list[str]:
    base = {"store.py": STORE.replace("    def size", before), "use.py": "x = 1\n"}
    return rows(broken(repo, base, {"use.py": USE.format(use)}, {"store.py": STORE.replace("    def size", after)}))


@pytest.mark.parametrize(
    ("use", "before", "after", "expected"),
    [
        (
            "Store().size()",
            "    def size",
            "    async def size",
            "call a use.py:5 in run: Store().size(): it is `async`",
        ),
        (
            "await Store().size()",
            "    async def size",
            "    def size",
            "call? a use.py:5 in run: Store().size(): it is",
        ),
        ("await Store().size()", "    def size", "    async def size", ""),
        (
            "x = Store().size()",
            "    def size",
            "    @property\n    def size",
            "call? a use.py:5 in run: Store().size(): it",
        ),
        (
            "x = kept.size",
            "    @property\n    def size",
            "    def size",
            "member? a use.py:5 in run: kept.size: it is a me",
        ),
        ("x = kept.size", "    def size", "    @property\n    def size", ""),
        ("Store().size()", "    def size", "    @traced\n    async def size", ""),
    ],
)
def test_a_use_of_a_method_that_is_handled_otherwise_now_is_told(
    repo: Builder, use: str, before: str, after: str, expected: str
) -> None:
    found = _rows(repo, use, before, after)
    assert [row[: len(expected)] for row in found] == [expected] * bool(expected)


def test_an_override_of_a_method_that_became_a_coroutine_is_told(repo: Builder) -> None:
    own = "from store import Store\n\n\nclass Large(Store):\n    def size(self):\n        return 2\n"
    base = {"store.py": STORE, "use.py": "x = 1\n"}
    two = {"store.py": STORE.replace("def size", "async def size")}
    (row,) = rows(broken(repo, base, {"use.py": own}, two))
    assert row == (
        "override? a use.py:5 in Large.size: Large.size: `Store.size` is `async` now, which this override is not"
        " -> make it `async` (signature store.py::Store.size)"
    )


def test_of_a_base_class_that_is_gone_only_its_name_is_told_and_for_certain(repo: Builder) -> None:
    base = {
        "store.py": STORE,
        "use.py": "from store import Store\n\n\ndef make():\n    return Store()\n\n\ndef more():\n    return 2\n",
    }
    own = "\n\nclass Large(Store):\n    def size(self) -> Store:\n        return self\n"
    one = {"use.py": base["use.py"] + own}
    two = {"store.py": STORE.replace("Store", "Shelf"), "use.py": base["use.py"].replace("Store", "Shelf")}
    (row,) = rows(broken(repo, base, one, two))
    assert row == (
        "name a use.py:12: Store: the import of `Store` is gone from this file -> import `Store` again"
        " (removed store.py::Store)"
    )


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        (
            "with Session():\n        pass",
            "member a use.py:5 in run: Session().__enter__(...): `Session` has no `__enter__`",
        ),
        (
            "with kept as x:\n        pass",
            "member? a use.py:5 in run: kept.__enter__(...): `Session` has no `__enter__`",
        ),
        ("x = Session()", ""),
    ],
)
def test_a_with_over_what_can_no_longer_be_entered_is_told(repo: Builder, use: str, expected: str) -> None:
    session = "class Session:\n    def __enter__(self):\n        return self\n\n    def __exit__(self, *args): pass\n"
    base = {"session.py": session, "use.py": "x = 1\n"}
    one = {"use.py": f"from session import Session\n\n\ndef run(kept: Session):\n    {use}\n"}
    two = {"session.py": session.replace("def __", "async def __a")}
    found = rows(broken(repo, base, one, two))
    assert [row[: len(expected)] for row in found if "__enter__" in row] == [expected] * bool(expected)
