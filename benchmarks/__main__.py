"""Runs the benchmarks; exits with 1 where a budget is missed."""

import argparse
import sys
from pathlib import Path

from benchmarks import agents, cases, hooks, overlaps, staging
from benchmarks.histories import NothingFitsError
from benchmarks.measure import Benchmark
from benchmarks.tables import as_json, as_markdown

_WITH_PATH = ("audit", "losses", "libraries", "footprint", "check", "behind", "overlap", "agents", "hooks")


def main() -> int:
    """Runs the benchmark that the command line names."""
    options = _parser().parse_args()
    try:
        result = _run(options)
    except NothingFitsError as error:
        print(f"{error} in {options.path}", file=sys.stderr)
        return 2
    print(as_json(result) if options.json else as_markdown(result), end="")
    return 0 if result.is_kept else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    commands = parser.add_subparsers(dest="benchmark", required=True)
    for name in (*_WITH_PATH, "memory", "staging"):
        command = commands.add_parser(name, help=str(_benchmark(name).__doc__).partition("\n")[0])
        command.add_argument("--json", action="store_true", help="print JSON, not Markdown")
        if name in _WITH_PATH:
            what = "the folder with the scripts of an installed agentguard" if name == "agents" else "a repository"
            command.add_argument("path", type=Path, help=what)
        if name != "memory":
            command.add_argument("--runs", type=int, default=7, help="rounds behind the warm-up (7)")
        if name == "hooks":
            command.add_argument("--programs", type=Path, help="the folder with the scripts of an installed agentguard")
            command.add_argument("--commit", help="what to stage; default: the newest commit of about ten files")
        if name == "audit":
            command.add_argument("--whole", action="store_true", help="time the content-level look as well")
        if name == "libraries":
            command.add_argument("--limit", type=int, default=500, help="how many of the newest commits (500)")
    return parser


def _run(options: argparse.Namespace) -> Benchmark:  # noqa: PLR0911 - one for each benchmark
    match options.benchmark:
        case "audit":
            return cases.audit(options.path, runs=options.runs, whole=options.whole)
        case "losses":
            return cases.losses(options.path, runs=options.runs)
        case "libraries":
            return cases.libraries(options.path, runs=options.runs, limit=options.limit)
        case "footprint":
            return cases.footprint(options.path, runs=options.runs)
        case "check":
            return cases.check(options.path, runs=options.runs)
        case "behind":
            return cases.behind(options.path, runs=options.runs)
        case "agents":
            return agents.agents(options.path, runs=options.runs)
        case "overlap":
            return overlaps.overlap(options.path, runs=options.runs)
        case "hooks":
            return hooks.hooks(options.path, runs=options.runs, programs=options.programs, commit=options.commit)
        case "staging":
            return staging.staging(runs=options.runs)
        case _:
            return cases.memory()


def _benchmark(name: str) -> object:
    return getattr({"overlap": overlaps, "agents": agents, "hooks": hooks, "staging": staging}.get(name, cases), name)


if __name__ == "__main__":
    sys.exit(main())
