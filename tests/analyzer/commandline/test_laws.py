import shlex
from time import thread_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agentguard.analyzer.commandline import read_command
from agentguard.analyzer.commandline.concern import may_concern_git, may_hide_git
from agentguard.analyzer.commandline.git import read_git
from agentguard.analyzer.model.commands import Breadth
from tests.analyzer.commandline.commands import (
    ALLOWED,
    ALLOWED_IN_BLOCKS,
    FOLDERS,
    SWEEPS,
    SWEEPS_IN_BLOCKS,
    UNKNOWN,
)

EVERYTHING = SWEEPS + SWEEPS_IN_BLOCKS + FOLDERS + ALLOWED + ALLOWED_IN_BLOCKS + UNKNOWN
PIECES = st.sampled_from(
    [
        *"'\"\\`$(){}[]<>|&;#!*?~=-,:@\n\t ",
        "$(", "${", "$((", "))", "$'", "<<", "<<<", "<<-E\n", "\nE\n", "<(", "&&", "||", ";;", "git", " add ", "-A",
        "commit -am x", "echo ", "sh -c ", "eval ", "xargs ", "find . -exec ", "if ", "then ", "fi", "for x in ", "do ",
        "done", "case x in ", "esac", "f() ", "function ", "while ", "X=", "$X", "${X:-", "\0", "\udcff", "é", "\\\n",
    ]
)  # fmt: skip
SHELLISH = st.lists(PIECES, max_size=30).map("".join)
WITHOUT_GIT = st.lists(PIECES.filter(lambda piece: "git" not in piece), max_size=30).map("".join)


def outcome(command: str) -> tuple[set[tuple[str, ...]], bool]:
    """Returns what sweeps, and whether something is unknown."""
    reading = read_command(command)
    sweeps = {call.words for call in reading.calls if call.breadth is Breadth.SWEEP}
    return sweeps, bool(reading.unknown) or any(call.breadth is Breadth.UNKNOWN for call in reading.calls)


@settings(max_examples=150, deadline=None)
@given(st.one_of(SHELLISH, st.text()))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    read_command(text)


@settings(max_examples=150, deadline=None)
@given(st.one_of(WITHOUT_GIT, st.text(alphabet="abc $(){}'\"\\\n;|&<>").filter(lambda text: "git" not in text)))
def test_a_text_without_git_in_it_runs_none(text: str) -> None:
    if not may_concern_git(text) and "{" not in text:
        assert read_command(text).calls == ()


@settings(max_examples=150, deadline=None)
@given(SHELLISH)
def test_what_hides_git_is_seen_by_the_cheap_look(text: str) -> None:
    if not may_hide_git(text):
        assert read_command(text).unknown == ()


@settings(max_examples=80, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(["add", "commit", "stash", "-A", "-am", "--", ".", "-c", "-C"]), st.text())))
def test_no_words_make_the_reader_of_git_fail(words: list[str]) -> None:
    read_git(words, {"a": "add -A", "b": "!sh", "c": "b 'x"})


def _in_a_document(command: str) -> str:
    return f"bash <<'END OF TEXT'\n{command}\nEND OF TEXT"


AROUND = {
    "sh -c": lambda command: f"sh -c {shlex.quote(command)}",
    "eval": lambda command: f"eval {shlex.quote(command)}",
    "a here-string": lambda command: f"bash <<< {shlex.quote(command)}",
    "a here-document": _in_a_document,
    "echo to a shell": lambda command: f"printf '%s\\n' {shlex.quote(command)} | sh",
    "a function": lambda command: f"f() {{\n{command}\n}}\nf",
    "a branch": lambda command: f"if true; then\n{command}\nfi",
    "a loop": lambda command: f"for i in 1; do\n{command}\ndone",
    "brackets": lambda command: f"(\n{command}\n)",
    "a substitution": lambda command: f"true $(\n{command}\n)",
    "more commands": lambda command: f"ls && cd x; {{ true; }}\n{command}\ntrue",
}
PLAIN = [
    command for command in SWEEPS if command.startswith("git ") and not set(command) & set("'\"\\`$<>|&;(){}#*?[!\n")
]


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND)
@settings(max_examples=40, deadline=None)
@given(command=st.sampled_from(SWEEPS + SWEEPS_IN_BLOCKS + ALLOWED + ALLOWED_IN_BLOCKS))
def test_what_runs_in_something_else_is_read_the_same(around: object, command: str) -> None:
    assert callable(around)
    sweeps, unknown = outcome(command)
    around_it = outcome(around(command))
    assert bool(around_it[0]) == bool(sweeps)
    assert unknown or not around_it[1]


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(EVERYTHING))
def test_the_same_as_text_runs_nothing(command: str) -> None:
    quoted = shlex.quote(command)
    for text in (f"echo {quoted}", f"grep {quoted} a", f"cat <<'END OF TEXT'\n{command}\nEND OF TEXT"):
        assert read_command(text).calls == ()


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(PLAIN), st.data())
def test_quotes_and_escapes_change_nothing(command: str, data: st.DataObject) -> None:
    words = []
    for word in command.split():
        place = data.draw(st.integers(0, len(word)))
        ways = ["{0}{1}", "{0}''{1}", '{0}"{1}"', "'{0}'{1}", "{0}\\\n{1}", "'{0}''{1}'", "$'{0}'{1}", '"{0}{1}"']
        words.append(data.draw(st.sampled_from(ways)).format(word[:place], word[place:]))
    assert outcome(data.draw(st.sampled_from([" ", "\t", " \\\n "])).join(words)) == outcome(command)


LARGE = {
    "brackets": "(" * 10_000_000,
    "quotes": '"' * 10_000_000,
    "substitutions": "$(" * 5_000_000,
    "here-documents": "cat <<E\n" * 100_000,
    "commands": "git add a\n" * 200_000,
    "a word": "git add " + "a" * 10_000_000,
    "braces": "git add " + "{a,b}" * 20,
    "a variable that doubles": "X=aaaaaaaa;" + "X=$X$X;" * 60 + "git add $X",
    "an array that doubles": "A=(a b);" + 'A=("${A[@]}" "${A[@]}");' * 60 + 'git add "${A[@]}"',
    "a function that calls itself": "f() { f; f; }; f; git add .",
    "loops in loops": "for a in {1..200}; do for b in {1..200}; do git add $a$b; done; done",
    "wrappers": "sudo " * 5000 + "git add -A",
    "branches in branches": "if x; then " * 3000 + "git add -A" + "; fi" * 3000,
}


@pytest.mark.parametrize("text", LARGE.values(), ids=LARGE)
def test_no_text_keeps_the_reader_busy(text: str) -> None:
    start = thread_time()
    read_command(text)
    assert thread_time() - start < 2


@pytest.mark.parametrize(
    "text", ["git \ud800 )", "if \udfff; then git add -A; fi", r"eval $'(git add \ud800)'", "(git add \udcff)"]
)
def test_half_characters_do_not_stop_the_reader(text: str) -> None:
    assert read_command(text).calls != ()


def test_a_long_document_does_not_hide_what_follows_it() -> None:
    text = "cat > a.md <<'E'\n" + "don't `git add .`\n" * 200_000 + "E\ngit add -A"
    assert [call.words for call in read_command(text).calls] == [("add", "-A")]


def test_what_is_too_long_to_be_read_is_unknown_where_it_speaks_of_git() -> None:
    assert read_command("git add a; " * 500_000).unknown != ()
    assert read_command("ls a; " * 500_000).unknown == ()
