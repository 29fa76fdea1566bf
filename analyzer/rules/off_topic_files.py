"""AG102: a commit holds files that do not belong to its topic."""

from collections.abc import Iterator, Sequence

from agentguard.analyzer.globs import matches
from agentguard.analyzer.model.config import Config, TopicLimits
from agentguard.analyzer.model.findings import Confidence, Finding, Related, Severity
from agentguard.analyzer.model.rules import Anomaly, Example, Facts, Rule
from agentguard.analyzer.model.topic import OffTopic, TopicSplit, Verdict
from agentguard.analyzer.rules.paths import in_folders, shortest_cover, take_out

_SURE = 0.85
_LIKELY = 0.7


def check_off_topic_files(facts: Facts) -> Iterator[Finding]:
    """Yields one finding where the off-topic files of a commit reach the limits."""
    split = facts.split
    if split is None or not split.off_topic:
        return
    swept = split.verdict is Verdict.SWEEP
    total = len(split.on_topic) + len(split.off_topic)
    off = tuple(_over_the_limits(split.off_topic, total, facts.config))
    if not off:
        return
    paths = [entry.path for entry in off]
    kept = {*split.on_topic, *(entry.path for entry in split.off_topic)}.difference(paths)
    yield Finding(
        rule=RULE.code,
        name=RULE.name,
        severity=RULE.severity if swept else Severity.NOTE,
        confidence=_confidence(split.confidence) if swept else Confidence.LOW,
        message=f"{len(off)} of {total} files {'do' if swept else 'may'} not belong to the topic ({in_folders(paths)})",
        help=_advice(shortest_cover(paths, kept), facts.commit),
        related=tuple(Related(path=entry.path, note=entry.reason) for entry in off),
        commit=facts.commit,
    )


def _advice(paths: Sequence[str], commit: str | None) -> str:
    if commit is None:
        return f"commit them by themselves: {take_out(paths, None)}"
    return f"commit them by themselves: {take_out(paths, f'{commit[:12]}^')}, then `git commit --amend`"


def _over_the_limits(off: Sequence[OffTopic], total: int, config: Config) -> Iterator[OffTopic]:
    """Yields the files of every group that reaches its limits: those below each override, and the others."""
    groups: dict[int, list[OffTopic]] = {}
    for entry in off:
        groups.setdefault(_override(entry.path, config), []).append(entry)
    limits = dict(enumerate(override.limits for override in config.topic_overrides))
    for number, entries in sorted(groups.items()):
        if _reaches(len(entries), total, limits.get(number, config.topic)):
            yield from entries


def _override(path: str, config: Config) -> int:
    overrides = enumerate(config.topic_overrides)
    return next((number for number, override in overrides if matches(override.paths, path)), -1)


def _reaches(files: int, total: int, limits: TopicLimits) -> bool:
    return files >= limits.files and files >= limits.share * total


def _confidence(sure: float) -> Confidence:
    return Confidence.HIGH if sure >= _SURE else Confidence.MEDIUM if sure >= _LIKELY else Confidence.LOW


def _sweep(on_topic: tuple[str, ...], off_topic: dict[str, str], confidence: float = 0.9) -> TopicSplit:
    return TopicSplit(
        verdict=Verdict.SWEEP,
        reason=f"{len(off_topic)} files have no tie to what the message says",
        on_topic=on_topic,
        off_topic=tuple(OffTopic(path=path, reason=reason) for path, reason in off_topic.items()),
        confidence=confidence,
    )


_UNTIED = "nothing in the commit refers to it"
_EMBED = ("src/embed/client.py", "tests/embed/test_client.py")

RULE = Rule(
    code="AG102",
    name="off-topic-files",
    summary="a commit holds files that do not belong to its topic",
    why=(
        "Several agents share a working directory, and one of them stages everything. Its commit then holds the "
        "unfinished work of the others under a message that says nothing of it. Nobody reviews those files, a revert "
        "takes them away again, and whoever looks for the change that broke something does not find it."
    ),
    remedy=(
        "Take the files out of the commit and stage explicit paths: `git restore --staged -- PATH...`, or commit only "
        "what is yours with `git commit -- PATH...`. If the files do belong together, say so in the message: names of "
        "files, folders and functions in it count as evidence. `topic.files` and `topic.share` in the settings say how "
        "much is too much."
    ),
    severity=Severity.WARNING,
    anomaly=Anomaly.DIRTY_WRITE,
    needs=frozenset({"split"}),
    examples=(
        Example(
            story="A commit about the embedding client was made with `git add -A` while other agents wrote reports.",
            facts=Facts(
                config=Config(),
                split=_sweep(_EMBED, {f"reports/run-{n}.md": _UNTIED for n in range(1, 5)} | {"ideas/a.md": _UNTIED}),
            ),
            messages=("5 of 7 files do not belong to the topic (reports/ 4, ideas/ 1)",),
        ),
        Example(
            story="The same commit without the reports.",
            facts=Facts(
                config=Config(),
                split=TopicSplit(verdict=Verdict.FOCUSED, reason="its files belong together", on_topic=_EMBED),
            ),
            messages=(),
        ),
        Example(
            story="Two files are off topic, and `topic.files` allows two.",
            facts=Facts(config=Config(), split=_sweep(_EMBED, {"a.md": _UNTIED, "b.md": _UNTIED})),
            messages=(),
        ),
    ),
    check=check_off_topic_files,
)
