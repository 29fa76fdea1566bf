"""Shell forms in which everything is known, so that a shell and a reader must agree on each argument of each git."""

LINES = r"""
git add a.py
git add "a b.py" 'c d.py' e\ f.py
g''it a"d"d -'A'
'git' "add" $'-A'
\git add \-A
git add $'a\'b' $'\x61\t\101\u0062' $'a\\nb'
git add "a\"b" "a\\b" "a\$b" "a\`b" "a\xb"
git add 'a"b' "a'b" 'a'\''b'
git add # comment
git add a#b '#c' "#d" \#e
git add "" '' x
git add {a,b}.py
git add src/{a,b/{c,d},}.py
git add f{1..3}.txt g{3..1} {a..c}x
git add {} {a} a{b "{a,b}" {a,'b c'} \{a,b}
git {add,-A}
git add {-A,}
git add a{,}
git add {a,b}{c,d}
git add x{1..3..1}
git commit -m 'it'"'"'s' -- a
git commit -m"x y" -am 'z'
git commit -m a=b A=b --c=d
git add -- -A --all
git add ~nobody-here/x '~/x' "~"
git add a;git add b
git add a & wait
git add 'a;b' "a&&b" a\;b a\|b
git add $ "$" a$ "a$ b" $. "$."
git add "$(printf '%s' 'a b')" $(printf 'c d') `echo e f` "`echo g h`"
git add "$(echo "a b")" "$(echo 'c")"')"
git add "$(echo "$(echo "a  b")")"
git add "`echo \"a b\"`" "`echo \`echo c\``"
git add $(echo a; echo b)
git add "$(echo a; echo b)"
git add $(echo a | cat) $(cat <<< b)
git add $(case x in x) echo a;; esac) b
git add -A 2>/dev/null >/dev/null
git add>/dev/null a 2>&1 b
>/dev/null git add a
2>/dev/null 1>/dev/null git </dev/null add a
git add a &>/dev/null b
git add a >&2 b 2>&-
git add 2 >/dev/null 2a 2>/dev/null
git >/dev/null add 1 2 3>/dev/null
git add !x a!b 'c!d'
! git add a
git add a=1 b+=2 [c] d[e]
git add -p=x -- a:b :c :/d ':(top)e' ':!f'
git add café 'naïve ü.py' "日本"
git add %s %d a%b
git add a	b
echo git add x
echo "git add y" 'git add z'
# git add c
: git add d
true; # git add e
git add "a;b" # ; git add f
git log --format='%h %s' -S'git add -A' --grep="x y"
git add @{u} HEAD@{1} HEAD^ HEAD~2 a..b
git commit -m "fix: don't \"break\" it" -m 'second (para)'
git add "a" "b"c'd'e\f
git add a"$(echo b)"c'd'"e"
"git" "add" "$(echo x)"y
git $'add' $"a b"
git${IFS}add${IFS}a
(git add a)
(git add a; git add b)
( ( git add a ) )
{ git add a; }
{ git add a; git add b; } >/dev/null
if true; then git add a; fi
if git add c; then git add a; else :; fi
if ! git add c; then :; elif true; then :; fi
while git add a; do break; done
until git add a; do :; done
for f in a b 'c d'; do git add "$f"; done
for f in a "b c"; do git add $f; done
for f in {a,b}; do git add $f.py; done
for f in x; do (git add $f); done
for ((i=0;i<1;i++)); do git add a; done
case x in x) git add a;; esac
case x in a|x) git add a; git add b;; *) ;; esac
case "x y" in "x y") git add a ;; esac
case x in (x) git add a ;; esac
f() { git add "$1" "$@" $#x; }; f a 'b c'
f() { git "$@"; }; f add -A 'x y'
f() { git add $*; }; f 'a b' c
function f { git add a; }; f
function f() ( git add a ); f
f() { g "$2" "$1"; }; g() { git add "$@"; }; f a b
f() { shift; git add "$@"; }; f a b c
f() { local x=$1; git add "$x"; }; f 'a b'
X=a; git add $X "$X" ${X} "${X}"b '$X'
X='a b'; git add $X "$X"
X="a  b"; Y="$X"; git add $Y "$Y"
X=-A git add b
X=a Y=b; git add $X$Y "$X $Y" $X/$Y ${X}_$Y
X=; git add $X "$X" b
X=a; X+=b; git add $X
X=(a 'b c'); git add "${X[@]}" ${X[0]} "${X[1]}"
X=(a b); X+=(c); git add "${X[@]}"
X=(); git add "${X[@]}" a
declare -a X=(a b); git add "${X[@]}"
export X=a; git add $X
readonly X=a; git add "$X"
X=a.py; git add "${X%.py}.txt" "${X#a}" ${X:-c} "${Y:-d e}" ${Y-f} "${X:+g}"
: ${Z:=a}; git add $Z
set -- a 'b c'; git add "$@" "$1" $2
set -e; git add a
unset X; git add $X a
read -r X Y <<< "a b c"; git add "$X" "$Y"
mapfile -t X < <(printf 'a\nb c\n'); git add "${X[@]}"
printf -v X '%s-%s' a b; git add $X
printf 'a\nb c\n' | while read -r f; do git add "$f"; done
while read -r f; do git add "$f"; done < <(printf 'a\nb\n')
echo a | { read -r x; git add "$x"; }
eval "git add a"
eval git add 'a b'
eval 'git add "a b"'
X='git add a'; eval "$X"
X='git add a'; $X
X='add a'; git $X
sh -c 'git add a'
bash -c "git add 'a b'; git add c"
bash -c 'git add "$1" "$0" "$@"' x 'y z'
sh -c "sh -c 'git add a'"
bash -ec 'git add a' && bash -c -- 'git add b'
bash -euo pipefail -c 'git add a'
bash --norc -c 'git add a'
echo 'git add a' | sh
echo "git add 'a b'" | bash -s
printf 'git add %s\n' a b | sh
printf '%s %s\n' git\ add a 'git add' b | sh
bash <<< 'git add a'
bash <<< "git add $(echo b)"
bash <(echo git add a)
. <(echo git add a)
source <(echo git add a)
cat <(echo x) > /dev/null; git add a
git add a
git add a
sh s.sh b
printf 'git add a\n' > s.sh; . ./s.sh
echo 'git add a' > s.sh && bash s.sh
printf '#!/bin/sh\ngit add a\n' > s.sh; chmod +x s.sh; ./s.sh
echo 'git add a' | tee s.sh >/dev/null; sh s.sh
cd sub && git add a
cd sub; git add a; cd ..; git add b
(cd sub && git add a); git add b
pushd sub >/dev/null; git add a; popd >/dev/null; git add b
env git add a
env X=1 git add a
env -u X git add a
env -S 'git add a'
env -C sub git add a
X=1 Y="2 3" git add a
time git add a
time -p git add a
time { git add a; }
nohup git add a
nice git add a
nice -n 5 git add a
timeout 10 git add a
timeout -s KILL 10s git add a
timeout -k 5 10 sh -c 'git add a'
stdbuf -oL git add a
setsid -w git add a
command git add a
command -- git add a
command -v git
builtin eval git add a
exec git add a
(exec git add a)
exec 3>&1; git add a >&3
echo a b | xargs git add
printf 'a\nb c\n' | xargs -I{} git add x/{}
printf 'a\n' | xargs -n 1 git add
echo a | xargs sh -c 'git add "$@"' _
echo a | xargs -r -- git add
find . -maxdepth 0 -exec git status \;
trap 'git add a' EXIT
git add a | cat
git add a |& cat
git add a | git add b
git status | grep x; git add a
[ -n "$(git add a)" ]; true
[[ -z $(git add a) ]] && git add b
[[ a == a && b != c ]] && git add a
((1)) && git add a
(( 1 << 2 )) && git add a
X=$(git add a)
X=`git add a`; git add b
echo "$(git add a)" "`git add b`" '$(git add no)' '`git add no`'
coproc git add a; wait
true; git add a; git add b;
git add a &
wait; git add b
{ git add a; } & wait
alias x=y; git add a
test 1 = 1 && git add a
git -C sub add a
git -c x.y=z --no-pager add a
git --git-dir=x --work-tree y -P add a
GIT_DIR=x git add a
/usr/bin/env git add a
select_it() { git add a; }; select_it
X='a;b'; git add "$X" $X
X='*.nothing'; git add "$X"
for f in a b; do for g in c d; do git add $f$g; done; done
for f in a; do git add $f; done | cat
if true; then git add a; fi > /dev/null && git add b
while true; do git add a; break; done < /dev/null
f() { if [ "$1" = x ]; then git add a; fi; }; f x
f() { git add a; }; f & wait
f() { echo a; }; git add $(f)
f() { git add "$(cat)"; }; echo b | f
echo 'f() { git add a; }; f' | bash
x() { git add a; } && x
echo $((1<<2)); git add a
((x=1<<2)); git add a
let "x=1<<2"; git add a
a[1<<2]=3; git add a
[[ 1 < 2 ]] && git add a
git add a\#b # c
git add "$(echo '(')" b
git add "$(echo \))" b
git add $(: ')' "(" `echo ')'`; echo a)
git add ${X:-a b} "${X:-a b}" ${X:-"c d"} "${X:-"e f"}" ${X:-'g h'} "${X:-'i j'}"
git add ${X:-}b "${X:-}"
git add ${X:-a}${Y-b}
X='"a b"'; git add $X
X='a\ b'; git add $X
git add !! !a "!b"
(git add a)&(git add b)&wait
{ git add a;git add b;}
if (git add a); then { git add b; }; fi
if git add a; git add b; then git add c; fi
set -- a b; for x; do git add "$x"; done
for ((i=0; i<1; i++)) { git add a; }
f() { git add "$1"; shift; git add "$1"; }; f a b
f() { for x in "$@"; do git add "$x"; done; }; f a 'b c'
f () { git add a; } >/dev/null; f
function f { git add "$*"; }; f a b
f() { local a=1 b="$1"; git add "$b$a"; }; f x
f() { echo "$1"; }; git add "$(f a)" $(f 'b c')
f() (cd sub; git add a); f; git add b
f() { eval "$1"; }; f 'git add a'
git() { command git "$@" x; }; git add a
add() { git add "$@"; }; add a
echo() { git add a; }; echo
[[ $(git add a) || -n x ]]
[[ -f x && ( -n y || -z z ) ]] || git add a
[[ a =~ ^(a|b)$ ]] && git add a
true | git add a | git add b
! git add a | cat
time -p -- git add a
exec >/dev/null; git add a
export A=a B='b c'; git add $A "$B"
export A; A=a; git add $A
declare -A M=([k]=v); git add "${M[k]}"
A=(a "b c"); for x in "${A[@]}"; do git add "$x"; done
A[0]=a; A[1]=b; git add "${A[@]}"
A=([0]=a [1]=b); git add "${A[@]}"
read A B <<< "x y z"; git add "$A" "$B"
echo a | xargs -i git add {}
echo a | xargs -t -n1 -P2 git add -v
printf '%s' git\ add\ a | bash
printf -- '-%s' a | xargs git add --
printf '%b' 'git add a\n' | sh
echo -e 'git add a\ngit add b' | sh
echo -n 'git add a' | sh
echo -E 'git add a' | sh
echo git add "a b" | sh
echo git add \"a b\" | sh
echo 'git add a' 'b' | bash -x
bash -c 'git add $0 $1' a b
bash -c "git add \"\$1\"" _ a
bash -c 'bash -c "git add \"a b\""'
bash -c $'git add a\ngit add b'
bash -c -e 'git add a'
bash -x -c 'git add a'
bash +x -c 'git add a'
bash -O extglob -c 'git add a'
bash --posix -c 'git add a'
env sh -c 'git add a'
env -- git add a
env -u A -- B=c git add a
env A='b c' sh -c 'git add "$A"'
export A=b; sh -c 'git add "x$A"'
nice -n5 git add a
timeout 1m git add a
timeout -s9 5 git add a
nohup sh -c 'git add a'
setsid -f -w git add a
stdbuf --output=L git add a
ionice -c2 -n0 git add a
command command git add a
eval 'eval "git add \"a b\""'
eval "X=a"; git add $X
eval 'f() { git add a; }'; f
eval "git add a # b"
eval git add a \; git add b
trap 'git add a' EXIT; git add b
. /dev/stdin <<< 'git add a'
bash /dev/stdin <<< 'git add a'
(echo 'git add a'; echo 'git add b') > x.sh; sh x.sh
echo 'git add a' | if true; then sh; fi
echo 'git add a' | tee /dev/null | sh
echo 'git add a' | cat - | sh
git add $(printf 'a\n\n')
>x git add a; <x git add b; 2>&1 git add c
git add a &>>x b
set -f; git add *.nothing
[ -d sub ] && cd sub; git add a
unset A; git add "${A-a}"
""".strip("\n").split("\n")

