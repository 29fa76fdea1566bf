"""Hooks in git's configuration, which git 2.54 and later know: nothing of anybody's is touched or hidden by them."""

from collections.abc import Iterator, Mapping, Sequence

from agentguard.analyzer.model.setup import Configure
from agentguard.coordinator.setup.commands import EVENTS, call
from agentguard.coordinator.setup.hookfiles import OURS, WHY

SINCE = (2, 54)


def plan_settings(config: Mapping[str, tuple[str, ...]], events: Sequence[str]) -> Iterator[Configure]:
    """Yields the settings that make git call us.

    The command comes first: an event without one ends every git command with an error.

    Args:
        config: the `hook.*` settings that there are.
        events: as git calls them.
    """
    for event in events:
        wanted = {"command": (call(event),), "event": (event,)}
        for name, values in wanted.items():
            key = f"{OURS}{event}.{name}"
            before = config.get(key, ())
            if before != values:
                yield Configure(key=key, before=before, after=values, why=WHY[event] if name == "event" else "")


def plan_removal(config: Mapping[str, tuple[str, ...]]) -> Iterator[Configure]:
    """Yields what takes our settings out, the events first."""
    for event in EVENTS:
        for name in ("event", "command", "enabled"):
            key = f"{OURS}{event}.{name}"
            if key in config:
                yield Configure(key=key, before=config[key], after=())


def events_in(config: Mapping[str, tuple[str, ...]], events: Sequence[str]) -> tuple[str, ...]:
    """Returns the events that are set, current and not switched off."""
    set_up = (event for event in events if not tuple(plan_settings(config, [event])))
    return tuple(event for event in set_up if not switched_off(config, event))


def switched_off(config: Mapping[str, tuple[str, ...]], event: str) -> str | None:
    """Returns the setting that switches our hook for an event off, None where none does."""
    for key in (f"{OURS}{event}.enabled", f"hook.{event}.enabled"):
        values = config.get(key, ())
        if values and values[-1].lower() in {"false", "no", "off", "0"}:
            return key
    return None
