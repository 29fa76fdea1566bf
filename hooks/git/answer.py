"""Turns a report into what a hook says and its exit code."""

import os
from typing import NamedTuple

from agentguard.analyzer.engine.refusing import refused
from agentguard.analyzer.gather.settings import Settings
from agentguard.analyzer.model.findings import CheckReport
from agentguard.analyzer.sessions import session_of
from agentguard.hooks.git.arguments import Arguments


class Answer(NamedTuple):
    """What a hook ends with: its exit code, and what it says on stderr."""

    code: int
    said: str = ""


GO_ON = Answer(0)


def answer(report: CheckReport, settings: Settings, arguments: Arguments, *, about: str = "") -> Answer:
    """Returns 1 and the findings where one of them refuses; nothing is said where nothing is found.

    Args:
        report: what was found.
        settings: whose work some rules refuse.
        arguments: of the hook.
        about: what was judged, where a hook judges several things.
    """
    findings = [finding for finding in report.findings if finding.suppressed is None]
    if not findings:
        return GO_ON
    refusing = refused(findings, settings.config, arguments.fail_on, session_of(os.environ))
    from agentguard.analyzer.report.text.refusal import refusal  # noqa: PLC0415 - most commits have no finding

    said = refusal(report, stage=arguments.stage, refusing=len(refusing), about=about)
    return Answer(1 if refusing else 0, said)
