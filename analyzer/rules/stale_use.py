"""AG204: one side uses what the other side changed."""

from collections.abc import Iterator
from posixpath import basename

from agentguard.analyzer.categories import category
from agentguard.analyzer.model.changes import Category, Lines
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import Confidence, Finding, Location, Related, Severity, Sibling, Side
from agentguard.analyzer.model.landed import Landed, LandedCommit, StaleRead
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
from agentguard.analyzer.model.value import replace
from agentguard.analyzer.printable import printable
from agentguard.analyzer.rules.paths import shell_word
from agentguard.analyzer.rules.sides import called, did, named, participant, related, sibling

_NAMED = 2
_READ_BY_ALL = frozenset(
    {"readme", "changelog", "changes", "history", "news", "agents", "claude", "gemini", "copilot-instructions"}
    | {"contributing", "todo", "license"}
)
_Key = tuple[Side, SymbolChange]


def check_stale_use(facts: Facts) -> Iterator[Finding]:
    """Yields one finding for each changed symbol and user of it, and for each file that was read before it changed.

    What is told as a broken contract is left out.
    """
    overlap = facts.overlap
    if overlap is None:
        return
    if facts.landed is not None:
        yield from (_read_before(facts.landed, read) for read in facts.landed.stale_reads)
    told = {(broken.user, broken.cause.path, broken.cause.symbol) for broken in overlap.broken if broken.cause}
    at_risk = _at_risk(overlap)
    uses: dict[_Key, list[StaleUse]] = {}
    for stale in overlap.stale_uses:
        if (stale.user, stale.change.path, stale.change.symbol) not in told:
            uses.setdefault((stale.user, stale.change), []).append(stale)
    for found in uses.values():
        found.sort(key=lambda stale: (stale not in at_risk, stale.use.strength is Strength.WEAK, *_place(stale)))
        yield _finding(facts, overlap, found, is_risk=found[0] in at_risk)


def _read_before(landed: Landed, read: StaleRead) -> Finding:
    """Tells of a file that the session read, and that landed commits changed since."""
    is_risk = _is_relied_on(read)
    target, path = printable(landed.target), printable(read.path)
    what = f" ({', '.join(did(change) for change in read.changes[:_NAMED])})" if read.changes else ""
    commit = read.commits[0] if read.commits else None
    return Finding(
        rule=RULE.code,
        name=RULE.name,
        severity=RULE.severity if is_risk else Severity.NOTE,
        confidence=Confidence.MEDIUM,
        message=f"the session behind this change read `{path}` before {target} changed it{what}",
        help=f"read it again: `git show {shell_word(f'{landed.target}:{read.path}')}`" if is_risk else None,
        location=Location(path=read.path),
        related=(Related(path=read.path, side=Side.B, note="changed since"),),
        sibling=Sibling(name=landed.target, commit=commit.id if commit is not None else None),
    )


def _is_relied_on(read: StaleRead) -> bool:
    """Tells whether what was built on a file is likely to be wrong now.

    Of code that a change uses the definitions are followed, which says it better, and agents read much that they do not
    use. What nothing follows are specifications and settings, but for those documents that every session reads.
    """
    stem = basename(read.path).partition(".")[0].lower()
    match category(read.path):
        case Category.DOCS:
            return stem not in _READ_BY_ALL
        case Category.CONFIG:
            return any(change.change is not SymbolChangeKind.ADDED for change in read.changes or ())
        case _:
            return False


def _place(stale: StaleUse) -> tuple[str, int, str]:
    return (stale.use.path, stale.use.line, stale.use.name)


def _at_risk(overlap: Overlap) -> frozenset[StaleUse]:
    """Returns the uses that probably go wrong.

    A use of what is gone or called in another way does, and outside of tests one of a constant with another value. Of a
    changed body little follows, unless a new `with` runs it, which no line says; or each side has a new use of what the
    other changed: then whichever lands first, the other was made for what is no more.
    """
    strong = [stale for stale in overlap.stale_uses if stale.use.strength is Strength.STRONG]
    shared = {(change.path, change.symbol) for one in overlap.shared_symbols for change in (one.a, one.b)}
    certain = {stale for stale in strong if stale.fit in {Fit.GONE, Fit.MISFIT}}
    own = [
        stale
        for stale in strong
        if (stale.change.path, stale.change.symbol) not in shared and category(stale.use.path) is not Category.TEST
    ]
    certain |= {stale for stale in own if stale.fit is Fit.VALUE or stale.implied}
    changed = [stale for stale in own if stale.fit is not Fit.FITS and stale.resolved and not stale.implied]
    is_mutual = {stale.user for stale in changed} == {Side.A, Side.B}
    return frozenset(certain.union(changed) if is_mutual else certain)


