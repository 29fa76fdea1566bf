"""AG209: a branch left the target long ago, or left another branch than the one it will land on."""

from collections.abc import Iterator
from datetime import UTC, datetime

from agentguard.analyzer.counts import number
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import Confidence, Finding, Severity, Sibling
from agentguard.analyzer.model.landed import Fork, Rival
from agentguard.analyzer.model.rules import Anomaly, Example, Facts, Rule
from agentguard.analyzer.printable import printable
from agentguard.analyzer.rules.paths import shell_word

# Of 100 merged pull requests of public projects about one was so far behind and met what had landed: see
# docs/measurements.md. A branch that starts at the tip of another default branch was not meant to be there.
FAR = 100
FAR_FROM_START = 20
_SHORT = 12
_DAY = 86_400
_LAST_TIME = 253_402_300_799


def check_wrong_base(facts: Facts) -> Iterator[Finding]:
    """Yields at most one finding on the target, and one on each other branch that may have been meant."""
    fork = facts.fork
    if fork is None:
        return
    if fork.behind != 0:
        yield _behind(fork)
    for rival in fork.rivals:
        if rival.ahead:
            yield _rival(fork, rival)


def _behind(fork: Fork) -> Finding:
    start = next((rival.name for rival in fork.rivals if rival.is_start), None)
    place = f"the tip of `{printable(start)}`, " if start is not None else ""
    where = f"the branch left `{printable(fork.target)}` at {place}{fork.base[:_SHORT]} of {_date(fork.base_time)}"
    if fork.behind is None:
        message = f"{where}; how many commits it is behind is not known, since history is cut (shallow clone)"
        return _finding(message, severity=Severity.NOTE, advice="`git fetch --unshallow`")
    far = FAR_FROM_START if start is not None else FAR
    is_far = fork.behind >= far and bool(fork.touched)
    message = f"{where} and is {_distance(fork.behind, fork.base_time, fork.target_time)} behind{_met(fork.touched)}"
    return _finding(
        message,
        severity=Severity.WARNING if is_far else Severity.NOTE,
        advice=_rebase(fork.target, fork.remote),
    )


def _rival(fork: Fork, rival: Rival) -> Finding:
    target, name = printable(fork.target), printable(rival.name)
    if rival.carried:
        message = (
            f"the branch holds {number(rival.carried, 'commit')} of `{name}` that `{target}` lacks: it was made from "
            f"there, and they count as part of it"
        )
        # The same branch elsewhere is only newer; any other one is another place to land.
        wrong = not rival.counterpart and rival.lacks > 0
        advice = (
            f"`--base {shell_word(rival.name)}` where it lands there, else "
            f"`git rebase --onto {shell_word(fork.target)} {shell_word(rival.name)}`"
        )
    else:
        differs = f"`{target}` lacks {number(rival.ahead, 'commit')} of `{name}` (its last one of {_date(rival.time)})"
        own = f", which lacks {rival.lacks:,} of its own" if rival.lacks else ""
        message = f"{differs}{own}, and so does the branch{_met(rival.touched)}"
        # With commits of its own the target has left the other branch for good, but where the two are one branch.
        wrong = rival.behind >= FAR and bool(rival.touched) and (rival.counterpart or not rival.lacks)
        advice = _rebase(rival.name, rival.remote)
    return _finding(
        message, severity=Severity.WARNING if wrong else Severity.NOTE, advice=advice, sibling=Sibling(name=rival.name)
    )


def _finding(message: str, *, severity: Severity, advice: str, sibling: Sibling | None = None) -> Finding:
    return Finding(
        rule=RULE.code,
        name=RULE.name,
        severity=severity,
        confidence=Confidence.HIGH if severity is Severity.WARNING else Confidence.MEDIUM,
        message=message,
        help=advice,
        sibling=sibling,
    )


def _distance(commits: int, since: int, until: int) -> str:
    days = (until - since) // _DAY
    return number(commits, "commit") + (f" and {number(days, 'day')}" if days > 0 else "")


def _met(touched: tuple[str, ...]) -> str:
    if not touched:
        return ""
    more = f" and {len(touched) - 1:,} more of its files" if len(touched) > 1 else ""
    return f"; `{printable(touched[0])}`{more} changed there since"


def _rebase(branch: str, remote: str | None) -> str:
    """Writes how a branch comes on top of another one; what is at a remote has to be fetched before."""
    fetch = f"`git fetch {shell_word(remote)}`, then " if remote is not None else ""
    return f"{fetch}`git rebase {shell_word(branch)}`"


def _date(time: int) -> str:
    return datetime.fromtimestamp(min(max(time, 0), _LAST_TIME), UTC).date().isoformat()


def _example(
    story: str, *messages: str, behind: int = 0, touched: tuple[str, ...] = (), rival: Rival | None = None
) -> Example:
    fork = Fork(
        target="main",
        base="4fe77030" + "0" * 32,
        base_time=1_700_000_000,
        behind=behind,
        target_time=1_700_000_000 + 9 * _DAY,
        touched=touched,
        rivals=(rival,) if rival is not None else (),
    )
    return Example(story=story, facts=Facts(config=Config(), fork=fork), messages=messages)


def _remote_branch(name: str, *, counterpart: bool = True, ahead: int = 0, lacks: int = 0, carried: int = 0) -> Rival:
    return Rival(
        name=name,
        remote="origin",
        time=1_700_000_000,
        counterpart=counterpart,
        ahead=ahead,
        lacks=lacks,
        behind=ahead - carried,
        carried=carried,
        is_start=not ahead,
    )


RULE = Rule(
    code="AG209",
    name="wrong-base",
    summary="a branch left the target long ago, or was made from another branch",
    why=(
        "Work that starts from an old state is written against code that is gone: it repeats what was done, calls what "
        "was renamed, and its merge asks somebody to decide hundreds of lines that nobody there knows. It starts there "
        "unnoticed: a worktree made from a remote's default branch that was never fetched again, from a fork's "
        "`main`, or from another line of development."
    ),
    remedy=(
        "`git fetch`, then `git rebase TARGET` before more is built on it; `git rebase --onto TARGET OTHER` takes only "
        "the branch's own commits along where it was made from another branch. `git remote set-head origin --auto` "
        "mends a remote's default branch that has moved on. Where the branch lands elsewhere, `--base REV` names the "
        f"place. It is a warning where the branch is {FAR} or more commits behind ({FAR_FROM_START} where it starts at "
        "the tip of another default branch) and files that it edits have changed there, or where it holds commits of "
        "another default branch; all else is a note."
    ),
    severity=Severity.WARNING,
    anomaly=Anomaly.STALE_READ,
    needs=frozenset({"fork"}),
    examples=(
        _example(
            "A worktree was made from the remote's default branch, which nobody had fetched for a while.",
            "the branch left `main` at the tip of `origin/main`, 4fe770300000 of 2023-11-14 and is 312 commits and "
            "9 days behind; `src/app.py` changed there since",
            behind=312,
            touched=("src/app.py",),
            rival=_remote_branch("origin/main", lacks=312),
        ),
        _example(
            "A branch for `main` was made from the branch of the next release.",
            "the branch holds 35 commits of `origin/next` that `main` lacks: it was made from there, and they count as "
            "part of it",
            rival=_remote_branch("origin/next", counterpart=False, ahead=35, lacks=4, carried=35),
        ),
        _example("A branch that starts at the tip of the target."),
    ),
    check=check_wrong_base,
)
