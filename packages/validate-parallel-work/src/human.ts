import { useText } from '@cdev/branch-merge';
import { alignColumns, formatDuration, type Page } from '@cdev/core/cli';
import type { Finding, Verdict } from './finding.ts';
import type { ValidateResult } from './validate-parallel-work.ts';

/** A line an agent, its reasons below it, then how all of it would merge. */
export function validationText({ agents, together, report }: ValidateResult, { style }: Page): string {
  const mark: Readonly<Record<Verdict, string>> = {
    ready: style.good('✓'),
    warnings: style.warning('!'),
    'not-ready': style.bad('✗'),
  };
  const words: Readonly<Record<Verdict, string>> = {
    ready: 'ready',
    warnings: 'ready, with warnings',
    'not-ready': 'not ready',
  };
  const heads = alignColumns(
    agents.map(({ agent, verdict, changed, checks, duration }) => [
      mark[verdict],
      style.name(agent),
      words[verdict],
      `${changed.length} ${changed.length === 1 ? 'file' : 'files'}`,
      checks
        .map(
          ({ name, status, reason, cached }) =>
            `${name} ${status}${status === 'passed' ? ` (${reason}${cached ? ', known' : ''})` : ''}`,
        )
        .join(', ') || style.quiet('no checks'),
      style.quiet(formatDuration(duration)),
    ]),
  );
  const lines = agents.flatMap(({ findings, checks }, at) => [
    heads[at] ?? '',
    ...findings.map((finding) => `    ${findingMark(finding, style)} ${finding.message}`),
    ...checks
      .filter(({ status }) => status === 'failed')
      .flatMap(({ tail }) =>
        tail
          .split('\n')
          .slice(-8)
          .map((line) => style.quiet(`      │ ${line}`)),
      ),
  ]);
  const conflicts = alignColumns(
    together.conflicts.map(({ between: [a, b], path, kind, rule }) => [
      `  ${style.warning('!')} ${a} and ${b}`,
      path,
      kind,
      rule === undefined ? style.warning('no rule in the plan') : style.quiet(`merged by rule: ${rule}`),
    ]),
  );
  const merged =
    together.conflicts.length === 0
      ? [style.quiet(`No conflict in ${together.pairs} ${together.pairs === 1 ? 'pair' : 'pairs'}.`)]
      : [`Conflicts git alone would have, among ${together.pairs} pairs:`, ...conflicts];
  const uses = together.uses.map((use) => `  ${style.warning('!')} ${useText(use, use)}`);
  const meaning = uses.length === 0 ? [] : ['Exports that one changes and another uses:', ...uses];
  return `${[...lines, '', ...merged, ...meaning, '', style.quiet(`Report: ${report}`)].join('\n')}\n`;
}

function findingMark({ severity }: Finding, style: Page['style']): string {
  return severity === 'error' ? style.bad('✗') : severity === 'warning' ? style.warning('!') : style.quiet('·');
}
