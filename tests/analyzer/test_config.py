import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agentguard.analyzer.config import load_config
from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.model.config import (
    Answer,
    Config,
    EditNotice,
    FolderStaging,
    HookSettings,
    PathLimits,
    Suppression,
    TopicLimits,
    Whose,
)
from agentguard.analyzer.model.findings import Severity

DOCS = Path(__file__).parents[2] / "docs" / "configuration.md"
RULES = (
    ("AG102", "off-topic-files"),
    ("AG104", "artifact"),
    ("AG305", "guard-tampering"),
    ("AG306", "weakened-tests"),
)
# Where the reader of the docs finds each field; `source` is told by the file itself.
DOCUMENTED = {
    "target": "target",
    "topic": "topic.files",
    "topic_overrides": "topic.overrides",
    "allowed_artifacts": "allowed-artifacts",
    "max_binary_bytes": "max-binary-bytes",
    "max_parse_bytes": "max-parse-bytes",
    "severities": "severity.RULE",
    "disabled": "disable",
    "suppressions": "suppress",
    "unique": "unique",
    "hooks": "hooks.apply-to",
}


def reader(**files: str | bytes) -> Callable[[str], bytes | None]:
    contents = {
        f"{name}.toml": content if isinstance(content, bytes) else content.encode() for name, content in files.items()
    }
    return contents.get


def load(own: str | bytes) -> Config:
    return load_config(reader(agentguard=own), known_rules=lambda: RULES)


def mistake(own: str | bytes) -> str:
    with pytest.raises(AgentguardError) as raised:
        load(own)
    return raised.value.message


def test_a_tree_without_settings_has_the_defaults() -> None:
    assert load_config(reader(), known_rules=lambda: RULES) == Config()


def test_every_key_is_read_from_agentguard_toml() -> None:
    config = load(
        """
        target = "develop"
        disable = ["AG305"]
        allowed-artifacts = ["docs/shots/**"]
        max-binary-bytes = 5
        max-parse-bytes = 6
        [severity]
        off-topic-files = "error"
        ag104 = "note"
        [topic]
        files = 4
        share = 1
        [[topic.overrides]]
        paths = "docs/**"
        files = 9
        [[suppress]]
        rule = "artifact"
        paths = "*.log"
        reason = "recorded"
        [hooks]
        apply-to = "everyone"
        on-error = "deny"
        unknown-commands = "deny"
        add-folder = "allow"
        edits = "ask"
        read-only-agents = ["reviewer"]
        journal = false
        trailers = true
        """
    )
    assert config == Config(
        target="develop",
        topic=TopicLimits(files=4, share=1.0),
        topic_overrides=(PathLimits(paths="docs/**", limits=TopicLimits(files=9, share=1.0)),),
        allowed_artifacts=("docs/shots/**",),
        max_binary_bytes=5,
        max_parse_bytes=6,
        severities={"AG102": Severity.ERROR, "AG104": Severity.NOTE},
        disabled=frozenset({"AG305"}),
        suppressions=(Suppression(rule="AG104", paths="*.log", reason="recorded"),),
        hooks=HookSettings(
            apply_to=Whose.EVERYONE,
            on_error=Answer.DENY,
            unknown_commands=Answer.DENY,
            add_folder=FolderStaging.ALLOW,
            edits=EditNotice.ASK,
            read_only_agents=("reviewer",),
            journal=False,
            trailers=True,
        ),
        source="agentguard.toml",
    )


def test_the_table_in_pyproject_is_read_and_the_rest_of_the_file_is_nobodys_business() -> None:
    pyproject = '[project]\nname = "x"\n[tool.agentguard]\ntarget = "trunk"\n[tool.other]\nx = 1\n'
    assert load_config(reader(pyproject=pyproject), known_rules=lambda: RULES) == Config(
        target="trunk", source="pyproject.toml"
    )


def test_a_pyproject_that_does_not_speak_of_us_may_be_as_broken_as_it_likes() -> None:
    assert load_config(reader(pyproject="= broken"), known_rules=lambda: RULES) == Config()


def test_settings_in_both_files_are_refused() -> None:
    with pytest.raises(AgentguardError) as raised:
        load_config(reader(agentguard="", pyproject="[tool.agentguard]\n"), known_rules=lambda: RULES)
    assert raised.value.message == (
        "settings stand both in `agentguard.toml` and in `[tool.agentguard]` of `pyproject.toml`"
    )


def test_all_mistakes_are_told_at_once_with_line_and_key() -> None:
    assert mistake(
        """\
targt = "main"
disable = ["artefact", 3]
max-parse-bytes = "big"

[topic]
files = true
share = 1.5

[severity]
AG104 = "fatal"
AG999 = "note"

[[suppress]]
rule = "artifact"
paths = "../x"
"""
    ).splitlines() == [
        "10 mistakes in the settings",
        "  agentguard.toml:1: `targt`: unknown key; did you mean `target`?",
        "  agentguard.toml:2: `disable[1]`: must be a text, not `3`",
        "  agentguard.toml:2: `disable[0]`: there is no rule `artefact`; did you mean `artifact`?",
        "  agentguard.toml:3: `max-parse-bytes`: must be a number of bytes, 1 or more, not the text `big`",
        "  agentguard.toml:6: `topic.files`: must be a whole number, 1 or more, not `true`",
        "  agentguard.toml:7: `topic.share`: must be a number from 0 to 1, not `1.5`",
        "  agentguard.toml:10: `severity.AG104`: must be one of error, warning, note, not the text `fatal`",
        "  agentguard.toml:11: `severity.AG999`: there is no rule `AG999`; `agentguard rules` lists them",
        "  agentguard.toml:13: `suppress[0]`: `reason` is missing: a sentence that says why",
        "  agentguard.toml:15: `suppress[0].paths`: the glob `../x` matches nothing: it leads out of the repository",
    ]


