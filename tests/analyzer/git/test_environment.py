import os
from collections.abc import Callable
from pathlib import Path

import pytest

from agentguard.analyzer.changesets import open_change
from agentguard.analyzer.git import Repository
from agentguard.analyzer.git.environment import git_environment
from agentguard.analyzer.specs import Spec, SpecKind
from tests.support.builder import Builder

TEXT = "".join(f"line {number}\n" for number in range(30))
EVERYTHING = ("dir", "index", "rev")


def told(repo: Builder, *kinds: str) -> list[object]:
    """Everything that reading a repository yields: the log, and each kind of change with its hunks."""
    seen: list[object] = []
    with Repository.open(repo.path) as repository:
        seen.append(list(repository.log("HEAD")))
        values = {"dir": str(repo.path), "index": "", "rev": repository.commit("HEAD")}
        for kind in kinds or EVERYTHING:
            spec = Spec(name=kind, kind=SpecKind(kind), value=values[kind])
            with open_change(repository, spec, target=None, read_stdin=bytes) as opened:
                seen.append((opened.change.changes, opened.change.skipped, opened.change.message))
    return seen


@pytest.fixture
def dirty(repo: Builder) -> Builder:
    """Renames with edits in the last commit, a staged edit, an unstaged one, and an untracked file."""
    repo.commit({"old.py": TEXT, "b.py": TEXT, "c.txt": TEXT.upper(), "ü.txt": "1\n", "bin": b"\0\1"}, "first")
    repo.git("mv", "old.py", "new.py")
    repo.git("mv", "c.txt", "d.txt")
    shorter = TEXT.replace("line 3\n", "").replace("line 9\n", "nine\n")
    renamed = {"new.py": TEXT + "end\n", "d.txt": TEXT.upper() + "end\n"}
    repo.commit({"b.py": shorter, "bin": b"\0\2", **renamed}, "second\n\nbody")
    repo.write({"b.py": TEXT, "new.py": TEXT + "more\n"})
    repo.git("add", "b.py")
    repo.write({"untracked.py": "u = 1\n"})
    return repo


