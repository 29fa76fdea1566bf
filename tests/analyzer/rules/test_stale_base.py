from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import Finding, Severity, Side
from agentguard.analyzer.model.landed import Landed, LandedCommit, LandedFile
from agentguard.analyzer.model.overlap import Overlap, Participant, Relation, TextConflict
from agentguard.analyzer.model.rules import Facts
from agentguard.analyzer.rules.stale_base import RULE

A, B, C = "a" * 40, "b" * 40, "c" * 40
NEWEST, OLDER = (LandedCommit(id=name, subject="settings: x", time=0) for name in (B, C))


def found(file: LandedFile, *, behind: int = 5, **facts: object) -> Finding:
    landed = Landed(target="main", base=A, behind=behind, files=(file,))
    (finding,) = RULE.check(Facts(config=Config(), landed=landed, **facts))  # type: ignore[arg-type]  # by name
    return finding


def file(**fields: object) -> LandedFile:
    return LandedFile(path="a b.py", **{"commits": (NEWEST, OLDER), **fields})  # type: ignore[arg-type]  # by name


def test_the_same_symbol_is_a_warning_at_its_line() -> None:
    finding = found(file(symbols=("f", "g", "h"), line=7, why="both begin to set `x`"))
    assert finding.severity is Severity.WARNING
    assert (
        finding.message
        == "main changed `f`, `g` and 1 more here after your base (5 commits behind): both begin to set `x`"
    )
    assert finding.location is not None
    assert (finding.location.line, finding.location.symbol) == (7, "f")
    assert finding.help == "`git rebase main`"
    assert finding.related[0].note == 'changed by bbbbbbbbbb "settings: x" and 1 commit before it'
    assert finding.related[0].side is Side.B


def test_other_lines_of_a_symbol_or_of_the_file_are_notes() -> None:
    other = found(file(symbols=(), apart=("f",)), behind=1)
    assert (other.severity, other.message) == (
        Severity.NOTE,
        "main changed other lines of `f` after your base (1 commit behind)",
    )
    rest = found(file(symbols=()), behind=0)
    assert (rest.severity, rest.message) == (Severity.NOTE, "main changed other parts of this file after your base")


def test_what_git_cannot_merge_is_told_louder_elsewhere() -> None:
    a, b = (Participant(name=name, side=side, base=A, head=None) for name, side in (("x", Side.HEAD), ("main", Side.B)))
    overlap = Overlap(
        a=a,
        b=b,
        base=A,
        relation=Relation.PARALLEL,
        merges_cleanly=False,
        conflicts=(TextConflict(path="a b.py", kind="content"),),
    )
    assert found(file(symbols=("f",)), overlap=overlap).severity is Severity.NOTE


def test_of_a_past_commit_nobody_compared_symbols_and_nothing_can_be_rebased() -> None:
    finding = found(file(), commit=C)
    assert finding.severity is Severity.NOTE
    assert finding.message == "main changed this file after its base (5 commits behind)"
    assert finding.help == "`git diff aaaaaaaaaa bbbbbbbbbb -- 'a b.py'` shows what it was made without"
    assert (finding.commit, finding.sibling and finding.sibling.commit) == (C, B)


def test_a_hostile_subject_is_shown_with_care() -> None:
    evil = LandedCommit(id=B, subject="x\x1b[2J" + "y" * 500, time=0)
    note = found(file(commits=(evil,))).related[0].note
    assert note.isprintable()
    assert len(note) < 120
