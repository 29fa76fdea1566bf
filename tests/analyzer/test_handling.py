import pytest

from agentguard.analyzer.handling import mishandled
from agentguard.analyzer.model.symbols import Outcome, Signature

PLAIN, ASYNC = Signature(), Signature(is_async=True)
PROPERTY = Signature(decorators=("property",))


def _told(old: Signature, new: Signature, outcome: Outcome | None, *, is_called: bool = True) -> str:
    found = mishandled(old, new, is_called=is_called, outcome=outcome)
    return "" if found is None else f"{'error' if found.certain else 'warning'}: {found.why}: {found.remedy}"


@pytest.mark.parametrize(
    ("old", "new", "outcome", "expected"),
    [
        (PLAIN, PLAIN, Outcome.DROPPED, ""),
        (
            PLAIN,
            ASYNC,
            Outcome.DROPPED,
            "error: it is `async` now, and does nothing where it is not awaited: await it",
        ),
        (PLAIN, ASYNC, Outcome.USED, "warning: it is `async` now: await it"),
        (PLAIN, ASYNC, Outcome.AWAITED, ""),
        (PLAIN, ASYNC, None, ""),
        (Signature(returns="asyncio.Future[int]"), ASYNC, Outcome.USED, ""),
        (ASYNC, PLAIN, Outcome.AWAITED, "warning: it is not `async` any more: leave `await` out"),
        (
            ASYNC,
            Signature(returns="list[int]"),
            Outcome.AWAITED,
            "error: it is not `async` any more: leave `await` out",
        ),
        (ASYNC, Signature(returns="Awaitable[int]"), Outcome.AWAITED, ""),
        (
            ASYNC,
            PLAIN,
            Outcome.USED,
            "warning: it is not `async` any more: do not treat what it returns as a coroutine",
        ),
        (ASYNC, PLAIN, Outcome.DROPPED, ""),
        (
            Signature(decorators=("contextlib.contextmanager",)),
            Signature(decorators=("asynccontextmanager",), is_async=True),
            Outcome.USED,
            "",
        ),
    ],
)
def test_a_call_meets_a_function_that_is_async_on_one_side_only(
    old: Signature, new: Signature, outcome: Outcome | None, expected: str
) -> None:
    assert _told(old, new, outcome) == expected


@pytest.mark.parametrize(
    ("old", "new", "is_called", "expected"),
    [
        (
            PLAIN,
            PROPERTY,
            True,
            "warning: it is a property now, and its value is called here: leave the parentheses out",
        ),
        (
            PLAIN,
            Signature(decorators=("functools.cached_property",), returns="str"),
            True,
            "error: it is a property now, and its value is called here: leave the parentheses out",
        ),
        (PLAIN, PROPERTY, False, ""),
        (PROPERTY, PLAIN, False, "error: it is a method now, and is not called here: call it"),
        (PROPERTY, PLAIN, True, ""),
        (PROPERTY, PROPERTY, True, ""),
    ],
)
def test_a_use_meets_what_is_a_property_on_one_side_only(
    old: Signature, new: Signature, *, is_called: bool, expected: str
) -> None:
    assert _told(old, new, None, is_called=is_called) == expected
