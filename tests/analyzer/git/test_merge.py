import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from agentguard.analyzer.git import Repository
from agentguard.analyzer.git import merge as merging
from agentguard.analyzer.git.merge import Merged, Message, Stage
from agentguard.analyzer.git.quarantine import quarantine
from agentguard.analyzer.git.special import special_files
from tests.support.builder import Builder, Content

LINES = "".join(f"{number}\n" for number in range(1, 10))


def merge(repo: Builder, *pairs: tuple[str, str], attributes: Mapping[str, bytes] | None = None) -> list[Merged | None]:
    with Repository.open(repo.path) as repository, quarantine(repository) as held:
        commits = [(repository.commit(one), repository.commit(other)) for one, other in pairs]
        return list(held.merge_all(commits, attributes or {}))


def fork(repo: Builder, base: Mapping[str, Content], one: Mapping[str, Content], other: Mapping[str, Content]) -> None:
    """Makes branches `a` and `b` from one commit."""
    repo.commit(base, "base")
    for name, files in (("a", one), ("b", other)):
        repo.branch(name, "main")
        repo.commit(files, name)


@pytest.fixture(params=["batched", "one by one"])
def _both_ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With git 2.38 each pair takes a process of its own."""
    if request.param == "one by one":
        monkeypatch.setattr(merging, "_BATCHED", (99,))


@pytest.mark.usefixtures("_both_ways")
def test_pairs_are_merged_in_order(repo: Builder) -> None:
    fork(repo, {"f": LINES, "g": "1\n"}, {"f": LINES.replace("5", "a")}, {"f": LINES.replace("5", "b")})
    repo.branch("c", "main")
    repo.commit({"g": "2\n"}, "c")
    blobs = [repo.git("rev-parse", f"{name}:f") for name in ("main", "a", "b")]
    before = repo.objects()
    clean, conflict, again = merge(repo, ("a", "c"), ("a", "b"), ("b", "c"))
    assert clean is not None
    assert (clean.clean, clean.stages, clean.messages) == (True, (), ())
    assert conflict is not None
    assert not conflict.clean
    assert conflict.stages == tuple(
        Stage(stage=stage, mode=0o100644, id=blob, path="f") for stage, blob in enumerate(blobs, start=1)
    )
    assert conflict.messages == (
        Message(paths=("f",), kind="Auto-merging"),
        Message(paths=("f",), kind="CONFLICT (contents)"),
    )
    assert again is not None
    assert again.clean
    assert repo.objects() == before


@pytest.mark.usefixtures("_both_ways")
def test_a_pair_whose_contents_are_missing_leaves_the_others_alone(repo: Builder) -> None:
    fork(repo, {"f": LINES, "g": "1\n"}, {"f": LINES.replace("1", "a")}, {"f": LINES.replace("9", "b")})
    repo.branch("c", "main")
    repo.commit({"g": "2\n"}, "c")
    lost = repo.git("rev-parse", "b:f")
    (repo.path / f".git/objects/{lost[:2]}/{lost[2:]}").unlink()
    found = merge(repo, ("a", "c"), ("a", "b"), ("b", "a"), ("c", "a"))
    assert [merged.clean if merged else None for merged in found] == [True, None, None, True]


def test_the_hash_may_be_sha256(tmp_path: Path) -> None:
    repo = Builder.create(tmp_path / "repo", object_format="sha256")
    fork(repo, {"f": LINES}, {"f": LINES.replace("1", "a")}, {"f": LINES.replace("9", "b")})
    (merged,) = merge(repo, ("a", "b"))
    assert merged is not None
    assert (merged.clean, len(merged.tree)) == (True, 64)


def test_histories_that_share_nothing_are_merged_by_content(repo: Builder) -> None:
    repo.commit({"f": "1\n"}, "one")
    repo.git("switch", "--quiet", "--orphan", "other")
    repo.commit({"g": "1\n"}, "other")
    (merged,) = merge(repo, ("main", "other"))
    assert merged is not None
    assert merged.clean


def test_a_name_that_is_not_utf_8_is_kept(repo: Builder) -> None:
    name = os.fsdecode(b"caf\xe9\n\t")
    fork(repo, {name: LINES}, {name: LINES.replace("5", "a")}, {name: LINES.replace("5", "b")})
    (merged,) = merge(repo, ("a", "b"))
    assert merged is not None
    assert {stage.path for stage in merged.stages} == {name}


def evil(repo: Builder, marker: Path, monkeypatch: pytest.MonkeyPatch, config: Path) -> None:
    """Sets up a merge driver and filters in every place where git reads configuration and attributes."""
    run = f"touch {marker}; false"
    text = "".join(
        f'[merge "evil"]\n\tdriver = {run}\n[merge]\n\tdefault = evil\n\trenormalize = true\n'
        f'[filter "evil"]\n\tclean = {run}\n\tsmudge = {run}\n\tprocess = {run}\n'
        f'[diff "evil"]\n\ttextconv = {run}\n\tcommand = {run}\n[diff]\n\texternal = {run}\n'
    )
    config.write_text(text)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "merge.evil.driver")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", run)
    with (repo.path / ".git/config").open("a") as file:
        file.write(text)
    attributes = "* merge=evil filter=evil diff=evil\n"
    (repo.path / ".git/info").mkdir(exist_ok=True)
    (repo.path / ".git/info/attributes").write_text(attributes)
    repo.write({".gitattributes": attributes})


def test_no_merge_driver_or_filter_is_run(repo: Builder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fork(repo, {"f": LINES}, {"f": LINES.replace("1", "a")}, {"f": LINES.replace("9", "b")})
    marker = tmp_path / "ran"
    evil(repo, marker, monkeypatch, tmp_path / "config")
    repo.git("merge-tree", "--write-tree", "a", "b", check=False)
    marker.unlink()  # git itself ran it
    attributes = {".gitattributes": b"* merge=evil filter=evil diff=evil\n"}
    (merged,) = merge(repo, ("a", "b"), attributes=attributes)
    assert merged is not None
    assert merged.clean
    assert not marker.exists()


def test_gits_own_union_driver_counts(repo: Builder) -> None:
    changes = {".gitattributes": "*.md merge=union\n", "sub/.gitattributes": "f merge=binary\n"}
    files = {**changes, "log.md": "1\n", "sub/f": LINES}
    fork(
        repo,
        files,
        {"log.md": "1\na\n", "sub/f": LINES.replace("1", "a")},
        {"log.md": "1\nb\n", "sub/f": LINES.replace("9", "b")},
    )
    with Repository.open(repo.path) as repository:
        attributes = dict(special_files(repository, repository.commit("main"), ".gitattributes"))
    assert attributes == {path: text.encode() for path, text in changes.items()}
    (merged,) = merge(repo, ("a", "b"), attributes=attributes)
    assert merged is not None
    assert {stage.path for stage in merged.stages} == {"sub/f"}


def test_the_length_of_markers_is_not_for_the_repository_to_choose(repo: Builder) -> None:
    fork(repo, {"f": "1\n"}, {"f": "a\n"}, {"f": "b\n"})
    attributes = {".gitattributes": b"* conflict-marker-size=2000000000\nf conflict-marker-size=9 merge=text\n"}
    (merged,) = merge(repo, ("a", "b"), attributes=attributes)
    assert merged is not None
    assert not merged.clean


def test_a_shallow_clone_merges_what_it_has(repo: Builder, tmp_path: Path) -> None:
    repo.commit({"old": "1\n"}, "older")
    fork(repo, {"f": LINES}, {"f": LINES.replace("1", "a")}, {"f": LINES.replace("9", "b")})
    clone = repo.clone(tmp_path / "clone", "--depth=2", "--no-single-branch")
    (merged,) = merge(clone, ("origin/a", "origin/b"))
    assert merged is not None
    assert merged.clean


@pytest.mark.usefixtures("_both_ways")
def test_a_pair_on_which_git_fails_leaves_the_others_alone(repo: Builder) -> None:
    repo.commit({"x": LINES, "d/e/x/z": LINES * 2}, "base")
    repo.branch("a")
    repo.commit({"x": LINES + "more\n"}, "edit")
    repo.branch("b", "main")
    repo.git("rm", "--quiet", "-r", ".")
    repo.commit({"d/e/e/x/z": LINES * 2, "d/e/x": LINES}, "move")
    found = merge(repo, ("a", "main"), ("a", "b"), ("b", "main"))
    # Git 2.39 fails on an assertion there, and later ones may not.
    assert [merged.clean if merged else None for merged in (found[0], found[2])] == [True, True]
    assert len(found) == 3


@pytest.mark.usefixtures("_both_ways")
def test_advice_on_submodules_between_results_is_passed_over(repo: Builder, tmp_path: Path) -> None:
    other = Builder.create(tmp_path / "other")
    commits = [other.commit({"x": f"{number}\n"}) for number in range(3)]
    repo.commit({"x": "1\n"}, "base")
    for name, commit in zip(("main", "a", "b"), commits, strict=True):
        if name != "main":
            repo.branch(name, "main")
        repo.git("update-index", "--add", "--cacheinfo", f"160000,{commit},module")
        repo.commit(None, name)
    found = merge(repo, ("a", "b"), ("a", "main"), ("b", "a"))
    assert [merged.clean if merged else None for merged in found] == [False, True, False]
