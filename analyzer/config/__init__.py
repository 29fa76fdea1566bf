"""Reads `[tool.agentguard]` of `pyproject.toml`, or `agentguard.toml`; names every mistake at once, with its place."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from agentguard.analyzer.config.hooks import read_hooks
from agentguard.analyzer.config.tables import Mistakes, Table, is_text, is_whole
from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.globs import glob_mistake
from agentguard.analyzer.model.config import Config, PathLimits, Suppression, TopicLimits, UniquePattern, Where
from agentguard.analyzer.model.findings import Severity

PYPROJECT = "pyproject.toml"
OWN_FILE = "agentguard.toml"
_MAX_BYTES = 500_000
# The parser needs time and memory by the square of a dotted key's length.
_LONG_KEY = re.compile(rb"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){50}""")
_DOCS = "docs/configuration.md lists every key"
_MOST_BYTES = 1 << 40


def load_config(read: Callable[[str], bytes | None], *, known_rules: Callable[[], Sequence[tuple[str, str]]]) -> Config:
    """Reads the settings of a tree; the defaults where it has none.

    Args:
        read: yields a file by its path from the top of the tree, None where there is none.
        known_rules: yields code and name of every rule; asked only where there are settings.

    Raises:
        AgentguardError: the settings cannot be read, stand in both files, or are wrong; it lists every mistake.
    """
    own, shared = read(OWN_FILE), read(PYPROJECT)
    settings = table_of_pyproject(shared or b"")
    if own is not None and settings is not None:
        raise AgentguardError(
            f"settings stand both in `{OWN_FILE}` and in `[tool.agentguard]` of `{PYPROJECT}`", "keep one of the two"
        )
    if own is not None:
        return _Reader(OWN_FILE, own, (), known_rules()).config(_parse(own, OWN_FILE))
    if settings is not None:
        return _Reader(PYPROJECT, shared or b"", ("tool", "agentguard"), known_rules()).config(settings)
    return Config()


def table_of_pyproject(content: bytes) -> object:
    """Returns what `[tool.agentguard]` of a `pyproject.toml` holds, None where it has none.

    Raises:
        AgentguardError: the file speaks of agentguard and cannot be read.
    """
    # Most repositories set nothing: then the parser is not even asked, and what is wrong there is not our matter.
    tool = _parse(content, PYPROJECT).get("tool") if b"agentguard" in content else None
    return tool.get("agentguard") if isinstance(tool, dict) else None


def _parse(content: bytes, name: str) -> dict[str, Any]:
    if len(content) > _MAX_BYTES:
        raise AgentguardError(f"`{name}` is larger than {_MAX_BYTES:,} bytes", "settings are a few lines; " + _DOCS)
    if _LONG_KEY.search(content):
        raise AgentguardError(f"`{name}` has a dotted key of more than 50 parts", _DOCS)
    import tomllib  # noqa: PLC0415 - most repositories set nothing, and every start would pay for it

    try:
        return tomllib.loads(content.decode())
    except UnicodeDecodeError as error:
        raise AgentguardError(f"`{name}` is not UTF-8 (byte {error.start:,})", "save it as UTF-8") from error
    except RecursionError as error:
        raise AgentguardError(f"`{name}` is nested too deeply", _DOCS) from error
    # Besides its own error tomllib lets those of `int` and `datetime` through.
    except (ValueError, OverflowError) as error:
        raise AgentguardError(f"`{name}` is not TOML: {error}", "mend the file; " + _DOCS) from error


