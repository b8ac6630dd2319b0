import type { OwnershipMove } from '@cdev/agent-run';
import { alignColumns, type Page } from '@cdev/core/cli';
import type { AgentCommitResult } from './agent-commit.ts';
import type { ChangePathsResult } from './change-paths.ts';
import type { AgentCommit } from './commit-agent.ts';

/** Each agent with its commit; below it what was not its own, what it left open, and what was not checked. */
export function commitText(
  { commits, skipped, failures, merge, isDryRun }: AgentCommitResult,
  { style }: Page,
): string {
  const lines: string[] = [];
  for (const commit of commits) {
    const id = commit.commit?.slice(0, 9) ?? (isDryRun ? 'would be committed' : 'nothing to commit');
    const words = [commit.isNew || isDryRun ? '' : 'already committed', commit.complete ? '' : 'partial']
      .filter((word) => word !== '')
      .join(', ');
    lines.push(
      `${style.good('✓')} ${style.name(commit.agent)}  ${id}  ${count(commit.files.length, 'file')}${words === '' ? '' : `  ${style.quiet(words)}`}`,
    );
    lines.push(
      `    ${commit.message.split('\n')[0] ?? ''}`,
      ...remarks(commit).map((text) => `    ${text}`),
      ...foreignLines(commit, style),
    );
  }
  for (const { agent, message, steps, code } of failures) {
    lines.push(
      `${style.bad('✗')} ${style.name(agent)}  ${message}  ${style.quiet(code)}`,
      ...steps.map((step) => `    → ${step}`),
    );
  }
  for (const { agent, reason } of skipped)
    lines.push(`${style.quiet('–')} ${style.name(agent)}  ${style.quiet(reason)}`);
  return `${[...lines, ...mergeLines(merge, style)].join('\n')}\n`;
}

function mergeLines(merge: AgentCommitResult['merge'], style: Page['style']): string[] {
  if (merge === undefined) return [];
  const { target, merged, refused, report } = merge;
  return [
    '',
    ...(merged.length > 0 ? [`${style.good('✓')} in ${target}: ${merged.join(', ')}`] : []),
    ...refused.map(({ agent, reason }) => `${style.bad('✗')} ${style.name(agent)}  not merged: ${reason}`),
    ...(report === undefined ? [] : [style.quiet(`report ${report}`)]),
  ];
}

/** Each path with its old and its new owner, then who was told. */
export function pathsText({ agent, moves, told, widened, isDryRun }: ChangePathsResult, { style }: Page): string {
  const rows = moves.map(({ path, from, to, isNew }) => [
    isNew ? style.good('✓') : style.quiet('–'),
    path,
    isNew
      ? `${from ?? 'nobody'} → ${to ?? 'nobody'}`
      : style.quiet(to === undefined ? 'not its own anyway' : `owned by ${to} already`),
  ]);
  const pool = moves.flatMap((move) => poolRemark(move, agent));
  const news = told.length > 0 ? ['', style.quiet(`told in their worktrees: ${told.join(', ')}`)] : [];
  const wide = widened.map(({ agent: id, folders, problem }) =>
    problem === undefined
      ? style.quiet(`in the worktree of ${id} now: ${folders.join(', ')}`)
      : style.warning(`not in the worktree of ${id} yet, claim again: ${problem}`),
  );
  const dry = isDryRun ? ['', style.quiet(`not written (dry run), nothing of ${agent} has changed`)] : [];
  return `${[...alignColumns(rows), ...pool.map((text) => style.quiet(`  ${text}`)), ...news, ...wide, ...dry].join('\n')}\n`;
}

/** Whether the plan expected the claim: no reason to refuse it, but good to know. */
function poolRemark({ path, claimable }: OwnershipMove, agent: string): string[] {
  if (claimable === undefined) return [];
  if (claimable.length === 0) return [`${path} is in nobody's pool: the plan expected no agent to need it`];
  const likely = [...new Set(claimable.flatMap(({ agents }) => agents))];
  return likely.length === 0 || likely.includes(agent)
    ? []
    : [`the plan expected ${path} to be needed by ${likely.join(', ')}`];
}

function remarks({ open, missing, warnings, checks, foreign, setAside, hooks }: AgentCommit): string[] {
  const replaced = foreign.length === 0 ? setAside.filter(({ holds }) => holds === 'tip') : [];
  return [
    ...replaced.map(({ ref }) => `its commits before are kept as ${ref}`),
    ...(missing.length > 0 ? [`! promised and not there: ${missing.join(', ')}`] : []),
    ...warnings.map(({ path, line, message }) => `! ${path}${line === undefined ? '' : `:${line}`}  ${message}`),
    ...hookRemarks(hooks),
    ...(open.length > 0 ? [`${count(open.length, 'checklist item')} not ticked`] : []),
    ...checks.map(({ name, status, reason }) => `${name} ${status} (${reason})`),
  ];
}

function hookRemarks(hooks: AgentCommit['hooks']): string[] {
  const named = (status: AgentCommit['hooks'][number]['status']): string =>
    hooks
      .filter((hook) => hook.status === status)
      .map(({ name }) => name)
      .join(', ');
  const lines = [
    ['hooks passed: ', named('passed')],
    ['hooks that would run: ', named('planned')],
    ['! hooks passed over with --no-verify: ', named('skipped')],
    ...hooks
      .filter(({ status }) => status === 'failed')
      .map(({ name, reason }) => [`! ${name} failed, and the commit stays: `, reason?.split('\n').at(-1) ?? '']),
  ];
  return lines.flatMap(([text = '', rest = '']) => (rest === '' ? [] : [text + rest]));
}

function foreignLines({ foreign, setAside, left }: AgentCommit, style: Page['style']): string[] {
  if (foreign.length === 0) return [];
  const rows = foreign.map(({ path, kind, owner }) => [
    `      ${path}`,
    kind,
    style.quiet(
      owner.kind === 'agent'
        ? `owned by ${owner.agent.id}`
        : owner.kind === 'shared'
          ? 'shared by others'
          : 'owned by nobody',
    ),
  ]);
  return [
    `    ${style.warning('!')} ${count(foreign.length, 'change')} outside its files, set aside and not committed`,
    ...alignColumns(rows),
    ...setAside.map(({ ref }) => `      ${style.quiet(`kept as ${ref}`)}`),
    ...left.map((path) => `      ${style.quiet(`left in the worktree: ${path}`)}`),
  ];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
