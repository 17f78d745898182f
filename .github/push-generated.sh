#!/usr/bin/env bash
# push-generated.sh PATCH BRANCH: commits what PATCH changes in generated files, and nothing else of it, and pushes that to
# BRANCH of origin. Exit code 0: pushed; 3: nothing to push. A branch that has moved meanwhile is refused by Git.
set -euo pipefail
patch=$1 branch=$2
[ -s "$patch" ] || exit 3
git apply --index --include='actions/dist/*' --include='proto/gen/*' --include='actions/*/README.md' "$patch"
git diff --cached --quiet && exit 3
git -c user.name='github-actions[bot]' -c user.email='41898282+github-actions[bot]@users.noreply.github.com' \
  commit --quiet --message 'Generate anew'
git push --quiet origin "HEAD:refs/heads/$branch"
