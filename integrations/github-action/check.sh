# Fetches what is missing, and checks. Every value comes by the environment: none is pasted into this text.
set -euo pipefail

fetch() {
  git fetch --quiet --no-tags --no-recurse-submodules origin "$@"
}

# `HEAD` is git's merge of the pull request; without a common commit nothing can be said of it.
if [ "$(git rev-parse --is-shallow-repository)" = true ]; then
  fetch --unshallow
fi
fetch "+refs/heads/$BASE:refs/remotes/origin/$BASE"
# The settings are read from the target's tip, which is this one.
git remote set-head origin "$BASE"

# The newest open pull requests, by their numbers, but for this one. Without `gh`: those that git knows.
open_pulls() {
  if [ -n "${GH_TOKEN:-}" ] && command -v gh > /dev/null &&
    gh pr list --state open --base "$BASE" --limit "$((SIBLINGS + 1))" --json number --jq '.[].number' 2> /dev/null; then
    return
  fi
  git ls-remote origin 'refs/pull/*/head' | sed -n 's|^.*refs/pull/\([0-9][0-9]*\)/head$|\1|p' | sort -rn
}

arguments=(--base "origin/$BASE" --fail-on "$FAIL_ON")
if [ -n "$SELECT" ]; then arguments+=(--select "$SELECT"); fi
if [ -n "$IGNORE" ]; then arguments+=(--ignore "$IGNORE"); fi
if [ "$SIBLINGS" -gt 0 ]; then
  refspecs=()
  for number in $(open_pulls | grep -vx "${NUMBER:-0}" | head -n "$SIBLINGS" || true); do
    refspecs+=("+refs/pull/$number/head:refs/pull/$number/head")
  done
  if [ "${#refspecs[@]}" -gt 0 ]; then
    fetch "${refspecs[@]}"
    arguments+=(--siblings 'pull/*/head')
  fi
fi

sarif="$RUNNER_TEMP/agentguard.sarif"
status=0
agentguard check "${arguments[@]}" --format sarif --output "$sarif" || status=$?
if [ "$status" -le 1 ]; then
  echo "sarif=$sarif" >> "$GITHUB_OUTPUT"
  agentguard check "${arguments[@]}" --exit-zero --format github
fi
exit "$status"
