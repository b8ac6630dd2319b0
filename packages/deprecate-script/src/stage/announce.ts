import type { Deprecation, ScriptCatalogue } from '@cdev/script-catalogue';
import { errors } from '../errors.ts';
import { addDays, promised } from './stage.ts';

export interface Announcement {
  readonly script: string;
  readonly replacement: string | undefined;
  /** A file of the package. */
  readonly guide: string;
  /** Days of notice, and of warnings after it. */
  readonly notice: number;
  readonly warnings: number;
  readonly today: string;
}

/** @throws CDEV_E_DEPRECATE_SCRIPT_REPLACEMENT, CDEV_E_DEPRECATE_SCRIPT_NOTICE_TOO_SHORT */
export function announce(
  { script, replacement = '', guide, notice, warnings, today }: Announcement,
  { scripts }: Pick<ScriptCatalogue, 'scripts'>,
): Deprecation {
  const refuse = (problem: string): never => {
    throw errors.make('CDEV_E_DEPRECATE_SCRIPT_REPLACEMENT', { replacement, problem });
  };
  if (replacement.trim() === '') refuse('users have to be told what to take instead');
  if (/[\n\r]/.test(replacement) || replacement.length > 100) refuse('it must be one line of 100 letters at most');
  const other = scripts.find((one) => [one.name, one.packageName, one.binName].includes(replacement));
  if (other?.name === script) refuse('a script does not replace itself');
  if (other?.metadata.deprecation) refuse('it is deprecated too');
  for (const [option, days, least] of [
    ['--notice', notice, promised.notice],
    ['--warnings', warnings, promised.warnings],
  ] as const)
    if (!Number.isInteger(days) || days < least)
      throw errors.make('CDEV_E_DEPRECATE_SCRIPT_NOTICE_TOO_SHORT', {
        option,
        days: String(days),
        least: String(least),
      });
  const warnsFrom = addDays(today, notice);
  return {
    announced: today,
    warnsFrom,
    sunset: addDays(warnsFrom, warnings),
    replacement,
    guide,
    stage: 'announced',
  };
}
