import { quote, quotePath } from '../ssh/run-script.ts';

/** What a deployment is to its hosts. */
export interface Tenure {
  /** Told apart from every other run of anybody. */
  readonly run: string;
  /** Grows with each lock given on the host; an older number can change nothing any more. */
  readonly fence: number;
  /** Seconds that the lock lives from now on. */
  readonly lease: number;
}

/** Where things are on a host, and the words that all scripts use. `path` is the environment's folder there. */
export function hostShell(path: string): string {
  return `base=${quotePath(path)}
state=$base/.cdev
umask 022
fail() { say failed "$*"; exit 1; }
field() { [ ! -f "$state/$1" ] || sed -n "s/^$2=//p" "$state/$1" | head -n 1; }
try_put() { { printf '%s\\n' "$2" > "$state/.new.$$" && mv -f "$state/.new.$$" "$state/$1"; } 2>/dev/null || { rm -f "$state/.new.$$"; return 1; }; }
put() { try_put "$1" "$2" || fail "$state cannot be written (is the disk full?)"; }
current() { link=$(readlink "$base/current" 2>/dev/null) && printf '%s' "\${link##*/}"; }
grab() { tries=0; until flock -n "$1"; do tries=$((tries + 1)); [ "$tries" -lt 300 ] || return 1; sleep 0.1; done; }
lock_mutex() { exec 9>>"$state/mutex"; grab 9 || fail "the state of the host is busy"; }
begun() { [ ! -r "/proc/$1/stat" ] || sed 's/.*) //' "/proc/$1/stat" | cut -d ' ' -f 20; }
await_end() { tries=0; while kill -0 "-$1" 2>/dev/null && [ "$tries" -lt "$2" ]; do sleep 0.1; tries=$((tries + 1)); done; }
free_mutex() { exec 9>&-; }
`;
}

/**
 * For scripts that change something: `enter` goes on only while the lock is still ours, renews it, and holds the host's mutex until `free_mutex`.
 * The look and the deed happen under one mutex, so a deployer that was paused finds itself shut out in the same moment that it would act.
 */
export function holderShell(path: string, { run, fence, lease }: Tenure): string {
  return `${hostShell(path)}run=${quote(run)}
fence=${fence}
lease=${lease}
enter() {
  lock_mutex
  { [ "$(field lock run)" = "$run" ] && [ "$(field lock fence)" = "$fence" ]; } || { say fenced; exit 1; }
  # On a full disk the lock is not renewed, and is ours all the same until somebody takes it.
  try_put lock "$(grep -v '^until=' "$state/lock"; echo "until=$(($(date +%s) + lease))")" || :
}
audit() { # action release previous outcome
  before=
  [ ! -s "$state/audit.ndjson" ] || before=$(tail -n 1 "$state/audit.ndjson" | sha256sum | cut -c 1-64)
  printf '{"at":"%s","action":"%s","release":"%s","previous":"%s","by":%s,"run":"%s","fence":%s,"before":"%s"}\\n' \\
    "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" "$2" "$3" "$(field lock by)" "$run" "$fence" "$before" >> "$state/audit.ndjson"
}
`;
}

/**
 * `work` runs `$command` in its own process group, at most one on a host at a time. When our end goes, also by SIGKILL, stdin ends and the
 * group is ended; when its time is over, too. Who comes next finds the group in the file `work` and waits for it.
 */
export const workShell = `
work() {
  exec 8>>"$state/work.mutex"
  grab 8 || fail "another run still works on the host"
  setsid timeout -k 5 "$seconds" sh -c "$command" </dev/null 3<&- 8>&- 9>&- &
  group=$!
  try_put work "group=$group
begun=$(begun "$group")" || :
  (
    exec >/dev/null 2>&1 8>&- 9>&-
    while read -r beat <&3; do :; done
    kill -s TERM -- "-$group"; sleep 2; kill -s KILL -- "-$group"
  ) &
  watcher=$!
  wait "$group"; code=$?
  kill "$watcher" 2>/dev/null
  rm -f "$state/work"
  exec 8>&-
  printf '\\n'
  [ "$code" -ne 124 ] || say late
  return "$code"
}
`;
