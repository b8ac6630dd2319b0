import type { Page } from '@cdev/core/cli';
import type { TakeOverResult } from '../take-over/take-over-agent.ts';

/** What would be done, or how it ended. */
export function takeOverText(result: TakeOverResult, { style }: Page): string {
  const { agent, plan, worktree, command, isShutIn, stopped, end } = result;
  if (!end)
    return [
      ...(stopped === undefined ? [] : [`Attempt ${stopped} of ${style.name(agent)} would be stopped, its work kept`]),
      `In ${worktree}${isShutIn ? ', shut in by bubblewrap' : ''}:`,
      `  ${command.map((word) => (/\s/.test(word) ? `'${word}'` : word)).join(' ')}`,
      '→ Nothing was changed; do it without --dry-run',
      '',
    ].join('\n');
  const mark = end.verdict === 'done' ? style.good('✓') : style.bad('✗');
  return [
    `${mark} ${style.name(agent)}  attempt ${end.attempt}: ${end.verdict}${end.reason === undefined ? '' : `, ${end.reason}`}`,
    ...(end.foreign.length > 0 ? [`  not its own, left out of its commit: ${end.foreign.join(', ')}`] : []),
    ...end.notes.map((note) => style.quiet(`  ${note}`)),
    ...end.steps.map((step) => `  → ${step}`),
    `→ Let the others go on: cdev-spawn-agents ${plan} --resume`,
    '',
  ].join('\n');
}
