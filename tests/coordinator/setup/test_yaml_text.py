import textwrap
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from agentguard.analyzer.errors import AgentguardError
from agentguard.coordinator.setup import lefthook, precommit

CONFIG, PREK, LEFTHOOK = precommit.CONFIG, precommit.PREK, "lefthook.yml"
CONFIGS = [
    pytest.param(
        """\
        # See https://pre-commit.com
        default_language_version: {python: python3.11}
        repos:
        # formatting first
        -   repo: https://example.invalid/black
            rev: 'v1'   # pinned
            hooks:
            -   id: black
                exclude: |
                    (?x)^(
                        a/|
                        b/
                    )$
        """,
        """\
        # See https://pre-commit.com
        default_language_version: {python: python3.11}
        repos:
        -   repo: local
            hooks:
            -   id: agentguard
                name: agentguard
                entry: agentguard-hook-git pre-commit
                language: system
                stages: [pre-commit]
                always_run: true
                pass_filenames: false
        # formatting first
        -   repo: https://example.invalid/black
            rev: 'v1'   # pinned
            hooks:
            -   id: black
                exclude: |
                    (?x)^(
                        a/|
                        b/
                    )$
        """,
        id="wide-dashes-and-comments",
    ),
    pytest.param(
        """\
        repos: &all

          - hooks:
              - {id: x, name: x, entry: x, language: system}
            repo: local
        ci:
          skip: [x]""",
        """\
        repos: &all
          - repo: local
            hooks:
              - id: agentguard
                name: agentguard
                entry: agentguard-hook-git pre-commit
                language: system
                stages: [pre-commit]
                always_run: true
                pass_filenames: false

          - hooks:
              - {id: x, name: x, entry: x, language: system}
            repo: local
        ci:
          skip: [x]""",
        id="anchor-and-no-last-newline",
    ),
]


@pytest.mark.parametrize(("before", "after"), CONFIGS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "bom"])
def test_an_entry_for_pre_commit_looks_like_its_neighbours(before: str, after: str, newline: str, mark: str) -> None:
    old, new = ((mark + textwrap.dedent(text)).replace("\n", newline).encode() for text in (before, after))
    assert precommit.with_entry(old, CONFIG) == new
    assert precommit.with_entry(new, CONFIG) == new
    assert precommit.without_entry(new, CONFIG) == old


def test_an_edited_entry_is_taken_out_by_what_it_is() -> None:
    theirs = "repos:\n- repo: local\n  hooks:\n  # theirs\n  - id: x\n"
    text = f"{theirs}  - id: agentguard\n    entry: agentguard-hook-git pre-commit\n"
    assert precommit.without_entry(text.encode(), CONFIG) == theirs.encode()


def test_a_hook_that_comes_from_a_repository_is_enough_and_not_ours() -> None:
    text = b"repos:\n- repo: https://example.invalid/agentguard\n  rev: v1\n  hooks:\n  - id: agentguard\n"
    assert precommit.with_entry(text, CONFIG) == text
    assert precommit.without_entry(text, CONFIG) == text