class _Reader:
    """Turns one parsed table into a `Config`; mistakes are collected and raised together."""

    def __init__(self, name: str, content: bytes, top: tuple[str, ...], known_rules: Sequence[tuple[str, str]]) -> None:
        self._name = name
        self._mistakes = Mistakes(name, content.decode("utf-8", "replace"), top)
        self._codes = {word: code for code, name in known_rules for word in (code, name)}

    def config(self, values: object) -> Config:
        """Reads every key.

        Raises:
            AgentguardError: something is wrong.
        """
        default = Config()
        table = Table(values, (), self._mistakes)
        topic = table.table("topic")
        limits = self._limits(topic, default.topic)
        config = Config(
            target=table.get("target", default.target, is_text, "a branch name"),
            topic=limits,
            topic_overrides=tuple(self._override(entry, limits) for entry in topic.tables("overrides")),
            allowed_artifacts=self._globs(table, "allowed-artifacts"),
            max_binary_bytes=table.get("max-binary-bytes", default.max_binary_bytes, _is_size, _SIZE),
            max_parse_bytes=table.get("max-parse-bytes", default.max_parse_bytes, _is_size, _SIZE),
            severities=self._severities(table.table("severity")),
            disabled=frozenset(
                code
                for index, word in enumerate(table.texts("disable"))
                if (code := self._code(word, table, "disable", index))
            ),
            suppressions=tuple(self._suppression(entry) for entry in table.tables("suppress")),
            unique=tuple(self._unique(entry) for entry in table.tables("unique")),
            hooks=read_hooks(table.table("hooks"), default.hooks),
            source=self._name,
        )
        topic.finish()
        table.finish()
        self._mistakes.raise_all(_DOCS)
        return config

    def _limits(self, table: Table, default: TopicLimits) -> TopicLimits:
        return TopicLimits(
            files=table.get("files", default.files, is_whole, "a whole number, 1 or more"),
            share=float(table.get("share", default.share, _is_share, "a number from 0 to 1")),
        )

    def _override(self, table: Table, default: TopicLimits) -> PathLimits:
        limits = PathLimits(paths=self._glob(table, "paths"), limits=self._limits(table, default))
        table.finish()
        return limits

    def _severities(self, table: Table) -> dict[str, Severity]:
        levels = [str(severity) for severity in Severity]
        severities = {}
        for word in table.names:
            code = self._code(word, table, word)
            level = table.get(word, "note", lambda value: value in levels, "one of " + ", ".join(levels))
            if code is not None:
                severities[code] = Severity(level)
        return severities

    def _suppression(self, table: Table) -> Suppression:
        word = table.require("rule", is_text, "a rule's code or name")
        code = self._code(word, table, "rule") if word else None
        paths = self._glob(table, "paths")
        reason = table.require("reason", is_text, "a sentence that says why")
        table.finish()
        return Suppression(rule=code or "", paths=paths, reason=reason)

    def _unique(self, table: Table) -> UniquePattern:
        name = table.require("name", _is_free, f"what to call it, such as `route`, but for {', '.join(_OWN_KINDS)}")
        globs = self._globs(table, "paths")
        if not globs:
            table.wrong("paths", "is missing: path globs of the files to look in")
        pattern = table.require("pattern", is_text, "a regular expression of one group")
        from agentguard.analyzer.config.patterns import pattern_mistake  # noqa: PLC0415 - few set any

        mistake = pattern_mistake(pattern) if pattern else None
        if mistake is not None:
            table.wrong("pattern", f"`{pattern}` cannot be used: {mistake}")
        where = table.choice("where", Where.LINES)
        table.finish()
        return UniquePattern(name=name, paths=globs, pattern=pattern, where=where)

    def _code(self, word: str, table: Table, key: str, index: int | None = None) -> str | None:
        code = self._codes.get(word) or self._codes.get(word.upper())
        if code is None:
            from difflib import get_close_matches  # noqa: PLC0415 - needed only now

            near = get_close_matches(word, self._codes, n=1)
            hint = f"; did you mean `{near[0]}`?" if near else "; `agentguard rules` lists them"
            table.wrong(key, f"there is no rule `{word}`{hint}", index)
        return code

    def _globs(self, table: Table, key: str) -> tuple[str, ...]:
        globs = table.texts(key)
        for index, glob in enumerate(globs):
            self._judge(glob, table, key, index)
        return globs

    def _glob(self, table: Table, key: str) -> str:
        glob = table.require(key, is_text, "a path glob")
        if glob:
            self._judge(glob, table, key)
        return glob

    def _judge(self, glob: str, table: Table, key: str, index: int | None = None) -> None:
        mistake = glob_mistake(glob)
        if mistake is not None:
            table.wrong(key, f"the glob `{glob}` matches nothing: {mistake}", index)


_SIZE = "a number of bytes, 1 or more"


# What findings on duplicates call by these names is no pattern of a repository's own.
_OWN_KINDS = ("file", "key", "section", "symbol")


def _is_free(value: object) -> bool:
    return is_text(value) and value not in _OWN_KINDS


def _is_size(value: object) -> bool:
    return is_whole(value) and isinstance(value, int) and value <= _MOST_BYTES


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
