import { isCdevError } from '@cdev/core/errors';
import { stopServices } from '../compose/services.ts';
import { hostReason } from '../host-reason.ts';
import { runHooks, settle, switchTo, type HeldHost } from '../host/host-steps.ts';
import { activate } from './activate.ts';
import { passGate } from './pass-gate.ts';

export interface Return {
  /** The release that is left. */
  readonly from: string;
  /** What `current` was before; empty for nothing. */
  readonly to: string;
  /** Whether `from` is marked as one that nobody goes back to by himself. */
  readonly isBad: boolean;
}

/** Takes a host out of service, switches it back, starts there what was before, sees that it is well and puts it into service again. */
export async function returnHost(held: HeldHost, { from, to, isBad }: Return): Promise<void> {
  if (to !== '') await drain(held, from);
  await switchTo(held, { release: to, previous: from }, 'return');
  if (to !== '') {
    const move = { release: to, previous: from };
    await activate(held, move);
    await passGate(held);
    await runHooks(held, 'resume', move);
  } else if (held.environment.compose) await stopServices(held, held.environment.compose);
  await settle(held, { release: from, isBad });
}

/** A host of an earlier batch is in service by now. Where the hook fails, staying on what failed would be worse. */
async function drain(held: HeldHost, release: string): Promise<void> {
  try {
    await runHooks(held, 'drain', { release, previous: release });
  } catch (error) {
    if (!isCdevError(error, 'CDEV_E_DEPLOY_STEP_FAILED')) throw error;
    held.onLine(held.open.host, `it is taken back all the same: ${hostReason(error)}`);
  }
}
