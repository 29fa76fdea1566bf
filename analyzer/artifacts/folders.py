"""Artifacts that a folder on the way tells."""

from agentguard.analyzer.artifacts.table import Kind, Place, Row
from agentguard.analyzer.model.findings import Confidence

_HIGH, _MEDIUM = Confidence.HIGH, Confidence.MEDIUM
_ANYWHERE = Place.ANYWHERE

FOLDERS = (
    Row(Kind.BYTECODE, "Python bytecode", _HIGH, _ANYWHERE, folders="__pycache__"),
    Row(
        Kind.CACHE,
        "a tool's cache",
        _HIGH,
        _ANYWHERE,
        folders=".pytest_cache .mypy_cache .ruff_cache .hypothesis .pytype .pyre",
    ),
    Row(
        Kind.CACHE,
        "a tool's cache",
        _HIGH,
        _ANYWHERE,
        folders=".tox .nox .ipynb_checkpoints .sass-cache .parcel-cache .turbo",
    ),
    Row(
        Kind.CACHE,
        "a tool's cache",
        folders=".cache .rpt2_cache* .webassets-cache .scannerwork autom4te.cache .ropeproject .eggs",
    ),
    Row(
        Kind.CACHE,
        "a tool's cache",
        folders=".pybuilder .gradle .dart_tool .nyc_output .terraform .terragrunt-cache .vagrant",
    ),
    Row(
        Kind.CACHE,
        "a tool's cache",
        folders=".serverless .firebase .fusebox .dynamodb .angular .vite .docusaurus .temp",
    ),
    Row(
        Kind.DEPENDENCIES,
        "an installed dependency",
        folders="node_modules bower_components jspm_packages __pypackages__",
    ),
    Row(
        Kind.DEPENDENCIES,
        "a virtual environment",
        folders="env/bin env/scripts env/lib/python* env/lib64 virtualenv/bin",
    ),
    Row(
        Kind.DEPENDENCIES,
        "a virtual environment",
        folders="site-packages .venv venv/bin venv/lib venv/scripts venv/include",
    ),
    Row(
        Kind.BUILD,
        "build output of setuptools",
        folders="*.egg-info build/bdist.* build/temp.* build/lib.* *.dist-info",
    ),
    Row(
        Kind.BUILD,
        "build output of Cargo or Maven",
        folders="target/debug target/release target/classes target/test-classes",
    ),
    Row(Kind.BUILD, "build output of Maven", folders="target/maven-* target/surefire-reports target/generated-sources"),
    Row(Kind.BUILD, "build output of .NET", folders="bin/debug bin/release obj/debug obj/release"),
    Row(Kind.BUILD, "build output of CMake", folders="cmakefiles cmake-build-*"),
    Row(
        Kind.BUILD,
        "build output of Sphinx",
        folders="doc/_build docs/_build docs/build/html docs/build/doctrees .doctrees",
    ),
    Row(Kind.BUILD, "build output of a site generator", folders=".next .nuxt .svelte-kit .output _site .vuepress/dist"),
    Row(Kind.BUILD, "build output of Xcode", folders="xcuserdata deriveddata *.dsym"),
    Row(Kind.COVERAGE, "a coverage report", _HIGH, _ANYWHERE, folders="htmlcov lcov-report cover/html coverage-report"),
    Row(
        Kind.COVERAGE,
        "a coverage report",
        _MEDIUM,
        _ANYWHERE,
        names="*.html lcov.info base.css block-navigation.js prettify.* sorter.js sort-arrow-sprite.png",
        folders="cover coverage",
    ),
    Row(Kind.BUILD, "a built package", names="*.tar.gz *.tgz *.zip *.exe *.msi", folders="/dist"),
    Row(
        Kind.BUILD,
        "build output of a compiler",
        folders=".deps .libs .build/debug .build/release *.xcodeproj/xcuserdata",
    ),
    Row(
        Kind.DEPENDENCIES,
        "an installed dependency",
        folders="vendor/bundle .bundle/ruby carthage/build vcpkg_installed",
    ),
    Row(Kind.TEMPORARY, "a file of a temporary folder", _MEDIUM, folders="/tmp /temp /.tmp"),  # noqa: S108 - a folder of the repository
    Row(
        Kind.LOG,
        "an output of one run",
        _MEDIUM,
        names="*.txt *.out *.err *.json *.jsonl *.csv *.html",
        folders="/log /logs",
    ),
    Row(Kind.REPORT, "a report of one test run", _HIGH, folders="playwright-report allure-results"),
    Row(Kind.REPORT, "a report of one test run", _MEDIUM, folders="/test-results /test-reports /testresults"),
    Row(Kind.EDITOR, "one person's editor state", folders=".vs .history .idea/shelf .idea_modules .vscode-test .fleet"),
    Row(
        Kind.EDITOR, "one person's editor state", names="workspace.xml tasks.xml usage.statistics.xml", folders=".idea"
    ),
    Row(Kind.EDITOR, "one person's editor settings", _MEDIUM, folders=".idea .settings"),
    Row(
        Kind.EDITOR,
        "one person's editor settings",
        _MEDIUM,
        names="*",
        but="settings.json tasks.json launch.json extensions.json mcp.json *.code-snippets cspell.json",
        folders=".vscode",
    ),
    Row(
        Kind.WORKTREE,
        "a file of a nested worktree",
        _HIGH,
        _ANYWHERE,
        folders=".worktrees .claude/worktrees .git-worktrees",
    ),
    Row(
        Kind.AGENT,
        "one person's agent settings",
        _HIGH,
        _ANYWHERE,
        "settings.local.json .credentials.json",
        "",
        ".claude",
    ),
    Row(
        Kind.AGENT,
        "state of an agent's session",
        folders=".claude/projects .claude/todos .claude/shell-snapshots .claude/logs",
    ),
    Row(
        Kind.AGENT, "state of an agent's session", folders=".claude/statsig .claude/ide .claude/sessions .claude/cache"
    ),
    Row(
        Kind.AGENT,
        "state of an agent's session",
        folders=".codex/sessions .codex/log .gemini/tmp .aider.tags.cache.v* .crush",
    ),
    Row(
        Kind.AGENT,
        "state of an agent's session",
        folders=".playwright-mcp .serena/cache .claude-flow/metrics .swarm .cursor/chats",
    ),
    # Anywhere: the folders of its plans and specs have names that elsewhere stand for tests.
    Row(Kind.AGENT, "state of an agent's session", _HIGH, _ANYWHERE, folders=".auto-claude"),
    Row(
        Kind.AGENT,
        "state of an agent's session",
        folders=".claude-flow/sessions .claude-flow/logs .claude-flow/data .claude-flow/daemon",
    ),
    Row(
        Kind.AGENT,
        "state of an agent's session",
        folders=".ruv-swarm .omc/state .omc/logs .omx/state .sisyphus .opencode/sessions",
    ),
    Row(Kind.AGENT, "state of an agent's session", _HIGH, names="history.jsonl auth.json", folders=".codex"),
    Row(
        Kind.AGENT,
        "state of an agent's session",
        _MEDIUM,
        folders=".specstory/history .hive-mind/sessions .hive-mind/memory memory/sessions",
    ),
    Row(
        Kind.SYSTEM,
        "a folder that the system leaves behind",
        folders=".trash-* $recycle.bin .spotlight-v100 .trashes __macosx",
    ),
    Row(Kind.SECRET, "credentials by its name", _HIGH, names="credentials", folders=".aws .cargo"),
)
