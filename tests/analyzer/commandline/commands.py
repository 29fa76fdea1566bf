"""Command lines by what is to become of them; one a line, and those of several lines in blocks."""

SWEEPS = r"""
git add -A
git add --all
git add --al
git add --a
git add -u
git add --update
git add --upd
git add -vA
git add -Av
git add -fA
git add -A -v
git add -v --all
git stage -A
git stage .
git add .
git add ./
git add ..
git add ../..
git add ./.
git add src/..
git add :/
git add ':(top)'
git add ':(top).'
git add :
git add '*'
git add "*.py"
git add \*
git add *.py
git add src/*
git add src/**/*.ts
git add [ab].py
git add 'file[0-9].txt'
git add ?.py
git add "src/*"
git add ':!secret.txt'
git add ':^secret.txt'
git add ':(exclude)secret.txt'
git add . ':!secret.txt'
git add -A -- ':!secret.txt'
git add -- .
git add -A .
git add --no-all .
git add --ignore-removal .
git add -N .
git add -p
git add -i
git add -e
git add -p .
git add --patch
git add a.py .
git add -A && git commit -m x
git add . && git commit -m x && git push
git commit -a
git commit -am x
git commit -a -m x
git commit -m x -a
git commit --all -m x
git commit -qam x
git commit -sam x
git commit -vam "fix: x"
git commit -am"fix"
git commit --amend -a --no-edit
git commit --amend -am x
git commit .
git commit -m x .
git commit -m x -- .
git commit -i . -m x
git commit -m x --include .
git commit -o . -m x
git commit -m x '*.py'
git commit -m x *.py
git commit -p -m x
git commit --interactive
git commit --no-all -a -m x
git commit -C HEAD -a
git commit --fixup HEAD -a
git stash
git stash push
git stash -u
git stash -a
git stash -k
git stash --include-untracked
git stash push -u -m x
git stash push -m x
git stash save x
git stash push -- .
git stash push .
git stash && git pull && git stash pop
git rm -r .
git rm -rf --cached .
git rm -r --cached '*'
git rm '*.log'
git rm *.log
git mv *.py src/
git update-index --again
git ls-files -m | git update-index --stdin
git add --pathspec-from-file=- < <(git ls-files -o)
git ls-files -o | git add --pathspec-from-file=-
git ls-files -o > list && git add --pathspec-from-file=list
git add --pathspec-from-file=<(git ls-files -m)
git add $(git ls-files -o)
git add $(git ls-files -o --exclude-standard)
git add `git ls-files -m`
git add "$(git ls-files -o | head -1)"
git add $(git diff --name-only)
git add $(git status --porcelain | awk '{print $2}')
git add $(find . -name '*.py')
git commit -m x $(git diff --name-only)
FILES=$(git diff --name-only); git add $FILES
FILES="$(git ls-files -m)" && git add $FILES
git ls-files -o | xargs git add
git ls-files -zo | xargs -0 git add
git diff --name-only | xargs -I{} git add {}
git diff --name-only | xargs -I % sh -c 'git add %'
git diff --name-only | xargs -n1 git add --
xargs git add < list.txt
xargs -a list.txt git add
cat list.txt | xargs git add
ls | xargs sh -c 'git add "$@"' _
find . -name '*.py' -exec git add {} +
find . -name '*.py' -exec git add {} \;
find . -type f -execdir git add '{}' ';'
find . -name '*.py' -print0 | xargs -0 git add
find . -name '*.py' | while read -r f; do git add "$f"; done
find . -exec sh -c 'git add "$1"' _ {} \;
for f in *.py; do git add "$f"; done
for f in $(git ls-files -m); do git add $f; done
git ls-files -m | while IFS= read -r f; do git add -- "$f"; done
while read f; do git add $f; done < <(git ls-files -o)
mapfile -t F < <(git ls-files -o); git add "${F[@]}"
readarray F < <(git ls-files -o) && git add "${F[@]}"
ls *.py | parallel git add
parallel git add {} ::: .
git -c alias.x='add -A' x
git -c alias.x=add x -A
git -c alias.x='!git add -A' x
git -c alias.x='!f() { git add "$@"; }; f' x -A
git -c alias.x=y -c alias.y='commit -am z' x
git config alias.x 'add -A' && git x
git config --global alias.x '!git add .'; git x
GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=alias.x GIT_CONFIG_VALUE_0='add -A' git x
X='add -A' git --config-env=alias.x=X x
cd x && git add -A
cd x; git add .
cd "$DIR" && git add -A
cd x || exit 1; git add -A
pushd x && git add -A && popd
(cd x && git add -A)
git -C x add -A
git -C x -C y add .
git -C "$DIR" add -A
git --git-dir=x/.git --work-tree=x add -A
git --git-dir x/.git --work-tree x add -A
git --no-pager add -A
git -P add -A
git -c core.safecrlf=false add -A
git --literal-pathspecs add .
git --exec-path=/usr/lib/git-core add -A
GIT_DIR=x git add -A
X=1 Y=2 git add -A
env git add -A
env -i git add -A
env X=1 git add -A
env -u X -C y git add -A
env -S 'git add -A'
/usr/bin/env git add -A
sudo git add -A
sudo -u bob git add -A
sudo -E -u bob -- git add -A
sudo sh -c 'git add -A'
sudo X=1 git add -A
doas git add -A
su bob -c 'git add -A'
su - bob -c "git add -A"
time git add -A
time -p git add -A
/usr/bin/time -v git add -A
time { git add -A; }
nohup git add -A &
nice git add -A
nice -n 10 git add -A
nice -10 git add -A
ionice -c 3 git add -A
ionice -c3 -n 7 git add -A
timeout 10 git add -A
timeout 10s git add -A
timeout -k 5 10 git add -A
timeout --signal=KILL 10 git add -A
timeout --preserve-status 10 git add -A
stdbuf -o0 git add -A
stdbuf -oL -eL git add -A
setsid git add -A
setsid -w git add -A
command git add -A
command -p git add -A
builtin command git add -A
exec git add -A
exec -a x git add -A
flock /tmp/l git add -A
flock /tmp/l -c 'git add -A'
strace -f -e trace=file git add -A
script -qc 'git add -A' /dev/null
watch -n 1 git add -A
watch 'git add -A'
nix-shell -p git --run 'git add -A'
uv run git add -A
poetry run git add -A
direnv exec . git add -A
busybox sh -c 'git add -A'
chronic git add -A
coproc git add -A
coproc X { git add -A; }
sh -c 'git add -A'
bash -c "git add -A"
bash -lc 'cd x && git add .'
bash -euo pipefail -c 'git add -A'
bash -o pipefail -c 'git add -A'
bash --norc -c 'git add -A'
zsh -c 'git add -A'
dash -c 'git add -A'
/bin/sh -c 'git add -A'
sh -c "sh -c 'git add -A'"
sh -c 'git add "$@"' _ -A
sh -c 'git "$0" "$1"' add -A
bash -s <<< 'git add -A'
bash <<< 'git add -A'
bash < <(echo 'git add -A')
bash <(echo 'git add -A')
source <(echo 'git add -A')
. <(printf 'git add -A\n')
echo 'git add -A' | sh
echo "git add -A" | bash
echo 'git add -A' | bash -s
printf 'git add -A\n' | sh
printf '%s\n' 'git add -A' | sh
printf 'git %s %s\n' add -A | sh
echo 'git add -A' | sudo sh
echo 'git add -A' | tee x.sh | sh
echo 'git add -A' > x.sh && sh x.sh
echo 'git add -A' > x.sh; chmod +x x.sh; ./x.sh
echo 'git add -A' | cat | cat | sh
eval 'git add -A'
eval git add -A
eval "git" "add" "-A"
eval "$(echo git add -A)"
eval $(echo git add .)
eval "git add $(git ls-files -o)"
X='git add -A'; eval "$X"
X='git add -A'; $X
X=-A; git add $X
X=-A; git add "$X"
X=.; git add "$X"
X='-A'; Y="$X"; git add $Y
X=(-A); git add "${X[@]}"
X=add Y=-A; git $X $Y
G=git; $G add -A
G=git; "$G" add -A
G=/usr/bin/git; ${G} add -A
${GIT:-git} add -A
${GIT} git add -A
$SUDO git add -A
export X=-A; git add $X
declare X=-A; git add $X
local X=-A; git add $X
readonly X=.; git add $X
read X <<< -A; git add $X
set -- -A; git add "$@"
printf -v X %s -A; git add $X
git add "${X:-.}"
git add ${X:-.}
git add ${X-.}
: "${X:=-A}"; git add $X
git add "$PWD"
git add $(pwd)
git add "$(pwd)"
git add "$(git rev-parse --show-toplevel)"
git add $(git rev-parse --show-toplevel)
cd "$(git rev-parse --show-toplevel)" && git add -A
ROOT=$(git rev-parse --show-toplevel); git -C "$ROOT" add -A
ROOT=$(git rev-parse --show-toplevel); git add "$ROOT"
git add $(echo -A)
git add $(echo .)
git add $(printf %s .)
git `echo add` -A
$(echo git) add -A
$(which git) add -A
`which git` add -A
"$(command -v git)" add -A
f() { git add -A; }; f
f() { git "$@"; }; f add -A
f() { git add "$1"; }; f .
f() { git add "${1:-.}"; }; f
f() { g; }; g() { git add -A; }; f
function f { git add .; }; f
function f() { git add .; }; f x
f() ( git add -A ); f
f() if true; then git add -A; fi; f
alias g=git; g add -A
alias gaa='git add --all'; gaa
alias ga='git add'; ga .
if true; then git add -A; fi
if git diff --quiet; then :; else git add -A; fi
if x; then y; elif z; then git add -A; fi
if x; then F=-A; else F=a.py; fi; git add $F
if [ "$1" ]; then F=a.py; else F=.; fi; git add "$F"
case $x in a) git add -A;; esac
case $x in a) F=.;; *) F=a;; esac; git add $F
for i in 1 2; do git add -A; done
for f in a.py .; do git add $f; done
for ((i = 0; i < 2; i++)); do git add -A; done
while true; do git add -A; sleep 1; done
until git add -A; do sleep 1; done
select x in a; do git add .; done
{ git add -A; }
{ git add -A; git commit -m x; } > log 2>&1
( git add -A )
( ( git add -A ) )
! git add -A
git add -A &
git add -A & wait
git add -A | cat
git add -A |& tee log
git add -A 2>&1 | tail -1
git add -A > /dev/null 2>&1
git add -A &> /dev/null
> log git add -A
2>/dev/null git add -A
git add > log -A
git > log add 2> err -A
git add -A < /dev/null
git add -A <<< ''
git add -A||true
git add -A&&true
git add -A;true
git add -A # all of it
true && git add -A
false || git add -A
[ -n "$X" ] && git add -A
[[ -n $X ]] && git add -A
test -f x && git add .
((x)) && git add -A
git diff --quiet || git add -A
echo "$(git add -A)"
echo "done: `git add -A`"
X=$(git add -A)
X=`git add -A`
echo $((1 + $(git add -A)))
echo ${X:-$(git add -A)}
cat <(git add -A)
echo x | tee >(git add -A)
git commit -m "$(git add -A)"
git commit -m "x $(git add -A && echo y)"
[ "$(git add -A)" ]
[[ $(git add -A) == x ]]
trap 'git add -A' EXIT
trap "git add -A" INT TERM
'git' add -A
"git" "add" "-A"
g'i't add -A
gi"t" a'd'd -"A"
g''it add -A
\git add -A
g\it a\dd \-A
$'git' add $'-A'
$'\x67it' add $'\x2dA'
$'\147it' add -A
$"git" add -A
git${IFS}add${IFS}-A
git$IFS"add"$IFS'-A'
{git,add,-A}
git {add,-A}
git add {-A,}
git add {.,a.py}
/usr/bin/git add -A
/usr/local/bin/git add .
./git add -A
git.exe add -A
/usr/lib/git-core/git-add -A
git submodule foreach 'git add -A'
git submodule foreach --recursive git add -A
git rebase -x 'git add -A' main
git rebase --exec='git commit -am x' main
git rebase -i --exec "git add ." HEAD~2
git bisect run sh -c 'git add -A'
git bisect run git add -A
git filter-branch --tree-filter 'git add -A' HEAD
git for-each-repo --config=x.y add -A
git fetch; git add -A; git commit -m x; git push
git status && git add -A
	git add -A
  git   add   -A
git add -A
hyperfine 'git add -A'
""".strip("\n").split("\n")

