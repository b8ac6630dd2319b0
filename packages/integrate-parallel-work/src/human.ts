import { dirname, join } from 'node:path';
import { alignColumns, formatDuration, type Page } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import type { AbortedIntegration } from './abort.ts';
import { explanationLines } from './order/explanation.ts';
import type { ForecastAgent, IntegrationForecast } from './forecast/forecast-integration.ts';
import type { IntegrateResult } from './integrate-parallel-work.ts';
import type {
  IntegrationReport,
  ReportedAbsence,
  ReportedMerge,
  ReportedResolution,
} from './report/integration-report.ts';
import { reviewedText } from './report/reviews-of.ts';

type Style = Page['style'];

export function integrationText(result: IntegrateResult, page: Page): string {
  if (result.kind === 'aborted') return abortedText(result.aborted);
  const { explanation } = result;
  const why = explanation ? lines(['', ...explanationLines(explanation, page.style)]) : '';
  if (result.kind === 'forecast') return forecastText(result.forecast, page) + why;
  return reportText(result.report, result.file, page) + why;
}

/** A line an agent with what was decided for it or what is in its way below, then what became of the target. */
function reportText(report: IntegrationReport, file: string, { style }: Page): string {
  const { notes, order } = report;
  const folder = dirname(dirname(file));
  const entries: Entry[] = [
    ...report.merged.map((one) => ({
      agent: one.agent,
      row: mergedRow(one, report, style),
      below: [...resolutionLines(one.resolved, style), ...reviewLines(one, style)],
    })),
    ...report.inTarget.map((agent) => ({
      agent,
      row: [style.quiet('·'), style.name(agent), style.quiet('in'), style.quiet(`${report.target} has it already`)],
      below: [],
    })),
    ...report.notMerged.map((one) => ({
      agent: one.agent,
      row: absenceRow(one, style),
      below: absenceLines(one, folder, style),
    })),
  ].sort((a, b) => order.indexOf(a.agent) - order.indexOf(b.agent));
  const heads = alignHeads(entries.map(({ row }) => row));
  return lines([
    `${style.title(line(report.title))}  ${style.quiet(report.plan)}`,
    ...entries.flatMap(({ below }, at) => [heads[at] ?? '', ...below]),
    '',
    ...notes.map((note) => `${style.warning('!')} ${line(note)}`),
    endText(report, style),
    ...(report.removed ?? []).map((what) => style.quiet(`removed ${what}`)),
    `${style.quiet('report')} ${file.replace(/\.yaml$/, '.md')}`,
  ]);
}

interface Entry {
  readonly agent: string;
  readonly row: readonly string[];
  /** What stands below the agent's line. */
  readonly below: readonly string[];
}

function mergedRow(
  { agent, files, checks, flaky, durations }: ReportedMerge,
  report: IntegrationReport,
  style: Style,
): string[] {
  const checked = checks.map(({ name, reason, cached }) => `${name} ${reason}${cached ? ' (known)' : ''}`).join(', ');
  const nothing = report.checks.length === 0 ? style.warning('not checked') : style.quiet('checked before');
  return [
    style.good('✓'),
    style.name(agent),
    report.moved || report.pullRequests !== undefined ? 'merged' : 'passed',
    `${files} ${files === 1 ? 'file' : 'files'}`,
    checked === '' ? nothing : `${checked}${flaky ? style.warning(' at the second try') : ''}`,
    style.quiet(formatDuration(durations.merge + durations.checks)),
  ];
}

function absenceRow({ agent, kind, reason }: ReportedAbsence, style: Style): string[] {
  if (kind === 'skipped') return [style.quiet('–'), style.name(agent), style.quiet('skipped'), ''];
  const mark = kind === 'ejected' ? style.bad('✗') : style.warning('–');
  return [mark, style.name(agent), kind === 'ejected' ? 'ejected' : 'not there', line(reason)];
}

/** Mark, name and state are columns of all rows; what stands behind them is columns where it is facts, and a sentence where it is a reason. */
function alignHeads(rows: readonly (readonly string[])[]): string[] {
  const left = alignColumns(
    rows.map((row) => [...row.slice(0, 3), '|']),
    '  ',
  ).map((head) => head.slice(0, -1));
  const facts = rows.filter((row) => row.length > 4);
  const aligned = alignColumns(facts.map((row) => row.slice(3)));
  return rows.map((row, at) => {
    const place = facts.indexOf(row);
    const rest = place === -1 ? (row[3] ?? '') : (aligned[place] ?? '');
    return `${left[at] ?? ''}${rest}`.trimEnd();
  });
}

function resolutionLines(resolved: readonly ReportedResolution[], style: Style): string[] {
  return resolved.flatMap(({ path, rule, confidence, decisions }) => [
    `      ${path}  ${style.quiet(`${decidedBy(rule)}, ${confidence}`)}`,
    ...decisions.map(({ where, reason }) => style.quiet(`        ${line([where, reason].filter(Boolean).join(': '))}`)),
  ]);
}

