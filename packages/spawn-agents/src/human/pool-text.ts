import { alignColumns, formatDuration, type Page } from '@cdev/core/cli';
import type { PooledWorktree, PoolResult } from '../pool/keep-pool.ts';

/** What stands ready, and what was done for it. */
export function poolText(result: PoolResult, { style }: Page): string {
  const { entries, made, renewed, removed, isDryRun, duration, base } = result;
  const spoilt = entries.filter(({ state }) => state === 'spoilt');
  const rows = entries.map((entry) => [
    markOf(entry, style),
    entry.path,
    entry.commit.slice(0, 9),
    entry.state === 'ready' && !entry.isCurrent ? 'of another commit' : entry.state,
    megabytes(entry.bytes),
  ]);
  const counted = [
    ...(made > 0 ? [`${made} made`] : []),
    ...(renewed > 0 ? [`${renewed} brought to ${base.slice(0, 9)}`] : []),
    ...(removed > 0 ? [`${removed} taken away`] : []),
  ];
  const total = entries.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
  return [
    ...alignColumns(rows, '  '),
    ...(counted.length > 0 ? [`${counted.join(', ')} in ${formatDuration(duration)}`] : []),
    entries.length === 0 ? 'No worktree stands ready' : `${megabytes(total)} in all`,
    ...(isDryRun ? ['→ Nothing was changed; do it without --dry-run'] : []),
    ...(entries.length === 0 ? ['→ Fill the pool: cdev-spawn-agents pool --size 8'] : []),
    ...spoilt.map(
      ({ path }) => `→ Somebody has changed something in it, so it is given to nobody: git -C '${path}' status`,
    ),
    '',
  ].join('\n');
}

function markOf({ state, isCurrent }: PooledWorktree, style: Page['style']): string {
  if (state === 'spoilt') return style.bad('✗');
  return state === 'ready' && isCurrent ? style.good('✓') : style.quiet('–');
}

export function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? '' : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
