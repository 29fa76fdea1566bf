from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from agentguard.analyzer.git import Repository
from agentguard.analyzer.git.quarantine import quarantine
from agentguard.analyzer.overlap.candidates import paths_meet
from tests.support.builder import Builder

FOLDERS = ("d", "d/e", "g", "h")
NAMES = ("x", "y", "d", "e", "x/z")
PATHS = [*NAMES, *(f"{folder}/{name}" for folder in FOLDERS for name in NAMES)]
Tree = dict[str, str]


def text(key: str) -> str:
    return "".join(f"{key} {line}\n" for line in range(12))


@st.composite
def edited(draw: st.DrawFn, base: Tree) -> Tree:
    """Edits, adds, removes and renames files, and moves whole folders."""
    files = dict(base)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(sorted(files) or ["x"]))
        match draw(st.sampled_from(["edit", "add", "remove", "rename", "move folder"])):
            case "edit":
                files[path] = files.get(path, "") + draw(st.sampled_from(["more\n", "other\n"]))
            case "add":
                files.setdefault(draw(st.sampled_from(PATHS)), text(draw(st.sampled_from("pq"))))
            case "remove":
                files.pop(path, None)
            case "rename":
                files[draw(st.sampled_from(PATHS))] = files.pop(path, "")
            case _:
                old, new = draw(st.permutations(FOLDERS))[:2]
                files = {
                    name.replace(f"{old}/", f"{new}/", name.startswith(f"{old}/")): one for name, one in files.items()
                }
    return files


@st.composite
def variants(draw: st.DrawFn) -> tuple[Tree, list[Tree]]:
    paths = draw(st.lists(st.sampled_from(PATHS), min_size=2, max_size=8, unique=True))
    base = {path: text(str(number)) for number, path in enumerate(paths)}
    return base, [draw(edited(base)) for _ in range(4)]


def commits(repo: Builder, base: Tree, sides: list[Tree]) -> list[str]:
    """Makes a commit of each tree, those of the sides on top of the base; a file gives way to a folder of its name."""
    stream = []
    for number, files in enumerate((base, *sides)):
        folders = {name[:end] for name in files for end in range(len(name)) if name[end] == "/"}
        stream.append(f"commit refs/heads/c{number}\ncommitter A <a@b> 0 +0000\ndata 0\n")
        stream.append("from refs/heads/c0\ndeleteall\n" if number else "")
        kept = {name: content for name, content in files.items() if name not in folders}
        stream += [f"M 100644 inline {name}\ndata {len(content)}\n{content}\n" for name, content in kept.items()]
    repo.git("fast-import", "--quiet", "--force", stdin="".join(stream).encode())
    return repo.git("rev-parse", *(f"c{number}" for number in range(len(sides) + 1))).split()


@settings(max_examples=15)
@given(variants())
def test_what_does_not_meet_merges_to_the_sum_of_both(drawn: tuple[Tree, list[Tree]]) -> None:
    base_files, sides = drawn
    with TemporaryDirectory() as folder:
        repo = Builder.create(Path(folder))
        base, *tips = commits(repo, base_files, sides)
        pairs = list(combinations(tips, 2))
        with Repository.open(repo.path) as repository, quarantine(repository) as held:
            trees = held.repository.trees
            for (one, other), merged in zip(pairs, held.merge_all(pairs, {}), strict=True):
                changes = trees.differences(base, one)
                if paths_meet(trees, base, changes, one, other):
                    continue
                assert merged is not None
                assert merged.clean
                expected = dict(trees.listing(other))
                for path, (_, new) in changes.items():
                    expected.pop(path, None)
                    expected |= {path: new} if new is not None else {}
                assert trees.listing(merged.tree) == expected


def meets(repo: Builder, one: str, other: str) -> bool:
    with Repository.open(repo.path) as repository:
        base, *tips = (repository.tree(repository.commit(name)) for name in ("main", one, other))
        found = {
            paths_meet(repository.trees, base, repository.trees.differences(base, first), first, second)
            for first, second in (tips, tips[::-1])
        }
    assert len(found) == 1, "it does not depend on which side is asked"
    return found.pop()


def test_a_file_in_the_place_of_a_folder_meets_what_is_added_there(repo: Builder) -> None:
    repo.commit({"f": "1\n"}, "base")
    repo.branch("a")
    repo.commit({"x": "1\n"}, "a file")
    repo.branch("b", "main")
    repo.commit({"x/y": "1\n"}, "a folder")
    assert meets(repo, "a", "b")


def test_a_file_that_is_added_to_a_folder_which_was_moved_meets_it(repo: Builder) -> None:
    repo.commit({"old/f": text("f"), "old/g": text("g")}, "base")
    repo.branch("a")
    repo.git("mv", "old", "new")
    repo.commit(None, "move")
    repo.branch("b", "main")
    repo.commit({"old/h": "1\n"}, "add")
    assert meets(repo, "a", "b")


def test_a_file_that_is_added_beside_one_that_was_moved_away_does_not(repo: Builder) -> None:
    repo.commit({"old/f": text("f"), "old/g": text("g")}, "base")
    repo.branch("a")
    repo.git("mv", "old/f", "f")
    repo.commit(None, "move")
    repo.branch("b", "main")
    repo.commit({"old/h": "1\n"}, "add")
    assert not meets(repo, "a", "b")
