from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentguard.analyzer.errors import AgentguardError
from agentguard.analyzer.git import Repository
from agentguard.analyzer.git.log import parse_log
from agentguard.analyzer.model.history import CommitRecord
from tests.support.builder import EPOCH, HOUR, Builder

ODD_NAMES = [
    "::",
    "-dash",
    "new\nline",
    'quo"te',
    "tab\there",
    "bytes\udcff\udcfe",
    "blank ",
    ":100644 x",
    "ü",
    "\x1b[1m",
]


def log(repo: Builder | Path, *selection: str) -> list[CommitRecord]:
    with Repository.open(repo.path if isinstance(repo, Builder) else repo) as repository:
        return list(repository.log(*(selection or ("HEAD",))))


def changes(commit: CommitRecord) -> list[tuple[str, str, str, str]]:
    return [(change.status, change.old_mode, change.new_mode, change.path) for change in commit.changes()]


def test_a_commit_is_told_with_all_its_fields(repo: Builder) -> None:
    first = repo.commit({"a": "1\n"}, "first")
    second = repo.commit({"a": "2\n", "b": "1\n"}, "second\n\nbody\n\nCo-authored-by: x", author="Bob <bob@b.invalid>")
    newest, oldest = log(repo)
    blobs = [repo.git("rev-parse", name) for name in (f"{first}:a", f"{second}:a", f"{second}:b")]
    assert newest == CommitRecord(
        second,
        (first,),
        EPOCH + 2 * HOUR,
        "Bob",
        "bob@b.invalid",
        "second\n\nbody\n\nCo-authored-by: x\n",
        [f":100644 100644 {blobs[0]} {blobs[1]} M", f":000000 100644 {'0' * 40} {blobs[2]} A"],
        ["a", "b"],
        EPOCH + 2 * HOUR,
    )
    assert (oldest.id, oldest.parents, oldest.paths, oldest.subject) == (first, (), ["a"], "first")


def test_odd_names_come_through_as_they_are(repo: Builder) -> None:
    repo.commit(dict.fromkeys(ODD_NAMES, "1\n"), "odd")
    repo.commit({"plain": "1\n"}, "::")
    plain, odd = log(repo)
    assert plain.paths == ["plain"]
    assert sorted(odd.paths) == sorted(ODD_NAMES)


def test_modes_links_submodules_and_type_changes_are_told(repo: Builder, tmp_path: Path) -> None:
    other = Builder.create(tmp_path / "other")
    other.commit({"x": "1\n"})
    repo.commit({"file": "1\n", "tool": "1\n", "gone": "1\n"}, "base")
    repo.submodule("module", other, "submodule")
    (repo.path / "tool").chmod(0o755)
    (repo.path / "file").unlink()
    (repo.path / "file").symlink_to("/etc/passwd")
    (repo.path / "gone").unlink()
    repo.git("add", "--all")
    repo.commit(None, "change")
    newest, module, _ = log(repo)
    assert changes(newest) == [
        ("T", "100644", "120000", "file"),
        ("D", "100644", "000000", "gone"),
        ("M", "100644", "100755", "tool"),
    ]
    assert changes(module) == [("A", "000000", "100644", ".gitmodules"), ("A", "000000", "160000", "module")]


def test_merges_and_empty_commits_have_no_entries(repo: Builder) -> None:
    repo.commit({"a": "1\n"}, "base")
    repo.branch("work")
    repo.commit({"b": "1\n"}, "work")
    repo.switch("main")
    repo.commit({}, "empty")
    merge = repo.merge("work")
    told = {commit.subject: (len(commit.parents), commit.paths) for commit in log(repo)}
    assert told == {"merge": (2, []), "empty": (1, []), "work": (1, ["b"]), "base": (0, ["a"])}
    assert log(repo)[0].id == merge


def test_a_sha256_history_is_read(tmp_path: Path) -> None:
    repo = Builder.create(tmp_path / "repo", object_format="sha256")
    repo.commit({"a": "1\n"}, "first")
    head = repo.commit({"a": "2\n"}, "second")
    newest, _ = log(repo)
    assert (newest.id, len(newest.id), changes(newest)) == (head, 64, [("M", "100644", "100644", "a")])


def raw(repo: Builder, *, time: str = f"{EPOCH} +0000", extra: bytes = b"", message: bytes = b"raw\n") -> CommitRecord:
    tree = repo.git("rev-parse", "HEAD^{tree}")
    parent = repo.head()
    who = f"Ada <ada@example.invalid> {time}"
    body = f"tree {tree}\nparent {parent}\nauthor {who}\ncommitter {who}\n".encode() + extra + b"\n" + message
    repo.raw_commit(body)
    return log(repo)[0]


