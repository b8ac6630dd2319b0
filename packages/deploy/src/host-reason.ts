import { isCdevError } from '@cdev/core/errors';

/** What happened at a host, without its name: for lines that begin with the name. */
export function hostReason(error: Error): string {
  const { reason, step } = isCdevError(error) ? (error.details as { reason?: string; step?: string }) : {};
  if (isCdevError(error, 'CDEV_E_DEPLOY_HOST_UNREACHABLE')) return reason ?? error.message;
  if (isCdevError(error, 'CDEV_E_DEPLOY_STEP_FAILED')) return `${step ?? 'a step'} failed: ${reason ?? ''}`;
  if (isCdevError(error, 'CDEV_E_DEPLOY_HOST_LOST')) return `the connection ended during "${step ?? 'a step'}"`;
  return error.message;
}
