"""A place where commands that nobody has read may run: as another user, without a network, on a copy of the fixture.

Linux only: user, mount, network and process namespaces of `unshare`. What is not one of a few plain programs is a stub
that succeeds, so that `npm test && git add -A` goes on to git; what talks to a network succeeds without it.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from evaluation.commands.fixture import environment

ROOM = "/mnt"
_SECONDS = 60

_NOBODY = 65534
_PROGRAMS = (
    "awk", "basename", "base64", "bash", "cat", "chmod", "cp", "cut", "dash", "date", "dirname", "echo", "env",
    "expr",
    "false", "find", "flock", "grep", "gzip", "head", "ionice", "ln", "ls", "mkdir", "mkfifo", "mktemp", "mv", "nice",
    "nohup", "parallel", "paste",
    "perl", "printf", "pwd", "readlink", "realpath", "rev", "rm", "script", "sed", "seq", "setsid", "sh", "sort",
    "stdbuf",
    "tac", "tail", "tee", "test", "timeout", "touch", "tr", "true", "uniq", "unshare", "wc", "which", "xargs",
    "xxd", "yes",
)  # fmt: skip
_STUBS = (
    "black", "brew", "bun", "bundle", "cargo", "conda", "curl", "deno", "docker", "docker-compose", "eslint",
    "flake8",
    "gh", "go", "gofmt", "gradle", "helm", "isort", "jest", "jq", "kubectl", "make", "mvn", "mypy", "node", "npm",
    "npx", "pip", "pip3", "pnpm", "poetry", "pre-commit", "prettier", "pytest", "rg", "rsync", "ruff", "sleep", "ssh",
    "terraform", "tox", "tsc", "uv", "uvx", "wget", "yarn",
)  # fmt: skip
_SUDO = """#!/bin/sh
while [ $# -gt 0 ]; do
  case $1 in
    -u|-g) shift 2 ;;
    -*|*=*) shift ;;
    *) break ;;
  esac
done
exec "$@"
"""
_GIT = """#!/bin/sh
# A folder of somebody else's machine is this one.
count=$# subcommand=
while [ "$count" -gt 0 ]; do
  word=$1; shift; count=$((count - 1))
  if [ -z "$subcommand" ]; then
    case $word in
      -C) if [ -d "$1" ]; then set -- "$@" "$word" "$1"; fi; shift; count=$((count - 1)); continue ;;
      -c|--git-dir|--work-tree|--namespace|--exec-path|--config-env|--super-prefix)
        set -- "$@" "$word" "$1"; shift; count=$((count - 1)); continue ;;
      -*) ;;
      *) subcommand=$word ;;
    esac
  fi
  set -- "$@" "$word"
done
case $subcommand in
  push|pull|fetch|clone|ls-remote|submodule|lfs|remote) exit 0 ;;
esac
exec GIT "$@"
"""
_PRELUDE = """cd() { builtin cd "$@" 2>/dev/null || :; }
pushd() { builtin pushd "$@" >/dev/null 2>&1 || :; }
source() { builtin source "$@" 2>/dev/null || :; }
command_not_found_handle() { :; }
"""
_PYTHON = """#!/bin/sh
PYTHON "$@"
exit 0
"""
# The first process of a space of its own: when it ends, so does everything that the command left behind.
_BOOT = """ulimit -f 40960 -t 20 -u 1000
mount --bind "$1" /mnt && mount --bind "$2" /mnt/bin && mount -t tmpfs none /tmp && cd "/mnt/repo" || exit 9
BASH_ENV=/mnt/bin/.prelude PATH=/mnt/bin bash -c "$3" </dev/null >/dev/null 2>&1 &
while kill -0 -- -1; do
  if ((SECONDS > 8)); then touch /mnt/late; break; fi
  sleep 0.01
done
kill -9 -- -1
cd /mnt/repo || exit 9
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.hooksPath GIT_CONFIG_VALUE_0=/dev/null
rm -rf /mnt/after && mkdir /mnt/after || exit 9
git ls-files -s -z >/mnt/after/index
git ls-tree -r -z HEAD >/mnt/after/head
git cat-file --batch-all-objects --batch-check='%(objecttype) %(objectname)' |
  while read -r type id; do
    if [ "$type" = commit ]; then git ls-tree -r -z "$id" >"/mnt/after/$id"; fi
  done
"""


class SandboxError(Exception):
    """Says why nothing can be run here."""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """Where commands run.

    Attributes:
        programs: the folder of the programs that they find.
    """

    programs: Path

    def run(self, room: Path, text: str) -> bool:
        """Runs a command, with all that it starts in the background, for a few seconds at most.

        Args:
            room: holds `home`, `repo` and an empty `moments`; gets what is in the index and all commits in `after`.
            text: what bash is given.

        Returns:
            Whether it came to an end in time.
        """
        _hand_over(room)
        done = subprocess.run(
            [*_isolated(), "bash", "--norc", "-c", _BOOT, "boot", str(room), str(self.programs), text],
            env=environment(Path(ROOM, "home")) | {"PATH": os.defpath},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=_SECONDS,
            check=False,
        )
        if not (room / "after/index").exists():
            msg = f"the sandbox did not start: {done.stderr.decode(errors='replace').strip()}"
            raise SandboxError(msg)
        return not (room / "late").exists()


@contextmanager
def sandbox() -> Iterator[Sandbox]:
    """Makes the folder of programs, for as long as it is needed."""
    git = shutil.which("git", path=os.defpath)
    if git is None or shutil.which("unshare") is None:
        msg = "needs git, and `unshare` of util-linux"
        raise SandboxError(msg)
    with TemporaryDirectory(prefix="commands-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        for program in _PROGRAMS:
            found = shutil.which(program, path=os.defpath)
            if found:
                (folder / program).symlink_to(found)
        python = _PYTHON.replace("PYTHON", shutil.which("python3", path=os.defpath) or "true")
        scripts = {"sudo": _SUDO, "doas": _SUDO, "git": _GIT.replace("GIT", git), "python": python, "python3": python}
        for program, text in (dict.fromkeys(_STUBS, "#!/bin/sh\n") | scripts).items():
            (folder / program).write_text(text, encoding="utf-8")
            (folder / program).chmod(0o755)
        (folder / ".prelude").write_text(_PRELUDE, encoding="utf-8")
        yield Sandbox(folder)


def _isolated() -> list[str]:
    other_user = ["setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups"] if os.geteuid() == 0 else []
    spaces = ["--user", "--map-root-user", "--mount", "--net", "--pid", "--ipc", "--uts", "--fork", "--kill-child"]
    return [*other_user, "unshare", *spaces]


def _hand_over(room: Path) -> None:
    (room / "bin").mkdir(exist_ok=True)
    if os.geteuid() == 0:
        for place, folders, files in os.walk(room):
            for name in (".", *folders, *files):
                os.chown(Path(place, name), _NOBODY, _NOBODY, follow_symlinks=False)
