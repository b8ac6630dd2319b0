import { alignColumns, type Page } from '@cdev/core/cli';
import type { CleanedAgent, CleanupResult } from '../cleanup/cleanup-agents.ts';

export function cleanupText({ plan, agents, isDryRun, forgotten }: CleanupResult, { style }: Page): string {
  const would = isDryRun ? 'would be forgotten' : 'is forgotten';
  const fleet =
    forgotten === undefined ? [] : [`The run ${forgotten.run} ${would}, with ${forgotten.refs} refs at the remote`];
  if (agents.length === 0) return [`Nothing of ${plan} is left to remove`, ...fleet, ''].join('\n');
  const mark = (agent: CleanedAgent): string =>
    agent.outcome === 'refused' ? style.bad('✗') : isDryRun ? style.quiet('–') : style.good('✓');
  const rows = agents.map((agent) => [mark(agent), style.name(agent.agent), whatText(agent)]);
  const refused = agents.filter(({ outcome }) => outcome === 'refused');
  const steps =
    refused.length === 0
      ? []
      : [
          '→ Merge the rest: cdev-integrate-parallel-work',
          '→ Or remove it too: --keep-branches keeps its commits, --unmerged keeps all of it on snapshot refs',
        ];
  return [...alignColumns(rows, '  '), ...fleet, ...steps, ''].join('\n');
}

function whatText(cleaned: CleanedAgent): string {
  const { outcome, inTheWay, worktree, removesBranch, snapshot, uncommitted, notKept } = cleaned;
  if (outcome === 'refused') return `stays: ${inTheWay.join('; ')}`;
  const what = [...(worktree === undefined ? [] : ['worktree']), ...(removesBranch ? ['branch'] : [])].join(' and ');
  if (outcome === 'would-remove')
    return `${what} would be removed${uncommitted > 0 ? `, ${uncommitted} unsaved kept in a snapshot` : ''}`;
  const more = notKept.length > 3 ? ` and ${notKept.length - 3} more` : '';
  return [
    `${what} removed`,
    ...(snapshot === undefined ? [] : [`its work is kept as ${snapshot}`]),
    ...(notKept.length === 0 ? [] : [`not kept, as git ignores it: ${notKept.slice(0, 3).join(', ')}${more}`]),
  ].join('; ');
}
