"""Past commits as git's raw log tells them."""

from typing import NamedTuple


class RawChange(NamedTuple):
    """One path of a past commit; `status` is git's letter (A, M, D, T), modes and ids as in the raw format.

    A named tuple and not a dataclass: whole histories have hundreds of thousands of them.
    """

    old_mode: str
    new_mode: str
    old_id: str
    new_id: str
    status: str
    path: str


class CommitRecord(NamedTuple):
    """One past commit; `time` is the committer's, in seconds since 1970, and `author_time` the author's."""

    id: str
    parents: tuple[str, ...]
    time: int
    author_time: int
    author: str
    email: str
    subject: str
    body: str
    changes: tuple[RawChange, ...]
