"""Is what a change takes back lost by accident, or taken back on purpose?"""

from collections.abc import Iterator

from agentguard.analyzer.model.value import dataclass
from agentguard.analyzer.undo.edits import Measure
from agentguard.analyzer.undo.message import Said
from agentguard.analyzer.words import words_of

# Points, fitted to real histories with edits that were lost in them artificially; see the evaluation.
LIKELY = 0.55
LIKELY_PARTLY = 0.75
CERTAIN = 1.3
_BASE = 2.0
_HOUR = 3_600
_BIG = 6
_FEW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is known of a change beside one edit that it takes back.

    Attributes:
        said: its message; None where that says nothing, as of a merge.
        path: the file.
        alone: the file is the only one that it changes.
        own: it does something else in the file.
        own_words: stems of the lines that it changes itself.
        undone_words: stems of the lines that it takes back.
        edit_said: the message of the edit.
        age: seconds from the edit to the change, None where that is not known.
        several: it takes back most of other edits of the file, too.
    """

    said: Said | None
    path: str
    alone: bool
    own: bool
    own_words: frozenset[str]
    undone_words: frozenset[str]
    edit_said: Said
    age: int | None
    several: bool


def points(measure: Measure, around: Circumstances) -> float:
    """Weighs whether an edit was lost: more than `LIKELY` for a warning."""
    found = [_BASE, *_of_content(measure, around)]
    if around.said is not None:
        found += _of_message(measure, around, around.said)
    return sum(found)


def _of_content(measure: Measure, around: Circumstances) -> Iterator[float]:
    # An old copy has none of the newer edits; one that stays was seen by whoever made the change.
    if measure.kept:
        yield -1.4
    if around.alone:
        yield -0.4 if around.own else -1.4
    elif not around.own and not around.several:
        yield -0.3
    if around.age is not None and around.age >= 72 * _HOUR:
        yield -2.5
    if around.age is not None and 0 <= around.age < _HOUR:
        yield -0.3
    # Lines that come back as they were prove more than lines that only go or only come.
    if not measure.back:
        yield -0.4 if around.own and not measure.near else -1.0
    # What somebody took out seldom comes back by itself.
    if not measure.gone:
        yield -0.4 if around.edit_said.takes_out else -1.0
    if measure.taken < measure.of:
        yield -1.0
    if measure.taken >= _BIG:
        yield 0.5
    # A rework of what several had built takes all of it; so does an old copy of a change that is about something else.
    if around.several and not (around.said is not None and (around.said.reworks or around.said.takes_out)):
        yield 0.8
    if measure.near:
        yield -0.8 if measure.near < _FEW else -1.2


def _of_message(measure: Measure, around: Circumstances, said: Said) -> Iterator[float]:
    edit = around.edit_said
    in_path = frozenset(words_of(around.path))
    about = around.undone_words | edit.words
    if said.goes_back:
        yield -3.0
    elif said.tells_back(about | in_path):
        yield -0.5
    if said.refers_to(edit, measure.edit.commit.id):
        yield -2.0
    if said.admits or edit.goes_back:
        yield -1.0
    if said.takes_out and not measure.back:
        yield -1.2
    if said.takes_out and said.words & (about | in_path):
        yield -0.8
    elif said.reworks and said.words & (about - in_path):
        yield -0.6
    yield from _of_words(around, said, in_path)


def _of_words(around: Circumstances, said: Said, in_path: frozenset[str]) -> Iterator[float]:
    """A change whose message is about what it takes back knows it; one whose message is about its own lines may not."""
    edit = around.edit_said
    if len(said.words) < 2:
        yield -0.6
    if said.words & around.own_words:
        yield 0.6
    undone = said.words & around.undone_words
    apart = len(undone - around.own_words - in_path)
    if undone:
        yield (-0.2, -0.5, -0.8)[min(apart, 2)]
    shared = said.words & edit.words
    if len(shared - in_path) >= 2:
        yield -0.8
    if shared - in_path and len(shared) >= 0.5 * min(len(said.words), len(edit.words)):
        yield -0.6
    if len((said.all_words & edit.words) - in_path) >= 2:
        yield -0.3