@pytest.mark.parametrize(
    ("own", "told"),
    [
        (b"\xff", "`agentguard.toml` is not UTF-8 (byte 0)"),
        ("x" * 500_001, "`agentguard.toml` is larger than 500,000 bytes"),
        ("a." * 200_000 + "a = 1", "`agentguard.toml` has a dotted key of more than 50 parts"),
        ("x = " + "[" * 5_000, "`agentguard.toml` is nested too deeply"),
        ("target = ''", "agentguard.toml:1: `target`: must be a branch name, not an empty text"),
        ("topic = 3", "agentguard.toml:1: `topic`: must be a table, not a number"),
        ("unique = 1", "agentguard.toml:1: `unique`: must be an array of tables, not `1`"),
        ("suppress = [1]", "agentguard.toml:1: `suppress[0]`: must be a table, not a number"),
        (
            "max-binary-bytes = 1e400",
            "agentguard.toml:1: `max-binary-bytes`: must be a number of bytes, 1 or more, not a number of that size",
        ),
        ("max_parse_bytes = 3", "agentguard.toml:1: `max_parse_bytes`: unknown key; did you mean `max-parse-bytes`?"),
        ("target = 1979-05-27", "agentguard.toml:1: `target`: must be a branch name, not a date or time"),
        (
            "allowed-artifacts = ['/']",
            "agentguard.toml:1: `allowed-artifacts[0]`: the glob `/` matches nothing: it is empty",
        ),
    ],
)
def test_what_is_wrong_is_told_in_one_line(own: str | bytes, told: str) -> None:
    assert mistake(own) == told


def test_mistakes_in_what_must_be_unique_are_told_together() -> None:
    own = """\
[[unique]]
name = "file"
paths = ["src/**"]
pattern = "(a+)+"

[[unique]]
name = "route"
patern = "(a)"
where = "tree"
"""
    assert mistake(own) == (
        "6 mistakes in the settings\n"
        "  agentguard.toml:2: `unique[0].name`: must be what to call it, such as `route`, but for file, key, section, "
        "symbol, not the text `file`\n"
        "  agentguard.toml:4: `unique[0].pattern`: `(a+)+` cannot be used: a repetition or a choice stands in a "
        "repeated group, which may take for ever\n"
        "  agentguard.toml:6: `unique[1].paths`: is missing: path globs of the files to look in\n"
        "  agentguard.toml:6: `unique[1]`: `pattern` is missing: a regular expression of one group\n"
        "  agentguard.toml:8: `unique[1].patern`: unknown key; did you mean `pattern`?\n"
        "  agentguard.toml:9: `unique[1].where`: must be one of lines, path, not the text `tree`"
    )


def test_toml_errors_come_with_their_place() -> None:
    assert mistake("target = \n").startswith("`agentguard.toml` is not TOML: Invalid value (at line 1, column ")


def test_many_mistakes_are_cut() -> None:
    lines = mistake("".join(f"key{number} = 1\n" for number in range(100))).splitlines()
    assert (lines[0], len(lines), lines[-1]) == ("100 mistakes in the settings", 22, "  and 80 more")


def test_every_field_is_documented() -> None:
    keys = set(re.findall(r"^\| `([^`]+)` \|", DOCS.read_text("utf-8"), re.MULTILINE))
    assert {field.name for field in fields(Config)} == {*DOCUMENTED, "source"}
    assert [field for field, key in DOCUMENTED.items() if key not in keys] == []


def test_the_documented_defaults_are_the_defaults() -> None:
    rows = dict(re.findall(r"^\| `([^`]+)` \| [^|]+ \| `([^`]+)` \|", DOCS.read_text("utf-8"), re.MULTILINE))
    default = Config()
    assert {key: rows[key] for key in ("topic.files", "topic.share", "max-binary-bytes", "max-parse-bytes")} == {
        "topic.files": str(default.topic.files),
        "topic.share": str(default.topic.share),
        "max-binary-bytes": str(default.max_binary_bytes),
        "max-parse-bytes": str(default.max_parse_bytes),
    }


@pytest.mark.parametrize("block", re.findall(r"```toml\n# (\w+)\.toml\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL))
def test_every_documented_example_loads(block: tuple[str, str]) -> None:
    name, text = block
    assert load_config(reader(**{name: text}), known_rules=lambda: RULES) != Config(source=f"{name}.toml")


VALUES = st.recursive(
    st.one_of(st.integers(), st.floats(allow_nan=False), st.booleans(), st.text(max_size=5)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["rule", "paths", "files"]), inner),
    max_leaves=5,
)
KEYS = st.sampled_from([*DOCUMENTED.values(), "topic", "severity", "suppress", "no-such-key", "severity.AG104", '""'])


def toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(character):08x}" for character in value) + '"'
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(inner)}" for key, inner in value.items()) + "}"
    return repr(value)


@given(st.lists(st.tuples(KEYS, VALUES), max_size=6))
def test_no_value_raises_anything_but_our_own_error(pairs: list[tuple[str, object]]) -> None:
    text = "".join(f"{key} = {toml(value)}\n" for key, value in pairs)
    try:
        load(text)
    except AgentguardError as error:
        assert error.hint is not None


@given(st.binary(max_size=200) | st.text(alphabet='[]=."\n#a1{}\\-:', max_size=200).map(str.encode))
@example(b"a = 1979-99-99")
@example(b"a = " + b"9" * 5_000)
@example(b'a = "\\ud800"')
def test_no_content_raises_anything_but_our_own_error(content: bytes) -> None:
    try:
        load(content)
    except AgentguardError as error:
        assert error.hint is not None
