import { judgeRefs } from './judge-refs.ts';
import { judgeWrite } from './judge-write.ts';
import { tellActivity } from './tell-activity.ts';

/** The hooks of a working repository (githooks). Those of a server, and the file system monitor, mean something by being there. */
const passedOn = [
  'applypatch-msg',
  'pre-applypatch',
  'post-applypatch',
  'pre-commit',
  'pre-merge-commit',
  'prepare-commit-msg',
  'commit-msg',
  'post-commit',
  'pre-rebase',
  'post-checkout',
  'post-merge',
  'pre-push',
  'post-rewrite',
  'pre-auto-gc',
  'sendemail-validate',
] as const;

/**
 * What stands in the folder that `core.hooksPath` of an agent's worktree names: one hook that judges, and for each of the repository's own
 * hooks one that goes on to it, wherever the repository has them at that moment.
 */
export function hookScripts(): ReadonlyMap<string, string> {
  return new Map([
    ['judge-write.mjs', `(${judgeWrite.toString()})();\n`],
    ['tell-activity.mjs', `(${tellActivity.toString()})();\n`],
    ['judge-refs.mjs', `(${judgeRefs.toString()})();\n`],
    ['reference-transaction', judging],
    ...passedOn.map((name): [string, string] => [name, passing]),
  ]);
}

/** The last `core.hooksPath` that is not this folder; without one git's own place for hooks. */
const findNext = `name=\${0##*/}
here=$(cd "$(dirname "$0")" && pwd -P)
next() {
  folder=$(git config --type=path --get-all core.hooksPath 2>/dev/null | awk -v here="$here" '$0 != here { last = $0 } END { print last }')
  [ -n "$folder" ] || folder=$(git rev-parse --path-format=absolute --git-common-dir)/hooks
  hook=$folder/$name
  [ -f "$hook" ] && [ -x "$hook" ]
}
`;

const passing = `#!/bin/sh
# Made by cdev for the worktrees of agents: goes on to the hook of the repository.
${findNext}next || exit 0
exec "$hook" "$@"
`;

const judging = `#!/bin/sh
# Made by cdev for the worktrees of agents: a branch takes only what its agent owns. "git commit --no-verify" does not skip this hook.
# It is there to say so early; what goes into the target is proven again, where no agent can reach.
${findNext}updates=$(cat)
record=$GIT_DIR/cdev-ownership.json
if [ "$1" = prepared ] && [ -z "$CDEV_OWN_GIT" ] && [ -f "$record" ]; then
  case $updates in
  *' refs/heads/'* | *' refs/cdev/'*)
    node=$(cat "$here/node-path")
    [ -x "$node" ] || node=$(command -v node)
    if [ -n "$node" ]; then printf '%s\\n' "$updates" | "$node" "$here/judge-refs.mjs" "$record" || exit 1
    else echo 'cdev: not judged, because there is no node; it is judged when the work is committed' >&2; fi
    ;;
  esac
fi
next || exit 0
printf '%s\\n' "$updates" | "$hook" "$@"
`;
