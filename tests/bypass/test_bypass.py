"""Each line of docs/bypass.md, tried for real."""

import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bypass.scene import Scene, scene
from tests.bypass.ways import NOTHING, WAYS, Way
from tests.support.builder import Builder

DOCUMENT = Path(__file__).resolve().parents[2] / "docs/bypass.md"
_RULE = re.compile(r"\bAG\d{3}\b")
_LINE = re.compile(r"^\|(?! way |---)(.+)\|$", re.MULTILINE)
_HOLDS = {True: "refuses", False: NOTHING}
_Make = Callable[..., Scene]


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture(scope="session")
def templates() -> dict[tuple[str, bool], Path]:
    return {}


@pytest.fixture
def make(
    templates: dict[tuple[str, bool], Path], scripts: Path, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> _Make:
    """Makes a repository in which all is ready for a way round: a copy of one that is made once."""

    def made(way: Way, *, net: bool) -> Scene:
        key = way.framework, net
        if key not in templates:
            place = tmp_path_factory.mktemp("scene") / "repo"
            templates[key] = scene(Builder.create(place), scripts, framework=way.framework, net=net).repo.path
        place = tmp_path / ("net" if net else "plain") / "repo"
        shutil.copytree(templates[key], place, symlinks=True)
        tried = Scene(Builder(place))
        tried.run(way.before)
        return tried

    return made


def _try(tried: Scene, way: Way) -> str:
    return ", ".join(sorted(set(_RULE.findall(tried.run(way.command)))))


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.way)
def test_a_way_round_is_stopped_where_the_table_says(way: Way, make: _Make) -> None:
    if way.framework and not (Path(sys.executable).parent / way.framework).exists():
        pytest.skip(f"{way.framework} is not installed")
    plain = make(way, net=False)
    agent, rules, commit = plain.ask_agent(way.command), _try(plain, way), plain.committed()
    found = Way(
        way=way.way,
        command=way.command,
        before=way.before,
        framework=way.framework,
        agent=agent,
        commit=NOTHING if commit or not rules else rules,
        net=commit is not None and _held_by_the_net(way, make),
        ci=plain.check(commit) if commit else NOTHING,
    )
    assert found == way


def _held_by_the_net(way: Way, make: _Make) -> bool:
    netted = make(way, net=True)
    _try(netted, way)
    return netted.committed() is None


@pytest.mark.parametrize("way", [way for way in WAYS if "stash" in way.way], ids=lambda way: way.way)
def test_what_a_stash_takes_out_of_the_folder_no_git_hook_brings_back(way: Way, make: _Make) -> None:
    tried = make(way, net=True)
    _try(tried, way)
    assert not (tried.repo.path / "reports/r0.md").exists()


def test_the_documentation_has_the_same_lines() -> None:
    lines = [[cell.strip() for cell in line.split(" | ")] for line in _LINE.findall(DOCUMENT.read_text("utf-8"))]
    assert lines == [[way.way, way.agent, way.commit, _HOLDS[way.net], way.ci] for way in WAYS]
