import { errors } from '../errors.ts';
import type { DetectContext, Driver } from './driver.ts';

/**
 * Makes sure that a driver's program is here and starts; whether it is signed in only its own requests can tell.
 * @throws CDEV_E_SPAWN_DRIVER_MISSING, with how to install it
 */
export async function requireDriver(driver: Driver, context: DetectContext): Promise<void> {
  const found = await driver.detect(context);
  if (found.status === 'ready') return;
  const reason = found.status === 'missing' ? 'it was not found on PATH' : found.reason;
  throw errors.make('CDEV_E_SPAWN_DRIVER_MISSING', { driver: driver.name, reason, hint: found.hint });
}
