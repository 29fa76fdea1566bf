"""Reports made by hand: one of each kind, plain and hostile."""

from agentguard.analyzer.model.changes import Category, Change, ChangeStatus, Lines, Mode, Skipped
from agentguard.analyzer.model.findings import (
    AuditFinding,
    AuditReport,
    CheckReport,
    CommitReport,
    CommitSummary,
    Confidence,
    Finding,
    Location,
    Related,
    Severity,
    Sibling,
    Side,
)
from agentguard.analyzer.model.footprint import FileFootprint, Footprint
from agentguard.analyzer.model.overlap import Relation
from agentguard.analyzer.model.pairs import OverlapReport, PairReport, PairVerdict, TaskSummary
from agentguard.analyzer.model.symbols import (
    Call,
    Reference,
    Strength,
    SymbolChange,
    SymbolChangeKind,
    SymbolKind,
    Target,
)
from agentguard.analyzer.model.topic import OffTopic, TopicSplit, Verdict

A, B, C = "a" * 40, "b" * 40, "c" * 40
HOSTILE = "evil\x1b[31m\x07 \u202etxt\r\nnext\x9b2J\x00 caf\udce9"


def change(path: str, **fields: object) -> Change:
    values: dict[str, object] = {
        "status": ChangeStatus.MODIFIED,
        "old_mode": Mode.FILE,
        "new_mode": Mode.FILE,
        "old_id": A,
        "new_id": B,
        "added": 3,
        "deleted": 1,
    }
    return Change(path=path, **{**values, **fields})  # type: ignore[arg-type]  # fields are named by the tests


FOOTPRINT = Footprint(
    base=A,
    head=B,
    files=(
        FileFootprint(change=change("src/b.py"), category=Category.SOURCE, language="python"),
        FileFootprint(
            change=change("logo.png", binary=True, added=None, deleted=None), category=Category.BINARY, language=None
        ),
        FileFootprint(
            change=change("src/a.py", old_path="src/old.py", status=ChangeStatus.RENAMED),
            category=Category.SOURCE,
            language="python",
        ),
    ),
    writes=(
        SymbolChange(
            path="src/b.py",
            symbol="Client.load",
            kind=SymbolKind.METHOD,
            change=SymbolChangeKind.SIGNATURE,
            lines=Lines(first=10, last=24),
        ),
        SymbolChange(
            path="src/a.py",
            symbol="new",
            kind=SymbolKind.FUNCTION,
            change=SymbolChangeKind.RENAMED,
            old_symbol="old",
            old_path="src/old.py",
            lines=Lines(first=1, last=2),
        ),
        SymbolChange(path="src/b.py", symbol="", kind=SymbolKind.MODULE, change=SymbolChangeKind.COSMETIC, lines=None),
    ),
    reads=(
        Reference(
            path="src/b.py",
            line=12,
            name="settings.load",
            target=Target(path="src/settings.py", symbol="load"),
            strength=Strength.STRONG,
            call=Call(positional=1, keywords=("strict",)),
        ),
        Reference(path="src/b.py", line=11, name="print", target=None, strength=Strength.WEAK),
    ),
    skipped=(Skipped(what="logo.png", reason="binary"),),
)

BROKEN = Finding(
    rule="AG205",
    name="broken-contract",
    severity=Severity.ERROR,
    message="`load(strict=True)`: `strict` was removed on main",
    help="call `load()`",
    location=Location(path="src/login.py", line=88, end_line=90, symbol="login"),
    related=(Related(path="src/config.py", line=41, note="changed by 7a0e911"),),
    sibling=Sibling(name="main", commit=C),
)
STALE = Finding(
    rule="AG203",
    name="stale-base",
    severity=Severity.WARNING,
    confidence=Confidence.MEDIUM,
    message="main changed `token` here",
    location=Location(path="backend/config.py", line=12),
)
NOTE = Finding(
    rule="AG104",
    name="artifact",
    severity=Severity.NOTE,
    message="looks like a log",
    location=Location(path="a b%,:#.log"),
)
WAIVED = Finding(
    rule="AG102",
    name="off-topic-files",
    severity=Severity.WARNING,
    message="3 of 5 files do not belong to the topic (vendor/ 3)",
    commit=A,
    suppressed="vendored on purpose",
)
CHECK = CheckReport(
    target="main",
    base=A,
    head=B,
    findings=(BROKEN, STALE, NOTE, WAIVED),
    skipped=(Skipped(what="AG206 lost-update", reason="its facts are absent"),),
    files=14,
    seconds=0.4321,
)
CLEAN_CHECK = CheckReport(target="main", base=A, head=B, findings=(), files=2, seconds=0.05)
HOSTILE_CHECK = CheckReport(
    target=HOSTILE,
    base=None,
    head=None,
    findings=(
        Finding(
            rule="AG104",
            name="artifact",
            severity=Severity.ERROR,
            message=HOSTILE * 100,
            help=HOSTILE,
            location=Location(path="dir\udcff/x\n::error::y|`<b>", symbol=HOSTILE),
            related=(Related(path=HOSTILE, note=HOSTILE),),
            sibling=Sibling(name=HOSTILE),
            suppressed=None,
        ),
    ),
    skipped=(Skipped(what=HOSTILE, reason=HOSTILE),),
    files=1,
)

