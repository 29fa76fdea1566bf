"""AG101: what is staged, or is about to be committed, came in by a command that does not name it."""

from collections.abc import Iterator, Sequence

from agentguard.analyzer.counts import number
from agentguard.analyzer.model.commands import Breadth
from agentguard.analyzer.model.config import Config, FolderStaging, Whose
from agentguard.analyzer.model.findings import Finding, Related, Severity
from agentguard.analyzer.model.journal import Session
from agentguard.analyzer.model.rules import Anomaly, Example, Facts, Rule
from agentguard.analyzer.model.staging import Origin, StagedFile, Staging
from agentguard.analyzer.newcomers import unknown_pieces
from agentguard.analyzer.printable import printable
from agentguard.analyzer.rules.staged_paths import MOST_NAMED, commit_by_name, commit_of, few, named, out_of_index
from agentguard.analyzer.sessions import may_be_same

_MOST_NEW = 2_000
_MOST_PARTS = 3
_LONGEST_COMMAND = 60


def check_broad_staging(facts: Facts) -> Iterator[Finding]:
    """Yields at most one finding on sweeps, and one for each folder that was staged as a whole and should not be."""
    staging = facts.staging
    if staging is None:
        return
    # What a session edited itself, it may sweep.
    swept = [file for file in staging.files if not file.is_own and _reached(file, staging, Breadth.SWEEP)]
    if swept:
        paths = [file.path for file in swept]
        total = f"{len(paths):,} of {len(staging.files):,}" if len(paths) < len(staging.files) else f"{len(paths):,}"
        files = "file" if len(staging.files) == 1 else "files"
        message = f"{_did(swept)} {total} {files} without naming {_them(paths)} ({named(paths)})"
        yield _finding(facts.config, staging, message, paths)
    if facts.config.hooks.add_folder is FolderStaging.ONE_TOPIC:
        yield from _folders(facts.config, staging)


def _reached(file: StagedFile, staging: Staging, breadth: Breadth) -> bool:
    """Tells whether a file came in that way by whoever commits now."""
    origin = file.origin
    if origin is None or origin.breadth is not breadth:
        return False
    # AG105 tells of what another session has staged. Nobody known may be this very session behind a wrapper.
    return staging.session is None or origin.session is None or may_be_same(origin.session, staging.session)


def _folders(config: Config, staging: Staging) -> Iterator[Finding]:
    groups: dict[Origin, list[StagedFile]] = {}
    for file in staging.files:
        if file.origin is not None and _reached(file, staging, Breadth.FOLDER):
            groups.setdefault(file.origin, []).append(file)
    for files in groups.values():
        foreign = [file.path for file in files if file.is_foreign]
        new = [file.path for file in files if file.is_new]
        own = frozenset(file.path for file in files if file.is_own)
        if foreign:
            message = f"{_did(files)} {number(len(foreign), 'file')} that another session edited ({named(foreign)})"
            yield _finding(config, staging, message, foreign)
        elif staging.knows_edits and (parts := unknown_pieces(new[:_MOST_NEW], own)):
            message = f"{_did(files)} {number(len(new), 'new file')} of {len(parts)} topics ({_first_of(parts)})"
            yield _finding(config, staging, message, [path for part in parts if own.isdisjoint(part) for path in part])


def _first_of(parts: Sequence[Sequence[str]]) -> str:
    shown = [
        f"{named(part[:1])}{f' and {len(part) - 1:,} more' if len(part) > 1 else ''}" for part in parts[:_MOST_PARTS]
    ]
    return "; ".join([*shown, *(["..."] if len(parts) > _MOST_PARTS else [])])


def _finding(config: Config, staging: Staging, message: str, paths: Sequence[str]) -> Finding:
    refuses = staging.session is not None or config.hooks.apply_to is Whose.EVERYONE
    return Finding(
        rule=RULE.code,
        name=RULE.name,
        severity=RULE.severity if refuses else Severity.NOTE,
        message=message,
        help=_advice(staging, paths),
        related=tuple(Related(path=path, note="staged without being named") for path in paths),
    )


