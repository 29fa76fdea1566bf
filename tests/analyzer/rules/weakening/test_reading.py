import pytest

from agentguard.analyzer.rules.weakening.code import TestFile, is_test_code
from agentguard.analyzer.rules.weakening.marks import marks
from agentguard.analyzer.rules.weakening.thresholds import lowered

MARKS = {
    "a plain skip": ("t/test_a.py", "@pytest.mark.skip\ndef test_a():\n    assert f()\n", [1]),
    "a skip with a reason": ("t/test_a.py", "@pytest.mark.skip(reason='flaky')\ndef test_a(): ...\n", [1]),
    "an expected failure": ("t/test_a.py", "@unittest.expectedFailure\ndef test_a(): ...\n", [1]),
    "xfail with a reason": ("t/test_a.py", "@pytest.mark.xfail(reason='x')\ndef test_a(): ...\n", [1]),
    "xfail over several lines": ("t/test_a.py", "@pytest.mark.xfail(\n    reason='x',\n)\ndef test_a(): ...\n", [1]),
    "xfail on a condition": ("t/test_a.py", "@pytest.mark.xfail(WINDOWS, reason='x')\ndef test_a(): ...\n", []),
    "xfail on a condition below": ("t/test_a.py", "@pytest.mark.xfail(\n    sys.version_info < X,\n)\n", []),
    "skipif": ("t/test_a.py", "@pytest.mark.skipif(X, reason='')\n@unittest.skipIf(X, '')\ndef test_a(): ...\n", []),
    "a condition by another name": ("t/test_a.py", "@skip.if_pypy\n@skip_on_windows\ndef test_a(): ...\n", []),
    "a skip first thing": ("t/test_a.py", "def test_a():\n    pytest.skip('later')\n    assert f()\n", [2]),
    "a skip under a condition": ("t/test_a.py", "def test_a():\n    if X:\n        pytest.skip('later')\n", []),
    "a skip in a method": ("t/test_a.py", "class A:\n    def test_a(self):\n        self.skipTest('later')\n", [3]),
    "a whole file": ("t/test_a.py", "pytestmark = pytest.mark.skip\n", [1]),
    "nothing asserted": ("t/test_a.py", "def test_a():\n    assert True\n    assert x or True\n", [2, 3]),
    "a name that only looks like a mark": ("t/test_a.py", "skip = True\nassert True_ish\n", []),
    "JavaScript": ("a.test.js", "it.skip('a', () => {});\nxdescribe('b', () => {});\nit('c', () => {});\n", [1, 2]),
    "Go": ("a_test.go", 'func TestA(t *testing.T) {\n\tt.Skip("x")\n\tif short {\n\t\tt.Skip("y")\n\t}\n}\n', [2]),
    "Rust": ("tests/a.rs", "#[ignore]\n#[test]\nfn test_a() {}\n", [1]),
    "Java": ("src/test/java/ATest.java", "@Disabled\n@Test void a() {}\n", [1]),
}


@pytest.mark.parametrize(("path", "text", "lines"), MARKS.values(), ids=MARKS)
def test_marks_are_found(path: str, text: str, lines: list[int]) -> None:
    assert [mark.line for mark in marks(TestFile(path, text, None))] == lines


TESTS = {
    "JavaScript": ("a.test.ts", "it('adds', () => {});\ntest.each([1])('each %d', () => {});\nhelper();\n", ["adds"]),
    "Go": (
        "a_test.go",
        "func TestA(t *testing.T) {}\nfunc helper() {}\nfunc FuzzB(f *testing.F) {}\n",
        ["TestA", "FuzzB"],
    ),
    "Ruby": ("spec/a_spec.rb", "it 'adds' do\nend\n", ["adds"]),
    "Kotlin": ("src/test/kotlin/ATest.kt", "  fun `adds two`() {}\n", ["`adds two`"]),
    "nothing": ("a_test.go", "package a\n", []),
}


@pytest.mark.parametrize(("path", "text", "names"), TESTS.values(), ids=TESTS)
def test_tests_are_found_without_a_grammar(path: str, text: str, names: list[str]) -> None:
    assert [test.name for test in TestFile(path, text, None).tests] == names


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("tests/test_a.py", True),
        ("web/a.spec.ts", True),
        ("src/app.py", False),
        ("tests/fixtures/a.py", False),
        ("tests/data.json", False),
    ],
)
def test_test_code_is_told_from_code_and_from_data(path: str, expected: bool) -> None:
    assert is_test_code(path) is expected


LIMITS = {
    "lower": ("setup.cfg", "fail_under = 95", "fail_under = 80.5", (("fail_under", 95.0, 80.5),)),
    "gone": ("pyproject.toml", "[tool.coverage.report]\nfail_under = 95\n", "[tool]\n", (("fail_under", 95.0, None),)),
    "an option": (
        "tox.ini",
        "pytest --cov-fail-under=90",
        "pytest --cov-fail-under=50",
        (("cov-fail-under", 90.0, 50.0),),
    ),
    "a workflow": (".github/workflows/ci.yml", "fail-under: 9", "fail-under: 8", (("fail-under", 9.0, 8.0),)),
    "jest": ("package.json", '{"branches": 80}', '{"branches": 70}', (("branches", 80.0, 70.0),)),
    "higher": ("setup.cfg", "fail_under = 80", "fail_under = 95", ()),
    "no such file": ("src/a.py", "fail_under = 95", "fail_under = 80", ()),
}


@pytest.mark.parametrize(("path", "old", "new", "expected"), LIMITS.values(), ids=LIMITS)
def test_limits_that_are_lower_are_found(
    path: str, old: str, new: str, expected: tuple[tuple[str, float, float | None], ...]
) -> None:
    assert lowered(path, old, new) == expected
