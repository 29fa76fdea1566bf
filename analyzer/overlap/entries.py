"""Changes that only add: parameters to a header, items to a list, imports to a module."""

from collections.abc import Sequence

from agentguard.analyzer.model.flow import Trait
from agentguard.analyzer.overlap.edits import Version


def only_adds(before: Sequence[int], after: Sequence[int]) -> bool:
    """Tells whether all tokens of the one version stand in the other, in the same order."""
    rest = iter(after)
    return all(token in rest for token in before)


def adds_entries(version: Version) -> bool:
    """Tells whether a side only imported other names, or added to statements such as a list, a call, a header."""
    for edit in version.edits:
        came = [version.new[index] for index in edit.added]
        if all(Trait.IMPORT in step.traits for step in (*came, *edit.was)):
            continue
        if len(came) != len(edit.was):
            return False
        if not all(only_adds(old.tokens, new.tokens) for old, new in zip(edit.was, came, strict=True)):
            return False
    return True