SWEEPS_IN_BLOCKS = r"""
git status
git add -A
%%
git add \
  -A
%%
git \
add \
-A
%%
g\
it add -A
%%
bash <<EOF
git add -A
EOF
%%
bash <<'EOF'
git add -A
EOF
%%
bash -s -- x <<-EOF
	git add -A
	EOF
%%
sh << "E O F"
git add -A
E O F
%%
cat <<'EOF' | sh
git add -A
EOF
%%
cat <<EOF | bash -s
cd x
git add -A
EOF
%%
cat <<EOF
$(git add -A)
EOF
%%
cat <<EOF
`git add -A`
EOF
%%
cat <<EOF && git add -A
text
EOF
%%
cat > a.md <<'EOF'; git add -A
git add x
EOF
%%
cat <<'A' > a.md
text (with an unbalanced ' quote
A
git add -A
%%
cat > x.sh <<'EOF'
#!/bin/bash
git add -A
EOF
bash x.sh
%%
cat > x.sh <<'EOF' && chmod +x x.sh && ./x.sh
#!/usr/bin/env bash
git add -A
EOF
%%
sudo bash <<'EOF'
git add -A
EOF
%%
git commit -m "$(cat <<EOF
x $(git add -A)
EOF
)"
%%
git commit -am "$(cat <<'EOF'
feat: x

- it's (done)
EOF
)"
%%
git add -A && git commit -m "$(cat <<'EOF'
feat: x
EOF
)" && git push
%%
if true
then
  git add -A
fi
%%
f() {
  git add -A
}
f
%%
for x in a b
do
  git add .
done
%%
# first
git add -A # second
%%
echo 'a
b'; git add -A
%%
git ls-files -o |
  xargs git add
%%
git diff --quiet ||
  git add -A
%%
eval "
git add -A
"
%%
bash -c '
set -e
git add -A
'
%%
while read -r f; do
  git add "$f"
done < <(git ls-files -o)
%%
(
  cd x
  git add .
)
%%
case x in
  x) git add -A ;;
esac
%%
alias g=git
g add -A
%%
ssh host true; python3 - <<'EOF'
print("x")
EOF
git add -A
""".strip("\n").split("\n%%\n")

