import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from agentguard.analyzer.globs import first_match, glob_mistake, matches
from tests.support.builder import Builder
from tests.support.limits import processor_time

PATHS = (
    *(
        "a",
        "a.md",
        "docs/a.md",
        "docs/api/b.md",
        "src/docs/c.py",
        "src/a/gen/x.py",
        "src/gen/y.py",
        "src/gen",
        "gen/z.py",
    ),
    *("a b/c", "we?ird/[x]", "docs", "x/docs", "src/a/b/c/d.py", ".env", "src/.env"),
)


@pytest.mark.parametrize(
    ("glob", "matched"),
    [
        ("*.md", ("a.md", "docs/a.md", "docs/api/b.md")),
        ("/*.md", ("a.md",)),
        ("docs", ("docs/a.md", "docs/api/b.md", "src/docs/c.py", "docs", "x/docs")),
        ("docs/", ("docs/a.md", "docs/api/b.md", "src/docs/c.py")),
        ("/docs/", ("docs/a.md", "docs/api/b.md")),
        ("docs/*", ("docs/a.md",)),
        ("docs/**", ("docs/a.md", "docs/api/b.md")),
        ("./docs/**", ("docs/a.md", "docs/api/b.md")),
        ("src/a", ("src/a/gen/x.py", "src/a/b/c/d.py")),
        ("src/**/gen/*.py", ("src/a/gen/x.py", "src/gen/y.py")),
        ("**/gen/*", ("src/a/gen/x.py", "src/gen/y.py", "gen/z.py")),
        ("**/*.py", ("src/docs/c.py", "src/a/gen/x.py", "src/gen/y.py", "gen/z.py", "src/a/b/c/d.py")),
        ("src/*/gen", ("src/a/gen/x.py",)),
        ("we\\?ird/\\[x\\]", ("we?ird/[x]",)),
        ("?", ("a", "a b/c")),
        ("[!a-c]", ()),
        (".env", (".env", "src/.env")),
        ("A.MD", ()),
        ("**", PATHS),
    ],
)
def test_a_glob_matches(glob: str, matched: tuple[str, ...]) -> None:
    assert tuple(path for path in PATHS if matches(glob, path)) == matched


@pytest.mark.parametrize("glob", ["", "/", "!a", "../a", "a/../b", "a//b", "a/./b", "a" * 1_001])
def test_a_glob_that_can_match_nothing_says_why_and_matches_nothing(glob: str) -> None:
    assert glob_mistake(glob) is not None
    assert not any(matches(glob, path) for path in (*PATHS, glob))


def test_the_first_glob_that_matches_is_told() -> None:
    assert first_match(("x", "*.md", "docs"), "docs/a.md") == "*.md"
    assert first_match(("x",), "docs/a.md") is None


def test_a_hostile_glob_takes_no_time() -> None:
    with processor_time(2):
        assert not matches("*a" * 400 + "b", "a" * 5_000)
        assert not matches("/".join(["**", "a*"] * 200) + "/b", "/".join(["a"] * 400))


# Git compares what stands before the first wildcard by itself and then takes the stars of `a**` for a whole name, as a
# pathspec only: in an ignore file it does not. Here two stars within a name count as one.
PART = (
    st.lists(st.sampled_from(["a", "b", "ab", "*", "?", "[ab]", "[!a]"]), min_size=1, max_size=3)
    .map("".join)
    .filter(lambda part: "**" not in part or not part.strip("*"))
)
# What ends in a plain name below a wildcard also matches a folder here, as in `.gitignore`, but not in a pathspec.
GLOB = (
    st.lists(st.just("**") | PART, min_size=2, max_size=4)
    .filter(lambda parts: not set("*?[").isdisjoint(parts[-1]) or set("*?[").isdisjoint("".join(parts)))
    .map("/".join)
)
TREE = tuple(
    sorted(
        {"/".join(parts) for a in "ab" for b in ("a", "ab", "b") for parts in ([a], [a, b], [a, b, a], [b, a, b, a])}
    )
)
FILES = (*(f"{path}/x" for path in TREE), "x")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Builder:
    repo = Builder.create(tmp_path_factory.mktemp("globs") / "repo")
    repo.commit(dict.fromkeys(FILES, ""))
    return repo


@settings(max_examples=60)
@given(glob=GLOB)
@example(glob="***/**")
def test_a_glob_with_a_slash_means_what_git_means_by_it(tree: Builder, glob: str) -> None:
    listed = tree.git("ls-files", "-z", "--", f":(glob){glob}").split("\0")[:-1]
    assert [path for path in sorted(FILES) if matches(glob, path)] == sorted(listed)


def test_two_stars_within_a_name_count_as_one() -> None:
    assert [path for path in ("ab/x", "a/b/x", "a/x", "b/x") if matches("a**/x", path)] == ["ab/x", "a/x"]
