"""Systematic commands: every way to stage, in every wrapping and spelling that a shell has, drawn by a seed."""

import random
import shlex
from collections.abc import Iterator

SWEEPS = (
    "git add -A", "git add --all", "git add --al", "git add -u", "git add --update", "git add -vA", "git add -Av",
    "git stage -A", "git add .", "git add ./", "git add :/", "git add ':(top)'", "git add '*'", "git add *",
    "git add src/*.py", "git add '*.py'", "git add ':!a.py'", "git add -A -- ':!docs'", "git add -f .", "git add -v .",
    "git add -A :/", "git add --no-ignore-removal .", "git add --renormalize .", "git add -- .", "git add -A .",
    "git add README.md .", "git add a.py -A :/", "git add src/../.", "git add **/*.md", "git add [a-z]*.py",
    "git commit -a -m x", "git commit -am x", "git commit --all -m x", "git commit -qam x", "git commit -m x -a",
    "git commit -m x .", "git commit -i -m x .", "git commit -o -m x .", "git commit -m x -- .",
    "git commit --amend -a --no-edit", "git commit --no-verify -am x", "git commit -m x '*.py'",
    "git commit --no-all --all -m x", "git stash", "git stash push", "git stash -u", "git stash push -u -m wip",
    "git stash save wip", "git stash --all", "git stash -k", "git aa", "git ca -m x", "git cam x", "git save",
    "git wip", "git -c alias.z='add -A' z", "git rm -r -q --cached .", "git ci -am x",
    "git add $(git ls-files -m -o --exclude-standard)", "git ls-files -m | xargs git add",
    "find . -name '*.py' -exec git add {} +", "git diff --name-only | xargs git add",
    "git add `git diff --name-only`", "git ls-files -m | git add --pathspec-from-file=-",
    "git add --pathspec-from-file=<(git ls-files -m)", "git ls-files -m | while read f; do git add \"$f\"; done",
    "for f in $(git ls-files -m); do git add $f; done", "git ls-files -mz | xargs -0 git add --",
    "git ls-files -m | git update-index --add --remove --stdin", "git commit -m x $(git diff --name-only)",
)  # fmt: skip
HARMLESS = (
    "git add a.py b/c.py", "git add -A a.py", "git add -- -A", "git add .gitignore", "git add -n .", "git add -nA",
    "git add --dry-run -A", "git add -u a.py", "git add src/app.py src/new.py", "git add ':(literal)a.py'",
    "git add -f build/out.js", "git add -v -- a.py", "git add ./a.py", "git add 'app/[slug]/page.tsx'",
    "git add src/{app,new}.py", "git commit -m x", "git commit -mall", "git commit -m 'fix the -a flag'",
    "git commit -m 'use git add -A'", "git commit -m x -- a.py", "git commit -m x a.py docs/plan.md",
    "git commit --amend --no-edit", "git commit --amend -m all", "git commit -F README.md",
    "git commit -m x --author='A <a@b>'",
    "git commit -q -m x", "git commit --allow-empty -m .", "git commit -m 'all of it' -m '--all'",
    "git commit -o a.py -m x",
    "git mv README.md READ.md", "git rm README.md", "git rm --cached README.md", "git log --all --oneline",
    "git log -a .", "git status -uall", "git status .", "git st", "git diff --stat .", "git diff -a", "git branch -a",
    "git fetch --all", "git push --all", "git stash list", "git stash show", "git stash push -- a.py",
    "git stash push -m 'all of it' a.py", "git reset -q .", "git restore --staged .", "git checkout -b topic",
    "git grep -n A .", "git ls-files -o .", "git clean -n .", "git tag -a v1 -m all", "git show -m", "git blame a.py",
    "git rev-parse --all", "git lg --all", "git config alias.x 'add -A'", "git help add", "git add --help",
    "git -c alias.z=status z", "git commit --dry-run -a", "git check-ignore -v .", "git add -A --no-all a.py",
    "git commit -a --no-all -m x", "git unstage .", "git worktree list", "git cherry-pick --abort", "git remote -v",
)  # fmt: skip
FOLDERS = (
    "git add src", "git add src/", "git add ./src/", "git add docs reports", "git add -A src", "git add -u src",
    "git commit -m x docs", "git stash push -- src", "git add -- tests/", "git add 'src/embed'",
    "git add reports/ a.py",
)  # fmt: skip
WRAPPERS = {
    "folder": ("cd . && {c}", "cd src && cd .. && {c}", "pushd . && {c}"),
    "grouping": ("({c})", "{{ {c}; }}", "! {c}", "[[ -f README.md ]] && {c}", "false || {c}", "set -e; {c}"),
    "prefix": ("time {c}", "nohup {c}", "timeout 5 {c}", "timeout -s KILL 5s {c}", "command {c}", "env {c}",
               "env -u X Y=1 {c}", "X=1 {c}", "GIT_EDITOR=true {c}", "nice -n 5 {c}", "stdbuf -oL {c}", "setsid {c}",
               "exec {c}", "builtin command {c}"),
    "sudo": ("sudo {c}", "sudo -E -u root {c}", "doas {c}"),
    "shell": ("sh -c {q}", "bash -c {q}", "bash -lc {q}", "/bin/sh -ec {q}", "eval {q}", "bash -c 'eval \"$1\"' _ {q}"),
    "shell by input": ("bash <<< {q}", "bash <<'EOF'\n{c}\nEOF", "cat <<'EOF' | sh\n{c}\nEOF", "echo {q} | bash",
                       "printf '%s\\n' {q} | sh -s", "source <(echo {q})", "bash -s << EOF\n{c}\nEOF"),
    "function": ("f() {{ {c}; }}; f", "function go {{ {c}; }}\ngo"),
    "loop": ("for i in 1; do {c}; done", "while true; do {c}; break; done", "if true; then {c}; fi",
             "case x in *) {c};; esac", "until false; do {c}; break; done"),
    "background": ("{c} &", "{c} > /dev/null 2>&1 &", "nohup {c} >/dev/null 2>&1 &"),
    "substitution": ("out=$({c})", "echo \"done $({c})\"", "cat <<EOF\n$({c})\nEOF", "diff <({c}) /dev/null",
                     "echo $(echo $({c}))"),
    "chain": ("npm test && {c} && git push", "git status; {c}; git log -1", "{c} | tee /tmp/log", "{c} && echo done",
              "npm run build\n{c}\ngit push origin HEAD", "ruff check . && pytest -q; {c}", "{c} 2>&1 | tail -5"),
    "comment": ("# first\n{c}", "{c} # and then", "echo '#'; {c}"),
    "trap": ("trap {q} EXIT", "xargs -I% sh -c {q} <<< 1"),
}  # fmt: skip
TEXTS = (
    "echo {q}", "echo {q} >> notes.md", "grep -rn {q} docs", "cat <<'EOF' > docs/how.md\nRun this:\n    {c}\nEOF",
    "cat > docs/how.md <<\\EOF\n{c}\nEOF", "git commit --allow-empty -m {q}", "# {c}", "git log --grep={q}", ": {q}",
    "printf '%s\\n' {q} > how.txt", "git log -S {q}", "gh pr create --title x --body {q}", "test {q} = x",
    "sed -i 's/x/y/' a.py # {c}", "rg -n {q} .", "awk '/x/' a.py # then {c}", "MESSAGE={q}; echo \"$MESSAGE\"",
    "git commit --allow-empty -F - <<'EOF'\ndo not {c}\nEOF", "git tag -a v2 -m {q}", "git notes add -m {q}",
    "git commit --allow-empty -m \"$(cat <<'EOF'\nsay no to:\n{c}\nEOF\n)\"", "history | grep {q}",
)  # fmt: skip
SPELLINGS = (
    "g\"i\"t add -A", "git ad\\d -A", "git add \"-A\"", "git add '-A'", "git add -\\\nA", "git \\\n  add \\\n  -A",
    "git  \t add   -A", "'git' add -A", "\\git add -A", "git add $'-A'", "/usr/bin/git add -A", "git -C . add -A",
    "git -c user.name=x add -A", "git --no-pager add -A", "git --git-dir=.git --work-tree=. add -A",
    "git -C src add -A",
    "G=git; $G add -A", "A=-A; git add $A", "git \"$(echo add)\" -A", "git add ${X:--A}", "git add --a\\ll",
    "git add \"$PWD\"", "git add \"$(pwd)\"", "git add $(git rev-parse --show-toplevel)", "git add `pwd`/.",
    "git add -\"A\"", "git a''dd .", "git add \".\"", "git add './'", "git add ./.", "git add .//", "git add $'.'",
    "git add $'\\x2e'", "git $'\\x61dd' .", "cd src && git add ..", "cd src && git add ../", "cd src && git add .",
    "cd src && git add -u", "(cd src && git add .)", "git -C src add .", "git -C src commit -am x",
    "git commit -\\\nam x",
    "git commit \"-am\" x", "git commit -a\"m\" x", "git commit '-a' -m x", "git add -A;",
    "git add -A&&git commit -m x",
    "true&&git add -A", "true;git add -A", "true|git add -A", "git add -A>/dev/null", ">/dev/null git add -A",
    "2>/dev/null git commit -am x", "git add --  .", "git add -A --", "git add --ignore-errors -A",
    "git add --verbose --all",
    "git add -v -f -A", "git add -Afv", "git add --chmod=+x .", "git add --sparse .", "git --literal-pathspecs add .",
    "git --exec-path=/usr/lib/git-core add -A", "git --bare -c core.bare=false --git-dir .git --work-tree . add -A",
    "GIT_DIR=.git GIT_WORK_TREE=. git add -A", "git stash -\\\nu", "git s\"tash\"", "git commit -m 'x' \\\n  -a",
)  # fmt: skip

