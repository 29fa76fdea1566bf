"""Asks git ahead of time: while it walks the history, Python goes on with something else."""

from collections.abc import Callable
from threading import Thread
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Ahead(Generic[_T]):
    """An answer that is on its way; what asks for it must share nothing with others but a process of its own."""

    def __init__(self, ask: Callable[[], _T]) -> None:
        self._ask = ask
        self._found: list[_T] = []
        self._error: BaseException | None = None
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._found.append(self._ask())
        except BaseException as error:  # noqa: BLE001 - raised where the answer is asked for
            self._error = error

    def result(self) -> _T:
        """Waits for the answer, and raises what went wrong."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._found[0]