FOLDERS = r"""
git add src/
git add -A src/
git add ./src/
git add ../other/
git add src/.
git add -u src/
git add :/src/
git add ':(top)src/'
git add a.py src/
git add 'my folder/'
git add -p src/
git add dist/ && git commit -m x
npm test && git add src/
git commit -m x src/
git commit -m x -- src/
git stash push src/
git stash push -u -- src/
git rm -r src/
X=src/; git add "$X"
for d in a/ b/; do git add $d; done
""".strip("\n").split("\n")

ALLOWED = r"""
git add a.py
git add a.py b/c.py
git add -A path/to/file
git add --all path/to/file
git add -u a.py
git add -- -A
git add -- a.py
git add ./a.py
git add ../a.py
git add .gitignore
git add .github/workflows/ci.yml
git add ..config
git add 'app/[slug]/page.tsx'
git add app/[slug]/page.tsx
git add "app/[...slug]/page.tsx"
git add 'app/[[...slug]]/page.tsx' 'app/(group)/[id]/route.ts'
git add 'app/[user-id].tsx'
git add "a b.py" 'c d.py'
git add a\ b.py
git add ':(literal)*'
git add ':(top)a.py'
git add :/a.py
git add a.py ':!b'
git --literal-pathspecs add '*'
git --literal-pathspecs add 'a[0-9]'
GIT_LITERAL_PATHSPECS=1 git add '*'
git add {a,b}.py
git add src/{a,b}.{ts,css}
git add f{1..3}.py
git add -n .
git add --dry-run -A
git add -nA
git add -vn .
git add --refresh .
git add -A -n
git add -p a.py
git add -p -- a.py
git add -e a.py
git add -i a.py
git add -N a.py
git add -f ignored.txt
git add --chmod=+x run.sh
git add -A --no-all
git add -u --no-update
git add
git add --help
git add -h
git add -A -h
git add --help -A
git help add
git add --pathspec-from-file=- <<< a.py
printf 'a.py\nb.py\n' | git add --pathspec-from-file=-
printf 'a.py\n' > list; git add --pathspec-from-file=list
echo a.py b.py | xargs git add
printf 'a.py\n' | xargs -I{} git add {}
for f in a.py b.py; do git add "$f"; done
printf 'a.py\nb.py\n' | while read -r f; do git add "$f"; done
X=a.py; git add $X
X='a.py b.py'; git add $X
X=(a.py b.py); git add "${X[@]}"
f() { git add "$@"; }; f a.py
set -- a.py; git add "$@"
git add $(echo a.py)
git add "$(printf '%s' a.py)"
git add ~/repo/a.py
git add $PWD/a.py
git add "$(git rev-parse --show-toplevel)/a.py"
git mv a b
git mv a b/
git mv -k a b c/
git mv 'a*' b
git rm a
git rm --cached a
git rm -r -n .
git rm .
git rm -f a b
git update-index --refresh
git update-index --chmod=+x a
git update-index --add a
git commit -m x
git commit -m x -- a.py
git commit -m x a.py b.py
git commit -mall
git commit -m all
git commit -m -a
git commit -m '-a'
git commit -m "--all"
git commit --message=-a
git commit -ma
git commit -F -
git commit -F msg.txt
git commit -uno -m x
git commit -u -m x
git commit -uall -m x
git commit -S -m x
git commit -Sabc -m x
git commit --amend --no-edit
git commit --amend -m x
git commit --dry-run -a
git commit -a --short
git commit -a --porcelain
git commit -a --no-all -m x
git commit -am x a.py
git commit -i a.py -m x
git commit -o a.py -m x
git commit -p a.py -m x
git commit --allow-empty -m x
git commit --fixup HEAD
git commit -C HEAD
git commit --al -m x
git commit -c ORIG_HEAD
git commit -t template -m x
git commit --author 'A <a@b>' -m x
git commit --trailer 'Reviewed-by: -a' -m x
git commit -m "git add -A"
git commit -m 'use `git add -A` and $(git add .)'
git commit -m "use \`git add -A\` and \$(git add .)"
git commit -m "stop using git add . && git commit -a"
git commit -m $'git add -A\n'
git commit -m "$(date)"
git commit -m "$(cat msg)"
git commit -m "$MSG"
git commit -m "x: $MSG" -- a.py
git commit -m "a" -m "b; git add -A"
git stash list
git stash show -p
git stash pop
git stash apply
git stash drop
git stash branch x
git stash create
git stash push a.py
git stash push -m x a.py
git stash push -m x -- a.py
git stash push -u -- a.py
git stash -- a.py
git stash -p a.py
git stash a.py
git stash push --staged
git stash -S
git log --all
git log -S'git add -A' --all -- '*.py'
git log --grep='add -A' -p
git branch -a
git branch --all
git push --all
git fetch --all
git tag -a v1 -m x
git diff -- .
git diff '*.py'
git status -u
git status .
git checkout .
git checkout -- .
git checkout -b add
git restore .
git restore --staged .
git reset
git reset HEAD .
git clean -n .
git grep 'git add -A' .
git ls-files -m .
git remote add -f x y
git notes add -m x
git submodule add url path
git worktree add ../x
git worktree add -b x ../x main
git config alias.x 'add -A'
git config --get alias.aa
git cherry-pick -n x
git merge --no-commit x
git rebase main
git show HEAD:a.py
git apply a.patch
git apply --check --index a.patch
git -C x add a.py
git -c user.name=x add a.py
git --version
git --help add -A
git --exec-path
git
git -h
echo git add -A
echo 'git add -A'
echo "git add -A"
echo git add -A > notes.txt
echo "run: git add ." >> README.md
printf 'git add -A\n' > notes.txt
printf '%s\n' 'git commit -am x' | tee notes.txt
echo 'git add -A' | grep add
echo 'git add -A' | wc -l
grep -rn 'git add -A' .
grep "git add \." docs/*.md
rg 'git commit -a' --glob '*.md'
sed -i 's/git add -A/git add -u/' a.sh
sed -n '/git add ./p' a.md
awk '/x/ {print $1}' a
ls # git add -A
# git add -A
: 'git add -A'
: git add -A
true 'git add -A'
test "git add -A" = "$X"
[ "$X" = "git add -A" ]
[[ $X == "git add -A" ]]
X='git add -A'
X="git add -A"; echo "$X"
export MSG='git add -A'
alias gaa='git add -A'
f() { git add -A; }
f() { git add -A; }; git add a.py
man git-add
which git
command -v git
command -V git
type git
whatis git
ls .git
cat .git/config
cat .gitignore
cd .git && ls
gitk --all
tig --all
gh pr create --title 'git add -A' --body x
gh repo clone x/y
hub add -A
legit add -A
digit -A .
git-lfs track '*.bin'
tar -czf x.tgz --exclude=.git .
find . -name .git -prune -o -print
find . -path './.git*' -delete
rsync -a --exclude .git . x/
docker build -t x .
python -c 'print("x")'
python -m pytest -k git
pip install git+https://host/x.git
npm install
cargo add serde
dvc add data
poetry add requests
yarn add x
jj commit -m 'git add -A'
svn add .
hg add .
cp -a . ../x
ls -A .
rm -rf .
du -a .
cd x && ls
kill %1
wait
sudo ls
timeout 5 ls
xargs ls
find . -exec ls {} +
sh -c 'ls'
bash -c 'echo git add -A'
bash -n x.sh
eval 'echo git add -A'
trap - EXIT
trap '' INT
env
env | grep GIT
time ls
diff <(git show A:a) <(git show B:a)
X=$(git status --porcelain)
if git diff --quiet; then echo clean; fi
for b in $(git branch); do echo $b; done
git branch | xargs git branch -d
git ls-files | xargs wc -l
git ls-files -m | xargs -n1 git diff --
find . -name '*.py' -exec git log -1 {} \;
git rev-parse HEAD | xargs git show
git log | head
git add a.py; echo "git add -A"
git add a.py # git add -A
git add a.py && git commit -m "x" && git push origin HEAD
git add a.py && git commit -m 'x' -- a.py
(cd x && git add a.py)
git diff --cached --stat && git commit -m x
git stash list | grep x
GIT_EDITOR=true git rebase --continue
cat a.py | git hash-object -w --stdin
""".strip("\n").split("\n")

