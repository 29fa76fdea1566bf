"""Scores agentguard on ground truth that is made from real histories: `python -m evaluation COMMAND PATH...`."""

import argparse
from collections.abc import Sequence

from evaluation.commands.commands import COMMANDS as COMMANDS_OF_SHELLS
from evaluation.drift.commands import COMMANDS as DRIFT
from evaluation.losses.commands import COMMANDS as LOSSES
from evaluation.pairs.commands import COMMANDS as PAIRS
from evaluation.topics.commands import COMMANDS as TOPICS

_COMMANDS = (*TOPICS, *LOSSES, *PAIRS, *DRIFT, *COMMANDS_OF_SHELLS)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command."""
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in _COMMANDS:
        own = commands.add_parser(command.name, help=command.summary, description=command.summary)
        command.configure(own)
        own.set_defaults(run=command.run)
    options = parser.parse_args(arguments)
    code: int = options.run(options)
    return code


if __name__ == "__main__":
    raise SystemExit(main())
