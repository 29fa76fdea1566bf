import pytest

from agentguard.analyzer.topic.kinds import KIND_FEATURES, kind_rows
from agentguard.analyzer.topic.message import names_path, path_fit, path_words, read_message
from agentguard.analyzer.words import subject_of, words_of


def fits(message: str, *paths: str) -> list[float]:
    return path_fit(read_message(message), paths, path_words(paths))


def test_the_file_that_the_message_is_about_fits_best() -> None:
    best, other = fits("Renew the token at login", "auth/token.py", "report/chart.py")
    assert best > other == 0.0


def test_a_file_name_counts_more_than_a_folder() -> None:
    in_name, in_folder = fits("Fix the parser", "core/parser.py", "parser/core.py")
    assert in_name > in_folder > 0.0


def test_trailers_and_links_say_nothing() -> None:
    assert read_message("Fix it\n\nhttps://x.invalid/parser #12\nReviewed-By: Parser <p@p.invalid>").weights == {}


@pytest.mark.parametrize("path", ["docs/setup.md", "setup.md"])
def test_a_spelled_out_file_is_named(path: str) -> None:
    assert names_path(read_message("See setup.md"), path)


def test_a_file_with_a_longer_name_is_not_named() -> None:
    assert not names_path(read_message("See setup.md"), "docs/old-setup.md")


@pytest.mark.parametrize(
    ("path", "subject"),
    [
        ("tests/test_token.py", "token"),
        ("src/token.py", "token"),
        ("auth/__init__.py", "auth"),
        ("ui/Tok.spec.ts", "tok"),
    ],
)
def test_a_test_has_the_subject_of_its_file(path: str, subject: str) -> None:
    assert subject_of(path) == subject


def test_identifiers_of_any_style_give_the_same_words() -> None:
    assert words_of("parseHttpHeader") == words_of("parse_http_header") == words_of("PARSE-HTTP-HEADER")


def test_work_that_the_subject_announces_points_at_its_files() -> None:
    (document, code) = kind_rows("Improve the guide", ["docs/guide.rst", "src/a.py"])
    assert dict(zip(KIND_FEATURES, document, strict=True))["docs said"] == 1.0
    assert dict(zip(KIND_FEATURES, code, strict=True))["docs other"] == 1.0
