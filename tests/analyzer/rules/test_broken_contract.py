"""What breaks between two branches of a real repository, from end to end."""

from tests.analyzer.rules.test_pairs import pair, places, told
from tests.support.builder import Builder

LOAD = """\
def load(path, strict=False):
    connect(path)
    return [line for line in open(path) if line]
"""
BASE = """\
class Base:
    def __init__(self, name):
        self.name = name

    def run(self, job):
        return self.go(job, 1, 2, 3)
"""
MID = """\
from base import Base


class Mid(Base):
    def run(self, job):
        return super().run(job)
"""


def test_ag205_is_an_error_where_a_call_certainly_fails(repo: Builder) -> None:
    base = {"core.py": LOAD, "use.py": "x = 1\n"}
    one = {"use.py": "from core import load\n\nload('x', strict=True)\n"}
    found = pair(repo, base, one, {"core.py": LOAD.replace(", strict=False", "")}, "AG205")
    message = "`load('x', strict=True)`: it takes no `strict`, since `limits` changed the parameters of `load`"
    advice = "bring `limits` in and adapt this line before both have landed"
    assert (found.verdict, told(found.findings)) == ("conflict", [("error", message, advice)])
    assert places(found.findings[0]) == [("merged", "use.py", 3), ("b", "core.py", 1)]


def test_ag205_says_the_new_name_where_the_side_that_renames_lands_second(repo: Builder) -> None:
    base = {"core.py": LOAD, "use.py": "x = 1\n"}
    two = {"use.py": "from core import load\n"}
    found = pair(repo, base, {"core.py": LOAD.replace("load", "load_all")}, two, "AG205")
    message = "`from core import load`: `core` has no `load`, since `auth` renamed `load` to `load_all`"
    assert (found.verdict, told(found.findings)) == ("conflict", [("error", message, "import `load_all` instead")])
    assert places(found.findings[0]) == [("merged", "use.py", 1), ("a", "core.py", 1)]


def test_ag205_is_a_warning_where_an_override_is_left_alone(repo: Builder) -> None:
    base = {"base.py": BASE, "mid.py": MID}
    one = {"mid.py": MID.replace("super().run(job)", "[job]")}
    found = pair(repo, base, one, {"base.py": BASE.replace("run(", "start(")}, "AG205")
    message = "`Mid.run`: it overrides nothing: `Base.run` is gone, since `limits` renamed `Base.run` to `Base.start`"
    assert (found.verdict, told(found.findings)) == ("risk", [("warning", message, "name it `start`")])


def test_ag205_follows_a_constructor_to_a_class_above_that_no_line_names(repo: Builder) -> None:
    base = {"base.py": BASE, "mid.py": MID, "use.py": "x = 1\n"}
    one = {"use.py": "from mid import Mid\n\nmid = Mid('x')\n"}
    found = pair(repo, base, one, {"base.py": BASE.replace("name):", "name, kind):")}, "AG205")
    message = "`Mid('x')`: the argument `kind` is missing, since `limits` changed the parameters of `Base.__init__`"
    assert (found.verdict, told(found.findings)) == ("conflict", [("error", message, "pass `kind`")])


def test_ag205_is_silent_where_the_call_still_fits(repo: Builder) -> None:
    base = {"core.py": LOAD, "use.py": "x = 1\n"}
    one = {"use.py": "from core import load\n\nload('x', strict=True)\n"}
    found = pair(repo, base, one, {"core.py": LOAD.replace("strict=False", "strict=True, mode=0")}, "AG205")
    assert (found.verdict, found.findings) == ("clear", ())
