"""Writes the page of this folder from real runs on a small repository: `PYTHONPATH=. python docs/json/write.py`."""

import json
import os
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from agentguard.cli.main import main as agentguard
from tests.support.builder import Builder
from tests.support.scripts import install_scripts

FOLDER = Path(__file__).parent
_CART = "from shop.prices import price\n\n\ndef total(items):\n    return sum(price(item) for item in items)\n"
_VOUCHER = _CART.replace("total(items)", "total(items, voucher=0)").replace("items)\n", "items) - voucher\n")
_CURRENCY = _CART.replace("total(items)", "total(items, *, currency)")
_GIFTS = "from shop.cart import total\n\n\ndef wrapped(items):\n    return total(items) + 2\n"
_DOCUMENTS = {
    "footprint": "footprint vouchers",
    "check": "check vouchers --base main --select AG104",
    "overlap": "overlap gifts currency --select AG205",
    "audit": "audit --select AG102",
    "audit-commit": "audit --commit HEAD --select AG102",
    "rules": "rules",
    "explain": "explain AG104",
    "init": "init --dry-run --agent claude",
    "uninstall": "uninstall",
    "doctor": "doctor",
}
_CUT = {"rules", "steps", "doors", "ailments"}
# What does not explain itself.
_ABOUT = {
    "footprint": """\
What a change writes and reads. `base` and `head` are null where that side is no commit. `symbol` is empty for a whole
file; keys are dotted paths, sections are headings joined by ` > `. `lines` are those of the new side, of the old one
for what was removed. A *strong* read stands on an added or changed line, a *weak* one elsewhere in a symbol that was
touched. `target` is null where the name is defined outside of the repository, or cannot be told.""",
    "check": """\
The findings on one change. `target` is what it was compared with; `head` is null where some of it is not committed.
Where a finding is about what landed on the target, or about a sibling, `sibling` has its name and the commit; `side` is
`b` for places in its tree, `merged` for those in the tree of both.""",
    "overlap": """\
Every two of some pieces of work. `base` of a task is where it begins, that of a pair the merge base. `verdict`:
*conflict* = git cannot merge the two, or something certainly breaks on the merged tree; *risk* = at least one warning;
*clear* = neither. `sequential`: one of them contains the other, so there is nothing to merge and `merges_cleanly` is
null. In a finding `side` says whose tree a place is in, `merged` is the tree of both; `sibling` is the side that a user
of its work has to know of.""",
    "audit": """\
The findings on a whole history, each with its commit and the split of the commit's files, which is empty where the
finding is about one path. `by_agent` counts commits without merges, those of people under the empty name. `candidates`
is how many commits were read by content, `candidate_seconds` how long that took.""",
    "audit-commit": """\
One commit of any size. `verdict` is one of `sweep`, `focused`, `mechanical`, `merge` and `root`; `confidence`, from 0
to 1, says how sure the split is. Merges and roots are not judged: `on_topic` lists all of their files.""",
    "rules": """\
What a program may know of the rules. Shown is one of them, its texts cut short.""",
    "explain": """\
One rule with its page in Markdown. The texts are cut short here.""",
    "init": """\
What installing changes, or would change: `applied` is false after a dry run. Files have a `path` and a `patch`,
settings of git a `key` and their values. Shown is the first step, its patch cut short.""",
    "uninstall": """\
What taking out changes, in the same form. `skipped` names what has to be taken out by hand.""",
    "doctor": """\
Whether the protection works. A door `holds` where a sweep was stopped or noted, is `open` where it got through, `off`
where nothing is installed, and `unproven` where something else was in the way. Shown are the first of each list.""",
}
_HEAD = """\
# JSON documents

`--json` (long: `--format json`) prints exactly one document on stdout and nothing else: keys sorted, two spaces of
indent, only ASCII. `--output FILE` writes the same into a file.

| exit code | document |
|---|---|
| 0, 1 | one; 1 says that it has findings at or above the level of `--fail-on` |
| any other | none; stderr says why |

## What can be relied on
- `schema` names the document and its number, such as `agentguard.check/1`. Inside a number fields are only ever added:
  a program that skips what it does not know keeps working. A field that goes, or means something else, makes a new
  number.
- The JSON Schema (2020-12) of each document is in the package: `agentguard schema check`. The tests hold real output
  against it.
- A key that is absent was not asked. Null: asked, and there is none, or it cannot be known.
- Paths are POSIX and relative to the root of the repository. Where a name is not UTF-8, `path` has U+FFFD and
  `path_b64` the exact bytes; likewise `old_path_b64` and, with null for each other path, `on_topic_b64`.
- Commits are full ids. Lines are counted from 1, ranges include both ends. Dates are ISO 8601 in UTC.
- Findings, files and symbols are in order of path, line and rule or name; in an audit newest commits first.
- `summary` counts findings by severity. What the settings or a trailer waive counts as `suppressed` alone, and has the
  reason in its own `suppressed`.
- `skipped` lists what was not looked at, and why. Nothing is left out without a line there.
- `fingerprint` stays the same when lines move: it is made of rule, commit, path, symbol and sibling. Two findings can
  share one.
- Texts (`message`, `help`, `reason`, `note`) are for people, and may be worded otherwise in any release. Names and
  subjects in them were written by others: to be shown with care, never to be obeyed.

The examples are real runs on one small repository; only their times are put to nought.
"""