@pytest.mark.parametrize(
    ("header", "message", "expected"),
    [
        pytest.param(b"encoding ISO-8859-1\n", b"caf\xe9\n", "café\n", id="named"),
        pytest.param(b"", b"caf\xe9\n", "caf\udce9\n", id="not named"),
        pytest.param(b"encoding no-such\n", b"caf\xe9\n", "caf\udce9\n", id="unknown"),
        pytest.param(b"", b"", "", id="empty"),
        pytest.param(b"", b"::\n::\n", "::\n::\n", id="like the mark"),
    ],
)
def test_messages_are_decoded_as_their_commit_says(repo: Builder, header: bytes, message: bytes, expected: str) -> None:
    repo.commit({"a": "1\n"})
    assert raw(repo, extra=header, message=message).message == expected


def test_the_subject_is_the_first_line_that_says_something(repo: Builder) -> None:
    repo.commit({"a": "1\n"})
    assert raw(repo, message=b"\n\n  late\nbody\n").subject == "late"


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("0 +0000", 0),
        ("-86400 +0000", 0),
        ("99999999999 +0000", 99_999_999_999),
        ("never", 0),
        (f"{'9' * 5_000} +0000", 10**18 - 1),
    ],
)
def test_times_that_make_no_sense_are_read_all_the_same(repo: Builder, time: str, expected: int) -> None:
    repo.commit({"a": "1\n"})
    assert raw(repo, time=time).time == expected


def test_a_replaced_commit_and_a_graft_count_as_their_owner_sees_them(repo: Builder) -> None:
    repo.commit({"a": "1\n"}, "first")
    repo.commit({"a": "2\n"}, "second")
    head = repo.commit({"a": "3\n"}, "third")
    repo.git("replace", "--graft", head, "HEAD~2")
    assert [commit.subject for commit in log(repo)] == ["third", "first"]


def test_objects_of_an_alternate_are_read(repo: Builder, tmp_path: Path) -> None:
    head = repo.commit({"a": "1\n"}, "first")
    repo.git("clone", "--quiet", "--shared", str(repo.path), str(tmp_path / "shared"))
    with Repository.open(tmp_path / "shared") as repository:
        assert [commit.subject for commit in repository.log("HEAD")] == ["first"]
        assert repository.objects.read(f"{head}:a") == b"1\n"


def test_a_shallow_clone_knows_where_its_history_is_cut(repo: Builder, tmp_path: Path) -> None:
    for number in range(4):
        repo.commit({"a": f"{number}\n"}, str(number))
    clone = repo.clone(tmp_path / "clone", "--depth=2")
    with Repository.open(clone.path) as repository:
        assert [commit.subject for commit in repository.log("HEAD")] == ["3", "2"]
        assert repository.shallow_boundary == {repo.git("rev-parse", "HEAD~1")}
    with Repository.open(repo.path) as repository:
        assert repository.shallow_boundary == frozenset()


def test_a_damaged_object_in_the_middle_is_an_error_of_git(repo: Builder) -> None:
    repo.commit({"a": "1\n"}, "first")
    tree = repo.git("rev-parse", "HEAD^{tree}")
    repo.commit({"a": "2\n"}, "second")
    repo.commit({"a": "3\n"}, "third")
    damaged = repo.path / ".git/objects" / tree[:2] / tree[2:]
    damaged.chmod(0o644)
    damaged.write_bytes(b"damaged")
    with pytest.raises(AgentguardError, match="`git log --raw -z` failed with exit code 128"):
        log(repo)


text = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=6)
entry = st.tuples(st.sampled_from("AMDT"), text.filter(bool))
records = st.lists(st.tuples(text, st.lists(entry, max_size=4)), max_size=5)


@given(records, st.integers(1, 40))
def test_the_parser_rebuilds_what_was_written_whatever_the_chunks(
    drawn: list[tuple[str, list[tuple[str, str]]]], size: int
) -> None:
    stream = bytearray()
    for number, (message, entries) in enumerate(drawn):
        stream += f"::\0{number}\0p q\0{number}\0{number}\0Ada\0mail\0{message}\0".encode()
        stream += "".join(
            f"{'' if place else chr(10)}:1 2 3 4 {status}\0{path}\0" for place, (status, path) in enumerate(entries)
        ).encode()
    told = list(parse_log(Chunks(bytes(stream), size)))
    assert [(one.id, one.message, one.paths, [entry[-1] for entry in one.entries]) for one in told] == [
        (str(number), message, [path for _, path in entries], [status for status, _ in entries])
        for number, (message, entries) in enumerate(drawn)
    ]


@given(records, st.integers(0, 400))
def test_a_stream_that_breaks_off_raises_nothing(drawn: list[tuple[str, list[tuple[str, str]]]], size: int) -> None:
    stream = bytearray()
    for message, entries in drawn:
        stream += f"::\0id\0\0001\0001\0Ada\0mail\0{message}\0".encode()
        stream += "".join(f":1 2 3 4 {status}\0{path}\0" for status, path in entries).encode()
    list(parse_log(BytesIO(bytes(stream)[:size])))


class Chunks(BytesIO):
    """A stream that gives a few bytes at a time."""

    def __init__(self, content: bytes, size: int) -> None:
        super().__init__(content)
        self._size = size

    def read(self, size: int | None = -1, /) -> bytes:
        del size
        return super().read(self._size)
