"""The settings of a repository."""

from collections.abc import Mapping
from enum import StrEnum

from agentguard.analyzer.model.findings import Severity
from agentguard.analyzer.model.value import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicLimits:
    """When off-topic files make a finding: at least `files` of them and at least `share` (0 to 1) of the commit."""

    files: int = 3
    share: float = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class PathLimits:
    """Limits for the off-topic files below a path glob, in place of the general ones."""

    paths: str
    limits: TopicLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """Waives a rule for the paths that a glob matches; a reason is required."""

    rule: str
    paths: str
    reason: str


class Where(StrEnum):
    """Names where a pattern is looked for: in added lines, or in the paths of added files."""

    LINES = "lines"
    PATH = "path"


@dataclass(frozen=True, slots=True, kw_only=True)
class UniquePattern:
    """Something that may stand only once in the tree, such as a route or the number of a migration.

    Attributes:
        name: what to call it in messages.
        paths: globs of the files in which it is looked for.
        pattern: a regular expression; its one group is what must be unique.
        where: what of those files it is run on.
    """

    name: str
    paths: tuple[str, ...]
    pattern: str
    where: Where = Where.LINES


class Whose(StrEnum):
    """Names whose commands and commits the hooks refuse; everybody's are told of in `check` and `audit`."""

    AGENTS = "agents"
    EVERYONE = "everyone"


class Answer(StrEnum):
    """Names what a hook answers where it cannot judge."""

    ALLOW = "allow"
    DENY = "deny"


class FolderStaging(StrEnum):
    """Names when `git add FOLDER/` is fine: always, or while it brings untracked files of one topic only."""

    ALLOW = "allow"
    ONE_TOPIC = "one-topic"


class EditNotice(StrEnum):
    """Names what an agent is told before it edits what a sibling has changed."""

    INFORM = "inform"
    ASK = "ask"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class HookSettings:
    """What the hooks may be told.

    Attributes:
        apply_to: whose commands and commits are refused by AG101, AG105 and AG106.
        on_error: the answer where agentguard itself fails.
        unknown_commands: the answer to a command of which nobody can tell what it stages.
        add_folder: when a folder may be staged as a whole.
        edits: what is said before an edit of what a sibling has changed.
        read_only_agents: kinds of subagents that write nothing, so that a dirty baseline does not matter.
        journal: note which session edited, read and staged what.
        trailers: add trailers that name the session to commit messages.
    """

    apply_to: Whose = Whose.AGENTS
    on_error: Answer = Answer.ALLOW
    unknown_commands: Answer = Answer.ALLOW
    add_folder: FolderStaging = FolderStaging.ONE_TOPIC
    edits: EditNotice = EditNotice.INFORM
    read_only_agents: tuple[str, ...] = ("Explore", "Plan")
    journal: bool = True
    trailers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What `[tool.agentguard]` or `agentguard.toml` may set, with the defaults.

    Attributes:
        target: the branch that changes land on, None to find it.
        topic: limits for AG102.
        topic_overrides: limits by path glob; the first match counts.
        allowed_artifacts: path globs that AG104 leaves alone.
        max_binary_bytes: an added binary file over this size is an artifact.
        max_parse_bytes: a larger file is not parsed and listed as skipped.
        severities: severity by rule code, in place of the rule's own.
        disabled: codes of rules that are off.
        suppressions: findings that are waived.
        unique: what two sides must not both add, besides definitions.
        hooks: how the hooks behave.
        source: where the settings come from, for messages; None for the defaults.
    """

    target: str | None = None
    topic: TopicLimits = TopicLimits()
    topic_overrides: tuple[PathLimits, ...] = ()
    allowed_artifacts: tuple[str, ...] = ()
    max_binary_bytes: int = 1_000_000
    max_parse_bytes: int = 1_000_000
    severities: Mapping[str, Severity] = field(default_factory=dict)
    disabled: frozenset[str] = frozenset()
    suppressions: tuple[Suppression, ...] = ()
    unique: tuple[UniquePattern, ...] = ()
    hooks: HookSettings = HookSettings()
    source: str | None = None
