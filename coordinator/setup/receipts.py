"""What files of others held before we wrote into them, so that taking ours out leaves them byte for byte as they were.

Our entries are found again without this: it only tells apart what looks alike, such as a list that was empty before and
one that was not there.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from agentguard.analyzer.model.value import dataclass

_FILE = ("agentguard", "setup.json")
_MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One file: what it held, None where it was not there, and the digest of what we left there."""

    before: bytes | None
    left: str

    @classmethod
    def of(cls, before: bytes | None, after: bytes) -> "Receipt":
        """Makes the receipt of a write."""
        return cls(before=before, left=digest(after))

    def is_of(self, content: bytes | None) -> bool:
        """Tells whether a file still holds what we left in it."""
        return content is not None and digest(content) == self.left


def digest(content: bytes) -> str:
    """Returns what a content is recognised by."""
    return sha256(content).hexdigest()


def receipts_file(common_dir: Path) -> Path:
    """Returns where the receipts of a repository are."""
    return common_dir.joinpath(*_FILE)


def read_receipts(common_dir: Path) -> Mapping[str, Receipt]:
    """Returns the receipts by path; none where they cannot be read, since they only help."""
    try:
        with receipts_file(common_dir).open("rb") as file:
            data = json.loads(file.read(_MOST_BYTES))
        return {path: _receipt(entry) for path, entry in data["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def written(receipts: Mapping[str, Receipt]) -> bytes:
    """Returns what the file of the receipts holds."""
    files = {path: {"before": _encoded(one.before), "left": one.left} for path, one in receipts.items()}
    return (json.dumps({"version": 1, "files": files}, indent=1, sort_keys=True) + "\n").encode()


def _receipt(entry: Mapping[str, Any]) -> Receipt:
    before = entry["before"]
    return Receipt(before=None if before is None else b64decode(before, validate=True), left=str(entry["left"]))


def _encoded(content: bytes | None) -> str | None:
    return None if content is None else b64encode(content).decode("ascii")
