import { hostname, userInfo } from 'node:os';
import type { Context } from '@cdev/core/cli';
import { isProcessAlive, processStartTime } from '@cdev/git';
import { errors } from '../errors.ts';
import type { OpenHost } from '../ssh/open-host.ts';
import { answer, quote, runScript } from '../ssh/run-script.ts';
import { hostShell, type Tenure } from './host-shell.ts';
import { lockOf, type HeldLock } from './observe-host.ts';

export interface LockRequest {
  readonly run: string;
  /** Seconds. */
  readonly lease: number;
  readonly environment: string;
  /** What the plan saw; undefined to take the lock whatever has moved. */
  readonly expected?: { readonly current: string | undefined; readonly fence: number } | undefined;
}

/** Begins folders, gives the lock with the next fencing number, and waits until nothing of an earlier run works on the host any more. */
const takeScript = `
mkdir -p "$base/releases" "$base/shared" "$state/releases" || fail "$base cannot be made"
lock_mutex
holder=$(field lock run)
if [ -n "$holder" ] && [ "$holder" != "$run" ] && [ "$holder" != "$dead" ] && [ "$(field lock until)" -gt "$(date +%s)" ]; then
  while read -r line; do say lock "$line"; done < "$state/lock"
  say left "$(($(field lock until) - $(date +%s)))"
  exit 1
fi
last=$(cat "$state/fence" 2>/dev/null || echo 0)
[ -z "$expected" ] || [ "$expected" = "$last $(current)" ] || { say moved "$last $(current)"; exit 1; }
fence=$((last + 1))
put fence "$fence"
put lock "run=$run
fence=$fence
by=$by
machine=$machine
pid=$pid
begun=$started
until=$(($(date +%s) + lease))"
free_mutex
group=$(field work group)
if [ -n "$group" ] && [ "$(begun "$group")" = "$(field work begun)" ]; then
  kill -s TERM -- "-$group" 2>/dev/null
  await_end "$group" 100
  kill -s KILL -- "-$group" 2>/dev/null
fi
exec 8>>"$state/work.mutex"
grab 8 || fail "work of an earlier run does not end"
rm -f "$state/work" "$state"/.keys.*
rm -rf "$base"/releases/.incoming-*
say fence "$fence"
`;

/**
 * Takes the lock of a host. One that a process of this machine holds which is dead is taken over at once; any other when its lease has ended.
 * @throws CDEV_E_DEPLOY_LOCKED, CDEV_E_DEPLOY_MOVED, CDEV_E_DEPLOY_STEP_FAILED
 */
export async function takeLock(
  open: OpenHost,
  request: LockRequest,
  held: HeldLock | undefined,
  context: Context,
): Promise<Tenure> {
  const { run, lease, expected, environment } = request;
  const { name } = open.host;
  const settings = {
    run,
    lease: String(lease),
    dead: held && isDead(held) ? held.run : '-',
    by: JSON.stringify(`${userInfo().username}@${hostname()}`),
    machine: hostname(),
    pid: String(process.pid),
    started: processStartTime(process.pid),
    expected: expected ? `${expected.fence} ${expected.current ?? ''}` : '',
  };
  const assignments = Object.entries(settings).map(([word, value]) => `${word}=${quote(value)}\n`);
  const body = `${hostShell(open.host.path)}${assignments.join('')}${takeScript}`;
  const result = await runScript(open, body, { step: 'lock', timeLimit: 120 }, context);
  const fence = answer(result, 'fence');
  if (fence !== undefined) return { run, lease, fence: Number(fence) };
  const holder = lockOf(result);
  if (holder)
    throw errors.make('CDEV_E_DEPLOY_LOCKED', {
      host: name,
      owner: holder.by,
      until: `${Math.max(0, holder.left)} s`,
      environment,
    });
  if (answer(result, 'moved') !== undefined)
    throw errors.make('CDEV_E_DEPLOY_MOVED', { moves: `${name} was deployed to by somebody else` });
  throw errors.make('CDEV_E_DEPLOY_STEP_FAILED', {
    host: name,
    step: 'lock',
    reason: answer(result, 'failed') ?? result.output,
  });
}

/** Runs of this process that are not over. */
export const runsUnderWay = new Set<string>();

/** A process of this machine that is gone, or a run of our own that is over, can never come back; of another machine's nothing is known. */
export function isDead({ run, machine, pid, begun }: HeldLock): boolean {
  if (machine !== hostname()) return false;
  return pid === process.pid && begun === processStartTime(pid) ? !runsUnderWay.has(run) : !isProcessAlive(pid, begun);
}

/** Takes the lock away, whoever has it; the next one gets a higher number, so its holder is shut out. */
export async function breakLock(open: OpenHost, context: Context): Promise<HeldLock | undefined> {
  const body = `${hostShell(open.host.path)}
[ -f "$state/lock" ] || exit 0
lock_mutex
while read -r line; do say lock "$line"; done < "$state/lock"
rm -f "$state/lock"
`;
  return lockOf(await runScript(open, body, { step: 'unlock', timeLimit: 60 }, context));
}