# Those that any wrapping can take.
_INNER_SPELLINGS = [one for one in SPELLINGS if one.startswith("git ") and not one.endswith(";")]
_FORMS_A_WRAPPER = 5
_FORMS_A_TEXT = 5
_FOLDERS_A_WRAPPER = 1


def combinations(seed: int) -> Iterator[tuple[str, str]]:
    """Yields groups and commands; the same seed gives the same."""
    draw = random.Random(seed)  # noqa: S311 - a sample, no secret
    for form in (*SWEEPS, *HARMLESS, *FOLDERS):
        yield "plain", form
    for spelling in SPELLINGS:
        yield "spelling", spelling
    for group, wrappers in WRAPPERS.items():
        for wrapper in wrappers:
            forms = draw.sample(SWEEPS, _FORMS_A_WRAPPER) + draw.sample(HARMLESS, _FORMS_A_WRAPPER)
            for form in (*forms, *draw.sample(FOLDERS, _FOLDERS_A_WRAPPER)):
                yield group, wrapper.format(c=form, q=shlex.quote(form))
            for spelling in draw.sample(_INNER_SPELLINGS, 2):
                yield group, wrapper.format(c=spelling, q=shlex.quote(spelling))
    for text in TEXTS:
        for form in draw.sample((*SWEEPS, *SPELLINGS), _FORMS_A_TEXT):
            if "\n" not in form and "'" not in form:
                yield "as text", text.format(c=form, q=shlex.quote(form))
