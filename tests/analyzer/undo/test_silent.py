from pathlib import Path

import pytest

from tests.analyzer.undo.project import APP, CONFIG, EDIT, LANDED, found_in_check, found_in_commit, landed
from tests.support.builder import Builder

HELPER = """

def grace_of(request):
    limit = request.limit
    waited = clock() - request.start
    return limit - waited
"""


@pytest.mark.parametrize(
    "message",
    [
        "Revert the longer tokens",
        "config: roll back to what production has",
        "back out the issuer",
        "undo the change of tokens",
        "restore the short tokens",
    ],
)
def test_an_announced_way_back_is_none(repo: Builder, message: str) -> None:
    landed(repo)
    repo.commit({"config.py": CONFIG}, message)
    assert found_in_commit(repo) == []


def test_gits_own_revert_is_none(repo: Builder) -> None:
    edit = landed(repo)
    repo.git("revert", "--no-edit", edit)
    assert found_in_commit(repo) == []


def test_a_revert_of_a_revert_is_none(repo: Builder) -> None:
    edit = landed(repo)
    repo.git("revert", "--no-edit", edit)
    repo.git("revert", "--no-edit", "HEAD")
    assert found_in_commit(repo) == []


@pytest.mark.parametrize(
    "message", ["Remove grace_of, nobody calls it", "drop the grace helper", "Delete unused request helpers in app.py"]
)
def test_an_announced_removal_is_none(repo: Builder, message: str) -> None:
    repo.commit({"app.py": APP}, "first")
    repo.commit({"app.py": APP + HELPER}, "say how long a request may wait")
    repo.commit({"app.py": APP}, message)
    assert found_in_commit(repo) == []


def test_a_message_that_names_the_commit_announces_it(repo: Builder) -> None:
    edit = landed(repo)
    repo.commit({"config.py": CONFIG}, f"production needs the settings from before {edit[:10]}")
    assert found_in_commit(repo) == []


def test_an_announcement_of_one_thing_announces_no_other(repo: Builder) -> None:
    edit = landed(repo)
    old = CONFIG.replace('LOG_FORMAT = "plain"\n', "")
    repo.commit({"config.py": old, "app.py": APP}, "remove the plain format of logs", hours=5)
    assert [one.undone_commit for one in found_in_commit(repo)] == [edit]


def test_follow_up_work_on_the_same_lines_is_none(repo: Builder) -> None:
    landed(repo)
    further = LANDED.replace("TOKEN_SECONDS = 3600", "TOKEN_SECONDS = 1800").replace(
        "TOKEN_LEEWAY = 30", "TOKEN_LEEWAY = 5"
    )
    repo.commit({"config.py": further}, "shorter leeway")
    assert found_in_commit(repo) == []


def test_a_function_that_moves_within_its_file_is_none(repo: Builder) -> None:
    repo.commit({"app.py": APP}, "first")
    repo.commit({"app.py": APP + HELPER}, "say how long a request may wait")
    repo.commit({"app.py": HELPER.lstrip("\n") + "\n\n" + APP}, "helpers first")
    assert found_in_commit(repo) == []


def test_a_function_that_moves_to_another_file_is_none(repo: Builder) -> None:
    repo.commit({"app.py": APP}, "first")
    repo.commit({"app.py": APP + HELPER}, "say how long a request may wait")
    repo.commit({"app.py": APP, "waiting.py": HELPER.lstrip("\n")}, "a module of its own")
    assert found_in_commit(repo) == []


def test_a_formatter_run_is_none(repo: Builder) -> None:
    repo.commit({"app.py": APP}, "first")
    long = APP + "\n\ncalls = register(first_handler, second_handler, third_handler, fallback_handler)\n"
    repo.commit({"app.py": long}, "register the handlers")
    broken = (
        long.replace("register(", "register(\n    ")
        .replace(", ", ",\n    ")
        .replace("fallback_handler)", "fallback_handler,\n)")
    )
    repo.commit({"app.py": broken}, "format")
    assert found_in_commit(repo) == []


def test_a_change_of_indentation_is_none(repo: Builder) -> None:
    repo.commit({"app.py": APP}, "first")
    repo.commit({"app.py": APP + HELPER}, "say how long a request may wait")
    wrapped = APP + "\n\nclass Waiting:" + HELPER.replace("\n", "\n    ").rstrip(" ")
    repo.commit({"app.py": wrapped}, "a class around it")
    assert found_in_commit(repo) == []


@pytest.mark.parametrize("path", ["poetry.lock", "dist/app.min.js", "api_pb2.py", "run.log"])
def test_what_programs_write_is_none(repo: Builder, path: str) -> None:
    one, other = ("".join(f"entry {number} of {word}\n" for number in range(9)) for word in ("one", "other"))
    repo.commit({path: one}, "first")
    repo.commit({path: other}, "more of it")
    repo.commit({path: one, "app.py": APP}, "serve all hosts")
    assert found_in_commit(repo) == []


