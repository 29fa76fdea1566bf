"""A small project in which one commit lands an edit that a later change takes back."""

from agentguard.analyzer.engine.audit import AuditRequest, audit
from agentguard.analyzer.engine.check import CheckRequest, check
from agentguard.analyzer.engine.commit import audit_commit
from agentguard.analyzer.git.repository import Repository
from agentguard.analyzer.model.config import Config
from agentguard.analyzer.model.findings import Finding
from agentguard.analyzer.rules.selection import select_rules
from tests.support.builder import Builder

CONFIG = """\
HOST = "localhost"
PORT = 8000
DEBUG = False

TOKEN_SECONDS = 60
TOKEN_ISSUER = "example"

DATABASE = "sqlite:///app.db"
POOL_SIZE = 5

LOG_LEVEL = "info"
LOG_FORMAT = "plain"
"""
LANDED = CONFIG.replace("TOKEN_SECONDS = 60", "TOKEN_SECONDS = 3600\nTOKEN_LEEWAY = 30").replace(
    'TOKEN_ISSUER = "example"', 'TOKEN_ISSUER = "https://login.example"'
)
EDIT = "auth: tokens last an hour and name their issuer"
APP = "def run():\n    return serve(HOST, PORT)\n\n\ndef stop():\n    return shutdown()\n"


def landed(repo: Builder, *, others: dict[str, str] | None = None) -> str:
    """Commits the first version, then the edit; returns the commit of the edit."""
    repo.commit({"config.py": CONFIG, "app.py": APP, **(others or {})}, "a first version")
    repo.commit({"README.md": "An example.\n"}, "say what this is", hours=24)
    return repo.commit({"config.py": LANDED}, EDIT, hours=2)


def found_in_check(repo: Builder, spec: str | None = None, base: str | None = None) -> list[Finding]:
    with Repository.open(repo.path) as repository:
        report = check(repository, CheckRequest(spec=spec, base=base, select=("AG206",)), stdin=bytes)
    return list(report.findings)


def found_in_commit(repo: Builder, commit: str = "HEAD") -> list[Finding]:
    with Repository.open(repo.path) as repository:
        config = Config()
        rules = select_rules(("AG206",), (), config)
        main = repository.find_commit("main")
        return list(audit_commit(repository, commit=commit, target=main, config=config, rules=rules).findings)


def found_in_history(repo: Builder, tip: str = "HEAD") -> list[Finding]:
    with Repository.open(repo.path) as repository:
        rules = select_rules(("AG206",), (), Config())
        report = audit(repository, AuditRequest(range=(tip,), deep=True), config=Config(), rules=rules)
    return [one.finding for one in report.findings if one.finding.rule == "AG206"]


def told_everywhere(repo: Builder, spec: str | None = None, base: str | None = None) -> list[tuple[str | None, str]]:
    """Returns what is told of the last commit in `check`, alone, and in its whole history: it must be the same."""
    alone, checked, history = found_in_commit(repo), found_in_check(repo, spec, base), found_in_history(repo)
    assert sorted(told(alone)) == sorted(told(checked)) == sorted(told(history))
    return told(alone)


def told(findings: list[Finding]) -> list[tuple[str | None, str]]:
    """Returns the undone commit and the file of each."""
    return [(one.undone_commit, one.location.path if one.location else "") for one in findings]
