"""The target and the settings under which a change is judged."""

from collections.abc import Callable, Sequence

from agentguard.analyzer.config import load_config
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.rules import NAMES
from agentguard.analyzer.target import Target, find_target, named_target


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What holds for a whole run; `target` is None where the repository has no main branch."""

    config: Config
    target: Target | None


def load_settings(repository: Repository, *, base: str | None = None) -> Settings:
    """Reads the settings from the target's tip, never from the branch that is judged: it could switch off its guard.

    Args:
        repository: where to look.
        base: a revision that takes the place of the target.

    Raises:
        AgentguardError: the settings are wrong (every mistake is listed), or `base` names no commit.
    """
    default = find_target(repository)
    named = named_target(repository, base) if base is not None else None
    trusted = default or named
    revision = trusted.commit if trusted else repository.find_commit("HEAD")
    config = load_config(_reader(repository, revision), known_rules=_known_rules)
    if base is not None:
        return Settings(config=config, target=named)
    return Settings(config=config, target=find_target(repository, config.target) if config.target else default)


def _known_rules() -> Sequence[tuple[str, str]]:
    return list(NAMES.items())


def _reader(repository: Repository, revision: str | None) -> Callable[[str], bytes | None]:
    def read(path: str) -> bytes | None:
        return repository.objects.read(f"{revision}:{path}") if revision else None

    return read
