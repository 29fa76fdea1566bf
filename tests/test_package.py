import subprocess
import sys
import tarfile
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.support.builder import Builder

VERSION = version("agentguard")
CHECKOUT = Path(__file__).resolve().parent.parent
FOLDERS = ("analyzer", "coordinator", "hooks", "cli")
DATA = {".py", ".scm", ".json", ".typed"}
SCRIPTS = CHECKOUT / "hooks" / "scripts"
NATIVE = CHECKOUT / "hooks" / "native"

pytestmark = [pytest.mark.index, pytest.mark.xdist_group("package")]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source archive of what git would clone."""
    folder = tmp_path_factory.mktemp("built")
    source = folder / "source"
    copy_checkout(source)
    _run(sys.executable, "-m", "build", "--outdir", str(folder), str(source))
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of an environment that has the wheel."""
    folder = tmp_path_factory.mktemp("installed")
    _run(sys.executable, "-m", "venv", str(folder))
    _run(str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", str(next(built.glob("*.whl"))))
    return folder / "bin"


def test_the_wheel_has_every_module_and_nothing_else(built: Path) -> None:
    names = zipfile.ZipFile(next(built.glob("*.whl"))).namelist()
    expected = {
        f"agentguard/{path.relative_to(CHECKOUT).as_posix()}"
        for folder in FOLDERS
        for path in (CHECKOUT / folder).rglob("*")
        if path.suffix in DATA or path.name == "py.typed" or path.parent == NATIVE
    }
    scripts = {f"agentguard-{VERSION}.data/scripts/{path.name}" for path in SCRIPTS.iterdir()}
    assert {name for name in names if ".dist-info/" not in name} == expected | scripts


def test_scripts_are_run_as_they_are_by_the_python_of_their_environment(installed: Path) -> None:
    for script in SCRIPTS.iterdir():
        first, rest = script.read_bytes().split(b"\n", 1)
        interpreter = first if first != b"#!python" else f"#!{installed}/python".encode()
        there, same = (installed / script.name).read_bytes().split(b"\n", 1)
        assert (there.removesuffix(b"3"), same) == (interpreter, rest)


def test_an_installed_hook_judges_what_is_staged(installed: Path, repo: Builder) -> None:
    repo.commit({"app.py": "x = 1\n", "agentguard/__init__.py": "raise SystemExit('the repository was run')\n"})
    repo.write({"notes.pyc": b"\0\1"})
    repo.git("add", "--force", "notes.pyc")
    hook = [str(installed / "agentguard-hook-git"), "pre-commit"]
    done = subprocess.run(hook, cwd=repo.path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        1,
        "notes.pyc: warning AG104 artifact: is Python bytecode",
    )


def test_the_source_archive_builds_the_same_wheel(built: Path, tmp_path: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        archive.extractall(tmp_path, filter="data")
    _run(sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path), str(next(tmp_path.glob("agentguard-*"))))
    again, first = (zipfile.ZipFile(next(folder.glob("*.whl"))).namelist() for folder in (tmp_path, built))
    assert sorted(again) == sorted(first)


def test_an_installed_wheel_works_beside_folders_of_the_same_names(installed: Path, repo: Builder) -> None:
    foreign = "raise SystemExit('the code of the repository was run')\n"
    repo.commit({f"{folder}/__init__.py": foreign for folder in ("analyzer", "cli", "hooks", "agentguard")})
    repo.commit({"hooks/io.py": "def load(path):\n    return path\n"})
    assert _run(str(installed / "agentguard"), "footprint", "HEAD", cwd=repo.path).splitlines()[-3:] == [
        "added  source  +2  -0  hooks/io.py",
        "    added  module    (module)  1-2",
        "    added  function  load      1-2",
    ]


def copy_checkout(place: Path) -> None:
    """Copies what git tracks, or would track, so that no build is left behind here."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0")[:-1]:
        if (CHECKOUT / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes((CHECKOUT / name).read_bytes())


def _run(*command: str, cwd: Path = CHECKOUT) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout
