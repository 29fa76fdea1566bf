"""Makes the corpus that is stored: combinations and what was written by hand, labelled by real git."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from evaluation.commands.cases import Case, Half, Truth, read_cases, write_cases
from evaluation.commands.combinations import combinations
from evaluation.commands.hand import hand_written
from evaluation.commands.labels import labeller

FOLDER = Path(__file__).parent
# What is not run here may be run elsewhere, and what a shell refuses may be refused: either answer is right.
_DOUBTFUL = frozenset({"broken syntax", "not reached, or not on every machine"})


def corpus_file(half: Half) -> Path:
    """Returns where a half is stored."""
    return FOLDER / f"corpus-{half}.jsonl"


def texts(seed: int) -> Iterator[tuple[str, str, str]]:
    """Yields source, group and text of each command, none twice."""
    seen = set()
    for source, pairs in (("hand", hand_written()), ("combination", combinations(seed))):
        for group, text in pairs:
            if text not in seen:
                seen.add(text)
                yield source, group, text


def stored() -> list[Case]:
    """Returns both halves of the corpus."""
    return [case for half in Half if corpus_file(half).exists() for case in read_cases(corpus_file(half))]


def make(seed: int, *, jobs: int, again: bool) -> list[Case]:
    """Labels all commands and stores both halves.

    Args:
        seed: of the combinations.
        jobs: how many run at once.
        again: those that are labelled already, too.
    """
    known = {} if again else {(case.source, case.group, case.text): case for case in stored()}
    with labeller() as git, ThreadPoolExecutor(jobs) as pool:

        def label(one: tuple[str, str, str]) -> Case:
            return known.get(one) or git.label(one[2], group=one[1], source=one[0])

        cases = [_judged(case) for case in pool.map(label, texts(seed))]
    for half in Half:
        write_cases(corpus_file(half), (case for case in cases if case.half is half))
    return cases


def _judged(case: Case) -> Case:
    if case.group in _DOUBTFUL and case.truth is not Truth.SWEEP:
        return replace(case, truth=Truth.EITHER, taken=())
    return case
