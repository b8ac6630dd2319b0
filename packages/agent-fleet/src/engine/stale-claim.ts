import type { CdevError } from '@cdev/core/errors';
import { errors } from '../errors.ts';
import type { ClaimReference } from '../fleet-engine.ts';

/** The refusal of whatever a claim says that no longer holds its task. */
export function staleClaim({ run, task, attempt }: ClaimReference, why: 'cancelled' | 'lost'): CdevError {
  const words = why === 'cancelled' ? 'was cancelled' : 'no longer holds it';
  return errors.make('CDEV_E_AGENT_FLEET_CLAIM_STALE', { run, task, attempt: String(attempt), why: words });
}
