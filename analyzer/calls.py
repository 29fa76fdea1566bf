"""Does a call fit a signature?"""

from collections.abc import Sequence

from agentguard.analyzer.counts import number
from agentguard.analyzer.model.symbols import Call, Parameter, ParameterKind
from agentguard.analyzer.model.value import dataclass

_BY_POSITION = frozenset({ParameterKind.POSITIONAL_ONLY, ParameterKind.POSITIONAL_OR_KEYWORD})
_BY_KEYWORD = frozenset({ParameterKind.POSITIONAL_OR_KEYWORD, ParameterKind.KEYWORD_ONLY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """Why a call does not fit.

    Attributes:
        why: in one clause.
        remedy: what to write instead, None where that is not clear.
        parameter: the argument that is to blame, empty where it is their number.
    """

    why: str
    remedy: str | None = None
    parameter: str = ""


def misfit(call: Call, parameters: Sequence[Parameter]) -> Misfit | None:
    """Returns why a call fails, None where it fits or may fit.

    The law is that of Python's own calls. What `*` and `**` of the call hide could be anything, so only what
    fails whatever they hold is told.

    Args:
        call: the arguments.
        parameters: those that the caller fills, without `self`.
    """
    return _too_many(call, parameters) or _wrong_keyword(call, parameters) or _missing(call, parameters)


def _too_many(call: Call, parameters: Sequence[Parameter]) -> Misfit | None:
    positional = [one for one in parameters if one.kind in _BY_POSITION]
    if call.positional <= len(positional) or _has(parameters, ParameterKind.VAR_POSITIONAL):
        return None
    why = f"it takes {number(len(positional), 'positional argument')}, not {call.positional}"
    by_name = [one for one in parameters if one.kind is ParameterKind.KEYWORD_ONLY and one.name not in call.keywords]
    if not by_name:
        return Misfit(why=why)
    shown = ", ".join(f"`{one.name}=`" for one in by_name[: call.positional - len(positional)])
    return Misfit(why=why, remedy=f"give what stands behind by keyword: {shown}")


def _wrong_keyword(call: Call, parameters: Sequence[Parameter]) -> Misfit | None:
    positional = [one for one in parameters if one.kind in _BY_POSITION]
    by_name = {one.name: one for one in parameters if one.kind in _BY_KEYWORD}
    filled = {one.name for one in positional[: call.positional]}
    for keyword in call.keywords:
        if keyword in by_name:
            if keyword in filled:
                return Misfit(why=f"`{keyword}` is given by position and by keyword", parameter=keyword)
        elif not _has(parameters, ParameterKind.VAR_KEYWORD):
            if any(one.name == keyword for one in positional):
                remedy = f"give `{keyword}` by position"
                return Misfit(why=f"`{keyword}` is positional-only", remedy=remedy, parameter=keyword)
            return Misfit(why=f"it takes no `{keyword}`", parameter=keyword)
    return None


def _missing(call: Call, parameters: Sequence[Parameter]) -> Misfit | None:
    if call.star:
        return None
    filled = [one for one in parameters if one.kind in _BY_POSITION][: call.positional]
    for parameter in parameters:
        named = parameter.kind in _BY_KEYWORD and parameter.name in call.keywords
        if parameter.default is None and not named and parameter not in filled and not _is_open(parameter):
            kind = "keyword-only argument" if parameter.kind is ParameterKind.KEYWORD_ONLY else "argument"
            name = parameter.name
            return Misfit(why=f"the {kind} `{name}` is missing", remedy=f"pass `{name}`", parameter=name)
    return None


def _has(parameters: Sequence[Parameter], kind: ParameterKind) -> bool:
    return any(one.kind is kind for one in parameters)


def _is_open(parameter: Parameter) -> bool:
    return parameter.kind in {ParameterKind.VAR_POSITIONAL, ParameterKind.VAR_KEYWORD}
