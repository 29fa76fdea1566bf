from agentguard.analyzer.model.flow import Step
from tests.analyzer.symbols.python import read


def steps(source: str, symbol: str = "f") -> list[str]:
    """Renders each statement as `first-last <parent binds; uses; traits`."""
    reading = read(source)
    found = next(one for one in reading.file.symbols if one.name == symbol)
    return [_row(step) for step in reading.steps(found)]


def _row(step: Step) -> str:
    parts = [" ".join(sorted(names)) for names in (step.binds, step.uses, step.traits)]
    return f"{step.lines.first}-{step.lines.last} <{step.parent} " + "; ".join(parts)


def test_statements_are_listed_with_what_holds_them() -> None:
    source = '''\
@dec(a)
def f(x, y: int = b, *args, z=os.q, **kw) -> T:
    """Text."""
    for i, (j, k) in enumerate(self.items):
        if (m := n.o.p):
            continue
        elif x:
            return [v for v in vs if v.w]
        else:
            self.a.b, c = 1, 2
    while x:
        break
'''
    assert steps(source) == [
        "1-2 <-1 args f kw x y z; T a b dec int os os.q; header",
        "4-4 <0 i j k; enumerate self.items; condition loop",
        "5-5 <1 m; n n.o n.o.p; condition",
        "6-6 <2 ; ; leaves",
        "7-7 <2 ; x; branch condition",
        "8-8 <4 ; vs; leaves",
        "9-9 <2 ; ; branch",
        "10-10 <6 c self.a.b; self.a; ",
        "11-11 <0 ; x; condition loop",
        "12-12 <8 ; ; leaves",
    ]


def test_all_that_binds_a_name_is_read() -> None:
    source = """\
def f():
    with open(x) as fh, lock:
        x += 1
        del y
    try:
        import json as js
    except (A, B) as e:
        raise ValueError(e) from None
    finally:
        d["k"] = g(x=1, y=lambda q: q + r)[z]
    match v:
        case 1:
            pass
"""
    assert steps(source) == [
        "1-1 <-1 f; ; header",
        "2-2 <0 fh; lock open x; ",
        "3-3 <1 x; x; ",
        "4-4 <1 y; y; ",
        "5-5 <0 ; ; ",
        "6-6 <4 js; ; import",
        "7-7 <4 e; A B; branch condition",
        "8-8 <6 ; ValueError e; leaves",
        "9-9 <4 ; ; branch",
        "10-10 <8 d[k]; d g r z; ",
        "11-11 <0 ; v; condition",
        "12-12 <10 ; ; branch condition",
        "13-13 <11 ; ; ",
    ]


def test_definitions_by_themselves_are_left_out() -> None:
    source = '"""Text."""\nimport os\n\nLIMIT = 1\n\n\ndef f():\n    return 1\n\n\nsetup(\n    f,\n)\n'
    assert steps(source, "") == ["2-2 <-1 os; ; import", "11-13 <-1 ; f setup; "]


def test_a_variable_has_no_statements() -> None:
    assert steps("LIMIT = 1\n", "LIMIT") == []


def test_formatting_changes_no_token() -> None:
    one = read("def f(a):\n    return g(a, 'x')\n")
    two = read('def f(\n    a,\n):\n    # why\n    return g(\n        a,\n        "x",\n    )\n')
    tokens = [[step.tokens for step in reading.steps(reading.file.symbols[1])] for reading in (one, two)]
    assert tokens[0] == tokens[1]


def test_deep_nesting_ends() -> None:
    source = "def f():\n" + "".join(" " * depth + "if x:\n" for depth in range(1, 90)) + " " * 90 + "pass\n"
    assert len(steps(source)) == 91
