import pytest

from agentguard.analyzer.drift.definitions import Defined, definitions, is_flag_used, options
from agentguard.analyzer.drift.gone import module_name
from agentguard.analyzer.drift.names import is_distinctive


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("    async def load_all(self):", Defined("load_all", "function", sure=False)),
        ("export default async function fetchUser(id) {", Defined("fetchUser", "function")),
        ("pub(crate) fn read_all(&self) {", Defined("read_all", "function")),
        ("func (s *Server) Serve(w http.ResponseWriter) {", Defined("Serve", "function")),
        ("export interface UserProfile {", Defined("UserProfile", "class")),
        ("public static class Loader {", Defined("Loader", "class")),
        ("export const MAX_RETRIES: number = 3", Defined("MAX_RETRIES", "variable")),
        ("TIMEOUT = 3", Defined("TIMEOUT", "variable")),
    ],
)
def test_a_line_that_defines_a_name(line: str, expected: Defined) -> None:
    assert list(definitions(line)) == [expected]


@pytest.mark.parametrize("line", ["    x = 1", "if a == b:", "return value", "(a) => b", "call(name=1)"])
def test_a_line_that_defines_nothing(line: str) -> None:
    assert list(definitions(line)) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('parser.add_argument("-v", "--verbose-log")', [Defined("--verbose-log", "flag")]),
        ('@click.option("--dry-run/--no-dry-run")', [Defined("--dry-run", "flag"), Defined("--no-dry-run", "flag")]),
        ('run(["git", "fetch", "--unshallow"])', [Defined("--unshallow", "flag", sure=False)]),
        ('os.environ["APP_TOKEN"]', [Defined("APP_TOKEN", "variable")]),
        ('os.getenv("APP_TOKEN", "")', [Defined("APP_TOKEN", "variable")]),
        ("const token = process.env.APP_TOKEN", [Defined("APP_TOKEN", "variable")]),
        ('std::env::var("APP_TOKEN")', [Defined("APP_TOKEN", "variable")]),
        ("ENV APP_HOME=/srv", [Defined("APP_HOME", "variable", sure=False)]),
        ('os.environ["HTTP_PROXY"]', []),
        ("a = b - -c", []),
    ],
)
def test_flags_and_environment_variables_of_a_line(line: str, expected: list[Defined]) -> None:
    assert list(options(line)) == expected


@pytest.mark.parametrize(
    "name", ["load_settings", "RetryPolicy", "fetchUser", "MAX_RETRIES", "HTTPServer", "myriad_things"]
)
def test_names_of_several_words_are_distinctive(name: str) -> None:
    assert is_distinctive(name)


@pytest.mark.parametrize(
    "name", ["run", "name", "Client", "a_b", "__init__", "my_function", "MyLongTask", "foo_bar", "LOUD"]
)
def test_common_words_and_placeholders_are_not(name: str) -> None:
    assert not is_distinctive(name)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("src/calc/config.py", "calc.config"),
        ("calc/__init__.py", None),
        ("calc/tools/__init__.py", "calc.tools"),
        ("setup.py", None),
        ("tests/test_calc.py", None),
        ("a-b/c.py", None),
        ("calc/x.ts", None),
    ],
)
def test_modules_are_named_by_their_path(path: str, expected: str | None) -> None:
    assert module_name(path) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('    "--siblings",', True),
        ('run(["calc", "--siblings=x"])', True),
        ("run: calc --siblings origin", True),
        ("    --siblings) shift ;;", True),
        ('raise Error("`--siblings` names no branches")', False),
        ('examples = [("--siblings \'origin/*\'", "all")]', False),
        ('    "--siblings-of",', False),
    ],
)
def test_a_message_that_speaks_of_a_flag_does_not_use_it(line: str, expected: bool) -> None:
    assert is_flag_used(line, "--siblings") is expected
