import { alignColumns, wrapText, type Page } from '@cdev/core/cli';
import { reviewersOf, symbolSharesText, symbolWords, type PathReviewers, type SharedPath } from '@cdev/deployment-plan';
import { counted } from './counted.ts';
import type { DecomposeResult } from './decompose-parallel.ts';
import type { CheckResult } from './check-plan-file.ts';
import type { RequestPlan } from './plan-requests.ts';

/** The plan as a person reads it: who does what, on which paths, after whom; then what is shared and why it was cut so. */
export function planText(
  { plan, file, written, findings, warnings, explain }: DecomposeResult,
  { style, columns }: Page,
): string {
  const lines = [
    style.title(plan.title),
    style.quiet(
      `${counted(plan.agents.length, 'agent')} from ${plan.base.branch} ${plan.base.commit.slice(0, 9)}, plan ${plan.id}`,
    ),
  ];
  for (const agent of plan.agents) {
    const after = agent.dependsOn.length > 0 ? style.warning(`  after ${agent.dependsOn.join(', ')}`) : '';
    lines.push('', `${style.name(agent.id)}  ${agent.title}${after}`);
    const owned = agent.owns.map((path) =>
      agent.creates.includes(path) || isNewFolder(path, agent.creates)
        ? [`  ${path}`, style.quiet('new')]
        : [`  ${path}`],
    );
    const parts = plan.shared.filter(({ rule, agents }) => rule === 'symbols' && agents.includes(agent.id));
    owned.push(...parts.map((entry) => [`  ${entry.path}`, style.quiet(`of it ${symbolWords(entry, agent.id)}`)]));
    lines.push(...alignColumns(owned.length > 0 ? owned : [[style.warning('  owns nothing')]]));
    lines.push(
      style.quiet(
        `  ${agent.role}, about ${agent.estimate.minutes} min, ${counted(agent.criteria.length, 'criterion', 'criteria')}`,
      ),
    );
    const reviewers = reviewersOf(plan, agent.id);
    if (reviewers.length > 0)
      lines.push(
        ...wrapText(`owners ${reviewersText(reviewers)}`, columns - 2).map((line) => style.quiet(`  ${line}`)),
      );
    if (explain)
      lines.push(
        ...agent.reasons.flatMap((reason) =>
          wrapText(reason, columns - 6).map((line, at) => style.quiet(`  ${at === 0 ? '·' : ' '} ${line}`)),
        ),
      );
  }
  if (plan.shared.length > 0) {
    lines.push('', style.title('shared'));
    lines.push(
      ...alignColumns(plan.shared.map((entry) => [`  ${entry.path}`, entry.rule, style.quiet(sharersText(entry))])),
    );
  }
  lines.push(...claimableLines(plan, explain, { style, columns }));
  lines.push(
    '',
    ...alignColumns([
      [style.quiet('merged'), plan.mergeOrder.join(' → ')],
      [style.quiet('checked'), plan.checks.map(({ command }) => command).join(' · ') || 'no command was found'],
      ...(plan.reviewers ? [[style.quiet('review'), `ask ${reviewersText(plan.reviewers)}`]] : []),
    ]),
  );
  // What is warned of below says the same, and what to do.
  const decisions = plan.decisions.filter(
    ({ reason }) => !warnings.some((warning) => warning.includes(`; ${reason},`)),
  );
  if (explain)
    lines.push(
      '',
      ...decisions.flatMap(({ decision, reason }) =>
        wrapText(`${decision}: ${reason}`, columns).map((line) => style.quiet(line)),
      ),
    );
  const remarks = [...warnings, ...findings.map(({ message }) => message)];
  if (remarks.length > 0) lines.push('', ...remarks.map((text) => `${style.warning('!')} ${text}`));
  const words = {
    written: 'written to',
    unchanged: 'unchanged in',
    'dry-run': 'not written (dry run); it would go to',
  }[written];
  lines.push('', `${style.quiet(words)} ${file}`);
  if (written !== 'dry-run') lines.push(`${style.quiet('next')} cdev-spawn-agents ${plan.id}`);
  return `${lines.join('\n')}\n`;
}

