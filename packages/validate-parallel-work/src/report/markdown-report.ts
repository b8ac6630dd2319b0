import { useText } from '@cdev/branch-merge';
import type { Verdict } from '../finding.ts';
import type { Reported } from './write-report.ts';

const words: Readonly<Record<Verdict, string>> = {
  ready: 'ready',
  warnings: 'ready, with warnings',
  'not-ready': 'not ready',
};

/** The report for people, such as in a pull request. */
export function markdownReport({ title, plan, agents, together }: Reported): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  const rows = agents.map(
    ({ agent, verdict, changed, checks }) =>
      `| ${agent} | ${words[verdict]} | ${changed.length} | ${checks.map(({ name, status }) => `${name}: ${status}`).join(', ') || 'none'} |`,
  );
  const details = agents
    .filter(({ findings }) => findings.length > 0)
    .flatMap(({ agent, findings }) => [
      '',
      `## ${agent}`,
      '',
      ...findings.map(({ severity, message }) => `- **${severity}** ${message}`),
    ]);
  const conflicts = together.conflicts.map(
    ({ between: [a, b], path, kind, rule }) => `| ${a} and ${b} | ${cell(path)} | ${kind} | ${rule ?? 'none'} |`,
  );
  const merged =
    conflicts.length === 0
      ? [`No conflict in ${together.pairs} ${together.pairs === 1 ? 'pair' : 'pairs'}.`]
      : ['| between | path | conflict | rule |', '| --- | --- | --- | --- |', ...conflicts];
  return [
    `# ${title}`,
    '',
    `Plan \`${plan}\``,
    '',
    '| agent | verdict | files | checks |',
    '| --- | --- | --- | --- |',
    ...rows,
    ...details,
    '',
    '## Together',
    '',
    ...merged,
    ...(together.uses.length > 0 ? ['', ...together.uses.map((use) => `- ${useText(use, use)}`)] : []),
    '',
  ].join('\n');
}
