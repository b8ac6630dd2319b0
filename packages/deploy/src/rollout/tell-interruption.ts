import type { Context } from '@cdev/core/cli';
import pMap from 'p-map';
import { errors } from '../errors.ts';
import { hostReason } from '../host-reason.ts';
import { observeHost } from '../host/observe-host.ts';
import { atOnce, type Fleet } from './fleet.ts';

/** What a host has after an interruption, looked at there. */
interface Standing {
  readonly name: string;
  readonly current?: string | undefined;
  readonly unfinished?: { readonly release: string; readonly previous: string } | undefined;
  /** Seconds that our lock goes on for where it could not be given back. */
  readonly lockedFor?: number | undefined;
  /** Why it is not known. */
  readonly reason?: string;
}

/** Long enough for a host that answers at all; somebody waits at the terminal. */
const patience = 10_000;

/**
 * What a run ends with that was interrupted after it had locked the hosts: each is looked at once more, and what it has is told. Any other error is given
 * back as it is.
 */
export async function tellInterruption(
  error: unknown,
  { fleet, environment }: { readonly fleet: Fleet; readonly environment: string },
  context: Context,
): Promise<unknown> {
  if (!context.signal.aborted) return error;
  const calm = { ...context, signal: AbortSignal.timeout(patience) };
  const hosts = await pMap(fleet.found, (found) => look(fleet, found, calm), { concurrency: atOnce });
  return errors.make(
    'CDEV_E_DEPLOY_INTERRUPTED',
    {
      environment,
      stands: hosts.map(text).join('\n'),
      isUnfinished: hosts.some(({ unfinished }) => unfinished) ? 'true' : '',
    },
    { details: { hosts }, cause: error },
  );
}

async function look(
  fleet: Fleet,
  { host, state, reason }: Fleet['found'][number],
  context: Context,
): Promise<Standing> {
  const { name } = host;
  if (!state) return { name, reason: reason ?? 'it could not be reached' };
  try {
    const { current, unfinished, lock } = await observeHost(fleet.connection(name), context);
    const rest = unfinished && { release: unfinished.release, previous: unfinished.previous };
    return { name, current, unfinished: rest, ...(lock && lock.left > 0 && { lockedFor: lock.left }) };
  } catch (error) {
    return { name, reason: context.signal.aborted ? 'it does not answer' : hostReason(error as Error) };
  }
}

function text({ name, current = 'nothing', unfinished, lockedFor, reason }: Standing): string {
  if (reason !== undefined) return `${name}: not known (${reason})`;
  const half = unfinished
    ? `, where ${unfinished.release} is unfinished (${unfinished.previous === '' ? 'nothing' : unfinished.previous} before)`
    : '';
  return `${name}: ${current}${half}${lockedFor === undefined ? '' : `, locked for ${lockedFor} s yet`}`;
}
