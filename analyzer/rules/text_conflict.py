"""AG201: git cannot merge two pieces of work."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from agentguard.analyzer.counts import number
from agentguard.analyzer.model.changes import Lines
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import Finding, Location, Related, Severity, Sibling, Side
from agentguard.analyzer.model.overlap import Overlap, Participant, Relation, TextConflict
from agentguard.analyzer.model.rules import Example, Facts, Rule
from agentguard.analyzer.printable import printable
from agentguard.analyzer.rules.sides import named

_SHORT = 12
_MOST_RELATED = 10
_CLAUSES = {
    "content": "both changed the same lines",
    "add/add": "both add it, and not the same",
    "modify/delete": "one side edits what the other one removes",
    "rename/delete": "one side renames what the other one removes",
    "rename/rename": "both rename it, each in its own way",
    "rename/add": "one side renames to it, and the other one has a file there",
    "file/directory": "it is a file on one side and a folder on the other",
    "binary": "both changed a file that is not text",
    "distinct modes": "it is a file on one side and a link or a submodule on the other",
    "directory rename suggested": "one side moves the folder to which the other one adds it",
    "file in way of directory rename": "one side moves a folder to where the other one has a file",
    "directory rename collision": "one side moves a folder, and files of both get one name",
    "directory rename unclear split": "one side splits the folder to which the other one adds",
}


def check_text_conflict(facts: Facts) -> Iterator[Finding]:
    """Yields one finding for each path that git cannot merge, with the lines of both sides."""
    overlap = facts.overlap
    if overlap is None:
        return
    for path, found in groupby(overlap.conflicts, key=lambda conflict: conflict.path):
        yield _finding(facts, overlap, path, list(found))


def _finding(facts: Facts, overlap: Overlap, path: str, conflicts: Sequence[TextConflict]) -> Finding:
    first, a, b = conflicts[0], overlap.a, overlap.b
    lines = first.a_lines
    places = [place for conflict in conflicts for place in _places(conflict, a, b)]
    return Finding(
        rule=RULE.code,
        name=RULE.name,
        severity=RULE.severity,
        message=f"git cannot merge `{printable(path)}`: {_clause(conflicts, a, b)}{_origin(overlap)}",
        help=_advice(a, b),
        location=Location(
            path=path, side=a.side, line=lines.first if lines else None, end_line=lines.last if lines else None
        ),
        related=tuple(places[1 if lines else 0 :][:_MOST_RELATED]),
        commit=facts.commit,
        sibling=Sibling(name=b.name, commit=b.head),
    )


def _clause(conflicts: Sequence[TextConflict], a: Participant, b: Participant) -> str:
    first = conflicts[0]
    clause = _CLAUSES.get(first.kind) or ("both move the submodule" if "submodule" in first.kind else first.kind)
    sides = ((a, first.a_lines), (b, first.b_lines))
    shown = [f"{_shown(lines)} of {named(side)}" for side, lines in sides if lines is not None]
    rest = f", and {number(len(conflicts) - 1, 'more place')}" if len(conflicts) > 1 else ""
    return f"{clause} ({', '.join(shown)}{rest})" if shown else clause


def _origin(overlap: Overlap) -> str:
    """Says whose the conflict is where the two share no file: the text of one side is what it was built on."""
    is_landed = not overlap.shared_paths and overlap.a.base != overlap.b.base
    return "; they share no file, one was built on what landed after the other's base" if is_landed else ""


def _places(conflict: TextConflict, a: Participant, b: Participant) -> Iterator[Related]:
    for side, lines in ((a, conflict.a_lines), (b, conflict.b_lines)):
        if lines is not None:
            note = f"{_shown(lines)} of {named(side)}"
            yield Related(path=conflict.path, note=note, side=side.side, line=lines.first)


def _shown(lines: Lines) -> str:
    return f"line {lines.first}" if lines.first == lines.last else f"lines {lines.first}-{lines.last}"


def _advice(a: Participant, b: Participant) -> str:
    if a.side is Side.HEAD:
        return f"merge `{printable(b.name)}` into this change, or rebase onto it, before it lands"
    later = "let one of them land, and bring it into the other one before that goes on"
    if a.head is None or b.head is None:
        return later
    return f"{later}; `git merge-tree --write-tree {a.head[:_SHORT]} {b.head[:_SHORT]}` writes both texts into one tree"


def _example(story: str, *messages: str, conflicts: tuple[TextConflict, ...] = ()) -> Example:
    overlap = Overlap(
        a=Participant(name="auth", side=Side.A, base="0" * 40, head="1" * 40),
        b=Participant(name="settings", side=Side.B, base="0" * 40, head="2" * 40),
        base="0" * 40,
        relation=Relation.PARALLEL,
        merges_cleanly=not conflicts,
        conflicts=conflicts,
    )
    return Example(story=story, facts=Facts(config=Config(), overlap=overlap), messages=messages)


RULE = Rule(
    code="AG201",
    name="text-conflict",
    summary="git cannot merge two pieces of work",
    why=(
        "Whoever lands second has to put the two texts together by hand, often an agent that knows nothing of what the "
        "other one meant; a wrong resolution takes back finished work. Known before, the two can be told apart or put "
        "into an order. It is git itself that says so, by `git merge-tree` on the very trees, uncommitted edits "
        "included; nothing is guessed. Merge drivers of your own are not run, git's `union` is."
    ),
    remedy=(
        "Let one of the two land first, then bring it into the other one (`git merge` or `git rebase`) and resolve the "
        "conflict there, while its author is at work. Before work starts: give the two different files to write, or a "
        "file of its own to each (fragments of a changelog, one route a module)."
    ),
    severity=Severity.ERROR,
    anomaly=None,
    needs=frozenset({"overlap"}),
    examples=(
        _example(
            "Two tasks rewrite the same loop.",
            "git cannot merge `src/jobs/queue.py`: both changed the same lines (lines 30-44 of `auth`, line 30 of "
            "`settings`)",
            conflicts=(
                TextConflict(
                    path="src/jobs/queue.py",
                    kind="content",
                    a_lines=Lines(first=30, last=44),
                    b_lines=Lines(first=30, last=30),
                ),
            ),
        ),
        _example(
            "One task edits a module that the other one removes.",
            "git cannot merge `src/legacy.py`: one side edits what the other one removes",
            conflicts=(TextConflict(path="src/legacy.py", kind="modify/delete"),),
        ),
        _example("Two tasks edit different functions of one file."),
    ),
    check=check_text_conflict,
)