def _confidence(stale: StaleUse) -> Confidence:
    is_clear = stale.resolved and stale.fit in {Fit.GONE, Fit.MISFIT}
    return Confidence.HIGH if is_clear else Confidence.MEDIUM


def _finding(facts: Facts, overlap: Overlap, stale: list[StaleUse], *, is_risk: bool) -> Finding:
    worst = stale[0]
    user = participant(overlap, worst.user)
    other = participant(overlap, Side.B if worst.user is Side.A else Side.A)
    return Finding(
        rule=RULE.code,
        name=RULE.name,
        severity=RULE.severity if is_risk else Severity.NOTE,
        confidence=_confidence(worst),
        message=_message(user, other, stale, is_risk=is_risk),
        help=_advice(user, other, worst) if is_risk else None,
        location=Location(path=worst.use.path, side=user.side, line=worst.use.line, end_line=worst.use.line),
        related=(related(worst.change, other),),
        commit=facts.commit,
        sibling=sibling(overlap, other),
    )


def _message(user: Participant, other: Participant, stale: list[StaleUse], *, is_risk: bool) -> str:
    worst = stale[0]
    why = f" ({printable(worst.why)})" if worst.why else ""
    if is_risk and worst.fit is Fit.CHANGED and not worst.implied:
        why += f", and uses what {named(user)} changed"
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
        case SymbolChangeKind.SIGNATURE:
            return first + "there adapt the use"
        case _:
            return first + f"there read {called(stale.change)} again"


def _example(*stale: StaleUse) -> Facts:
    sides = (("watchdog", Side.A), ("auth", Side.B))
    a, b = (Participant(name=name, side=side, base="0" * 40, head=None) for name, side in sides)
    overlap = Overlap(a=a, b=b, base="0" * 40, relation=Relation.PARALLEL, merges_cleanly=True, stale_uses=stale)
    return Facts(config=Config(), overlap=overlap)


def _session_read() -> Facts:
    change = SymbolChange(path="auth.toml", symbol="tokens.ttl", kind=SymbolKind.KEY, change=SymbolChangeKind.BODY)
    commit = LandedCommit(id="3f9c2ab1de" + "0" * 30, subject="tokens expire", time=0)
    read = StaleRead(path="auth.toml", commits=(commit,), changes=(change,))
    return replace(_example(), landed=Landed(target="main", base="0" * 40, behind=1, stale_reads=(read,)))


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
        "warning means that the name is gone from where it is used, that the call no longer fits, that a constant or "
        "setting has another value, that a new `with` runs a method whose body changed, or that each side begins to "
        "use something that the other changed, or that the session behind the change read a specification or a setting "
        "before it was changed, as the journal of its worktree tells. That a body changed, or a signature in a way "
        "that the use does not show, is a note. What certainly breaks on the merged tree is told by AG205 in its place."
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
            story="`watchdog` enters by `with` what it only made before; `auth` changed what is run at its end.",
            facts=_example(
                replace(
                    _stale(SymbolChangeKind.BODY, Fit.CHANGED, symbol="Session.close", why="`with` runs it there"),
                    implied=True,
                )
            ),
            messages=(
                "`watchdog` uses `auth.verify`; `auth` changed the body of `Session.close` (`with` runs it there)",
            ),
        ),
        Example(
            story="Each begins to use a function whose body the other changes: neither was made for what it will meet.",
            facts=_example(
                _stale(SymbolChangeKind.BODY, Fit.CHANGED),
                replace(_stale(SymbolChangeKind.BODY, Fit.CHANGED, symbol="watch"), user=Side.B),
            ),
            messages=(
                "`watchdog` uses `auth.verify`; `auth` changed the body of `verify`, and uses what `watchdog` changed",
                "`auth` uses `auth.verify`; `watchdog` changed the body of `watch`, and uses what `auth` changed",
            ),
        ),
        Example(
            story="An agent read the settings, as the journal of its worktree tells, before `main` changed it.",
            facts=_session_read(),
            messages=("the session behind this change read `auth.toml` before main changed it (changed `tokens.ttl`)",),
        ),
        Example(
            story="Neither uses what the other changed.",
            facts=_example(),
            messages=(),
        ),
    ),
    check=check_stale_use,
)