BLOCKS = r"""
git add a\
b.py
%%
git add "a\
b.py"
%%
git add 'a\
b.py'
%%
git add \
  -A
%%
git commit -m "a
b"
%%
git add "$(cat <<'E'
it's "x" $y `z`
E
)"
%%
git add "$(cat <<E
it's "x" \$y \`z\` $(echo w) \\ \q
E
)"
%%
git commit -m "$(cat <<'EOF'
feat: (a) thing

* b [c] {d}
EOF
)" && git push origin HEAD
%%
git add $(echo a # comment )
) b
%%
while read -r f; do git add "$f"; done <<E
a
b c
E
%%
cat <<'E' | sh
git add a
git add "b c"
E
%%
sh <<E
git add a
E
%%
bash -s x <<'E'
git add "$1"
E
%%
<<E sh
git add a
E
%%
cat <<E >/dev/null; git add a
git add no
E
%%
cat <<'A' <<'B' >/dev/null && git add a
x
A
y
B
%%
cat <<-E >/dev/null
	git add no
	E
%%
cat <<"E F" >/dev/null
git add no
E F
%%
cat <<\E >/dev/null
$(git add no)
E
%%
cat <<E >/dev/null
$(git add a) `git add b` \$(git add no)
E
%%
cat > s.sh <<'E'
git add a "$1"
E
%%
cat <<"E\\OF" >/dev/null
"
E\OF
git add a
%%
cat <<"E\OF" >/dev/null
"
E\OF
git add a
%%
cat <<E\ F >/dev/null
git add no
E F
git add a
%%
cat <<E'F'"G" >/dev/null
git add no
EFG
git add a
%%
cat <<$X >/dev/null
git add no
$X
git add a
%%
cat <<'' >/dev/null
git add no

git add a
%%
cat <<E >/dev/null # <<F
git add no
E
git add a
%%
# cat <<E
git add a
%%
x=$(cat <<E
git add no
E)
git add a
%%
x=$(cat <<E
git add no
E
); git add a
%%
x=`cat <<E
git add no
E
`; git add a
%%
x="$(cat <<'E'
it's
E
)" && git add a
%%
cat <<E | cat <<F; git add a
git add no
E
git add no2
F
%%
if true; then cat <<E >/dev/null
git add no
E
git add a; fi
%%
f() { cat <<E
git add no
E
}; f >/dev/null; git add a
%%
cat <<E >/dev/null
a \
E
E
git add a
%%
cat <<\E >/dev/null
a \
E
git add a
%%
cat <<E
${X:-$(git add a)}
E
%%
cat <<E
"$(git add "a b")" 'x $(git add c)'
E
%%
cat <<-E >/dev/null
	x
		E
git add a
%%
cat <<-'E' >/dev/null
	git add no
E
git add a
%%
cat <<E >/dev/null;
git add no
E
git add a
%%
cat <<E >/dev/null &&
git add no
E
git add a
%%
cat <<E |
git add a
E
sh
%%
sh -s <<E && git add b
git add a
E
%%
git add a <<E b
x
E
%%
git add a 3<<E b
x
E
%%
while read x; do git add "$x"; done <<'E'
a
b  c
E
%%
git add $(cat <<E
a
b
E
)
%%
bash -c "$(cat <<'E'
git add 'a b'
E
)"
%%
eval "$(cat <<'E'
git add a
E
)"
%%
echo "a
# git add no
b" ; git add a
%%
git add $'a\
b'
%%
git add "$(echo a #)
)" b
%%
git add a\
 b
%%
git add "a\
b" c
%%
git commit -m "a" -m'b' --message=c --message "d e" -m"f
g"
%%
for x in a b
do
git add $x
done
%%
case a in
a)
 git add a
 ;;
esac
%%
f()
{
git add a
}
f
%%
coproc git add a
wait
%%
bash -c '
git add a
git add b'
%%
source /dev/stdin <<'E'
git add a
E
%%
cat <<'E' > x.sh
git add "$1"
E
bash x.sh 'a b'
%%
cat > x.sh <<'E'
#!/usr/bin/env bash
set -e
git add "$@"
E
chmod +x x.sh
./x.sh a b
%%
sh <(cat <<'E'
git add a
E
)
%%
shopt -s expand_aliases
alias ga='git add'
ga a
%%
git add a # \
git add b
%%
git add a \# \
b
""".strip("\n").split("\n%%\n")
