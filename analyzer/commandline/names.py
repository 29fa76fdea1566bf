"""The commands that belong to git."""

_NAMES = (
    "add am annotate apply archive bisect bisect--helper blame branch bugreport bundle cat-file "
    "check-attr check-ignore check-mailmap check-ref-format checkout checkout--worker checkout-index "
    "cherry cherry-pick citool clean clone column commit commit-graph commit-tree config count-objects "
    "credential credential-cache credential-cache--daemon credential-store cvsexportcommit cvsimport "
    "cvsserver daemon describe diagnose diff diff-files diff-index diff-tree difftool env--helper "
    "fast-export fast-import fetch fetch-pack filter-branch fmt-merge-msg for-each-ref for-each-repo "
    "format-patch fsck fsck-objects fsmonitor--daemon gc get-tar-commit-id grep gui gui--askpass "
    "hash-object help hook http-backend http-fetch http-push imap-send index-pack init init-db instaweb "
    "interpret-trailers log ls-files ls-remote ls-tree mailinfo mailsplit maintenance merge merge-base "
    "merge-file merge-index merge-one-file merge-ours merge-recursive merge-recursive-ours "
    "merge-recursive-theirs merge-subtree merge-tree mergetool mktag mktree multi-pack-index mv name-rev "
    "notes p4 pack-objects pack-redundant pack-refs patch-id pickaxe prune prune-packed pull push "
    "quiltimport range-diff read-tree rebase receive-pack reflog remote remote-ext remote-fd repack "
    "replace request-pull rerere reset restore rev-list rev-parse revert rm send-email send-pack sh-i18n "
    "sh-setup shell shortlog show show-branch show-index show-ref sparse-checkout stage stash status "
    "stripspace submodule submodule--helper svn switch symbolic-ref tag unpack-file unpack-objects "
    "update-index update-ref update-server-info upload-archive upload-archive--writer upload-pack var "
    "verify-commit verify-pack verify-tag version web--browse whatchanged worktree write-tree"
)
_NEWER_NAMES = "backfill diff-pairs format-rev history last-modified refs replay repo url-parse"

# No alias can take the place of one of these.
GIT_COMMANDS = frozenset(_NAMES.split())
# Not every git that is in use has these: an alias of that name may count.
NEWER_GIT_COMMANDS = frozenset(_NEWER_NAMES.split())
