import { alignColumns, formatDuration, truncateText, type Page } from '@cdev/core/cli';
import { megabytes } from './pool-text.ts';
import type { SpawnedAgent, SpawnedRun, SpawnResult } from '../spawn-result.ts';

/** Who works where on what; after a run, how each agent ended. */
export function spawnText(result: SpawnResult, page: Page): string {
  const { style } = page;
  const { plan, title, base, target, agents, warnings } = result;
  const wasRun = agents.some(({ run }) => run !== undefined);
  return [
    `${style.name(plan)}  ${style.title(title)}`,
    style.quiet(`  from ${base.slice(0, 9)} for ${target}`),
    ...warningLines(warnings, page),
    '',
    ...(wasRun ? runTable(result, page) : workspaceTable(result, page)),
    '',
    ...nextSteps(result, wasRun).map((text) => `→ ${text}`),
    '',
  ].join('\n');
}

const mostWarnings = 5;

function warningLines(warnings: readonly string[], { style }: Page): string[] {
  const more = warnings.length - mostWarnings;
  return [
    ...warnings.slice(0, mostWarnings).map((text) => `${style.warning('!')} ${text}`),
    ...(more > 0 ? [style.quiet(`  and ${more} more warnings; --json shows all`)] : []),
  ];
}

function workspaceTable({ agents, isDryRun, driver }: SpawnResult, { style, columns }: Page): string[] {
  const owned = Math.max(16, Math.min(48, columns - 76));
  const isMade = agents.some(({ made }) => made !== undefined);
  const rows = agents.map((agent) => [
    marks(style)[agent.workspace],
    style.name(agent.agent),
    truncateText(agent.owns.join(' '), owned),
    agent.waitsFor.join(' '),
    isDryRun && driver !== undefined ? (agent.chosen ? 'would run' : agent.status) : agent.status,
    agent.port === undefined ? '' : `:${agent.port}`,
    ...(isMade ? [agent.made ? formatDuration(agent.made.duration) : '', megabytes(agent.made?.bytes)] : []),
  ]);
  const head = ['', 'agent', 'owns', 'waits for', 'state', 'port', ...(isMade ? ['made in', 'on disk'] : [])].map(
    style.quiet,
  );
  const places = agents.filter(({ worktree }) => worktree !== '').map(({ worktree, branch }) => ['', branch, worktree]);
  return [...alignColumns([head, ...rows], '  '), '', ...alignColumns(places, '').map(style.quiet)];
}

function marks(style: Page['style']): Readonly<Record<SpawnedAgent['workspace'], string>> {
  return {
    created: style.good('+'),
    claimed: style.good('+'),
    repaired: style.good('+'),
    kept: style.quiet('='),
    planned: style.quiet('+'),
    removed: style.quiet('–'),
  };
}

function runTable({ agents, logs }: SpawnResult, page: Page): string[] {
  const { style } = page;
  const rows = agents.map(({ agent, run, status, tokens, cost, retries }) => [
    run ? verdictMark(run.verdict, style) : style.quiet('='),
    style.name(agent),
    run ? run.verdict.replace('-', ' ') : status,
    run && run.attempt > 1 ? `attempt ${run.attempt}` : '',
    run && run.duration > 0 ? formatDuration(run.duration) : '',
    filesText(run),
    usageText({ tokens, cost, retries }),
  ]);
  const details = agents.flatMap(({ agent, run }) => (run ? detailsOf(agent, run, page) : []));
  const places = ['', style.quiet(`  Logs: ${logs}`)];
  return [...alignColumns(rows, '  '), ...(details.length > 0 ? ['', ...details] : []), ...places];
}

function verdictMark(verdict: SpawnedRun['verdict'], style: Page['style']): string {
  if (verdict === 'done') return style.good('✓');
  return verdict === 'not-started' ? style.warning('–') : style.bad('✗');
}

function filesText(run: SpawnedRun | undefined): string {
  if (!run?.files) return '';
  const { owned, shared, foreign } = run.files;
  return [
    `${owned} owned`,
    ...(shared > 0 ? [`${shared} shared`] : []),
    ...(foreign.length > 0 ? [`${foreign.length} foreign`] : []),
  ].join(', ');
}

function usageText({ tokens, cost, retries }: Pick<SpawnedAgent, 'tokens' | 'cost' | 'retries'>): string {
  const parts = [
    ...(tokens > 0 ? [`${tokens.toLocaleString('en')} tokens`] : []),
    ...(cost > 0 ? [`$${cost.toFixed(cost < 1 ? 3 : 2)}`] : []),
    ...(retries > 0 ? [`asked its model again ${retries === 1 ? 'once' : `${retries} times`}`] : []),
  ];
  return parts.join(', ');
}

function detailsOf(agent: string, run: SpawnedRun, { style }: Page): string[] {
  const foreign = run.files?.foreign ?? [];
  const lines = [
    ...(run.reason === undefined ? [] : run.reason.split('\n')),
    ...(foreign.length > 0 ? [`not its own: ${foreign.slice(0, 5).join(', ')}${foreign.length > 5 ? ' …' : ''}`] : []),
    ...run.setAside.map(({ ref }) => `set aside as ${ref}`),
    ...run.notes,
    ...run.steps.map((step) => `→ ${step}`),
  ];
  return lines.length === 0 ? [] : [`  ${style.name(agent)}`, ...lines.map((line) => `    ${line}`)];
}

function nextSteps({ plan, agents, isDryRun, driver }: SpawnResult, wasRun: boolean): string[] {
  if (isDryRun) return ['Nothing was changed; do it without --dry-run'];
  if (!wasRun && agents.some(({ chosen }) => chosen))
    return [`Run the agents: cdev-spawn-agents ${plan} --run --driver <name>`];
  const isWell = agents.every(({ run }) => run === undefined || run.verdict === 'done');
  if (!isWell) return [`Run it again; what has ended well is not run again: cdev-spawn-agents ${plan} --resume`];
  const isIdle = !wasRun && driver !== undefined;
  return [
    ...(isIdle ? ['Nothing to run: what was chosen has ended well; --retry <agent> sends one back'] : []),
    agents.every(({ status }) => isCommitted.has(status))
      ? `Validate their work: cdev-validate-parallel-work ${plan}`
      : `Commit their work: cdev-agent-commit --all --plan ${plan}`,
  ];
}

/** Agents on a fleet are committed where they worked. */
const isCommitted: ReadonlySet<SpawnedAgent['status']> = new Set(['committed', 'validated', 'merged']);
