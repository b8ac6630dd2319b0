import { errors } from './errors.ts';
import { failureOutput } from './failure-output.ts';

/** CDEV_E_GIT_NO_IDENTITY when git refused because it does not know who makes a commit or tag, else the error as it is. */
export function namelessOr(error: unknown): unknown {
  const isNameless = /Please tell me who you are|empty ident name|no email was given|auto-detect email/.test(
    failureOutput(error),
  );
  return isNameless ? errors.make('CDEV_E_GIT_NO_IDENTITY', undefined, { cause: error }) : error;
}
