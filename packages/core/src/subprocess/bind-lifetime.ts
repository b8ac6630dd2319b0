import { spawn, type ChildProcess } from 'node:child_process';
import { boundTo } from './bound-to.ts';

/**
 * Ends process groups when this process is gone, however it went. A child outlives its parent's SIGKILL, so one small shell per process holds a pipe
 * from it: at end of file it ends every group that is registered, gracefully and then by force. Between its first instruction and its registration
 * a child can outlive its parent too, milliseconds on a busy machine: so each is announced before it is started, and where one that was announced was
 * never registered, it is found by the mark in its environment. (Where there is no /proc, it is not.)
 */
const watchman = `
trap '' INT TERM HUP
groups=' '
awaited=0
while read -r deed group; do
  case $deed in
    \\?) awaited=$((awaited + 1)) ;;
    x) awaited=$((awaited - 1)) ;;
    +) awaited=$((awaited - 1)); groups="$groups$group " ;;
    -) left=' '; for g in $groups; do [ "$g" = "$group" ] || left="$left$g "; done; groups=$left ;;
  esac
done
look() {
  for file in $(grep -ls "$1" /proc/[0-9]*/environ 2>/dev/null); do
    read -r stat 2>/dev/null <"\${file%environ}stat" || continue
    set -- $1 \${stat##*) }
    case $groups in *" $4 "*) ;; *) groups="$groups$4 "; kill -TERM -"$4" 2>/dev/null ;; esac
  done
}
for g in $groups; do kill -TERM -"$g" 2>/dev/null; done
tries=0
while [ $tries -lt 20 ]; do
  [ $awaited -gt 0 ] && [ $tries -lt 5 ] && look "$0"
  alive=''
  for g in $groups; do kill -0 -"$g" 2>/dev/null && alive=yes; done
  [ -n "$alive" ] || { [ $awaited -gt 0 ] && [ $tries -lt 5 ]; } || exit 0
  tries=$((tries + 1)); sleep 0.1
done
for g in $groups; do kill -KILL -"$g" 2>/dev/null; done
`;

let supervisor: ChildProcess | undefined;
let mark: string | undefined;

export interface Announced {
  /** What the child's environment must hold. */
  readonly env: Readonly<Record<string, string>>;
  /** The child runs as the leader of the group `groupId`, or (undefined) could not be started. Call the result when the group has ended, before its id can be given to another. */
  bind(groupId: number | undefined): () => void;
}

/** Before a child is started that must not outlive this process: starts what ends it, if need be, and says that one is to come. */
export function announceChild(): Announced {
  // Windows has no process groups; execa's own clean-up at exit is what there is.
  if (process.platform === 'win32') return { env: {}, bind: () => () => {} };
  // The global is loaded when it is asked for, the module with everything else: most programs bind nothing.
  mark ??= crypto.randomUUID();
  const { stdin } = (supervisor ??= startSupervisor(mark));
  stdin?.write('? -\n');
  return {
    env: { [boundTo]: mark },
    bind(groupId) {
      stdin?.write(groupId === undefined ? 'x -\n' : `+ ${groupId}\n`);
      return () => void (groupId !== undefined && stdin?.write(`- ${groupId}\n`));
    },
  };
}

function startSupervisor(mark: string): ChildProcess {
  // Its own session keeps the terminal's Ctrl-C away from it.
  const args = ['-c', watchman, `${boundTo}=${mark}`];
  const child = spawn('/bin/sh', args, { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.on('error', () => {});
  child.stdin?.on('error', () => {});
  child.unref();
  (child.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  return child;
}