ALLOWED_IN_BLOCKS = r"""
cat > README.md <<'EOF'
Run `git add -A` and $(git add .)
git add -A
EOF
%%
cat > README.md <<EOF
Run git add -A
\$(git add -A) \`git add .\`
EOF
%%
cat <<-'EOF' >> notes.md
	git commit -am x
	EOF
git add notes.md
%%
cat <<'A' > a.md && cat <<'B' > b.md
git add -A
A
git add .
B
%%
git commit -F - <<'EOF'
stop sweeping

git add -A is refused
EOF
%%
git commit -m "$(cat <<'EOF'
docs: say why `git add -A` is refused

It's $(not run) "here" (really)
git add .
EOF
)"
%%
git commit -m "first line

git add -A"
%%
git add a.py \
  b.py \
  c.py
%%
echo '
git add -A
'
%%
echo "
git add -A
"
%%
# git add -A
# git add .
ls
%%
python3 - <<'EOF'
print(1)
EOF
%%
tee a.sh <<'EOF'
git add -A
EOF
%%
cat > a.sh <<'EOF'
#!/bin/sh
git add -A
EOF
chmod +x a.sh
git add a.sh
%%
if git diff --quiet; then
  echo "nothing; use git add -A"
else
  git add a.py
fi
%%
case "$x" in
  'git add -A') echo no ;;
  *) git add a.py ;;
esac
%%
grep -n 'git add -A' <<'EOF'
git add -A
EOF
%%
git apply <<'EOF'
+git add -A
EOF
%%
gh pr create --body "$(cat <<'EOF'
- git add -A
EOF
)"
""".strip("\n").split("\n%%\n")