@pytest.mark.parametrize(
    "setting",
    [
        "[log]\nshowSignature = true\nfollow = true\nmailmap = true\ndecorate = full\ndiffMerges = separate",
        "[log]\nshowRoot = false\nabbrevCommit = true",
        "[diff]\nnoprefix = true\nrenames = false\ncontext = 9\ninterHunkContext = 9\nalgorithm = patience",
        "[diff]\nmnemonicPrefix = true\nrenames = copies\nrelative = true\nsuppressBlankEmpty = true\nrenameLimit = 1",
        "[diff]\nignoreSubmodules = all\norderFile = /dev/stdin\nsubmodule = log\ncolorMoved = yes",
        "[color]\nui = always\ndiff = always",
        "[core]\nquotePath = false\nabbrev = 4\nwhitespace = trailing-space\npager = false\nautocrlf = false",
        "[i18n]\nlogOutputEncoding = UTF-16\ncommitEncoding = latin1",
        "[format]\npretty = oneline\nnotes = true",
        "[status]\nshort = true\nshowUntrackedFiles = no\nrelativePaths = false\nrenames = false",
        "[core]\nsplitIndex = true\nuntrackedCache = true\nfsmonitor = true\nattributesFile = {folder}/attributes",
        "[rev]\n[notes]\ndisplayRef = refs/notes/*\n[column]\nui = always\n[tar]\n[blame]\nblankBoundary = true",
        "[add]\nignoreErrors = true\n[apply]\nwhitespace = error\n[feature]\nmanyFiles = true",
    ],
    ids=lambda text: text.replace("\n", " ")[:40],
)
def test_what_a_user_configured_changes_nothing(
    dirty: Builder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    expected = told(dirty)
    (tmp_path / "attributes").write_text("*.py -diff\n*.txt diff=word\n")
    config = tmp_path / "config"
    config.write_text(setting.format(folder=tmp_path) + "\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    assert told(dirty) == expected


@pytest.mark.parametrize(
    "variables",
    [
        {"GIT_DIR": "/nowhere", "GIT_WORK_TREE": "/nowhere", "GIT_INDEX_FILE": "/nowhere/index"},
        {"GIT_OBJECT_DIRECTORY": "/nowhere", "GIT_QUARANTINE_PATH": "/nowhere", "GIT_NAMESPACE": "other"},
        {"GIT_EXTERNAL_DIFF": "false", "GIT_DIFF_OPTS": "--unified=9", "GIT_PAGER": "false", "PAGER": "false"},
        {"GIT_TRACE": "1", "GIT_TRACE_SETUP": "1", "GIT_FLUSH": "0", "GIT_ICASE_PATHSPECS": "1"},
        {"GIT_GLOB_PATHSPECS": "1", "GIT_PREFIX": "sub/", "GIT_EDITOR": "false", "GIT_ASKPASS": "false"},
        {"LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de", "LANG": "de_DE.UTF-8", "TZ": "Pacific/Apia", "COLUMNS": "20"},
        {"GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": "/nowhere", "GIT_SHALLOW_FILE": "/nowhere"},
        {"GIT_DEFAULT_HASH": "sha256", "GIT_INDEX_VERSION": "4", "GIT_LITERAL_PATHSPECS": "0"},
    ],
    ids=lambda variables: next(iter(variables)),
)
def test_variables_of_the_caller_change_nothing_for_a_named_folder(
    dirty: Builder, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    expected = told(dirty)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert told(dirty) == expected


def test_a_change_cannot_hide_its_lines_by_attributes(repo: Builder) -> None:
    repo.commit({"a.py": "x = 1\n"}, "first")
    repo.commit({"a.py": "x = 2\n", ".gitattributes": "*.py -diff binary\n"}, "hidden")
    with Repository.open(repo.path) as repository:
        spec = Spec(name="HEAD", kind=SpecKind.REVISION, value=repository.commit("HEAD"))
        with open_change(repository, spec, target=None, read_stdin=bytes) as opened:
            assert [(c.path, c.binary, c.added) for c in opened.change.changes] == [
                (".gitattributes", False, 1),
                ("a.py", False, 1),
            ]


def _filter(repo: Builder, marker: str) -> None:
    for kind in ("clean", "smudge", "process"):
        repo.git("config", f"filter.evil.{kind}", f"touch {marker}; cat")
    repo.git("config", "filter.evil.required", "true")


def _diff_driver(repo: Builder, marker: str) -> None:
    repo.git("config", "diff.evil.textconv", f"touch {marker}; cat")
    repo.git("config", "diff.evil.command", f"touch {marker}")


def _external_diff(repo: Builder, marker: str) -> None:
    repo.git("config", "diff.external", f"touch {marker}")


def _fsmonitor(repo: Builder, marker: str) -> None:
    repo.git("config", "core.fsmonitor", _script(repo, marker))


def _signatures(repo: Builder, marker: str) -> None:
    repo.git("config", "gpg.program", _script(repo, marker))
    repo.git("config", "log.showSignature", "true")
    repo.git("config", "commit.gpgSign", "true")


def _pager(repo: Builder, marker: str) -> None:
    for command in ("core.pager", "pager.log", "core.editor", "core.askPass", "core.sshCommand"):
        repo.git("config", command, f"touch {marker}; cat")


def _hooks(repo: Builder, marker: str) -> None:
    hooks = repo.path / "evil-hooks"
    hooks.mkdir()
    for name in ("post-index-change", "reference-transaction", "pre-commit", "post-checkout", "pre-auto-gc"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {marker}\n")
        (hooks / name).chmod(0o755)
    repo.git("config", "core.hooksPath", str(hooks))


def _configured_hooks(repo: Builder, marker: str) -> None:
    """Git 2.54 and later run these whatever `core.hooksPath` is; before they are settings like any other."""
    for name in ("post-index-change", "reference-transaction", "post-checkout"):
        repo.git("config", f"hook.evil-{name}.command", f"touch {marker}; :")
        repo.git("config", f"hook.evil-{name}.event", name)
    Path(marker).unlink(missing_ok=True)


def _aliases(repo: Builder, marker: str) -> None:
    for name in ("log", "cat-file", "diff-tree", "rev-parse"):
        repo.git("config", f"alias.{name}", f"!touch {marker}")


def _script(repo: Builder, marker: str) -> str:
    script = repo.path.parent / "evil"
    script.write_text(f"#!/bin/sh\ntouch {marker}\n")
    script.chmod(0o755)
    return str(script)


@pytest.mark.parametrize(
    "arm", [_filter, _diff_driver, _external_diff, _fsmonitor, _signatures, _pager, _hooks, _configured_hooks, _aliases]
)
def test_no_program_that_a_repository_names_is_run(
    dirty: Builder, tmp_path: Path, arm: Callable[[Builder, str], None]
) -> None:
    marker = tmp_path / "ran"
    dirty.write({".gitattributes": "* filter=evil diff=evil\n"})
    arm(dirty, str(marker))
    told(dirty)
    assert not marker.exists()


def test_the_variables_of_a_hook_count_only_where_it_runs() -> None:
    inherited = {
        "GIT_DIR": "/r/.git",
        "GIT_INDEX_FILE": "/r/i",
        "GIT_PREFIX": "x",
        "HOME": "/h",
        "GIT_CONFIG_COUNT": "0",
    }
    here = git_environment(inherited, keep_discovery=True)
    elsewhere = git_environment(inherited, keep_discovery=False)
    assert (here["GIT_DIR"], here["GIT_INDEX_FILE"]) == ("/r/.git", "/r/i")
    assert not {"GIT_DIR", "GIT_INDEX_FILE"} & elsewhere.keys()
    assert "GIT_PREFIX" not in here
    assert elsewhere["GIT_CONFIG_COUNT"] == "0"


def test_the_index_of_a_hook_is_the_one_that_is_read(dirty: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    other = dirty.path / ".git/other-index"
    dirty.extra["GIT_INDEX_FILE"] = str(other)
    dirty.git("read-tree", "HEAD")
    dirty.git("add", "untracked.py")
    monkeypatch.chdir(dirty.path)
    monkeypatch.setenv("GIT_INDEX_FILE", os.path.relpath(other))
    with Repository.open() as repository:
        spec = Spec(name="index", kind=SpecKind.INDEX, value="")
        with open_change(repository, spec, target=None, read_stdin=bytes) as opened:
            assert [change.path for change in opened.change.changes] == ["untracked.py"]
