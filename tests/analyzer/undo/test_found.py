from agentguard.analyzer.model.findings import Location, Severity
from tests.analyzer.undo.project import (
    APP,
    CONFIG,
    EDIT,
    LANDED,
    found_in_check,
    found_in_commit,
    landed,
    told,
    told_everywhere,
)
from tests.support.builder import Builder

OWN = CONFIG.replace("POOL_SIZE = 5", "POOL_SIZE = 20").replace('LOG_FORMAT = "plain"', 'LOG_FORMAT = "json"')


def test_a_file_rewritten_from_an_old_copy_is_told_with_the_edit_that_it_loses(repo: Builder) -> None:
    edit = landed(repo)
    lost = repo.commit({"config.py": OWN}, "larger pool, logs as json", hours=3)
    (finding,) = found_in_commit(repo)
    assert (finding.undone_commit, finding.commit, finding.severity) == (edit, lost, Severity.WARNING)
    assert finding.message == (
        f'takes back 5 of 5 lines that {edit[:10]} ("{EDIT}", 3 h earlier) put into `config.py`, unannounced: '
        "made from a copy without that edit"
    )
    assert finding.help == (
        f"`git diff {edit[:10]}^ {edit[:10]} -- config.py | git apply --3way` puts them back, where no later commit did"
    )
    assert finding.location == Location(path="config.py", line=5)


def test_the_help_puts_the_lost_edit_back_and_keeps_the_own_work(repo: Builder) -> None:
    edit = landed(repo)
    repo.commit({"config.py": OWN}, "larger pool, logs as json", hours=3)
    patch = repo.git("diff", f"{edit}^", edit, "--", "config.py") + "\n"
    repo.git("apply", "--3way", stdin=patch.encode())
    wanted = LANDED.replace("POOL_SIZE = 5", "POOL_SIZE = 20").replace('LOG_FORMAT = "plain"', 'LOG_FORMAT = "json"')
    assert (repo.path / "config.py").read_text() == wanted


def test_what_is_staged_is_told_before_it_is_committed(repo: Builder) -> None:
    edit = landed(repo)
    repo.write({"config.py": OWN})
    repo.git("add", "config.py")
    assert told(found_in_check(repo)) == [(edit, "config.py")]


def test_a_branch_whose_history_has_the_edit_and_whose_tree_has_not_is_told(repo: Builder) -> None:
    edit = landed(repo)
    repo.branch("work")
    repo.commit({"app.py": APP + "\n\ndef restart():\n    stop()\n    run()\n"}, "restart in one go")
    repo.commit({"config.py": OWN}, "larger pool, logs as json")
    assert told(found_in_check(repo, "work")) == [(edit, "config.py")]


def test_a_stale_tree_that_is_committed_as_a_snapshot_is_told_once_with_all_its_files(repo: Builder) -> None:
    repo.commit({"config.py": CONFIG, "docs/config.md": "Tokens last a minute.\nThe pool has five.\n"}, "first")
    stale = repo.head()
    edit = repo.commit(
        {"config.py": LANDED, "docs/config.md": "Tokens last an hour, and 30 seconds more.\nThe pool has five.\n"}, EDIT
    )
    repo.git("read-tree", "-u", "--reset", stale)
    repo.commit({"search.py": "def search(words):\n    return index.find(words)\n"}, "search by words", hours=5)
    (finding,) = found_in_commit(repo)
    assert (finding.undone_commit, finding.location and finding.location.path) == (edit, "config.py")
    assert [one.path for one in finding.related] == ["docs/config.md"]
    assert finding.message.endswith("`config.py` and 1 more file, unannounced: it is again what it was before")


def test_a_file_that_the_edit_added_and_a_stale_tree_lacks_is_told_with_the_rest(repo: Builder) -> None:
    repo.commit({"config.py": CONFIG}, "first")
    stale = repo.head()
    repo.commit({"config.py": LANDED, "issuer.py": "def issuer():\n    return TOKEN_ISSUER\n"}, EDIT)
    repo.git("read-tree", "-u", "--reset", stale)
    repo.commit({"search.py": "def search(words):\n    return index.find(words)\n"}, "search by words", hours=5)
    (finding,) = found_in_commit(repo)
    assert [one.path for one in finding.related] == ["issuer.py"]


