"""Pieces of work against each other: the matrix of their verdicts."""

from collections.abc import Iterator, Mapping, Sequence

from agentguard.analyzer.counts import number
from agentguard.analyzer.model.pairs import OverlapReport, PairVerdict
from agentguard.analyzer.report.clean import clean
from agentguard.analyzer.report.pairs import FEW, matrix, meeting
from agentguard.analyzer.report.text.style import Style, columns, cut, table, wrap

# Wider than this no matrix is read, on a terminal or off it.
_WIDEST = 120
_LETTERS = {PairVerdict.CONFLICT: "C", PairVerdict.RISK: "r", PairVerdict.CLEAR: "-"}
_LEGEND = "C conflict, r risk, - clear"
_SHORTEST_NAME = 16
_LONGEST_NAME = 40
_MOST_NAMED = 20

Verdicts = Mapping[tuple[str, str], PairVerdict]


def matrix_lines(report: OverlapReport, style: Style) -> Iterator[str]:
    """Yields the verdict of every two tasks; of many tasks, those that are clear of all others are only named."""
    verdicts = matrix(report)
    names = [task.name for task in report.tasks]
    shown = names if style.verbose or len(names) <= FEW else meeting(report)
    if shown:
        yield from _matrix(shown, verdicts, style)
    rest = [clean(name) for name in names if name not in set(shown)]
    if rest:
        more = [f"and {len(rest) - _MOST_NAMED:,} more"] if len(rest) > _MOST_NAMED else []
        head = f"clear of all others ({len(rest):,}): "
        yield from wrap([*rest[:_MOST_NAMED], *more], style, first=head, indent="    ")


def _matrix(names: Sequence[str], verdicts: Verdicts, style: Style) -> Iterator[str]:
    """Tries words, then letters under numbers, then letters side by side."""
    width = min(style.width or _WIDEST, _WIDEST)
    worded = _worded(names, verdicts, style)
    if max(map(columns, worded)) <= width:
        yield from worded
        return
    for gap in (" ", ""):
        lettered = _lettered(names, verdicts, style, gap)
        if max(map(columns, lettered)) <= width:
            yield from lettered
            if not style.quiet:
                yield style.dim(_LEGEND)
            return
    yield style.dim(f"the matrix of {number(len(names), 'task')} is too wide to be read: `--json` has every pair")


def _worded(names: Sequence[str], verdicts: Verdicts, style: Style) -> list[str]:
    cleaned = [clean(name) for name in names]
    rows = [["", *cleaned]]
    for name, row in zip(names, cleaned, strict=True):
        rows.append([row, *(_word(verdicts.get((name, other)), style) for other in names)])
    return table(rows, Style(color=style.color))


def _word(verdict: PairVerdict | None, style: Style) -> str:
    return style.verdict(verdict, str(verdict)) if verdict is not None else style.sign("dot")


def _lettered(names: Sequence[str], verdicts: Verdicts, style: Style, gap: str) -> list[str]:
    """One letter a pair under the number of its column, which stands upright where there is no gap."""
    digits = len(str(len(names)))
    size = digits if gap else 1
    width = min(max(columns(clean(name)) for name in names), _LONGEST_NAME)
    room = (style.width or _WIDEST) - digits - 4 - (size + len(gap)) * len(names)
    width = max(min(width, room), min(width, _SHORTEST_NAME))
    numbers = [str(at).rjust(digits) for at in range(1, len(names) + 1)]
    margin = " " * (digits + 2 + width + 2)
    heads = [gap.join(numbers)] if gap else ["".join(one[at] for one in numbers) for at in range(digits)]
    lines = [(margin + head).rstrip() for head in heads]
    for at, name in zip(numbers, names, strict=True):
        letters = (_letter(verdicts.get((name, other)), style, size) for other in names)
        label = _squeezed(clean(name), width)
        padding = " " * (width - columns(label))
        lines.append(f"{at}  {label}{padding}  {gap.join(letters)}")
    return lines


def _letter(verdict: PairVerdict | None, style: Style, size: int) -> str:
    if verdict is None:
        return style.sign("dot").rjust(size)
    return " " * (size - 1) + style.verdict(verdict, _LETTERS[verdict])


def _squeezed(name: str, width: int) -> str:
    """Shortens a name in its middle: those of branches often differ at their ends."""
    if columns(name) <= width:
        return name
    tail = name[-(width // 2) :]
    while columns(tail) > width // 2:
        tail = tail[1:]
    return cut(name, width - columns(tail)) + tail
