import type { CdevError } from '@cdev/core/errors';

const journalFailures: ReadonlySet<string> = new Set([
  'CDEV_E_RUN_JOURNAL_UNWRITABLE',
  'CDEV_E_RUN_JOURNAL_DAMAGED',
  'CDEV_E_RUN_JOURNAL_NEWER',
]);

/** What makes no sense to go on after, for any agent. */
export function isFatal({ code, kind }: CdevError): boolean {
  return kind === 'internal' || kind === 'interrupted' || journalFailures.has(code);
}
