"""Which files of a commit do not belong to its topic?"""

from agentguard.analyzer.topic.split import (
    Surroundings,
    clearly_focused,
    is_candidate,
    split_by_content,
    split_by_paths,
)

__all__ = ["Surroundings", "clearly_focused", "is_candidate", "split_by_content", "split_by_paths"]
