"""AG204: one side uses what the other side changed."""

from collections.abc import Iterator

from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import Confidence, Finding, Location, Severity, Side
from agentguard.analyzer.model.overlap import Fit, Overlap, Participant, Relation, StaleUse
from agentguard.analyzer.model.rules import Anomaly, Example, Facts, Rule
from agentguard.analyzer.model.symbols import (
    Call,
    Reference,
    Strength,
    SymbolChange,
    SymbolChangeKind,
    SymbolKind,
    Target,
)
from agentguard.analyzer.printable import printable
from agentguard.analyzer.rules.sides import called, did, named, participant, related, sibling

_Key = tuple[Side, SymbolChange]


def check_stale_use(facts: Facts) -> Iterator[Finding]:
    """Yields one finding for each changed symbol and user of it; what is told as a broken contract is left out."""
    overlap = facts.overlap
    if overlap is None:
        return
    told = {(broken.user, broken.cause.path, broken.cause.symbol) for broken in overlap.broken if broken.cause}
    uses: dict[_Key, list[StaleUse]] = {}
    for stale in overlap.stale_uses:
        if (stale.user, stale.change.path, stale.change.symbol) not in told:
            uses.setdefault((stale.user, stale.change), []).append(stale)
    for found in uses.values():
        yield _finding(facts, overlap, sorted(found, key=_worst_first))


def _worst_first(stale: StaleUse) -> tuple[int, bool, str, int]:
    return (_severity(stale).rank, stale.use.strength is Strength.WEAK, stale.use.path, stale.use.line)


def _severity(stale: StaleUse) -> Severity:
    is_at_risk = stale.use.strength is Strength.STRONG and stale.fit in {Fit.GONE, Fit.MISFIT}
    return RULE.severity if is_at_risk else Severity.NOTE


def _confidence(stale: StaleUse) -> Confidence:
    if not stale.resolved:
        return Confidence.LOW
    return Confidence.HIGH if stale.fit in {Fit.GONE, Fit.MISFIT} else Confidence.MEDIUM


def _finding(facts: Facts, overlap: Overlap, stale: list[StaleUse]) -> Finding:
    worst = stale[0]
    user = participant(overlap, worst.user)
    other = participant(overlap, Side.B if worst.user is Side.A else Side.A)
    severity = _severity(worst)
    return Finding(
        rule=RULE.code,
        name=RULE.name,
        severity=severity,
        confidence=_confidence(worst),
        message=_message(user, other, stale),
        help=_advice(user, other, worst) if severity is RULE.severity else None,
        location=Location(path=worst.use.path, side=user.side, line=worst.use.line, end_line=worst.use.line),
        related=(related(worst.change, other),),
        commit=facts.commit,
        sibling=sibling(overlap, other),
    )


def _message(user: Participant, other: Participant, stale: list[StaleUse]) -> str:
    worst = stale[0]
    why = f" ({printable(worst.why)})" if worst.why else ""
    more = f", here and in {len(stale) - 1} more place{'s' if len(stale) > 2 else ''}" if len(stale) > 1 else ""
    name = printable(worst.use.name)
    guess = "" if worst.resolved else ", the only one of that name"
    return f"{named(user)} uses `{name}`{more}; {named(other)} {did(worst.change)}{guess}{why}"


def _advice(user: Participant, other: Participant, stale: StaleUse) -> str:
    first = f"let {named(other)} land first and bring it into {named(user)}; "
    match stale.change.change:
        case SymbolChangeKind.RENAMED:
            return first + f"there write {called(stale.change)}"
        case SymbolChangeKind.MOVED:
            return first + f"there take {called(stale.change)} from `{printable(stale.change.path)}`"
        case SymbolChangeKind.REMOVED:
            return first + "there do without it"
        case _:
            return first + "there adapt the use"


def _example(*stale: StaleUse) -> Facts:
    sides = (("watchdog", Side.A), ("auth", Side.B))
    a, b = (Participant(name=name, side=side, base="0" * 40, head=None) for name, side in sides)
    overlap = Overlap(a=a, b=b, base="0" * 40, relation=Relation.PARALLEL, merges_cleanly=True, stale_uses=stale)
    return Facts(config=Config(), overlap=overlap)


def _stale(kind: SymbolChangeKind, fit: Fit, *, symbol: str = "verify", why: str = "") -> StaleUse:
    use = Reference(
        path="src/watch/run.py",
        line=17,
        name="auth.verify",
        target=Target(path="src/auth.py", symbol="verify"),
        strength=Strength.STRONG,
        call=Call(positional=1),
    )
    change = SymbolChange(
        path="src/auth.py",
        symbol=symbol,
        kind=SymbolKind.FUNCTION,
        change=kind,
        old_symbol="verify" if symbol != "verify" else None,
        lines=Lines(first=8, last=20),
    )
    return StaleUse(user=Side.A, use=use, change=change, fit=fit, why=why)


RULE = Rule(
    code="AG204",
    name="stale-use",
    summary="one side uses what the other side changed",
    why=(
        "A task reads a function, a setting or a constant, and builds on what it finds there. Another task changes it "
        "at the same time. Where the files differ git has nothing to say, and where a test holds only one of the two "
        "it stays green: the first task is right for a program that no longer exists."
    ),
    remedy=(
        "Let the side that changed the definition land first, bring it into the other one, and adapt the use there. A "
        "warning means that the name is gone from where it is used, or that the call no longer fits; that the body "
        "changed, or the signature in a way that the use does not show, is a note. What certainly breaks on the merged "
        "tree is told by AG205 in its place."
    ),
    severity=Severity.WARNING,
    anomaly=Anomaly.STALE_READ,
    needs=frozenset({"overlap"}),
    examples=(
        Example(
            story="`watchdog` adds a call of a function that `auth` renames.",
            facts=_example(_stale(SymbolChangeKind.RENAMED, Fit.GONE, symbol="verify_token")),
            messages=("`watchdog` uses `auth.verify`; `auth` renamed `verify` to `verify_token`",),
        ),
        Example(
            story="`auth` makes the function that `watchdog` begins to call a coroutine.",
            facts=_example(_stale(SymbolChangeKind.SIGNATURE, Fit.MISFIT, why="it has to be awaited now")),
            messages=(
                "`watchdog` uses `auth.verify`; `auth` changed the signature of `verify` (it has to be awaited now)",
            ),
        ),
        Example(
            story="Neither uses what the other changed.",
            facts=_example(),
            messages=(),
        ),
    ),
    check=check_stale_use,
)
