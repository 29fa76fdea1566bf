from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agentguard.analyzer.calls import Misfit, misfit
from agentguard.analyzer.model.symbols import Call, Parameter, ParameterKind

_ORDER = (
    ParameterKind.POSITIONAL_ONLY,
    ParameterKind.POSITIONAL_OR_KEYWORD,
    ParameterKind.VAR_POSITIONAL,
    ParameterKind.KEYWORD_ONLY,
    ParameterKind.VAR_KEYWORD,
)
_NAMES = ["a", "b", "c", "d", "e"]
_KEYWORDS = st.lists(st.sampled_from([*_NAMES, "other"]), unique=True, max_size=4).map(tuple)
_CALLS = st.builds(Call, positional=st.integers(0, 5), keywords=_KEYWORDS)


@st.composite
def _signatures(draw: st.DrawFn) -> tuple[Parameter, ...]:
    names = draw(st.lists(st.sampled_from(_NAMES), unique=True))
    kinds = sorted((draw(st.sampled_from(list(ParameterKind))) for _ in names), key=_ORDER.index)
    found: list[Parameter] = []
    open_kinds = {ParameterKind.VAR_POSITIONAL, ParameterKind.VAR_KEYWORD}
    has_default = False
    for name, kind in zip(names, kinds, strict=True):
        if kind in open_kinds and any(one.kind is kind for one in found):
            continue
        by_position = kind in _ORDER[:2]
        default = kind not in open_kinds and ((by_position and has_default) or draw(st.booleans()))
        has_default = has_default or (by_position and default)
        found.append(Parameter(name=name, kind=kind, default="0" if default else None))
    return tuple(found)


def _binds(call: Call, parameters: tuple[Parameter, ...], *more: object, **named: object) -> bool:
    """Tells whether Python itself makes the call; `inspect` is wrong about `def f(a=0, /, **b)` called as `f(a=1)`."""
    made: dict[str, Callable[..., object]] = {}
    exec(f"def function({_listed(parameters)}): pass", made)  # noqa: S102 - names and kinds of our own
    try:
        made["function"](*([0] * call.positional), *more, **dict.fromkeys(call.keywords, 0), **named)
    except TypeError:
        return False
    return True


def _listed(parameters: tuple[Parameter, ...]) -> str:
    """Writes parameters as a `def` has them."""
    stars = {ParameterKind.VAR_POSITIONAL: "*", ParameterKind.VAR_KEYWORD: "**"}
    words: list[str] = []
    kinds = [one.kind for one in parameters]
    for index, one in enumerate(parameters):
        if one.kind is ParameterKind.KEYWORD_ONLY and not {"*"} & {word[:1] for word in words}:
            words.append("*")
        words.append(stars.get(one.kind, "") + one.name + ("=0" if one.default is not None else ""))
        if one.kind is ParameterKind.POSITIONAL_ONLY and ParameterKind.POSITIONAL_ONLY not in kinds[index + 1 :]:
            words.append("/")
    return ", ".join(words)


@given(_signatures(), _CALLS)
@example(
    (
        Parameter(name="a", kind=ParameterKind.POSITIONAL_ONLY, default="0"),
        Parameter(name="b", kind=ParameterKind.VAR_KEYWORD),
    ),
    Call(positional=0, keywords=("a",)),
)
def test_a_call_fits_where_python_binds_it(parameters: tuple[Parameter, ...], call: Call) -> None:
    assert (misfit(call, parameters) is None) == _binds(call, parameters)


@given(_signatures(), _CALLS, st.integers(0, 3), _KEYWORDS)
def test_what_stars_hide_is_never_held_against_a_call(
    parameters: tuple[Parameter, ...], call: Call, more: int, named: tuple[str, ...]
) -> None:
    hidden = {name: 0 for name in named if name not in call.keywords}
    starred = Call(positional=call.positional, keywords=call.keywords, star=True)
    if _binds(call, parameters, *([0] * more), **hidden):
        assert misfit(starred, parameters) is None


def _parameters(text: str) -> tuple[Parameter, ...]:
    """Reads `a b=0 *c d`, a parameter a word; `/` and `*` as in Python."""
    found: list[Parameter] = []
    kind = ParameterKind.POSITIONAL_OR_KEYWORD
    for word in text.split():
        name, _, default = word.lstrip("*").partition("=")
        if word == "/":
            found = [Parameter(name=one.name, kind=ParameterKind.POSITIONAL_ONLY, default=one.default) for one in found]
            continue
        own = kind
        if word.startswith("*"):
            own = ParameterKind.VAR_KEYWORD if word.startswith("**") else ParameterKind.VAR_POSITIONAL
            kind = ParameterKind.KEYWORD_ONLY
        if name:
            found.append(Parameter(name=name, kind=own, default=default or None))
    return tuple(found)


@pytest.mark.parametrize(
    ("parameters", "call", "expected"),
    [
        ("a", Call(positional=0), Misfit(why="the argument `a` is missing", remedy="pass `a`", parameter="a")),
        ("a", Call(positional=2), Misfit(why="it takes 1 positional argument, not 2")),
        (
            "a * b=0",
            Call(positional=2),
            Misfit(why="it takes 1 positional argument, not 2", remedy="give what stands behind by keyword: `b=`"),
        ),
        ("a", Call(positional=1, keywords=("b",)), Misfit(why="it takes no `b`", parameter="b")),
        (
            "a",
            Call(positional=1, keywords=("a",)),
            Misfit(why="`a` is given by position and by keyword", parameter="a"),
        ),
        (
            "a /",
            Call(positional=0, keywords=("a",)),
            Misfit(why="`a` is positional-only", remedy="give `a` by position", parameter="a"),
        ),
        (
            "a * b",
            Call(positional=1),
            Misfit(why="the keyword-only argument `b` is missing", remedy="pass `b`", parameter="b"),
        ),
        ("a", Call(positional=0, star=True), None),
        ("a", Call(positional=2, star=True), Misfit(why="it takes 1 positional argument, not 2")),
        ("*rest **named", Call(positional=4, keywords=("x",)), None),
    ],
    ids=str,
)
def test_a_misfit_says_why_and_what_to_write(parameters: str, call: Call, expected: Misfit | None) -> None:
    assert misfit(call, _parameters(parameters)) == expected
