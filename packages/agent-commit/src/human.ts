import { alignColumns, type Page } from '@cdev/core/cli';
import type { AgentCommitResult } from './agent-commit.ts';
import type { AgentCommit } from './commit-agent.ts';

/** Each agent with its commit; below it what was not its own, what it left open, and what was not checked. */
export function commitText({ commits, skipped, failures, isDryRun }: AgentCommitResult, { style }: Page): string {
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
  return `${lines.join('\n')}\n`;
}

function remarks({ open, missing, warnings, checks }: AgentCommit): string[] {
  return [
    ...(missing.length > 0 ? [`! promised and not there: ${missing.join(', ')}`] : []),
    ...warnings.map(({ path, line, message }) => `! ${path}${line === undefined ? '' : `:${line}`}  ${message}`),
    ...(open.length > 0 ? [`${count(open.length, 'checklist item')} not ticked`] : []),
    ...checks.map(({ name, status, reason }) => `${name} ${status} (${reason})`),
  ];
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