SWEEP = Finding(
    rule="AG102",
    name="off-topic-files",
    severity=Severity.WARNING,
    message="5 of 7 files do not belong to the topic (reports/ 4, ideas/ 1)",
    help="commit them by themselves: `git restore --source=aaaaaaaaaaaa^ -- reports ideas`",
    related=(
        Related(path="ideas/x.md", note="nothing in the commit refers to it"),
        *(Related(path=f"reports/2026/{n}.md", note="written by another task") for n in range(4)),
    ),
    commit=A,
)
AUDIT = AuditReport(
    repository="eval-service",
    range="HEAD",
    commits=12_480,
    shallow=True,
    seconds=1.4321,
    findings=(
        AuditFinding(
            finding=Finding(
                rule="AG104",
                name="artifact",
                severity=Severity.NOTE,
                message="`out.log` is a log",
                location=Location(path="out.log"),
                commit=B,
            ),
            commit=CommitSummary(
                id=B, author="Ada", agent=None, date="2026-09-02T09:00:00+00:00", subject="fix: typo", files=2
            ),
        ),
        AuditFinding(
            finding=SWEEP,
            commit=CommitSummary(
                id=A,
                author="Bo",
                agent="Claude",
                date="2026-10-14T12:00:00+00:00",
                subject="feat: add retry to embedding client",
                files=7,
            ),
            on_topic=("src/client.py", "tests/test_client.py"),
            off_topic=(
                OffTopic(path="ideas/x.md", reason="nothing in the commit refers to it"),
                *(OffTopic(path=f"reports/2026/{n}.md", reason="written by another task") for n in range(4)),
            ),
        ),
    ),
    verdicts={Verdict.SWEEP: 1, Verdict.FOCUSED: 12_000, Verdict.MERGE: 479},
    skipped=(Skipped(what="1 commit", reason="its tree is missing"),),
    first_date="2019-03-02T00:00:00+00:00",
    last_date="2026-11-20T00:00:00+00:00",
    candidates=3,
    candidate_seconds=0.2,
    by_agent={"": 12_000, "Claude": 480},
)
CLEAN_AUDIT = AuditReport(
    repository="small", range="HEAD", commits=1, shallow=False, seconds=0.01, findings=(), verdicts={Verdict.ROOT: 1}
)
COMMIT = CommitReport(
    commit=AUDIT.findings[1].commit,
    split=TopicSplit(
        verdict=Verdict.SWEEP,
        reason="5 of 7 files are tied to nothing",
        on_topic=AUDIT.findings[1].on_topic,
        off_topic=AUDIT.findings[1].off_topic,
        confidence=0.87654,
    ),
    findings=(SWEEP,),
    skipped=(),
)
UNMERGED = Finding(
    rule="AG201",
    name="text-conflict",
    severity=Severity.ERROR,
    message="git cannot merge `src/queue.py`: both change lines 30-44",
    location=Location(path="src/queue.py", side=Side.A, line=30, end_line=44),
    related=(Related(path="src/queue.py", side=Side.B, line=31, note="the other side of it"),),
    sibling=Sibling(name="pipeline", commit=C),
)
OLD_CALL = Finding(
    rule="AG204",
    name="stale-use",
    severity=Severity.WARNING,
    message="`verify(token)` was given a second parameter",
    help="call `verify(token, key)`",
    location=Location(path="src/watch.py", side=Side.B, line=17, symbol="run"),
    related=(Related(path="src/auth.py", side=Side.A, line=4, note="`verify` as it is now"),),
    sibling=Sibling(name="auth"),
)
OTHER_SYMBOLS = Finding(
    rule="AG204",
    name="stale-use",
    severity=Severity.NOTE,
    confidence=Confidence.LOW,
    message="a name in common",
    location=Location(path="src/auth.py", side=Side.MERGED, line=9),
)
OVERLAP = OverlapReport(
    tasks=(
        TaskSummary(name="auth", base=A, head=B, files=6, symbols=14),
        TaskSummary(name="watchdog", base=A, head=None, files=4, symbols=9),
        TaskSummary(name="pipeline", base=A, head=C, files=9, symbols=22),
    ),
    pairs=(
        PairReport(
            a="auth",
            b="watchdog",
            base=A,
            relation=Relation.PARALLEL,
            verdict=PairVerdict.RISK,
            merges_cleanly=True,
            findings=(OLD_CALL,),
        ),
        PairReport(
            a="auth",
            b="pipeline",
            base=None,
            relation=Relation.SEQUENTIAL,
            verdict=PairVerdict.CLEAR,
            merges_cleanly=None,
            findings=(OTHER_SYMBOLS,),
        ),
        PairReport(
            a="watchdog",
            b="pipeline",
            base=A,
            relation=Relation.PARALLEL,
            verdict=PairVerdict.CONFLICT,
            merges_cleanly=False,
            findings=(UNMERGED,),
        ),
    ),
    skipped=(Skipped(what="AG207 duplicate-definition", reason="left out by the settings"),),
    seconds=0.4321,
)
HOSTILE_OVERLAP = OverlapReport(
    tasks=(TaskSummary(name=HOSTILE, base=None, head=None), TaskSummary(name="b|`c`", base=None, head=None)),
    pairs=(
        PairReport(
            a=HOSTILE,
            b="b|`c`",
            base=None,
            relation=Relation.PARALLEL,
            verdict=PairVerdict.CONFLICT,
            merges_cleanly=False,
            findings=HOSTILE_CHECK.findings,
        ),
    ),
    skipped=(Skipped(what=HOSTILE, reason=HOSTILE),),
)
REPORTS = (OVERLAP, HOSTILE_OVERLAP, FOOTPRINT, CHECK, CLEAN_CHECK, HOSTILE_CHECK, AUDIT, CLEAN_AUDIT, COMMIT)