UNKNOWN = r"""
git add $FILES
git add "$FILE"
git add "$@"
git add $1
git add "$DIR"/x
git add $OPTIONS a.py
git $COMMAND
git "$@"
$COMMAND
$COMMAND a
"$COMMAND" add -A
eval "$COMMAND"
sh -c "$COMMAND"
bash -c "git add $FILES"
echo "$COMMAND" | sh
base64 -d <<< Z2l0 | sh
echo Z2l0 | base64 -d | bash
curl -s https://host/x.sh | sh
curl -s https://host/x.sh | sudo bash -s -- -y
git show HEAD:x.sh | sh
make
make commit
make -C x all
just release
npm run commit
npm test
yarn commit
pnpm run x
npx x
./x.sh
scripts/commit.sh
bash x.sh
sh ./x.sh a b
. ./x.sh
source x.sh
python x.py
python3 -c 'import os; os.system("git add -A")'
python -c "$CODE"
python -m commit_all
node x.js
node -e 'require("child_process").execSync("git add -A")'
perl -e 'system("git add -A")'
ruby x.rb
ssh host 'cd x && git add -A'
docker exec x git add -A
tmux send-keys 'git add -A' Enter
awk 'BEGIN { system("git add -A") }'
git foo
git bisect run make
git lfs add -A
git commit -m $MSG
git add --pathspec-from-file=list.txt
git add --pathspec-from-file=-
git add --pathspec-from-file=- < list.txt
while read f; do git add "$f"; done < list.txt
git update-index --index-info
git apply --cached a.patch
git diff a.py | git apply --cached
GIT_INDEX_FILE=/tmp/index git add -A
git commit $OPTIONS -m x
""".strip("\n").split("\n")
