"""Writes reports in the format that was asked for."""

from agentguard.analyzer.model.footprint import Footprint
from agentguard.analyzer.model.setup import DoctorReport, SetupReport
from agentguard.analyzer.report.values import FindingsReport, Report
from agentguard.cli.console import Console, Format


def render_footprint(report: Footprint, console: Console) -> str:
    """Renders a footprint, which has no findings: as text or JSON."""
    return _json(report) if console.format is Format.JSON else _text(report, console)


def render_setup(report: SetupReport, console: Console) -> str:
    """Renders what `init` or `uninstall` did, as text or JSON."""
    if console.format is Format.JSON:
        from agentguard.analyzer.report.json import setup as documents  # noqa: PLC0415 - likewise

        return documents.render_setup(report)
    from agentguard.analyzer.report.text import setup as texts  # noqa: PLC0415 - likewise
    from agentguard.analyzer.report.text.style import finish  # noqa: PLC0415 - likewise

    return finish(texts.setup_lines(report, console.style()))


def render_doctor(report: DoctorReport, console: Console) -> str:
    """Renders what `doctor` found, as text or JSON."""
    if console.format is Format.JSON:
        from agentguard.analyzer.report.json import setup as documents  # noqa: PLC0415 - likewise

        return documents.render_doctor(report)
    from agentguard.analyzer.report.text.doctor import doctor_lines  # noqa: PLC0415 - likewise
    from agentguard.analyzer.report.text.style import finish  # noqa: PLC0415 - likewise

    return finish(doctor_lines(report, console.style()))


def render_findings(report: FindingsReport, console: Console) -> str:
    """Renders a report of findings in any format; what only one format needs is imported for it."""
    match console.format:
        case Format.TEXT:
            return _text(report, console)
        case Format.JSON:
            return _json(report)
        case Format.SARIF:
            from importlib.metadata import version  # noqa: PLC0415

            from agentguard.analyzer.report import sarif  # noqa: PLC0415
            from agentguard.analyzer.rules import RULES  # noqa: PLC0415

            return sarif.render(report, RULES, version("agentguard"))
        case Format.GITHUB:
            from agentguard.analyzer.report import github  # noqa: PLC0415

            return github.render(report)
        case Format.MARKDOWN:
            from agentguard.analyzer.report import markdown  # noqa: PLC0415

            return markdown.render(report)


def _text(report: Report, console: Console) -> str:
    from agentguard.analyzer.report import text  # noqa: PLC0415 - 10 ms that a run for programs need not pay

    return text.render(report, console.style())


def _json(report: Report) -> str:
    from agentguard.analyzer.report import json  # noqa: PLC0415 - 13 ms that a run for people need not pay

    return json.render(report)
