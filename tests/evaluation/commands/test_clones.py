import json

from agentguard.analyzer.git.repository import Repository
from evaluation.commands.clones import chosen, commands_of, may_stage, mentions_git
from tests.support.builder import Builder

DOCUMENT = """# How
```bash
# first
git add a.py
$ npm test
git commit -m "one
two"
```
```python
git.add()
```
"""
WORKFLOW = "jobs:\n  one:\n    steps:\n      - run: |\n          echo ${{ github.ref }}\n          git add .\n"
SETTINGS = {"permissions": {"allow": ["Bash(git add -A)", "Bash(npm run:*)", "Read(x)"]}}
LOG = {"message": {"content": [{"type": "tool_use", "name": "Bash", "input": {"command": "git stash"}}]}}


def test_commands_are_found_in_documents_workflows_settings_logs_and_scripts(repo: Builder) -> None:
    repo.commit(
        {
            "AGENTS.md": DOCUMENT,
            ".github/workflows/ci.yml": WORKFLOW,
            ".claude/settings.json": json.dumps(SETTINGS),
            "log.jsonl": json.dumps(LOG) + '\nnot json, but "command"\n',
            "x.sh": "ls\ngit fetch \\\n  origin\nif git diff; then\n",
            "broken.json": "{",
        }
    )
    with Repository.open(repo.path) as repository:
        found = sorted(commands_of(repository))
    assert found == [
        ("document", '# first\ngit add a.py\nnpm test\ngit commit -m "one\ntwo"'),
        ("log", "git stash"),
        ("script", "git fetch    origin"),
        ("settings", "git add -A"),
        ("workflow", "echo VALUE\ngit add ."),
    ]


def test_as_many_with_git_as_without_are_chosen_whatever_else_is_there() -> None:
    commands = [("document", text) for text in ("ls", "pwd", "git log", "g'i't add -A", "git status")]
    some = list(chosen(iter(commands), most=2))
    assert [mentions_git(text) for _, text in some] == [True, True, False, False]
    assert some == list(chosen(iter(commands[::-1]), most=2))


def test_what_could_hide_git_counts_as_git() -> None:
    assert mentions_git("echo Z2l0IGFkZCAtQQ== | base64 -d | sh")
    assert may_stage("echo Z2l0IGFkZCAtQQ== | base64 -d | sh")
    assert not mentions_git("npm run build")
    assert not may_stage("git log --oneline")
