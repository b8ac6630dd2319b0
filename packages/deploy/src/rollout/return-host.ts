import { stopServices } from '../compose/services.ts';
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

/** Switches a host back, starts there what was before, sees that it is well and puts it into service again. */
export async function returnHost(held: HeldHost, { from, to, isBad }: Return): Promise<void> {
  await switchTo(held, { release: to, previous: from }, 'return');
  if (to !== '') {
    const move = { release: to, previous: from };
    await activate(held, move);
    await passGate(held);
    await runHooks(held, 'resume', move);
  } else if (held.environment.compose) await stopServices(held, held.environment.compose);
  await settle(held, { release: from, isBad });
}
