"""Arguments of git that are tried in a repository with edits, new files, a deletion and something staged."""

ARGUMENTS = r"""
add m.py
add -A m.py
add -- -A
add 'app/[slug]/page.tsx'
add -A
add --al
add --a
add -u
add --up
add -vA
add -f ign
add .
add dir/..
add dir
add dir/
add :/
add ':(top)m.py'
add '*'
add '[ab]*.py'
add ':!m.py'
add ':^m.py' dir
add ':(glob)**/*.py'
add ':(literal)*'
add :
add ''
add
add -n .
add --dry -A
add -N new.py
add --refresh .
add -A --no-all
add --no-all -A
add -u --no-update
add --ignore-removal
add -A --ignore-removal
add --no-ignore-removal
add --ignore-removal -A
add -A -u
add -u dir
add -p
add -p m.py
add -e m.py
add -p -n
add --renormalize
add --chmod=+x m.py
add --i .
add --pathspec-from-file=- .
add --help
add -A -h
add --end-of-options -A
add m.py -u
add --all=1
add -nA
add -A -n --no-dry-run
stage -A
--literal-pathspecs add '*'
--glob-pathspecs add '*.py'
-C dir add .
-c alias.z='add -A' z
-c alias.z=add z -A
-c ALIAS.Z='add -A' z
-c alias.add=status add -A
-c alias.z='-c x.y=z add -A' z
-c alias.z=y -c alias.y='add -A' z
-c alias.z=z z
-c alias.z='"add" -A' z
-c alias.z= z
--git-dir .git --work-tree . add -A
--no-pager --no-optional-locks add -A
--exec-path add -A
--version add -A
--bogus add -A
-C '' add -A
commit -m x
commit -m x m.py
commit -mall
commit -m -a
commit -qam x
commit -ma
commit --all -m x
commit --al -m x
commit -m x .
commit -m x -i .
commit -m x -i m.py
commit -m x -o m.py
commit -m x --include
commit -am x m.py
commit --amend --no-edit -a
commit --amend -o --no-edit
commit -a --no-all -m x
commit --dry-run -a
commit -a --short
commit -z -a
commit -uno -m x
commit -u -am x
commit -CHEAD -a
commit -F m.py -a
commit --fixup HEAD -a
commit --squash=HEAD -m x
commit --author 'A <a@b>' -am x
commit --trailer a:b -am x
commit --no-ver -am x
commit --ver -am x
commit -p -m x
commit -m x '*.py'
commit -m x ':!m.py'
commit -m x dir/
commit -m x gone.py
commit -h
commit -am
commit --mess x -a
stash
stash push m.py
stash push -m x
stash push -m x -- m.py
stash -u
stash -a
stash -k
stash -S
stash -m x m.py
stash m.py
stash -- m.py
stash -u m.py
stash -p m.py
stash save msg
stash list
stash create
stash push .
stash push dir/
stash push -- -u
stash push m.py -u
rm -f m.py
rm -n keep.py
rm --cached -r .
rm --cached .
rm -f '*.py'
rm -f dir
rm -rf dir/
rm -f dir/
rm -f :/
mv keep.py k.py
mv -n keep.py k.py
mv dir d
mv '*.py' dir
update-index m.py
update-index --add new.py m.py
update-index --refresh
update-index --add '*'
apply --cached keep.py
checkout -- .
restore --staged .
reset
log --all
config alias.x 'add -A'
""".strip("\n").split("\n")
