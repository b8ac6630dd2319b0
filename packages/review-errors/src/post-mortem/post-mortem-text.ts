import { formatDuration } from '@cdev/core/cli';
import type { ErrorGroup, ErrorOccurrence } from '../group/error-group.ts';

interface Subject {
  readonly code: string;
  /** One a cause; never empty. */
  readonly groups: readonly ErrorGroup[];
  /** Oldest first; never empty. */
  readonly occurrences: readonly ErrorOccurrence[];
  readonly now: Date;
}

/** Markdown. What only people know is a line that begins with `_To be filled in`. */
export function postMortemText({ code, groups, occurrences, now }: Subject): string {
  const [first, last] = [occurrences[0] as ErrorOccurrence, occurrences.at(-1) as ErrorOccurrence];
  const distinct = (name: 'script' | 'host' | 'repository' | 'version'): string[] => [
    ...new Set(occurrences.flatMap((occurrence) => occurrence[name] ?? [])),
  ];
  const steps = [...new Set(groups.flatMap((group) => group.steps))];
  const span = Date.parse(last.time) - Date.parse(first.time);
  return [
    `# Post-mortem: ${code}`,
    '',
    `Made ${now.toISOString().slice(0, 10)} from run records and logs. What people have to add is marked.`,
    '',
    '## What happened',
    '',
    `${groups[0]?.title}.`,
    '',
    '_To be filled in: what users saw, and who noticed it how._',
    '',
    '## Impact',
    '',
    `- ${occurrences.length} failed ${occurrences.length === 1 ? 'run' : 'runs'} of ${distinct('script').join(', ')}${span > 0 ? `, within ${formatDuration(span)}` : ''}`,
    `- machines: ${distinct('host').join(', ') || 'not recorded'}; repositories: ${distinct('repository').length}`,
    `- versions: ${distinct('version').join(', ')}`,
    '- _To be filled in: was data at risk? who was told?_',
    '',
    '## Timeline',
    '',
    '| time (UTC) | what |',
    '| --- | --- |',
    ...timeline(occurrences),
    '| | _To be filled in: noticed, begun on, rolled back, mended_ |',
    '',
    '## Causes',
    '',
    ...groups.map(
      ({ cause, count, example }) =>
        `- ${cause ?? 'not recorded'} (${count} ${count === 1 ? 'time' : 'times'})${example === undefined ? '' : `, for example: ${example.replaceAll('\n', ' ')}`}`,
    ),
    '- _To be filled in: why it could happen, asked until the answer is about how we work._',
    '',
    '## What helps at once',
    '',
    ...(steps.length > 0 ? steps.map((step) => `- ${step}`) : ['- nothing is known yet']),
    ...distinct('script').map(
      (script) => `- go back to the version before: \`cdev rollback ${script.replace(/^cdev-/, '')}\``,
    ),
    '',
    '## So that it does not happen again',
    '',
    '- [ ] _To be filled in: what is done, by whom, until when_',
    '- [ ] A test that fails with the old code',
    '- [ ] The other scripts looked at for the same',
    '',
  ].join('\n');
}

/** The first, the last, and the first of each version: what a release brought. */
function timeline(occurrences: readonly ErrorOccurrence[]): string[] {
  const seen = new Set<string>();
  const rows = occurrences.flatMap(({ time, script, version, host }, index) => {
    const key = `${script} ${version}`;
    const isFirst = !seen.has(key);
    seen.add(key);
    const what =
      index === 0
        ? 'first met'
        : isFirst
          ? 'first with this version'
          : index === occurrences.length - 1
            ? 'last met'
            : undefined;
    return what === undefined
      ? []
      : [
          `| ${time.slice(0, 19).replace('T', ' ')} | ${what}: ${script} ${version}${host === undefined ? '' : ` on ${host}`} |`,
        ];
  });
  return rows.slice(0, 30);
}
