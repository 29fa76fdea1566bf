"""Reads `[hooks]`, how the hooks behave."""

from agentguard.analyzer.config.tables import Table
from agentguard.analyzer.model.config import HookSettings


def read_hooks(table: Table, default: HookSettings) -> HookSettings:
    """Reads every key of the table; what is wrong is noted there."""
    settings = HookSettings(
        apply_to=table.choice("apply-to", default.apply_to),
        on_error=table.choice("on-error", default.on_error),
        unknown_commands=table.choice("unknown-commands", default.unknown_commands),
        add_folder=table.choice("add-folder", default.add_folder),
        edits=table.choice("edits", default.edits),
        read_only_agents=(
            table.texts("read-only-agents") if "read-only-agents" in table.names else default.read_only_agents
        ),
        journal=table.switch("journal", default=default.journal),
        trailers=table.switch("trailers", default=default.trailers),
    )
    table.finish()
    return settings
