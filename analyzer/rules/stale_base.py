"""AG203: the target changed what a change edits, after the commit that the change was made from."""

from collections.abc import Iterator

from agentguard.analyzer.counts import number
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import Confidence, Finding, Location, Related, Severity, Sibling, Side
from agentguard.analyzer.model.landed import Landed, LandedCommit, LandedFile
from agentguard.analyzer.model.rules import Anomaly, Example, Facts, Rule
from agentguard.analyzer.printable import printable
from agentguard.analyzer.rules.paths import command, shell_word

_SHORT = 10
_NAMED = 2
_SUBJECT = 72


def check_stale_base(facts: Facts) -> Iterator[Finding]:
    """Yields one finding for each file; a note where git cannot merge it, which the conflict itself says louder."""
    landed = facts.landed
    if landed is None:
        return
    conflicts = {one.path for one in facts.overlap.conflicts} if facts.overlap else frozenset()
    for file in landed.files:
        if file.commits:
            yield _finding(landed, file, facts.commit, meets=file.path not in conflicts)


def _finding(landed: Landed, file: LandedFile, commit: str | None, *, meets: bool) -> Finding:
    meets = meets and (bool(file.symbols) or file.read)
    newest = file.commits[0]
    return Finding(
        rule=RULE.code,
        name=RULE.name,
        severity=Severity.WARNING if meets else Severity.NOTE,
        confidence=Confidence.HIGH if meets else Confidence.MEDIUM,
        message=_message(landed, file, whose="your" if commit is None else "its"),
        help=_advice(landed, file, commit),
        location=Location(path=file.path, line=file.line, symbol=file.symbols[0] if file.symbols else None),
        related=(Related(path=file.path, side=Side.B, note=_by(file.commits)),),
        commit=commit,
        sibling=Sibling(name=landed.target, commit=newest.id),
    )


def _message(landed: Landed, file: LandedFile, *, whose: str) -> str:
    behind = f" ({number(landed.behind, 'commit')} behind)" if landed.behind else ""
    after = "after it was written" if landed.by_date else f"after {whose} base{behind}"
    target = printable(landed.target)
    if file.read:
        return f"{target} changed this file, from which the change was made, {after}"
    if file.symbols:
        why = f": {printable(file.why)}" if file.why else ""
        return f"{target} changed {_names(file.symbols)} here {after}{why}"
    if file.apart:
        return f"{target} changed other lines of {_names(file.apart)} {after}"
    return f"{target} changed {'other parts of ' if file.symbols is not None else ''}this file {after}"


def _names(symbols: tuple[str, ...]) -> str:
    named = ", ".join(f"`{printable(symbol)}`" for symbol in symbols[:_NAMED])
    return f"{named} and {len(symbols) - _NAMED:,} more" if len(symbols) > _NAMED else named


def _by(commits: tuple[LandedCommit, ...]) -> str:
    newest = commits[0]
    more = f" and {number(len(commits) - 1, 'commit')} before it" if len(commits) > 1 else ""
    return f'changed by {newest.id[:_SHORT]} "{printable(newest.subject[:_SUBJECT])}"{more}'


def _advice(landed: Landed, file: LandedFile, commit: str | None) -> str:
    """A change can still be put on top of what landed; of a past one only the two edits can be held together."""
    if commit is None:
        return f"`git rebase {shell_word(landed.target)}`"
    seen = command(f"git diff {landed.base[:_SHORT]} {file.commits[0].id[:_SHORT]}", [file.path])
    return f"`{seen}` shows what it was made without"


_BASE, _MAIN = "1" * 40, "2" * 40
_DROPPED = LandedCommit(id=_MAIN, subject="settings: tokens expire", time=0)


def _landed(*files: LandedFile) -> Facts:
    return Facts(config=Config(), landed=Landed(target="main", base=_BASE, behind=5, files=files))


RULE = Rule(
    code="AG203",
    name="stale-base",
    summary="the target changed what a change edits, after the commit that the change was made from",
    why=(
        "A branch is written from what its author read when it began. What lands on the target afterwards is not in "
        "there, and git merges the two without a word where their lines do not touch: each edit is right for a file "
        "that no longer exists. The same symbol changed on both sides is where that goes wrong."
    ),
    remedy=(
        "Rebase onto the target, read what landed there in this file, and run the tests on the result. The same file "
        "with other symbols is a note: git merges it, and nothing in it meets. A use of what landed is told by AG204, "
        "what git cannot merge by AG201. Files that a change was made from without editing them, such as a spec, are "
        "named by a trailer `Agentguard-Reads: docs/auth.md` in its commit message."
    ),
    severity=Severity.WARNING,
    anomaly=Anomaly.STALE_READ,
    needs=frozenset({"landed"}),
    examples=(
        Example(
            story="While a task changed how tokens are read, main changed how long they are valid.",
            facts=_landed(
                LandedFile(path="config.py", commits=(_DROPPED,), symbols=("Settings.token",), line=12),
            ),
            messages=("main changed `Settings.token` here after your base (5 commits behind)",),
        ),
        Example(
            story="A task was written from a spec that main has rewritten since.",
            facts=_landed(LandedFile(path="docs/auth.md", commits=(_DROPPED,), read=True)),
            messages=("main changed this file, from which the change was made, after your base (5 commits behind)",),
        ),
        Example(
            story="Nothing landed in the files of the task.",
            facts=_landed(),
            messages=(),
        ),
    ),
    check=check_stale_base,
)
