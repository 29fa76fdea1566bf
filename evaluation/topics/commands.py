"""The commands that score topics, and learn their weights."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.history import CommitRecord
from agentguard.analyzer.topic.model import Model, load_model
from evaluation.command import Command, add_repositories, repository_name
from evaluation.topics.alarms import HEAD, alarm_line, alarms_of
from evaluation.topics.cases import Case, Kind
from evaluation.topics.cleanups import sweeps
from evaluation.topics.examples import Example, history, read_examples
from evaluation.topics.grafts import tangles
from evaluation.topics.legitimate import legitimate
from evaluation.topics.scores import Score, alarm_table, large, reliability_table, score, size_table, split_table

_DEPTHS = ("paths", "content")
_SMALL = (3, 9)


def _configure(parser: argparse.ArgumentParser) -> None:
    add_repositories(parser)
    parser.add_argument("--count", type=int, default=60, help="tangles and legitimate commits of each repository")
    parser.add_argument("--list", action="store_true", help="name every commit that was called a sweep")


def _configure_fit(parser: argparse.ArgumentParser) -> None:
    _configure(parser)
    parser.add_argument("--folds", type=int, default=4, help="parts of the repositories, each judged by others")
    parser.add_argument("--output", type=Path, help="where to write the weights; default: standard output")


def _score(options: argparse.Namespace, kinds: Sequence[Kind]) -> int:
    examples = [one for path in options.paths for one in _examples(path, kinds, options)]
    _report(examples, {depth: dict.fromkeys(_names(examples), load_model(depth)) for depth in _DEPTHS}, options)
    return 0


def _alarms(options: argparse.Namespace) -> int:
    _report_alarms(options)
    return 0


def _all(options: argparse.Namespace) -> int:
    _score(options, tuple(Kind))
    return _alarms(options)


def _examples(path: str, kinds: Sequence[Kind], options: argparse.Namespace, *, fit: bool = False) -> list[Example]:
    name = repository_name(path)
    _, repository, log = history(path)
    with repository:
        cases = chain.from_iterable(_cases(repository, log, kind, options, fit=fit) for kind in kinds)
        examples = list(read_examples(repository, name, cases))
    print(f"{name}: {len(examples)} cases", file=sys.stderr)
    return examples


def _cases(
    repository: Repository, log: Sequence[CommitRecord], kind: Kind, options: argparse.Namespace, *, fit: bool
) -> Iterator[Case]:
    count, seed = options.count, options.seed
    match kind:
        case Kind.TANGLE:
            yield from tangles(repository, log, count=count, seed=seed)
            if fit:
                yield from tangles(repository, log, count=count // 3, seed=seed + 1, foreign=_SMALL)
        case Kind.SWEEP:
            yield from sweeps(log)
        case Kind.LEGITIMATE:
            yield from legitimate(log, count=count + count // 3, seed=seed)
            if fit:
                yield from legitimate(log, count=count * 5 // 12, seed=seed + 1, files=(6, 14))


def _fit(options: argparse.Namespace) -> int:
    from evaluation.topics.fit import cross_validate, document, learn, limits_of  # noqa: PLC0415 - an extra dependency

    examples = [
        one for path in options.paths for one in _examples(path, (Kind.TANGLE, Kind.LEGITIMATE), options, fit=True)
    ]
    weights, models = {}, {}
    for depth in _DEPTHS:
        crossed = cross_validate(examples, depth, options.folds)
        limit, doubt = limits_of(examples, depth, crossed)
        models[depth] = {name: replace(model, limit=limit, doubt=doubt) for name, model in crossed.items()}
        weights[depth] = document(replace(learn(examples, depth), limit=limit, doubt=doubt))
    text = json.dumps(weights, sort_keys=True, separators=(",", ":")) + "\n"
    if options.output:
        options.output.write_text(text, encoding="utf-8")
    else:
        print(text)
    print("Each repository judged by what was learnt on others:\n", file=sys.stderr)
    _report(examples, models, options, file=sys.stderr)
    return 0


def _report(
    examples: Sequence[Example],
    models: dict[str, dict[str, Model]],
    options: argparse.Namespace,
    *,
    file: object = None,
) -> None:
    for depth in _DEPTHS:
        scores = [score(one.repository, one.case, one.split(depth, models[depth][one.repository])) for one in examples]
        for title, table in _tables(scores):
            print(f"## {title}, by {depth}\n\n{table}\n", file=file or sys.stdout)  # type: ignore[arg-type]
        if options.list and depth == "content":
            _list(scores)


def _tables(scores: Sequence[Score]) -> Iterator[tuple[str, str]]:
    for kind, title in ((Kind.TANGLE, "Tangles"), (Kind.SWEEP, "Real sweeps")):
        own = [one for one in scores if one.case.kind is kind]
        if own:
            yield title, f"{split_table(own)}\n\n{size_table(own)}"
    quiet = large(scores)
    if quiet:
        yield "Legitimate commits of 15 files or more", alarm_table(quiet)
    if any(one.listed for one in scores):
        yield "Reliability", reliability_table(scores)


def _list(scores: Sequence[Score]) -> None:
    for one in scores:
        if one.sweep:
            print(
                f"{one.repository} {one.case.commit.id[:12]} {one.case.kind} files {len(one.case.commit.paths)} "
                f"found {one.found:.2f} kept {one.kept:.2f} sure {one.confidence:.2f} {one.case.commit.subject[:80]!r}"
            )


def _report_alarms(options: argparse.Namespace) -> None:
    print(f"## Natural alarms\n\n{HEAD}")
    for path in options.paths:
        with Repository.open(Path(path)) as repository:
            found = alarms_of(repository)
        print(alarm_line(repository_name(path), found))
        if options.list:
            for commit, split in found.sweeps:
                print(
                    f"  {commit.id[:12]} files {len(commit.paths)} off {len(split.off_topic)} "
                    f"sure {split.confidence:.2f} {commit.subject[:80]!r}"
                )


def _names(examples: Sequence[Example]) -> set[str]:
    return {one.repository for one in examples}


COMMANDS = (
    Command(
        name="tangles",
        summary="graft foreign files onto focused commits, and score the split",
        configure=_configure,
        run=lambda options: _score(options, (Kind.TANGLE,)),
    ),
    Command(
        name="cleanups",
        summary="find real sweeps by the clean-ups that admit them, and score the split",
        configure=_configure,
        run=lambda options: _score(options, (Kind.SWEEP,)),
    ),
    Command(
        name="legitimate",
        summary="count how many large honest commits are called a sweep",
        configure=_configure,
        run=lambda options: _score(options, (Kind.LEGITIMATE,)),
    ),
    Command(
        name="alarms",
        summary="judge the whole history as `audit` does, and count sweeps",
        configure=_configure,
        run=_alarms,
    ),
    Command(name="topics", summary="all of these", configure=_configure, run=_all),
    Command(name="fit", summary="learn new weights of topics", configure=_configure_fit, run=_fit),
)
