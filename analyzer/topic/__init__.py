"""Which files of a commit do not belong to its topic?"""

from agentguard.analyzer.topic.split import (
    Surroundings,
    evident,
    focused,
    is_candidate,
    is_clearly_one,
    split_by_content,
    split_by_paths,
)

__all__ = [
    "Surroundings",
    "evident",
    "focused",
    "is_candidate",
    "is_clearly_one",
    "split_by_content",
    "split_by_paths",
]
