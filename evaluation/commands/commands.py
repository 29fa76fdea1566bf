"""The commands that score the reading of shell commands."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from agentguard.analyzer.git.repository import Repository
from evaluation.command import Command, repository_name
from evaluation.commands.cases import Case, Half, Origin, Truth, read_cases, write_cases
from evaluation.commands.clones import chosen, commands_of, may_stage, mentions_git
from evaluation.commands.labels import Labeller, labeller
from evaluation.commands.make import make, stored
from evaluation.commands.scores import folder_line, is_wrong, origin_line, summary_table, time_line
from evaluation.commands.verdicts import Judged, Verdict, judge, judge_by_script


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="cases; default: the corpus that is stored")
    parser.add_argument(
        "--misses", action="store_true", help="name what is judged wrong, of the development half alone"
    )
    parser.add_argument("--groups", action="store_true", help="a row for each kind of command")
    parser.add_argument(
        "--guard", type=Path, metavar="SCRIPT", help="score a hook of Claude Code instead of agentguard"
    )


def _score(options: argparse.Namespace) -> int:
    cases = [case for file in options.files for case in read_cases(file)] if options.files else stored()
    guard: Callable[[Case], Judged] = partial(judge_by_script, script=options.guard) if options.guard else judge
    judged = [guard(case) for case in cases]
    print(f"{origin_line(judged)}\n")
    print(summary_table(judged, lambda one: one.case.half, "half"), end="\n\n")
    print(summary_table(judged, _source, "source"), end="\n\n")
    if options.groups:
        print(summary_table(judged, lambda one: one.case.group, "kind"), end="\n\n")
    print(f"{folder_line(judged)}\n\n{time_line(judged)}")
    if options.misses:
        _print_wrong(judged)
    return 0


def _source(one: Judged) -> str:
    return one.case.source if one.case.source in {"hand", "combination"} else "clones"


def _print_wrong(judged: Sequence[Judged]) -> None:
    for one in judged:
        if one.case.half is Half.DEV and is_wrong(one):
            taken = f", took {', '.join(one.case.taken)}" if one.case.taken else ""
            print(f"\n{one.case.truth}, said {one.verdict}: {one.case.group} ({one.case.source}){taken}")
            print("\n".join(f"    {line}" for line in one.case.text.splitlines()))
            if one.verdict is not Verdict.ALLOW:
                print(f"  {one.why}")


def _configure_make(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=1, help="of the combinations")
    parser.add_argument("--jobs", type=int, default=2, help="commands that run at once")
    parser.add_argument("--again", action="store_true", help="label those that are stored again, too")


def _make(options: argparse.Namespace) -> int:
    cases = make(options.seed, jobs=options.jobs, again=options.again)
    print(", ".join(f"{sum(case.truth is truth for case in cases)} {truth}" for truth in Truth))
    return 0


def _configure_clones(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help="clones, bare ones too")
    parser.add_argument("--most", type=int, default=120, help="commands of each clone, with git and without each")
    parser.add_argument("--output", type=Path, required=True, metavar="FILE", help="where the cases are written")
    parser.add_argument("--jobs", type=int, default=2, help="commands that run at once")


def _label_clones(options: argparse.Namespace) -> int:
    found = {text: (name, kind) for name, kind, text in _of_clones(options.paths, most=options.most)}
    with labeller() as git, ThreadPoolExecutor(options.jobs) as pool:
        cases = list(pool.map(lambda one: _label(git, one[0], *one[1]), found.items()))
    write_cases(options.output, cases)
    print(", ".join(f"{sum(case.truth is truth for case in cases)} {truth}" for truth in Truth), file=sys.stderr)
    return 0


def _of_clones(paths: Sequence[str], *, most: int) -> Iterator[tuple[str, str, str]]:
    for path in paths:
        with Repository.open(Path(path)) as repository:
            for kind, text in chosen(commands_of(repository), most=most):
                yield repository_name(path), kind, text


def _label(git: Labeller, text: str, name: str, kind: str) -> Case:
    """A command that has neither git nor a way to hide it, or none of the words that stage, is not run."""
    if mentions_git(text) and may_stage(text):
        return git.label(text, group=f"{kind}: staging words", source=name)
    group = f"{kind}: git" if mentions_git(text) else f"{kind}: no git"
    return Case(text=text, group=group, source=name, truth=Truth.HARMLESS, origin=Origin.RULE)


COMMANDS = (
    Command(
        name="commands",
        summary="shell commands with labels made by real git: sweeps that are missed, harmless ones that are refused",
        configure=_configure,
        run=_score,
    ),
    Command(
        name="commands-make",
        summary="make that corpus: label combinations and what was written by hand, each in a sandbox",
        configure=_configure_make,
        run=_make,
    ),
    Command(
        name="commands-of",
        summary="label the shell commands that stand in clones: documents, CI, settings, logs of agents",
        configure=_configure_clones,
        run=_label_clones,
    ),
)