def _advice(staging: Staging, paths: Sequence[str]) -> str:
    off = frozenset(paths)
    rest = [file.path for file in staging.files if file.path not in off]
    may_commit = staging.may_name and 0 < len(rest) <= MOST_NAMED
    if any(_commits(file.origin) for file in staging.files if file.path in off):
        if may_commit:
            return f"commit what is named: {commit_of(staging, rest)}"
        return f"name those that belong to this commit: {commit_by_name(staging)}"
    cover = few(paths, rest)
    if rest and len(cover) <= MOST_NAMED:
        return f"take {_them(paths)} out: {out_of_index(staging, cover)}, then commit again"
    if may_commit:
        return f"commit what is named: {commit_of(staging, rest)}"
    everything = cover if len(cover) <= MOST_NAMED else (".",)
    return f"{out_of_index(staging, everything)}, then `git add` those that belong to this commit, by name"


def _did(files: Sequence[StagedFile]) -> str:
    """Says which commands did it, and how far they got."""
    origins = list(dict.fromkeys(_shown(file.origin) for file in files if file.origin is not None))
    waiting = any(_commits(file.origin) for file in files)
    return f"{' and '.join(origins)} {'would commit' if waiting else 'staged'}"


def _commits(origin: Origin | None) -> bool:
    return origin is not None and origin.words[:1] == ("commit",)


def _shown(origin: Origin) -> str:
    """Shows a command by what makes it reach far; messages and many paths are left out."""
    shown = f"git {origin.words[0]} {origin.why}".strip() if origin.why else " ".join(("git", *origin.words))
    text = printable(shown)
    return f"`{text}`" if len(text) <= _LONGEST_COMMAND else f"`{text[: _LONGEST_COMMAND - 3]}...`"


def _them(paths: Sequence[str]) -> str:
    return "it" if len(paths) == 1 else "them"


_CLAUDE = Session(id="one", host="Claude")
_ADD_ALL = Origin(words=("add", "-A"), breadth=Breadth.SWEEP, why="-A", session=_CLAUDE)
_NAMED = Origin(words=("add", "src/embed/client.py"), breadth=Breadth.NAMED, session=_CLAUDE)
_FOLDER = Origin(words=("add", "src/"), breadth=Breadth.FOLDER, session=_CLAUDE)


def _example(story: str, *messages: str, files: Sequence[StagedFile]) -> Example:
    staging = Staging(files=tuple(files), session=_CLAUDE, knows_edits=True)
    return Example(story=story, facts=Facts(config=Config(), staging=staging), messages=messages)


RULE = Rule(
    code="AG101",
    name="broad-staging",
    summary="files are staged by a command that does not name them",
    why=(
        "`git add -A`, `git add .` and `git commit -a` take whatever lies in the directory at that moment: the "
        "half-finished work of other sessions, their notes and reports, what a program left behind. The commit goes "
        "out under a message that speaks of something else, and weeks later nobody knows why a file changed."
    ),
    remedy=(
        "Stage by name: `git add PATH...`, or commit by name: `git commit -- PATH...`, which counts whatever was "
        "staged before. To add a path again after a sweep does not heal it, since git writes nothing then: "
        "`git restore --staged -- PATH...` takes out what does not belong. What a session has edited itself, as its "
        "journal tells, may be swept. A folder may be staged as a whole while its new files are of one topic "
        '(`add-folder`). Commits of people are refused with `apply-to = "everyone"` only.'
    ),
    severity=Severity.ERROR,
    anomaly=Anomaly.DIRTY_WRITE,
    needs=frozenset({"staging"}),
    examples=(
        _example(
            "An agent staged one file by name and then everything, in a directory that it shares with others.",
            "`git add -A` staged 3 of 4 files without naming them (ideas/a.md, reports/run-1.md, reports/run-2.md)",
            files=[
                *(StagedFile(path=path, origin=_ADD_ALL) for path in ("ideas/a.md", "reports/run-1.md")),
                StagedFile(path="reports/run-2.md", origin=_ADD_ALL),
                StagedFile(path="src/embed/client.py", origin=_NAMED),
            ],
        ),
        _example(
            "A whole folder was staged that had new files of two topics.",
            "`git add src/` staged 2 new files of 2 topics (src/billing/invoice.py; src/search/query.py)",
            files=[
                StagedFile(path=path, is_new=True, origin=_FOLDER)
                for path in ("src/billing/invoice.py", "src/search/query.py")
            ],
        ),
        _example(
            "The sweep took nothing but what the same session had edited.",
            files=[StagedFile(path="src/embed/client.py", origin=_ADD_ALL, is_own=True)],
        ),
        _example("Files that were staged by name.", files=[StagedFile(path="src/embed/client.py", origin=_NAMED)]),
    ),
    check=check_broad_staging,
)
