from agentguard.analyzer.model.config import UniquePattern, Where
from tests.analyzer.overlap.support import doubled
from tests.support.builder import Builder

MODULE = "def one():\n    return 1\n\n\ndef two():\n    return 2\n\n\ndef three():\n    return 3\n"
ROUTE = UniquePattern(name="route", paths=("api/*.py",), pattern=r'@get\("([^"]+)"')
MIGRATION = UniquePattern(name="migration", paths=("db/*.py",), pattern=r"/(\d+)_", where=Where.PATH)


def after(text: str, place: str, added: str) -> str:
    assert place in text
    return text.replace(place, place + added)


def test_one_function_added_by_both_to_one_module_is_told(repo: Builder) -> None:
    one = {"m.py": after(MODULE, "return 1\n", "\n\ndef retry():\n    return 7\n")}
    two = {"m.py": after(MODULE, "return 3\n", "\n\ndef retry():\n    return 8\n")}
    assert doubled(repo, {"m.py": MODULE}, one, two) == ["symbol retry m.py:5 m.py:13"]


def test_the_same_text_says_so(repo: Builder) -> None:
    added = "\n\ndef retry():\n    return 7\n"
    one, two = ({"m.py": after(MODULE, f"return {place}\n", added)} for place in (1, 3))
    assert doubled(repo, {"m.py": MODULE}, one, two) == ["symbol retry m.py:5 m.py:13 same"]


def test_a_class_that_both_add_is_told_without_its_methods(repo: Builder) -> None:
    added = "\n\nclass Box:\n    def size(self):\n        return {}\n"
    one, two = ({"m.py": after(MODULE, f"return {place}\n", added.format(place))} for place in (1, 3))
    assert doubled(repo, {"m.py": MODULE}, one, two) == ["symbol Box m.py:5 m.py:13"]


def test_a_method_that_both_add_to_one_class_is_told(repo: Builder) -> None:
    text = "class Box:\n    def a(self):\n        return 1\n\n    def b(self):\n        return 2\n"
    one = {"m.py": after(text, "return 1\n", "\n    def size(self):\n        return 3\n")}
    two = {"m.py": after(text, "return 2\n", "\n    def size(self):\n        return 4\n")}
    assert doubled(repo, {"m.py": text}, one, two) == ["symbol Box.size m.py:5 m.py:8"]


def test_an_attribute_that_methods_of_both_set_is_no_definition(repo: Builder) -> None:
    text = "class Box:\n    def a(self):\n        return 1\n\n    def b(self):\n        return 2\n"
    one = {"m.py": text.replace("return 1", "self.x = 1")}
    two = {"m.py": text.replace("return 2", "self.x = 2")}
    assert doubled(repo, {"m.py": text}, one, two) == []


def test_a_name_that_one_adds_and_the_other_renames_to_is_told(repo: Builder) -> None:
    long = MODULE.replace("return 3", "rows = [1, 2, 3]\n    return sorted(rows, key=abs)")
    one = {"m.py": long.replace("def three", "def retry")}
    two = {"m.py": after(long, "return 1\n", "\n\ndef retry():\n    return 8\n")}
    assert doubled(repo, {"m.py": long}, one, two) == ["symbol retry m.py:9 m.py:5"]


def test_a_setting_that_both_add_is_told(repo: Builder) -> None:
    text = "[a]\nx = 1\n\n[b]\ny = 1\n"
    one, two = {"s.toml": "top = 1\n" + text}, {"s.toml": text.replace("[a]", "top = 2\n[a]")}
    assert doubled(repo, {"s.toml": text}, one, two) == ["key top s.toml:1 s.toml:1"]


def test_a_file_that_both_add_is_told_without_what_is_in_it(repo: Builder) -> None:
    base = {"m.py": MODULE}
    assert doubled(repo, base, {"n.py": "def f(): pass\n"}, {"n.py": "def f(): return 1\n"}) == [
        "file n.py n.py:1 n.py:1"
    ]


def test_one_file_with_one_content_says_so(repo: Builder) -> None:
    assert doubled(repo, {"m.py": MODULE}, {"n.py": "x = 1\n"}, {"n.py": "x = 1\n"}) == ["file n.py n.py:1 n.py:1 same"]


def test_one_helper_in_two_modules_is_told_with_both_places(repo: Builder) -> None:
    added = "def retry_later():\n    return 1\n"
    assert doubled(repo, {"m.py": MODULE}, {"one.py": added}, {"two.py": "x = 1\n" + added}) == [
        "symbol retry_later one.py:1 two.py:2 same"
    ]


def test_names_that_every_module_has_are_no_helpers(repo: Builder) -> None:
    added = "def main():\n    return 1\n"
    assert doubled(repo, {"m.py": MODULE}, {"one.py": added}, {"two.py": added}) == []


def test_helpers_of_tests_may_share_a_name(repo: Builder) -> None:
    added = "def make_client():\n    return 1\n"
    assert doubled(repo, {"m.py": MODULE}, {"tests/test_one.py": added}, {"tests/test_two.py": added}) == []


def test_a_value_that_must_be_unique_is_told(repo: Builder) -> None:
    base = {"api/a.py": "x = 1\n", "api/b.py": "x = 1\n"}
    one = {"api/a.py": 'x = 1\n\n@get("/users")\ndef users(): pass\n'}
    two = {"api/b.py": 'x = 1\n@get("/users")\ndef people(): pass\n'}
    assert doubled(repo, base, one, two, ROUTE) == ["route /users api/a.py:3 api/b.py:2"]


def test_a_value_that_only_moves_is_not_new(repo: Builder) -> None:
    base = {"api/a.py": 'y = 1\n@get("/users")\ndef users(): pass\n', "api/b.py": "x = 1\n"}
    one = {"api/a.py": '@get("/users")\ndef users(): pass\ny = 1\n'}
    two = {"api/b.py": 'x = 1\n@get("/users")\ndef people(): pass\n'}
    assert doubled(repo, base, one, two, ROUTE) == []


def test_files_that_a_pattern_does_not_name_are_left_alone(repo: Builder) -> None:
    line = '@get("/users")\ndef users(): pass\n'
    assert doubled(repo, {"m.py": MODULE}, {"api/a.py": line}, {"web/b.py": line}, ROUTE) == [
        "symbol users api/a.py:1 web/b.py:1 same"
    ]


def test_a_pattern_may_look_at_paths(repo: Builder) -> None:
    base, one, two = {"m.py": MODULE}, {"db/0042_a.py": "x = 1\n"}, {"db/0042_b.py": "y = 1\n"}
    assert doubled(repo, base, one, two, MIGRATION) == ["migration 0042 db/0042_a.py:1 db/0042_b.py:1"]


def test_nothing_behind_the_limit_of_a_line_is_looked_at(repo: Builder) -> None:
    line = "#" * 160 + '@get("/users")\n'
    assert doubled(repo, {"m.py": MODULE}, {"api/a.py": line}, {"api/b.py": line}, ROUTE) == []
