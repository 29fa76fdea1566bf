"""Prints the outcome of a benchmark."""

import json
from collections.abc import Iterator

from benchmarks.measure import Benchmark

_MOMENT = 0.1


def as_markdown(benchmark: Benchmark) -> str:
    """Returns a table for documents: medians, spread, and the ratio to the first command."""
    return "\n".join(_lines(benchmark)) + "\n"


def _lines(benchmark: Benchmark) -> Iterator[str]:
    yield f"{benchmark.title}: " + ", ".join(f"{name} {value}" for name, value in benchmark.facts.items())
    yield ""
    if benchmark.timings:
        yield "| | median | fastest to slowest | ratio | CPU |"
        yield "|---|---|---|---|---|"
        first = benchmark.timings[0].median
        # Of what is over in a moment the hundredths say nothing.
        unit, scale, digits = ("ms", 1_000, 1) if first < _MOMENT else ("s", 1, 2)
        for timing in benchmark.timings:
            low, high = timing.spread
            ratio = timing.median / first
            median, cpu, fast, slow = (
                f"{seconds * scale:.{digits}f}" for seconds in (timing.median, timing.cpu_median, low, high)
            )
            shown = (timing.name, f"{median} {unit}", f"{fast} to {slow} {unit}", f"{ratio:.2f}", f"{cpu} {unit}")
            yield "| " + " | ".join(shown) + " |"
        yield ""
    for budget in benchmark.budgets:
        word = "kept" if budget.is_kept else "MISSED"
        yield f"{word}: {budget.what}: {budget.value:.2f}, at most {budget.limit:.2f}"


def as_json(benchmark: Benchmark) -> str:
    """Returns the same with every single run."""
    document = {
        "benchmark": benchmark.title,
        "facts": dict(benchmark.facts),
        "timings": [
            {
                "name": timing.name,
                "command": timing.command,
                "median": round(timing.median, 4),
                "seconds": [round(value, 4) for value in timing.seconds],
                "cpu_seconds": [round(value, 4) for value in timing.cpu_seconds],
            }
            for timing in benchmark.timings
        ],
        "budgets": [
            {
                "what": budget.what,
                "limit": round(budget.limit, 4),
                "value": round(budget.value, 4),
                "kept": budget.is_kept,
            }
            for budget in benchmark.budgets
        ],
    }
    return json.dumps(document, indent=2, sort_keys=True) + "\n"
