import { checkHealth } from '../host/check-health.ts';
import type { HeldHost } from '../host/host-steps.ts';

/** Waits until a host is well, as the file says. @throws CDEV_E_DEPLOY_STEP_FAILED, _HOST_LOST */
export async function passGate({ open, environment, secrets, onLine, context }: HeldHost): Promise<void> {
  const told = (line: string): void => onLine(open.host, line);
  await checkHealth(open, { environment, secrets: secrets.values, manner: 'gate', onLine: told }, context);
}
