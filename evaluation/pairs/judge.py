"""What agentguard and simple rules say of a pair."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from time import perf_counter

from agentguard.analyzer.engine.overlap import OverlapRequest, overlap
from agentguard.analyzer.model.findings import Finding
from agentguard.analyzer.model.pairs import PairVerdict
from evaluation.pairs.cases import Pair
from evaluation.pairs.predictors import PREDICTORS, Sight
from evaluation.pairs.scratch import Scratch
from evaluation.pairs.shapes import shape_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A pair with what was said of it.

    Attributes:
        pair: with its truth.
        verdict: of `agentguard overlap`.
        findings: of the same.
        simple: by the name of each simple rule, whether it raises an alarm.
        seconds: wall time of `agentguard overlap`, without its start.
    """

    pair: Pair
    verdict: PairVerdict
    findings: tuple[Finding, ...]
    simple: Mapping[str, bool]
    seconds: float


def judge(made: Scratch, pairs: Iterable[Pair]) -> Iterator[Judged]:
    """Judges pairs whose commits are in a scratch repository; an error says at which pair, none is left out for it."""
    for pair in pairs:
        started = perf_counter()
        try:
            report = overlap(made.repository, OverlapRequest(specs=(pair.a.spec, pair.b.spec)), stdin=bytes)
        except Exception as error:
            error.add_note(f"at {pair.name}: {pair.a.spec} {pair.b.spec}")
            raise
        seconds = perf_counter() - started
        (found,) = report.pairs
        sight = Sight(pair=pair, a=shape_of(made.repository, pair.a), b=shape_of(made.repository, pair.b), made=made)
        yield Judged(
            pair=pair,
            verdict=found.verdict,
            findings=found.findings,
            simple={name: predictor(sight) for name, predictor in PREDICTORS.items()},
            seconds=seconds,
        )
