from tests.cli.run import Done, Runner
from tests.support.builder import Builder

A = "def f():\n    return 1\n"
B = "from a import f\n\n\ndef g():\n    return f()\n"


def two_commits(repo: Builder) -> tuple[str, str]:
    one = repo.commit({"a.py": A, "b.py": B})
    two = repo.commit({"a.py": A.replace("f()", "f(x)"), "b.py": B.replace("f()\n", "f(1)\n")})
    return one[:10], two[:10]


def test_the_last_commit_shows_what_it_wrote_and_read(cli: Runner, repo: Builder) -> None:
    one, two = two_commits(repo)
    expected = f"""\
{one}..{two}   2 files, 2 symbols written, 1 read

modified  source  +1  -1  a.py
    signature  function  f        1-2
modified  source  +1  -1  b.py
    body       function  g        4-5
    reads                a.py::f  5
"""
    assert cli("footprint", "HEAD") == Done(0, expected, "")


def test_without_a_spec_it_is_the_worktree_with_its_untracked_files(cli: Runner, repo: Builder) -> None:
    _, two = two_commits(repo)
    repo.write({"new.py": "X = 1\n", "a.py": A})
    expected = f"""\
{two}..uncommitted   2 files, 3 symbols written, 0 reads

modified  source  +1  -1  a.py
    signature  function  f         1-2
added     source  +1  -0  new.py
    added      module    (module)  1
    added      variable  X         1
"""
    assert cli("footprint") == Done(0, expected, "")


def test_staged_is_the_index_on_top_of_head(cli: Runner, repo: Builder) -> None:
    _, two = two_commits(repo)
    repo.write({"a.py": A, "b.py": B})
    repo.git("add", "a.py")
    done = cli("footprint", "--staged")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"{two}..uncommitted   1 file, 1 symbol written, ")


def test_staged_and_a_spec_exclude_each_other(cli: Runner, repo: Builder) -> None:
    two_commits(repo)
    assert cli("footprint", "HEAD", "--staged") == Done(
        2, "", "error: a SPEC and `--staged` exclude each other\nhint: `--staged` is about the current index\n"
    )


def test_a_patch_on_stdin_is_read_on_top_of_the_base(cli: Runner, repo: Builder) -> None:
    one, _ = two_commits(repo)
    patch = repo.git("diff", "HEAD~", "HEAD", "--", "a.py").encode() + b"\n"
    expected = f"""\
{one}..uncommitted   1 file, 1 symbol written, 0 reads

modified  source  +1  -1  a.py
    signature  function  f  1-2
"""
    assert cli("footprint", "-", "--base", "HEAD~", stdin=patch) == Done(0, expected, "")


def test_a_patch_file_is_found_from_the_folder_that_c_names(cli: Runner, repo: Builder) -> None:
    _, two = two_commits(repo)
    repo.write({"back.patch": repo.git("diff", "HEAD", "HEAD~", "--", "a.py") + "\n"})
    done = cli("footprint", "back.patch", "-C", str(repo.path), folder=repo.path.parent)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"{two}..uncommitted   1 file, 1 symbol written, ")


def test_an_unreadable_patch_is_an_error(cli: Runner, repo: Builder) -> None:
    two_commits(repo)
    assert cli("footprint", "-", stdin=b"nonsense") == Done(
        2, "", "error: `-` holds no patch\nhint: `git diff` and `git format-patch` write one\n"
    )


def test_hostile_names_are_shown_without_their_control_characters(cli: Runner, repo: Builder) -> None:
    two_commits(repo)
    repo.write({"x\x1b[31m\n\u202ey.py": "X = 1\n", "caf\udce9.py": "Y = 1\n"})
    done = cli("footprint", "-q")
    assert (done.code, done.err) == (0, "")
    assert "added  source  +1  -0  caf\ufffd.py\n" in done.out
    assert "added  source  +1  -0  x y.py\n" in done.out
    assert not {"\x1b", "\u202e"} & set(done.out)
