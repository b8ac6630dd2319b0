import { formatDuration } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import { atOnceReason, type QueueChoice } from '../queue/choose-queue.ts';
import { inLine } from './in-line.ts';
import type { IntegrationReport, ReportedAbsence, ReportedMerge } from './integration-report.ts';
import { reviewMarkdown } from './reviews-of.ts';

/** The report as Markdown, for people and as the text of a pull request. */
export function reportMarkdown(report: IntegrationReport): string {
  const { title, plan, merged, notMerged, queue = [], notes, duration } = report;
  return `${[
    `# ${inLine(title)}`,
    `Plan \`${plan}\`, ${report.strategy}. ${summary(report)}`,
    checked(report),
    ...(merged.length > 0 ? ['## Merged', mergedTable(merged), ...merged.flatMap(resolutionsText)] : []),
    ...reviewsText(merged),
    ...(notMerged.length > 0 ? ['## Not merged', ...notMerged.map(absenceText)] : []),
    ...(queue.length > 0 ? ['## The queue', queue.map(queueLine).join('\n')] : []),
    ...(notes.length > 0 ? ['## To know', notes.map((note) => `- ${inLine(note)}`).join('\n')] : []),
    `Took ${formatDuration(duration)}.`,
  ].join('\n\n')}\n`;
}

function queueLine(choice: QueueChoice): string {
  return `- ${choice.left} in the queue, ${inLine(atOnceReason(choice))}; ${inLine(choice.reason)}.`;
}

function summary({ target, from, to, moved, pullRequests }: IntegrationReport): string {
  if (pullRequests !== undefined)
    return `Offered for \`${target}\` as ${pullRequests.map(({ url }) => url).join(', ')}.`;
  if (from === to) return `\`${target}\` stays at \`${from.slice(0, 9)}\`.`;
  return moved
    ? `\`${target}\` moved from \`${from.slice(0, 9)}\` to \`${to.slice(0, 9)}\`.`
    : `\`${target}\` is at \`${from.slice(0, 9)}\`; \`${to.slice(0, 9)}\` is ready for it.`;
}

function checked({ checks }: IntegrationReport): string {
  return checks.length === 0
    ? 'Nothing was checked: the plan has no checks.'
    : `Every tree was checked as it is, by what the plan and the agents in it ask for: ${checks.map((name) => `\`${name}\``).join(', ')}.`;
}

function mergedTable(merged: readonly ReportedMerge[]): string {
  const rows = merged.map(({ agent, title, commit, files, checks, flaky, durations }) => [
    agent,
    cell(title),
    `\`${commit.slice(0, 9)}\``,
    String(files),
    checks.map(({ name, reason }) => `${cell(name)}: ${cell(reason)}`).join('<br>') +
      (flaky ? '<br>at the second try' : ''),
    formatDuration(durations.merge),
    formatDuration(durations.checks),
  ]);
  const head = ['agent', 'task', 'commit', 'files', 'checks', 'merge', 'checks took'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Whom to ask for review of what; nothing where the plan names nobody. */
function reviewsText(merged: readonly ReportedMerge[]): string[] {
  const asked = merged.flatMap(({ agent, reviewers = [] }) =>
    reviewers.map((review) => `- **${agent}**: ${reviewMarkdown(review)}`),
  );
  return asked.length === 0 ? [] : ['## To be reviewed by', asked.join('\n')];
}

/** How conflicts with those before it were decided. */
export function resolutionsText({ agent, resolved }: ReportedMerge): string[] {
  if (resolved.length === 0) return [];
  const items = resolved.flatMap(({ path, rule, confidence, decisions }) => [
    `- \`${path}\` ${rule === 'memory' ? 'as it was decided before' : `by the rule \`${rule}\``} (${confidence})`,
    ...decisions.map(({ where, reason }) => `  - ${inLine([where, reason].filter(Boolean).join(': '))}`),
  ]);
  return [`### Decided for ${agent}`, items.join('\n')];
}

function absenceText({ agent, kind, reason, tail, log, handOff }: ReportedAbsence): string {
  const parts = [
    `- **${agent}** (${kind}): ${inLine(reason)}`,
    ...(handOff === undefined ? [] : [`  - task for bringing it in: \`${handOff}\``]),
    ...(log === undefined ? [] : [`  - log: \`${log}\``]),
  ];
  if (tail === undefined || tail.trim() === '') return parts.join('\n');
  const lines = stripControl(tail).trimEnd().split('\n');
  return [
    ...parts,
    '',
    ...['```text', ...lines.map((text) => text.replaceAll('```', "'''")), '```'].map((text) => `  ${text}`),
  ].join('\n');
}

function cell(text: string): string {
  return inLine(text).replaceAll('|', '\\|');
}
