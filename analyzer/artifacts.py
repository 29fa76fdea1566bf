"""Tells from a path alone whether a file is an artifact: something that a program or a session left behind."""

from typing import NamedTuple

from agentguard.analyzer.model.findings import Confidence


class Artifact(NamedTuple):
    """Why a path counts as an artifact: its kind, one clause in plain words, and how sure that is."""

    kind: str
    reason: str
    confidence: Confidence


def artifact(path: str) -> Artifact | None:
    """Returns why a path counts as an artifact, None where it may well be meant to be there."""
    if "/__pycache__/" in f"/{path}" or path.endswith((".pyc", ".pyo")):
        return Artifact("bytecode", "Python bytecode", Confidence.HIGH)
    return None
