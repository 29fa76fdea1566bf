"""What an audit says of work that ran beside other work."""

import json

import pytest

from tests.cli.run import Runner
from tests.support.builder import Builder

SETTINGS = [f"setting_{number} = value_{number}" for number in range(12)]
TUNED = [line.replace("value", "tuned") for line in SETTINGS]


def text(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


@pytest.fixture
def history(repo: Builder) -> dict[str, str]:
    """A commit whose work is lost an hour later, and a branch that lands beside a change of the same file."""
    ids = {"start": repo.commit({"config.txt": text(SETTINGS), "main.txt": "main\n"}, "Start")}
    ids["tuned"] = repo.commit({"config.txt": text(TUNED)}, "Tune the settings for the new servers")
    ids["lost"] = repo.commit({"config.txt": text(SETTINGS), "main.txt": "login\n"}, "Add a login page")
    repo.branch("work")
    ids["work"] = repo.commit({"config.txt": text([*SETTINGS, "log_level = debug"])}, "Log more")
    repo.switch("main")
    ids["beside"] = repo.commit({"config.txt": text(["host = example.invalid", *SETTINGS])}, "Name the host")
    ids["landed"] = repo.merge("work", message="Land the logging")
    return ids


def test_an_audit_tells_what_was_lost_and_counts_what_landed_on_a_stale_base(
    cli: Runner, history: dict[str, str]
) -> None:
    done = cli("audit", "--select", "AG203,AG206")
    short = {name: commit[:10] for name, commit in history.items()}
    head, _, _ = done.out.partition("\nby month")
    assert (done.code, done.err) == (0, "")
    assert head == (
        "repo   6 commits, 2023-11-14 to 2023-11-15   0.0 s\n"
        "1 landing on a stale base, 1 lost update\n"
        "\n"
        "landings on a stale base (AG203)\n"
        "  1 commit more (-v shows them)\n"
        "\n"
        "lost updates (AG206)\n"
        f'  {short["lost"]}  2023-11-15  Ada  "Add a login page"\n'
        "      config.txt:1  takes back 24 of 24 lines that "
        f'{short["tuned"]} ("Tune the settings for the new servers", 1 h earlier) put into `config.txt`, unannounced: '
        "it is again what it was before\n"
        "        restored nowhere since\n"
    )


def test_json_names_both_commits_of_a_loss_and_of_a_landing(cli: Runner, history: dict[str, str]) -> None:
    landing, loss = json.loads(cli("audit", "--json", "--select", "AG203,AG206").out)["findings"]
    assert (landing["rule"], landing["severity"], landing["commit"], landing["sibling"]["commit"]) == (
        "AG203",
        "note",
        history["landed"],
        history["beside"],
    )
    assert (loss["rule"], loss["severity"], loss["commit"], loss["undone_commit"]) == (
        "AG206",
        "warning",
        history["lost"],
        history["tuned"],
    )


def test_verbose_shows_the_landings(cli: Runner, history: dict[str, str]) -> None:
    lines = cli("audit", "-v", "--select", "AG203").out.splitlines()
    assert lines[3:6] == [
        "landings on a stale base (AG203)",
        f'  {history["landed"][:10]}  2023-11-15  Ada  "Land the logging"',
        "      config.txt  the mainline changed this file after its base (1 commit behind)",
    ]


@pytest.mark.usefixtures("history")
def test_what_a_later_commit_brought_back_is_told_with_that_commit(cli: Runner, repo: Builder) -> None:
    repair = repo.commit({"config.txt": text(["host = example.invalid", *TUNED])}, "Tune the settings once more")
    done = cli("audit", "--select", "AG206")
    (loss,) = json.loads(cli("audit", "--json", "--select", "AG206").out)["findings"]
    assert f"        restored by {repair[:10]}\n" in done.out
    assert (loss["restored"], loss["help"]) == ({"by": repair}, f"{repair[:10]} brought them back")


def test_a_rebased_commit_is_told_with_what_landed_since_it_was_written(cli: Runner, repo: Builder) -> None:
    repo.commit({"config.txt": text(SETTINGS)}, "Start")
    repo.branch("work")
    repo.commit({"config.txt": text([*SETTINGS, "log_level = debug"])}, "Log more")
    repo.switch("main")
    host = text(["host = a", *SETTINGS])
    landed = repo.commit({"config.txt": host}, "Name the host", author="Bob <b@b.invalid>", hours=2)
    repo.switch("work")
    repo.git("rebase", "--quiet", "main")
    (finding,) = json.loads(cli("audit", "--json", "--select", "AG203").out)["findings"]
    assert (finding["severity"], finding["message"], finding["sibling"]["commit"]) == (
        "note",
        "the mainline changed this file after it was written",
        landed,
    )
