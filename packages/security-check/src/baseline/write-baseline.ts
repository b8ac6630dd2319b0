import { writeFileAtomic } from '@cdev/git';
import { errors } from '../errors.ts';
import type { Baseline, BaselineEntries, BaselineEntry, IssueEntry } from './baseline.ts';

/**
 * The file's text: one entry after the other, sorted by id, without line numbers or times, so that two branches that add entries seldom
 * meet in the same lines.
 */
export function baselineText({ entries, issues }: BaselineEntries): string {
  return [
    '# What is known and may stay, by cdev-security-check. An id is a hash: it covers this secret or issue and no other.',
    'schemaVersion: 1',
    ...listText('secrets', entries),
    ...(issues.length === 0 ? [] : listText('issues', issues)),
    '',
  ].join('\n');
}

function listText(name: string, entries: readonly (BaselineEntry | IssueEntry)[]): string[] {
  const sorted = [...new Map(entries.map((entry) => [entry.id, entry])).values()].sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
  const lines = sorted.flatMap((entry) => [
    `  - id: ${JSON.stringify(entry.id)}`,
    ...('check' in entry ? [`    check: ${entry.check}`] : []),
    `    rule: ${plainText(entry.rule)}`,
    `    reason: ${JSON.stringify(entry.reason)}`,
    ...(entry.owner === undefined ? [] : [`    owner: ${JSON.stringify(entry.owner)}`]),
    ...(entry.expires === undefined ? [] : [`    expires: ${JSON.stringify(entry.expires)}`]),
    ...(entry.where === undefined ? [] : [`    where: ${JSON.stringify(entry.where)}`]),
  ]);
  return lines.length === 0 ? [`${name}: []`] : [`${name}:`, ...lines];
}

/** The name of a rule as it is; of the user's rules any text can be one. */
function plainText(rule: string): string {
  return /^[a-z][\w-]*$/i.test(rule) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(rule)
    ? rule
    : JSON.stringify(rule);
}

/** @throws CDEV_E_SECURITY_CHECK_BASELINE_NOT_WRITTEN */
export async function writeBaseline({ file, entries, issues }: Baseline): Promise<void> {
  try {
    await writeFileAtomic(file, baselineText({ entries, issues }));
  } catch (cause) {
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
    throw errors.make('CDEV_E_SECURITY_CHECK_BASELINE_NOT_WRITTEN', { file, reason: code }, { cause });
  }
}
