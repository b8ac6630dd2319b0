import { spawn, type ChildProcess } from 'node:child_process';

/**
 * Ends process groups when this process is gone, however it went. A child outlives its parent's SIGKILL, so one small shell
 * per process holds a pipe from it: at end of file it ends every group that is still registered, gracefully and then by force.
 */
const watchman = `
trap '' INT TERM HUP
groups=' '
while read -r deed group; do
  case $deed in
    +) groups="$groups$group " ;;
    -) left=' '; for g in $groups; do [ "$g" = "$group" ] || left="$left$g "; done; groups=$left ;;
  esac
done
for g in $groups; do kill -TERM -"$g" 2>/dev/null; done
tries=0
while [ $tries -lt 20 ]; do
  alive=''
  for g in $groups; do kill -0 -"$g" 2>/dev/null && alive=yes; done
  [ -n "$alive" ] || exit 0
  tries=$((tries + 1)); sleep 0.1
done
for g in $groups; do kill -KILL -"$g" 2>/dev/null; done
`;

let supervisor: ChildProcess | undefined;

/**
 * Starts that shell, if need be. Before the first child: to start a process takes milliseconds, in which a child that runs already would outlive this
 * process if that were killed.
 */
export function prepareLifetime(): void {
  if (process.platform !== 'win32') supervisor ??= startSupervisor();
}

/** Registers the process group `groupId`; call the result when the group has ended, before its id can be given to another. */
export function bindLifetime(groupId: number): () => void {
  // Windows has no process groups; execa's own clean-up at exit is what there is.
  if (process.platform === 'win32') return () => {};
  const { stdin } = (supervisor ??= startSupervisor());
  stdin?.write(`+ ${groupId}\n`);
  return () => stdin?.write(`- ${groupId}\n`);
}

function startSupervisor(): ChildProcess {
  // Its own session keeps the terminal's Ctrl-C away from it.
  const child = spawn('/bin/sh', ['-c', watchman], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.on('error', () => {});
  child.stdin?.on('error', () => {});
  child.unref();
  (child.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  return child;
}
