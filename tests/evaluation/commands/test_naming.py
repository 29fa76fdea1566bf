import pytest

from evaluation.commands.naming import files_to_make, in_named_folders, named

PATHS = ("src/app.py", "src/embed/client.py", "a file.txt", "app/[slug]/page.tsx")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("git add src/app.py", {"src/app.py"}),
        ("cd src && git add ./app.py", {"src/app.py"}),
        ("git add src/{app,other}.py", {"src/app.py"}),
        ("git add 's'rc/app\\\n.py", {"src/app.py"}),
        ('git add "a file.txt"', {"a file.txt"}),
        ("git add 'app/[slug]/page.tsx'", {"app/[slug]/page.tsx"}),
        ("printf 'src/app.py\\0' | git add --pathspec-from-file=-", {"src/app.py"}),
        ("git add ':(icase)SRC/APP.py'", {"src/app.py"}),
        ("FILE=src/app.py; git add $FILE", {"src/app.py"}),
        ("git add src/*.py", set()),
        ("git add src", set()),
        ("git add -A", set()),
    ],
)
def test_a_path_is_named_where_it_or_an_end_of_it_is_written_out(text: str, expected: set[str]) -> None:
    assert named(text, PATHS) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("git add src", {"src/app.py", "src/embed/client.py"}),
        ("git add ./src/embed/", {"src/embed/client.py"}),
        ("bash <<EOF\ngit add src\nEOF", {"src/app.py", "src/embed/client.py"}),
        ("cd src && git add .", set()),
        ("git -C src add .", set()),
        ("git commit -am 'change src'", set()),
        ("git add src/*.py", set()),
    ],
)
def test_a_folder_is_named_other_than_by_going_there(text: str, expected: set[str]) -> None:
    assert in_named_folders(text, PATHS) == expected


@pytest.mark.parametrize(
    ("text", "files", "programs"),
    [
        ("git add docs/x.md 'a b.py' && git commit -m 'y.py'", ["docs/x.md", "a b.py"], []),
        ("git add frontend", ["frontend/one.py", "frontend/two.md"], []),
        ("git add Makefile -- -A", ["Makefile", "-A"], []),
        ("cd backend && ./run.sh && git add ../x.py /etc/y.py", ["backend/inside.py"], ["run.sh"]),
        ("git add .git/config", [], []),
        ("ls docs/x.md", [], []),
    ],
)
def test_what_a_command_is_about_is_made(text: str, files: list[str], programs: list[str]) -> None:
    assert files_to_make(text) == (files, programs)