def test_a_merge_whose_conflict_was_resolved_for_one_side_tells_the_other(repo: Builder) -> None:
    repo.commit({"config.py": CONFIG}, "first")
    repo.branch("work")
    own = OWN.replace('LOG_LEVEL = "info"', 'LOG_LEVEL = "debug"')
    repo.commit({"config.py": own}, "larger pool")
    repo.switch("main")
    edit = repo.commit({"config.py": LANDED.replace('LOG_LEVEL = "info"', 'LOG_LEVEL = "error"')}, EDIT)
    repo.switch("work")
    repo.git("merge", "--no-commit", "main", check=False)
    repo.commit({"config.py": own}, "Merge branch 'main' into work")
    assert told(found_in_commit(repo)) == [(edit, "config.py")]


def test_a_rebase_that_drops_a_landed_hunk_is_told(repo: Builder) -> None:
    edit = landed(repo)
    repo.commit({"config.py": LANDED.replace("DEBUG = False", "DEBUG = True")}, "debug by default")
    repo.branch("work")
    repo.commit({"config.py": OWN.replace("DEBUG = False", "DEBUG = True")}, "larger pool, logs as json")
    assert told(found_in_check(repo, "work")) == [(edit, "config.py")]


def test_a_file_that_was_brought_back_to_an_old_version_names_the_version(repo: Builder) -> None:
    edit = landed(repo)
    repo.commit({"config.py": CONFIG, "app.py": APP.replace("serve(", "serve_all(")}, "serve all hosts", hours=4)
    (finding,) = found_in_commit(repo)
    assert finding.undone_commit == edit
    assert finding.message.endswith("it is again what it was before")


def test_one_hunk_of_several_that_is_taken_back_exactly_is_told(repo: Builder) -> None:
    repo.commit({"config.py": CONFIG}, "first")
    wide = LANDED.replace("POOL_SIZE = 5", "POOL_SIZE = 40").replace('LOG_LEVEL = "info"', 'LOG_LEVEL = "warning"')
    edit = repo.commit({"config.py": wide}, "production settings")
    token = wide.replace("TOKEN_SECONDS = 3600\nTOKEN_LEEWAY = 30", "TOKEN_SECONDS = 60").replace(
        'TOKEN_ISSUER = "https://login.example"', 'TOKEN_ISSUER = "example"'
    )
    repo.commit({"config.py": token.replace("8000", "8080"), "app.py": APP}, "listen on another port", hours=5)
    (finding,) = found_in_commit(repo)
    assert (finding.undone_commit, finding.message.split(" that ")[0]) == (edit, "takes back 5 of 9 lines")


def test_an_inserted_hunk_that_is_gone_beside_other_work_is_told(repo: Builder) -> None:
    repo.commit({"config.py": CONFIG}, "first")
    keys = 'TOKEN_ISSUER = "example"\nTOKEN_KEYS = "keys.json"\nTOKEN_LEEWAY = 30\nTOKEN_AUDIENCE = "api"\n'
    wide = CONFIG.replace('TOKEN_ISSUER = "example"\n', keys) + 'LOG_FOLDER = "/var/log"\nLOG_DAYS = 14\n'
    edit = repo.commit({"config.py": wide}, "keys of the gateway, and where logs go")
    dropped = (CONFIG + 'LOG_FOLDER = "/var/log"\nLOG_DAYS = 14\n').replace("POOL_SIZE = 5", "POOL_SIZE = 20")
    repo.commit({"config.py": dropped}, "larger pool for the database", hours=5)
    assert told_everywhere(repo, "HEAD", "HEAD~") == [(edit, "config.py")]
    (finding,) = found_in_commit(repo)
    assert finding.message.startswith("takes back 3 of 5 lines")