/** `@org/fees (3 paths), @ann or @ben (1 path)` */
function reviewersText(reviewers: readonly PathReviewers[]): string {
  return reviewers.map(({ anyOf, paths }) => `${anyOf.join(' or ')} (${counted(paths.length, 'path')})`).join(', ');
}

/** `all agents`, `fees, search`, or `search: \`search\`; fees: everything but \`search\``. */
function sharersText(shared: SharedPath): string {
  const { agents, rule } = shared;
  if (agents.includes('*')) return 'all agents';
  return rule === 'symbols' ? symbolSharesText(shared) : agents.join(', ');
}

/** What nobody owns and the work is likely to need: an agent takes it when it does. */
function claimableLines(
  { claimable = [] }: DecomposeResult['plan'],
  explain: boolean,
  { style, columns }: Pick<Page, 'style' | 'columns'>,
): string[] {
  if (claimable.length === 0) return [];
  const rows = alignColumns(claimable.map(({ path, agents }) => [`  ${path}`, style.quiet(agents.join(', '))]));
  const reasonOf = (at: number): string[] =>
    wrapText(claimable[at]?.reason ?? '', columns - 6).map((line, part) =>
      style.quiet(`  ${part === 0 ? '·' : ' '} ${line}`),
    );
  return [
    '',
    `${style.title('claimable')}  ${style.quiet('owned by nobody; who needs one takes it: cdev-agent-commit claim <path>')}`,
    ...rows.flatMap((row, at) => (explain ? [row, ...reasonOf(at)] : [row])),
  ];
}

/** `src/reports/**` over files that are all still to be made. */
function isNewFolder(pattern: string, creates: readonly string[]): boolean {
  return pattern.endsWith('/**') && creates.some((path) => path.startsWith(pattern.slice(0, -2)));
}

/** The findings on a plan, errors first, each with its mend. */
export function checkText({ id, file, agents, findings, filesCompared }: CheckResult, { style }: Page): string {
  const sorted = [...findings].sort((a, b) => (a.severity === b.severity ? 0 : a.severity === 'error' ? -1 : 1));
  const lines = sorted.flatMap(({ rule, severity, where, message, fix }) => [
    `${severity === 'error' ? style.bad('✗') : style.warning('!')} ${message}  ${style.quiet(`${where}, ${rule}`)}`,
    `  → ${fix}`,
  ]);
  const compared = filesCompared
    ? ''
    : style.quiet('  (not compared with the files: its base commit is not in this repository)');
  const head = `${style.title(id)}  ${counted(agents, 'agent')}  ${style.quiet(file)}${compared}`;
  return `${[head, ...(lines.length > 0 ? lines : [`${style.good('✓')} sound: no path has two owners, no dependency is missing or circular`])].join('\n')}\n`;
}

/** What each request would own, then what is shared. */
export function requestsText({ agents, shared, reviewers }: RequestPlan, { style, columns }: Page): string {
  const blocks = agents.map(({ request, owns, creates }) => [
    style.name(request),
    ...(owns.length === 0
      ? [style.warning('  owns nothing: its text names no files, and none rank')]
      : alignColumns(owns.map((path) => [`  ${path}`, ...(creates.includes(path) ? [style.quiet('new')] : [])]))),
    '',
  ]);
  const common = shared.flatMap(({ path, reason }) =>
    wrapText(`${path}: ${reason}`, columns - 2).map((line) => `  ${line}`),
  );
  const review = reviewers
    ? [
        style.title('review'),
        ...wrapText(`ask ${reviewersText(reviewers)}`, columns - 2).map((line) => `  ${line}`),
        '',
      ]
    : [];
  return `${[...blocks.flat(), ...(common.length > 0 ? [style.title('shared'), ...common, ''] : []), ...review].slice(0, -1).join('\n')}\n`;
}
