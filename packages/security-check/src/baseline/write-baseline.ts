import { writeFileAtomic } from '@cdev/git';
import { errors } from '../errors.ts';
import type { Baseline, BaselineEntry } from './baseline.ts';

/**
 * The file's text: one entry after the other, sorted by id, without line numbers or times, so that two branches that add entries seldom
 * meet in the same lines.
 */
export function baselineText(entries: readonly BaselineEntry[]): string {
  const sorted = [...new Map(entries.map((entry) => [entry.id, entry])).values()].sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
  const lines = sorted.flatMap(({ id, rule, reason, owner, expires, where }) => [
    `  - id: ${JSON.stringify(id)}`,
    `    rule: ${rule}`,
    `    reason: ${JSON.stringify(reason)}`,
    ...(owner === undefined ? [] : [`    owner: ${JSON.stringify(owner)}`]),
    ...(expires === undefined ? [] : [`    expires: ${JSON.stringify(expires)}`]),
    ...(where === undefined ? [] : [`    where: ${JSON.stringify(where)}`]),
  ]);
  return [
    '# Secrets that are known and may stay, by cdev-security-check. An id is a hash: it covers this secret and no other.',
    'schemaVersion: 1',
    lines.length === 0 ? 'secrets: []' : 'secrets:',
    ...lines,
    '',
  ].join('\n');
}

/** @throws CDEV_E_SECURITY_CHECK_BASELINE_NOT_WRITTEN */
export async function writeBaseline({ file, entries }: Baseline): Promise<void> {
  try {
    await writeFileAtomic(file, baselineText(entries));
  } catch (cause) {
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
    throw errors.make('CDEV_E_SECURITY_CHECK_BASELINE_NOT_WRITTEN', { file, reason: code }, { cause });
  }
}