def test_prek_gets_tables_at_the_end() -> None:
    before = b'# mine\n[[repos]]\nrepo = "builtin"\nhooks = [{ id = "check-yaml" }]'
    after = precommit.with_entry(before, PREK)
    assert after.startswith(before + b'\n\n[[repos]]\nrepo = "local"\n\n[[repos.hooks]]\nid = "agentguard"\n')
    assert precommit.with_entry(after, PREK) == after
    assert precommit.without_entry(after, PREK) == before + b"\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "", "pre-commit:\n  commands:\n    agentguard:\n      run: agentguard-hook-git pre-commit\n", id="empty"
        ),
        pytest.param(
            "pre-commit:\n  parallel: true\n  commands:\n    # style\n    lint:\n      run: lint {staged_files}\n",
            "pre-commit:\n  parallel: true\n  commands:\n    agentguard:\n      run: agentguard-hook-git pre-commit\n"
            "    # style\n    lint:\n      run: lint {staged_files}\n",
            id="commands",
        ),
        pytest.param(
            "pre-commit:\n  jobs:\n    - run: lint\n\npre-push:\n  commands:\n    t: {run: t}\n",
            "pre-commit:\n  jobs:\n    - name: agentguard\n      run: agentguard-hook-git pre-commit\n"
            "    - run: lint\n\n"
            'pre-push:\n  commands:\n    agentguard:\n      run: agentguard-hook-git pre-push "{1}" "{2}"\n'
            "      use_stdin: true\n    t: {run: t}\n",
            id="jobs-and-a-push",
        ),
        pytest.param(
            'pre-commit:\n  scripts:\n    "a.sh":\n      runner: bash\n',
            "pre-commit:\n  commands:\n    agentguard:\n      run: agentguard-hook-git pre-commit\n"
            '  scripts:\n    "a.sh":\n      runner: bash\n',
            id="scripts",
        ),
    ],
)
def test_lefthook_gets_a_command_or_a_job(before: str, after: str) -> None:
    assert lefthook.with_commands(before.encode(), LEFTHOOK).decode() == after
    assert lefthook.with_commands(after.encode(), LEFTHOOK).decode() == after
    assert lefthook.without_commands(after.encode(), LEFTHOOK).decode() == before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("repos:\n- a: [\n", "`.pre-commit-config.yaml` is no YAML (line 3, column 1)", id="syntax"),
        pytest.param("repos: []\n", "`repos` in `.pre-commit-config.yaml` is empty or of another kind", id="empty"),
        pytest.param("[1]", "`repos` in `.pre-commit-config.yaml` is empty or of another kind", id="sequence"),
        pytest.param(
            "repos: [{repo: x, hooks: [{id: y}]}]\n",
            "`repos` in `.pre-commit-config.yaml` is written in one line",
            id="flow",
        ),
        pytest.param(
            "x: &r\n- repo: q\n  hooks:\n  - id: z\nrepos: *r\n",
            "`.pre-commit-config.yaml` cannot be added to",
            id="alias",
        ),
        pytest.param(
            "a: &a [x, x, x, x]\n"
            + "".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
            + "repos:\n- repo: x\n  hooks:\n  - id: y\n",
            "`.pre-commit-config.yaml` is nested too deeply, or far longer than it looks",
            id="bomb",
        ),
        pytest.param(
            "a: &a {b: *a}\n", "`.pre-commit-config.yaml` is nested too deeply, or far longer than it looks", id="loop"
        ),
    ],
)
def test_what_cannot_be_added_to_is_refused(text: str, message: str) -> None:
    with pytest.raises(AgentguardError) as caught:
        precommit.with_entry(text.encode(), CONFIG)
    assert caught.value.message == message


WORDS = st.text(st.sampled_from("abc-_é '\"#:\n"), max_size=6)
LEAVES = st.none() | st.booleans() | st.integers() | WORDS


@st.composite
def configurations(draw: st.DrawFn) -> tuple[dict[str, Any], str]:
    """Configurations of pre-commit in any layout that a writer of YAML can make of them."""
    hooks = st.lists(
        st.dictionaries(st.sampled_from(["id", "args", "exclude"]), LEAVES, min_size=1), min_size=1, max_size=3
    )
    repo = st.fixed_dictionaries({"repo": WORDS, "hooks": hooks}, optional={"rev": WORDS})
    data = draw(st.fixed_dictionaries({"repos": st.lists(repo, min_size=1, max_size=3)}, optional={"ci": LEAVES}))
    style = draw(st.sampled_from([None, "'", '"', "|", ">"]))
    text = yaml.safe_dump(data, indent=draw(st.sampled_from([2, 4])), default_style=style, allow_unicode=True, width=30)
    return data, text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


@settings(max_examples=40)
@given(configurations())
def test_whatever_the_layout_every_byte_comes_back(made: tuple[dict[str, Any], str]) -> None:
    data, text = made
    before = text.encode()
    if precommit.has_entry(before, CONFIG):
        return
    after = precommit.with_entry(before, CONFIG)
    new = yaml.safe_load(after)
    assert new["repos"][0]["hooks"][0]["entry"] == "agentguard-hook-git pre-commit"
    assert {**new, "repos": new["repos"][1:]} == yaml.safe_load(text) == data | yaml.safe_load(text)
    assert precommit.without_entry(after, CONFIG) == before