function reviewLines({ reviewers = [] }: ReportedMerge, style: Style): string[] {
  return reviewers.map((review) => {
    const paths = reviewedText(review);
    const names = review.anyOf.map(line).join(' or ');
    return `      review: ask ${names}${paths === '' ? '' : style.quiet(` for ${paths}`)}`;
  });
}

function decidedBy(rule: string): string {
  return rule === 'memory' ? 'decided as it was before' : `decided by ${rule}`;
}

function absenceLines({ tail = '', log, handOff }: ReportedAbsence, folder: string, style: Style): string[] {
  return [
    ...tellingLines(tail).map((text) => style.quiet(`      │ ${text}`)),
    ...(handOff === undefined ? [] : [`      → the task of bringing it in: ${join(folder, handOff)}`]),
    ...(log === undefined ? [] : [`      → log: ${join(folder, log)}`]),
  ];
}

/** The end of an output, from where it begins to speak of the failure. */
function tellingLines(tail: string): string[] {
  if (tail.trim() === '') return [];
  const all = stripControl(tail).trimEnd().split('\n');
  const mark = all.findLastIndex((text) => /^\s*(?:✖|✗|✕|●|×|not ok\b|FAIL\b)/.test(text));
  const start = mark === -1 ? all.findLastIndex((text) => /\b(?:\w*Error|error)\b/.test(text)) : mark;
  return start === -1 ? all.slice(-8) : all.slice(start, start + 8);
}

function endText(report: IntegrationReport, style: Style): string {
  const { target, from, to, moved, merged, inTarget, notMerged, pullRequests, pushedTo, duration } = report;
  const all = merged.length + inTarget.length + notMerged.length;
  const count = `${merged.length + inTarget.length} of ${all} ${all === 1 ? 'agent is' : 'agents are'} in`;
  const took = style.quiet(formatDuration(duration));
  if (pullRequests !== undefined)
    return [
      `${style.good('✓')} offered for ${target}; ${count}  ${took}`,
      ...alignColumns(
        pullRequests.map(({ agent, url, on }) => [
          `  ${style.name(agent)}`,
          url,
          on.length === 0 ? '' : style.quiet(`on ${on.join(', ')}`),
        ]),
      ),
    ].join('\n');
  if (moved) {
    const place = `${target} moved from ${from.slice(0, 9)} to ${to.slice(0, 9)}`;
    return `${style.good('✓')} ${place}${pushedTo === undefined ? '' : `, pushed to ${pushedTo}`}; ${count}  ${took}`;
  }
  const pushed = pushedTo === undefined ? '' : `, pushed to ${pushedTo}`;
  const why = merged.length + notMerged.length === 0 ? 'everything is in it' : 'nothing to merge';
  return `${target} stays at ${from.slice(0, 9)}${pushed}: ${why}; ${count}`;
}

const words: Readonly<Record<ForecastAgent['kind'], string>> = {
  merges: 'would merge',
  resolves: 'would merge',
  conflicts: 'conflicts',
  refused: 'would be ejected',
  blocked: 'would be ejected',
};

function forecastText(forecast: IntegrationForecast, { style }: Page): string {
  const { agents, absent, target, from, checks, notes } = forecast;
  const mark = (kind: ForecastAgent['kind']): string =>
    kind === 'merges' || kind === 'resolves' ? style.good('✓') : style.bad('✗');
  const rows = [
    ...agents.map(({ agent, kind, reason = '' }) => [mark(kind), style.name(agent), words[kind], line(reason)]),
    ...absent.map(({ agent, kind, reason }) => [
      style.quiet(kind === 'in-target' ? '·' : '–'),
      style.name(agent),
      style.quiet(line(reason)),
      '',
    ]),
  ];
  const heads = alignColumns(rows, '  ');
  const details = agents.map(({ resolved }) => resolutionLines(resolved, style));
  return lines([
    `${style.title(line(forecast.title))}  ${style.quiet(`${forecast.plan}, into ${target} at ${from.slice(0, 9)}`)}`,
    ...heads.flatMap((head, at) => [head, ...(details[at] ?? [])]),
    '',
    ...notes.map((note) => `${style.warning('!')} ${line(note)}`),
    checks.length === 0
      ? style.warning('The plan has no checks: nothing would be checked.')
      : `${style.quiet('what goes in would have to pass')} ${checks.join(' · ')}`,
    style.quiet('Nothing was changed (dry run), and no check was run.'),
  ]);
}

function abortedText({ plan, target, wasOpen, removed }: AbortedIntegration): string {
  if (!wasOpen && removed.length === 0) return `No integration of ${plan} is under way; there is nothing to give up\n`;
  return `The integration of ${plan} is given up; ${target} was not touched\n${removed.map((path) => `removed ${path}\n`).join('')}`;
}

function lines(parts: readonly string[]): string {
  return `${parts.join('\n')}\n`;
}

function line(text: string): string {
  return stripControl(text).replaceAll(/\s+/g, ' ').trim();
}