def test_a_small_function_that_somebody_removed_and_a_change_of_something_else_brings_back_is_told(
    repo: Builder,
) -> None:
    other = "def other():\n    return 1\n"
    both = "def helper():\n    return 1\n\n\ndef other():\n    return helper()\n"
    repo.commit({"helper.py": both}, "first")
    edit = repo.commit({"helper.py": other}, "remove the helper, it is unsafe")
    repo.commit({"helper.py": both, "app.py": APP}, "serve all hosts", hours=3)
    assert told_everywhere(repo, "HEAD", "HEAD~") == [(edit, "helper.py")]


def test_a_function_that_was_removed_and_comes_back_is_told(repo: Builder) -> None:
    old = (
        APP
        + "\n\ndef legacy_login(name):\n    user = find(name)\n    session = open_session(user)\n    return session\n"
    )
    repo.commit({"app.py": old}, "first")
    edit = repo.commit({"app.py": APP}, "logins go through the gateway")
    repo.commit({"app.py": old.replace("serve(", "serve_all("), "b.py": "B = 1\n"}, "serve all hosts", hours=4)
    assert told(found_in_commit(repo)) == [(edit, "app.py")]


def test_a_file_that_was_removed_and_comes_back_is_told(repo: Builder) -> None:
    legacy = "".join(
        f"def legacy_{name}(user):\n    return old_{name}(user)\n" for name in ("login", "logout", "token")
    )
    repo.commit({"app.py": APP, "legacy.py": legacy}, "first")
    edit = repo.commit({"legacy.py": None}, "logins go through the gateway")
    repo.commit({"legacy.py": legacy, "app.py": APP.replace("serve(", "serve_all(")}, "serve all hosts", hours=4)
    assert told(found_in_commit(repo)) == [(edit, "legacy.py")]


def test_an_undone_edit_of_a_json_file_is_told(repo: Builder) -> None:
    old = '{\n  "timeout": 30,\n  "retries": 1,\n  "region": "eu"\n}\n'
    repo.commit({"app.json": old}, "first")
    new = old.replace("30", "90").replace('"retries": 1', '"retries": 5')
    edit = repo.commit({"app.json": new}, "patience with slow hosts")
    repo.commit({"app.json": old.replace("eu", "us"), "a.py": "A = 1\n"}, "move to America")
    assert told(found_in_commit(repo)) == [(edit, "app.json")]


def test_a_release_that_takes_back_several_commits_names_each(repo: Builder) -> None:
    repo.commit({"config.py": CONFIG, "app.py": APP, "version.py": 'VERSION = "1.0"\n'}, "first")
    one = repo.commit({"config.py": LANDED}, EDIT)
    other = repo.commit({"app.py": APP.replace("shutdown()", "shutdown(grace=5)")}, "stop gracefully")
    repo.commit({"config.py": CONFIG, "app.py": APP, "version.py": 'VERSION = "1.1"\n'}, "release 1.1", hours=6)
    assert told(found_in_commit(repo)) == [(other, "app.py"), (one, "config.py")]


def test_edits_of_a_line_each_are_named_beside_a_larger_one_of_the_same_old_tree(repo: Builder) -> None:
    repo.commit({"config.py": CONFIG, "app.py": APP, "notes.md": "x = 1\n", "version.py": 'VERSION = "1.0"\n'}, "first")
    one = repo.commit({"config.py": LANDED}, EDIT)
    small = repo.commit({"config.py": LANDED.replace("POOL_SIZE = 5", "POOL_SIZE = 9")}, "more connections")
    tiny = repo.commit({"notes.md": "x = 2\n"}, "count again")
    repo.commit({"config.py": CONFIG, "notes.md": "x = 1\n", "version.py": 'VERSION = "1.1"\n'}, "release 1.1", hours=6)
    assert told_everywhere(repo, "HEAD", "HEAD~") == [(tiny, "notes.md"), (small, "config.py"), (one, "config.py")]


def test_the_name_of_the_author_is_no_evidence(repo: Builder) -> None:
    edit = landed(repo)
    repo.commit({"config.py": OWN}, "larger pool, logs as json", author="Bob <bob@example.invalid>")
    assert told(found_in_commit(repo)) == [(edit, "config.py")]
