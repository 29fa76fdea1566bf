"""AG105: a commit would take along what somebody else has staged in the same directory."""

from collections.abc import Iterator, Sequence

from agentguard.analyzer.model.commands import Breadth
from agentguard.analyzer.model.config import Config, Whose
from agentguard.analyzer.model.findings import Finding, Related, Severity
from agentguard.analyzer.model.journal import Session
from agentguard.analyzer.model.rules import Anomaly, Example, Facts, Rule
from agentguard.analyzer.model.staging import Origin, StagedFile, Staging
from agentguard.analyzer.rules.staged_paths import MOST_NAMED, commit_by_name, commit_of, few, named, out_of_index
from agentguard.analyzer.sessions import may_be_same


def check_mixed_index(facts: Facts) -> Iterator[Finding]:
    """Yields at most one finding: the staged files of others."""
    staging = facts.staging
    if staging is None:
        return
    others = _of_others(staging)
    if not others:
        return
    refuses = staging.session is not None or facts.config.hooks.apply_to is Whose.EVERYONE
    paths = [file.path for file in others]
    files, were = ("file", "was") if len(paths) == 1 else ("files", "were")
    yield Finding(
        rule=RULE.code,
        name=RULE.name,
        severity=RULE.severity if refuses else Severity.WARNING,
        message=f"{len(paths):,} staged {files} {were} staged by {_whom(others, staging)} ({named(paths)})",
        help=_advice(staging, paths),
        related=tuple(Related(path=path, note="staged by somebody else") for path in paths),
    )


def _of_others(staging: Staging) -> list[StagedFile]:
    """Returns the files that are not of whoever commits.

    What a person staged, an agent may commit where it is asked to, and a person what an agent has prepared; neither of
    them means to where both have staged something. An agent never means what another agent staged.
    """
    told = [(file, file.origin) for file in staging.files if file.origin is not None]
    own = [file for file, origin in told if may_be_same(origin.session, staging.session)]
    by_agents = [
        (file, origin.session)
        for file, origin in told
        if origin.session is not None and not may_be_same(origin.session, staging.session)
    ]
    if staging.session is None:
        is_mixed = bool(own) or any(not may_be_same(by_agents[0][1], session) for _, session in by_agents[1:])
        return [file for file, _ in by_agents] if is_mixed else []
    # AG101 tells of what nobody known has swept in.
    by_people = [file for file, origin in told if origin.session is None and origin.breadth is not Breadth.SWEEP]
    foreign = {file.path for file, _ in by_agents} | ({file.path for file in by_people} if own else set())
    return [file for file in staging.files if file.path in foreign]


def _whom(files: Sequence[StagedFile], staging: Staging) -> str:
    sessions = list(dict.fromkeys(file.origin.session for file in files if file.origin is not None))
    agents = [session for session in sessions if session is not None]
    if not agents:
        return "a person"
    if staging.session is None:
        told = "an agent's session" if len(agents) == 1 else "agents' sessions"
    else:
        told = "another session" if len(agents) == 1 else "other sessions"
    hosts = sorted({session.host for session in agents if session.host is not None})
    of = f" of {' and '.join(hosts)}" if hosts else ""
    return f"{told}{of}{' and a person' if len(agents) < len(sessions) else ''}"


def _advice(staging: Staging, others: Sequence[str]) -> str:
    theirs = frozenset(others)
    rest = [file for file in staging.files if file.path not in theirs]
    meant = [file.path for file in rest if file.is_own or not _is_swept(file)]
    if not staging.may_name:
        taken_out = out_of_index(staging, few(others, [file.path for file in rest]))
        return f"take them out: {taken_out}, then commit again; who staged them has to do so once more"
    if 0 < len(meant) <= MOST_NAMED:
        return f"commit only yours: {commit_of(staging, meant)}"
    if not rest and len(others) <= MOST_NAMED:
        return f"nothing here is yours; if they are meant: {commit_of(staging, others)}"
    return f"name those that belong to this commit: {commit_by_name(staging)}"


def _is_swept(file: StagedFile) -> bool:
    return file.origin is not None and file.origin.breadth is Breadth.SWEEP


_ONE, _OTHER = Session(id="one", host="Claude"), Session(id="other", host="Claude")


def _file(path: str, session: Session | None) -> StagedFile:
    return StagedFile(path=path, origin=Origin(words=("add", path), breadth=Breadth.NAMED, session=session))


def _example(story: str, *messages: str, files: Sequence[StagedFile], session: Session | None = _ONE) -> Example:
    staging = Staging(files=tuple(files), session=session)
    return Example(story=story, facts=Facts(config=Config(), staging=staging), messages=messages)


RULE = Rule(
    code="AG105",
    name="mixed-index",
    summary="a commit would take along what another session has staged",
    why=(
        "All who work in one directory share one index. While one session is still staging, another one's plain "
        "`git commit` takes everything that is staged, and puts it under its own message. No `git add -A` is needed "
        "for that."
    ),
    remedy=(
        "Commit by name: `git commit -- PATH...` takes these paths, and leaves what others have staged where it is. "
        "Who takes over the staged work of another session names it in the same way. A worktree for each session "
        "makes the question go away: `git worktree add`. A commit of a person is warned of where both a person and an "
        'agent have staged something, and refused with `apply-to = "everyone"`; one that holds only what an agent '
        "has prepared is fine, and so is an agent's commit of what a person has staged for it."
    ),
    severity=Severity.ERROR,
    anomaly=Anomaly.DIRTY_WRITE,
    needs=frozenset({"staging"}),
    examples=(
        _example(
            "Another session had staged two files when this one committed its own.",
            "2 staged files were staged by another session of Claude (docs/plan.md, src/eval/io.py)",
            files=[
                _file("docs/plan.md", _OTHER),
                _file("src/embed/client.py", _ONE),
                _file("src/eval/io.py", _OTHER),
            ],
        ),
        _example(
            "A person had staged a file, then an agent staged and committed another one.",
            "1 staged file was staged by a person (notes.md)",
            files=[_file("notes.md", None), _file("src/embed/client.py", _ONE)],
        ),
        _example(
            "An agent commits what a person has staged for it.",
            files=[_file("src/embed/client.py", None)],
        ),
        _example(
            "A person commits what an agent has prepared.",
            files=[_file("src/embed/client.py", _ONE)],
            session=None,
        ),
    ),
    check=check_mixed_index,
)
