"""The repository that commands are tried in: changes of every kind, of several topics."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

TRACKED = (
    "README.md", "Makefile", "package.json", "a.py", "src/app.py", "src/embed/client.py", "src/util.py",
    "lib/core.c", "tests/test_app.py", "docs/plan.md", "docs/guide.md", "reports/old.md", "app/[slug]/page.tsx",
)  # fmt: skip
CHANGED = (
    "a.py", "src/app.py", "src/embed/client.py", "tests/test_app.py", "docs/plan.md", "reports/old.md",
    "app/[slug]/page.tsx", "Makefile",
)  # fmt: skip
DELETED = ("src/util.py", "docs/guide.md")
UNTRACKED = ("b/c.py", "new.js", "src/new.js", "tests/test_new.py", "reports/r1.md", "reports/r2.md", "ideas/idea.md")
IGNORED = ("build/out.js", "debug.log", ".env")
STAGED = ("lib/core.c", "src/app.py")
ALIASES = {
    "aa": "add -A", "ca": "commit -a", "cam": "commit -am", "st": "status", "ci": "commit", "co": "checkout",
    "s": "!git status --short", "save": "!git add -A && git commit -m save", "lg": "log --oneline --graph",
    "wip": "!f() { git add . && git commit -m wip; }; f", "unstage": "reset HEAD --",
}  # fmt: skip

# The index at each moment that it is written, so that what is staged and put back at once is seen too.
_SPY = '#!/bin/sh\ngit ls-files -s -z > "{moments}/$$-$(date +%s%N)"\n'
_NO_HOOKS = ("-c", "core.hooksPath=/dev/null")
_EDITOR = 'f() { echo message > "$1"; }; f'


def environment(home: Path) -> dict[str, str]:
    """Returns what programs see: nothing of whoever measures."""
    return {
        "HOME": str(home), "LANG": "C.UTF-8", "TZ": "UTC", "TERM": "dumb", "USER": "agent", "GIT_EDITOR": _EDITOR,
        "GIT_CONFIG_NOSYSTEM": "1", "GIT_PAGER": "cat", "PAGER": "cat",
        "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z", "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
    }  # fmt: skip


def build(place: Path, moments: str, *, staged: bool) -> None:
    """Makes the repository in a folder.

    Args:
        place: gets `home`, `repo`, an empty `moments`, and the index in `before`.
        moments: where the index is written down at each change of it, as the sandbox names that folder.
        staged: whether two files are staged, as by an agent that commits next.
    """
    home, repo = place / "home", place / "repo"
    for folder in (home, repo, place / "moments"):
        folder.mkdir(parents=True)
    (home / ".gitconfig").write_text(_config(), encoding="utf-8")
    run = _Git(repo, _own_environment(place))
    run("init", "-q", "-b", "main", "--template=")
    _write(repo, dict.fromkeys(TRACKED, "one\n") | {".gitignore": "*.log\nbuild/\n.env\n"})
    run("add", "-A")
    run("commit", "-q", "-m", "first")
    _write(repo, {"README.md": "two\n"})
    run("commit", "-q", "-a", "-m", "second")
    run("branch", "feature")
    run("gc", "-q")
    _write(repo, {path: f"change of {path}\n" for path in (*CHANGED, *UNTRACKED, *IGNORED)})
    if not staged:  # some commands stop at a file that is gone
        for path in DELETED:
            (repo / path).unlink()
    spy = repo / ".git/hooks/post-index-change"
    spy.parent.mkdir()
    spy.write_text(_SPY.format(moments=moments), encoding="utf-8")
    spy.chmod(0o755)
    if staged:
        _write(repo, {"lib/core.c": "staged\n"})
        run(*_NO_HOOKS, "add", "--", *STAGED)
        _write(repo, {"src/app.py": "changed again\n"})
    write_index(place)


def commit_and_change(place: Path, paths: Sequence[str]) -> None:
    """Commits files and changes them, so that a command which names them has something to take."""
    repo = place / "repo"
    made = add_files(repo, dict.fromkeys((path for path in paths if path not in DELETED), "one\n"))
    if made:
        run = _Git(repo, _own_environment(place))
        run(*_NO_HOOKS, "add", "--force", "--", *(f":(literal){path}" for path in made))
        run(*_NO_HOOKS, "commit", "-q", "-m", "more", "--", *(f":(literal){path}" for path in made))
        _write(repo, {path: f"change of {path}\n" for path in made})
        write_index(place)


def write_index(place: Path) -> None:
    """Writes down what the index holds before a command runs."""
    content = _Git(place / "repo", _own_environment(place))("ls-files", "-s", "-z")
    (place / "before").write_bytes(content)


def add_files(repo: Path, files: Mapping[str, str], *, mode: int = 0o644) -> list[str]:
    """Adds files that are not there yet; none leads out of the repository. Returns those that could be made."""
    made = []
    for path, text in files.items():
        file = repo / path
        if not file.exists() and file.resolve().is_relative_to(repo.resolve()):
            try:
                _write(repo, {path: text})
            except OSError:
                continue  # its parent is a file, or the name is too long
            file.chmod(mode)
            made.append(path)
    return made


def _own_environment(place: Path) -> dict[str, str]:
    return environment(place / "home") | {"PATH": os.defpath}


def _config() -> str:
    aliases = "".join(f'\t{name} = "{value}"\n' for name, value in ALIASES.items())
    return (
        "[user]\n\tname = Agent\n\temail = agent@example.com\n[init]\n\tdefaultBranch = main\n"
        "[advice]\n\tdetachedHead = false\n[gc]\n\tauto = 0\n[commit]\n\tgpgSign = false\n"
        f"[safe]\n\tdirectory = *\n[alias]\n{aliases}"
    )


def _write(repo: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        file = repo / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


class _Git:
    def __init__(self, repo: Path, env: Mapping[str, str]) -> None:
        self._repo, self._env = repo, env

    def __call__(self, *arguments: str) -> bytes:
        command: Sequence[str] = ("git", *arguments)
        return subprocess.run(command, cwd=self._repo, env=self._env, check=True, capture_output=True).stdout