def test_a_deleted_file_is_none(repo: Builder) -> None:
    repo.commit({"app.py": APP}, "first")
    repo.commit({"app.py": APP + HELPER, "waiting.py": HELPER}, "say how long a request may wait")
    repo.commit({"waiting.py": None, "b.py": "B = 1\n"}, "b")
    assert found_in_commit(repo) == []


def test_old_work_may_go(repo: Builder) -> None:
    landed(repo)
    repo.commit({"b.py": "B = 1\n"}, "b", hours=24 * 20)
    repo.commit({"config.py": CONFIG, "app.py": APP.replace("serve(", "serve_all(")}, "serve all hosts")
    assert found_in_commit(repo) == []


def test_what_a_branch_reworks_of_itself_is_none(repo: Builder) -> None:
    repo.commit({"config.py": CONFIG}, "first")
    repo.branch("work")
    repo.commit({"config.py": LANDED}, EDIT)
    repo.commit({"config.py": CONFIG, "app.py": APP}, "serve all hosts", hours=4)
    assert found_in_check(repo, "work") == []
    repo.switch("main")
    repo.merge("work")
    assert found_in_commit(repo, "main^2") == []


def test_what_landed_after_the_branch_left_is_kept_by_the_merge(repo: Builder) -> None:
    repo.commit({"config.py": CONFIG}, "first")
    repo.branch("work")
    repo.commit({"app.py": APP}, "serve")
    repo.switch("main")
    repo.commit({"config.py": LANDED}, EDIT)
    assert found_in_check(repo, "work") == []


def test_what_the_target_took_back_itself_is_not_the_branchs(repo: Builder) -> None:
    edit = landed(repo)
    repo.branch("work")
    repo.commit({"config.py": CONFIG, "app.py": APP.replace("serve(", "serve_all(")}, "serve all hosts")
    repo.switch("main")
    repo.git("revert", "--no-edit", edit)
    assert found_in_check(repo, "work") == []


def test_a_merge_in_order_is_none(repo: Builder) -> None:
    repo.commit({"config.py": CONFIG}, "first")
    repo.branch("work")
    repo.commit({"config.py": CONFIG.replace('LOG_FORMAT = "plain"', 'LOG_FORMAT = "json"')}, "logs as json")
    repo.switch("main")
    repo.commit({"config.py": LANDED}, EDIT)
    repo.merge("work")
    assert found_in_commit(repo) == []


def test_a_merge_that_brings_a_removal_of_its_other_side_is_none(repo: Builder) -> None:
    landed(repo)
    repo.branch("work")
    repo.commit({"config.py": CONFIG}, "Revert the longer tokens")
    repo.switch("main")
    repo.commit({"app.py": APP + HELPER}, "say how long a request may wait")
    repo.merge("work")
    assert found_in_commit(repo) == []


def test_a_version_that_goes_on_to_the_next_is_none(repo: Builder) -> None:
    repo.commit({"version.py": 'VERSION = "1.1.dev0"\n', "app.py": APP}, "first")
    repo.commit({"version.py": 'VERSION = "1.1"\n'}, "call it 1.1")
    repo.commit({"version.py": 'VERSION = "1.1.dev0"\n', "b.py": "B = 1\n"}, "Bump version to 1.1.dev0")
    assert found_in_commit(repo) == []


def test_a_file_that_is_still_being_made_is_none(repo: Builder) -> None:
    repo.commit({"app.py": APP}, "first")
    repo.commit({"waiting.py": HELPER}, "how long a request may wait")
    repo.commit({"waiting.py": "def wait(request):\n    sleep(request.limit)\n"}, "simply sleep")
    assert found_in_commit(repo) == []


def test_a_repository_of_hostile_names_and_bytes_is_read_without_harm(tmp_path: Path) -> None:
    repo = Builder.create(tmp_path / "hostile")
    name = "-x\n:(top)*\x1b[31m.py"
    repo.commit({name: b"\xff\xfe\n" * 9 + b"value_of_it = 1\nother_of_it = 2\n"}, "first")
    repo.commit({name: b"\xff\xfe\n" * 9 + b"value_of_it = 3\nother_of_it = 4\n"}, "\x1b[31m second")
    repo.commit({name: b"\xff\xfe\n" * 9 + b"value_of_it = 1\nother_of_it = 2\n", "b.py": "B = 1\n"}, "third of all")
    (finding,) = found_in_commit(repo)
    assert finding.message.isprintable()
    assert finding.help is not None
    assert finding.help.isprintable()
