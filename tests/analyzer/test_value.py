import copy
import dataclasses
import inspect
import operator
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from agentguard.analyzer.model.value import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Somewhere."""

    x: int
    y: int = 2
    tags: list[str] = field(default_factory=list)
    secret: str = field(default="s", repr=False)
    sum: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sum", self.x + self.y)


@dataclass(frozen=True, slots=True)
class One:
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Empty: ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Self:
    value: int


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    first: int
    last: int


class Plain:
    value: str

    def shown(self) -> str:
        return self.value.upper()


def test_fields_defaults_and_what_is_worked_out_are_set() -> None:
    one, other = Point(x=1), Point(x=1, y=5, tags=["a"], secret="t")

    assert (one.x, one.y, one.tags, one.secret, one.sum) == (1, 2, [], "s", 3)
    assert (other.y, other.tags, other.secret, other.sum) == (5, ["a"], "t", 6)
    assert one.tags is not Point(x=1).tags


def test_values_are_shown_compared_and_hashed_as_the_standard_ones_are() -> None:
    standard: Any = dataclasses.dataclass(frozen=True, slots=True)(type("One", (), {"__annotations__": {"value": str}}))

    assert repr(Point(x=1)) == "Point(x=1, y=2, tags=[], sum=3)"
    assert repr(One("a")) == repr(standard("a")) == "One(value='a')"
    assert One("a") == One("a")
    assert One("a") != One("b")
    assert One("a") != standard("a")
    assert hash(One("a")) == hash(One("a")) == hash(standard("a"))
    assert Empty() == Empty()
    assert repr(Empty()) == "Empty()"


def test_values_without_comparison_equal_only_themselves() -> None:
    one = Self(value=1)

    assert one == one  # noqa: PLR0124
    assert one != Self(value=1)
    assert len({one, Self(value=1)}) == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (Point, "missing 1 required keyword-only argument: 'x'"),
        (lambda: Point(1), "takes 1 positional argument but 2 were given"),  # type: ignore[call-arg]
        (lambda: Point(x=1, z=1), "unexpected keyword argument 'z'"),  # type: ignore[call-arg]
        (lambda: Point(x=1, sum=1), "unexpected keyword argument 'sum'"),  # type: ignore[call-arg]
    ],
)
def test_wrong_arguments_are_refused(wrong: Callable[[], object], said: str) -> None:
    with pytest.raises(TypeError, match=said):
        wrong()


def test_a_value_cannot_be_changed() -> None:
    one = One("a")

    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'value'"):
        one.value = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'other'"):
        one.other = "b"  # type: ignore[attr-defined]
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'value'"):
        del one.value
    assert not hasattr(one, "__dict__")


def test_values_survive_copying_and_other_processes() -> None:
    point = Point(x=1, tags=["a"])

    assert pickle.loads(pickle.dumps(point)) == point  # noqa: S301 - our own
    assert copy.deepcopy(point) == point
    assert copy.copy(point) == point


def test_the_functions_of_the_standard_module_know_values() -> None:
    assert dataclasses.replace(One("a"), value="b") == One("b")
    assert dataclasses.replace(Point(x=1, tags=["a"]), y=7) == Point(x=1, y=7, tags=["a"])
    assert [one.name for one in dataclasses.fields(Point)] == ["x", "y", "tags", "secret", "sum"]
    assert dataclasses.is_dataclass(Empty)
    assert dataclasses.asdict(One("a")) == {"value": "a"}


def test_the_class_keeps_its_name_its_description_and_its_methods() -> None:
    made = dataclass(frozen=True, slots=True)(Plain)

    assert (made.__name__, made.__qualname__, made.__module__) == ("Plain", "Plain", __name__)
    assert Point.__doc__ == "Somewhere."
    assert made("a").shown() == "A"  # type: ignore[call-arg]
    assert str(inspect.signature(made)) == "(value)"


def test_a_pattern_takes_fields_by_place_only_where_the_class_does() -> None:
    match One("a"):
        case One(value):
            assert value == "a"
    assert Point.__match_args__ == ()


def test_other_kinds_of_classes_are_left_to_the_standard_decorator() -> None:
    with pytest.raises(TypeError, match=r"dataclasses\.dataclass makes the others"):
        dataclass(frozen=False, slots=True)(Plain)


@pytest.mark.parametrize("compare", [operator.lt, operator.le, operator.gt, operator.ge])
def test_values_are_ordered_by_their_fields_where_that_is_asked_for(compare: Callable[[object, object], bool]) -> None:
    pairs = [(1, 2), (1, 3), (2, 1), (1, 2)]
    values = [Span(first=first, last=last) for first, last in pairs]

    assert [[compare(one, other) for other in values] for one in values] == [
        [compare(one, other) for other in pairs] for one in pairs
    ]
    with pytest.raises(TypeError, match="not supported between"):
        compare(values[0], (1, 2))
    with pytest.raises(TypeError, match="not supported between"):
        compare(One("a"), One("b"))