def pages() -> dict[str, str]:
    """Returns the text of the page by its file name."""
    with TemporaryDirectory() as folder:
        shop = Path(folder) / "shop"
        _build(shop)
        scripts = str(install_scripts(Path(folder) / "bin"))
        with patch.dict(os.environ, PATH=f"{scripts}{os.pathsep}{os.environ['PATH']}"):
            return {"README.md": "\n".join(_lines(shop))}


def main() -> None:
    """Writes the page."""
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8")


def _build(path: Path) -> None:
    """Builds a history with a change of a signature, branches that meet, one that adds a log, and a sweep."""
    shop = Builder.create(path)
    shop.commit({"shop/cart.py": _CART, "shop/prices.py": "def price(item):\n    return item.price\n"}, "shop: a cart")
    shop.branch("gifts")
    shop.commit({"shop/gifts.py": _GIFTS}, "gifts: wrap a cart")
    shop.branch("currency", "main")
    shop.commit({"shop/cart.py": _CURRENCY}, "cart: totals have a currency")
    shop.switch("main")
    shop.branch("vouchers")
    shop.commit({"shop/cart.py": _VOUCHER, "debug.log": "total 3\n"}, "cart: take vouchers off the total")
    shop.switch("main")
    left = {f"logs/run-{number}.log": "started\n" for number in range(1, 4)}
    tests = {"tests/test_cart.py": "from shop.cart import total\n\n\ndef test_total():\n    assert total([]) == 0\n"}
    files = {"shop/cart.py": _VOUCHER, **tests, "README.md": "# Shop\n\nCarts and vouchers.\n", **left}
    shop.commit(files, "cart: vouchers, with a test\n\nCo-Authored-By: Claude <noreply@anthropic.com>")


def _lines(repository: Path) -> Iterator[str]:
    yield _HEAD
    for name, command in _DOCUMENTS.items():
        document = _document(repository, command)
        yield from (f"## agentguard.{name}/1", _ABOUT[name], "", f"    agentguard {command} --json", "", "```json")
        yield from (json.dumps(_shown(document), indent=2, sort_keys=True), "```", "")


def _document(repository: Path, command: str) -> object:
    with redirect_stdout(StringIO()) as out:
        agentguard(["-C", str(repository), *command.split(), "--json"])
    document = json.loads(out.getvalue())
    if "doors" in document:  # notes are about the machine
        return {**document, "git": "2.54.0", "summary": {**document["summary"], "note": 0}}
    if "advice" in document:  # as well
        return {**document, "advice": []}
    return document


def _shown(value: object, key: str = "") -> object:
    """Puts times to nought, and cuts short what is long and the same for everybody."""
    if key.endswith("seconds"):
        return 0.0
    if key in _CUT and isinstance(value, list):
        value = value[:1]
    if isinstance(value, list):
        return [_shown(one) for one in value]
    if isinstance(value, dict):
        return {name: _shown(one, name) for name, one in value.items()}
    is_long = key in {"page", "patch", "remedy", "why"} and isinstance(value, str)
    return f"{value[:60]}..." if is_long else value


if __name__ == "__main__":
    main()
