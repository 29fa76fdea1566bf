"""Reads the command line of `agentguard-hook-git`."""

from collections.abc import Sequence

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.model.value import dataclass

STAGES = (
    "pre-commit",
    "prepare-commit-msg",
    "commit-msg",
    "pre-merge-commit",
    "pre-push",
    "post-checkout",
    "reference-transaction",
)
LEVELS = ("error", "warning", "never")
_USAGE = (
    "`agentguard-hook-git STAGE [--rules AG102,...] [--fail-on error|warning|never] [what git passes to that hook]`"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """What a hook was called with.

    Attributes:
        stage: one of `STAGES`.
        rules: codes, names or prefixes of rules; empty = those of the stage.
        fail_on: from which severity on it refuses: `error`, `warning` or `never`.
        rest: what git passed.
    """

    stage: str
    rules: tuple[str, ...] = ()
    fail_on: str = "warning"
    rest: tuple[str, ...] = ()


def read_arguments(words: Sequence[str]) -> Arguments:
    """Reads the words behind the program's name; options may stand anywhere, up to `--`.

    Raises:
        AgentguardError: there is no such stage or option.
    """
    given: dict[str, list[str]] = {"--rules": [], "--fail-on": []}
    plain: list[str] = []
    waiting = list(reversed(words))
    while waiting:
        word = waiting.pop()
        if word == "--":
            plain += reversed(waiting)
            break
        name, equals, value = word.partition("=")
        if name in given:
            if not equals and not waiting:
                raise AgentguardError(f"`{name}` takes a value", _USAGE)
            given[name].append(value if equals else waiting.pop())
        elif word.startswith("--"):
            raise AgentguardError(f"there is no option `{word[:80]}`", _USAGE)
        else:
            plain.append(word)
    stage, *rest = plain or [""]
    if stage not in STAGES:
        said = f"there is no stage `{stage[:80]}`" if stage else "a stage is missing"
        raise AgentguardError(said, f"{_USAGE}; stages: {', '.join(STAGES)}")
    level = given["--fail-on"][-1] if given["--fail-on"] else "warning"
    if level not in LEVELS:
        raise AgentguardError(f"`--fail-on` is one of {', '.join(LEVELS)}", _USAGE)
    rules = tuple(code.strip() for words in given["--rules"] for code in words.split(",") if code.strip())
    return Arguments(stage=stage, rules=rules, fail_on=level, rest=tuple(rest))
