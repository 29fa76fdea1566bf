"""Changes that only add: parameters to a header, items to a list, imports to a module."""

from collections.abc import Sequence

from agentguard.analyzer.model.flow import Step, Trait
from agentguard.analyzer.overlap.edits import Version


def only_adds(before: Sequence[int], after: Sequence[int]) -> bool:
    """Tells whether all tokens of the one version stand in the other, in the same order."""
    rest = iter(after)
    return all(token in rest for token in before)


def add_entries(a: Version, b: Version) -> bool:
    """Tells whether both sides do no more than import other names, or add to the same statements.

    Args:
        a: one side.
        b: the other, told in the same old version.
    """
    one, other = _extended(a), _extended(b)
    return one is not None and one == other


def _extended(version: Version) -> frozenset[int] | None:
    """Returns the old statements to which a side adds; None where it does anything else, or nothing."""
    found: set[int] = set()
    for edit in version.edits:
        came = [version.new[index] for index in edit.added]
        if all(Trait.IMPORT in step.traits for step in (*came, *edit.was)):
            continue
        is_replaced = len(came) == len(edit.was) == len(edit.removed)
        if not is_replaced or not all(map(only_adds, _tokens(edit.was), _tokens(came))):
            return None
        found.update(edit.removed)
    return frozenset(found) if version.edits else None


def _tokens(steps: Sequence[Step]) -> list[tuple[int, ...]]:
    return [step.tokens for step in steps]
