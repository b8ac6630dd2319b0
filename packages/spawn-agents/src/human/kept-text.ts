import { alignColumns, type Page } from '@cdev/core/cli';
import type { KeptWork } from '../kept/list-kept.ts';
import type { RestoreResult } from '../kept/restore-agent.ts';
import type { VerifiedItem, VerifyResult } from '../kept/verify-kept.ts';

const mostPaths = 10;

export function restoreText({ agent, kept, restored, isDryRun }: RestoreResult, { style }: Page): string {
  if (!restored) {
    if (kept.length === 0) return `Nothing of ${agent} is kept\n`;
    const row = ({ ref, time, why }: KeptWork): string[] => [
      ref,
      time.slice(0, 19).replace('T', ' '),
      style.quiet(why),
    ];
    return [
      ...alignColumns(kept.map(row)),
      `→ Bring one back: cdev-spawn-agents restore ${agent} --snapshot <ref>`,
      '',
    ].join('\n');
  }
  const { from, paths, saved, worktree } = restored;
  const count = `${paths.length} ${paths.length === 1 ? 'path' : 'paths'}`;
  const more = paths.length - mostPaths;
  return [
    isDryRun
      ? `${count} of ${style.name(agent)} would come from ${from.ref}`
      : `${style.good('✓')} ${count} of ${style.name(agent)} restored from ${from.ref}`,
    ...paths.slice(0, mostPaths).map((path) => `  ${path}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...(saved === undefined ? [] : [style.quiet(`What was there is kept as ${saved}`)]),
    ...(worktree === '' ? [] : [style.quiet(worktree)]),
    '',
  ].join('\n');
}

export function verifyText({ plan, items }: VerifyResult, { style }: Page): string {
  if (items.length === 0) return `Nothing of ${plan} has been removed or kept apart\n`;
  const mark = (item: VerifiedItem): string => (item.status === 'lost' ? style.bad('✗') : style.good('✓'));
  const rows = items.map((item) => [mark(item), style.name(item.agent), item.what, item.name, detailOf(item)]);
  const lost = items.filter(({ status }) => status === 'lost').length;
  const sum = lost === 0 ? `All of it is there: ${items.length}` : style.bad(`${lost} of ${items.length} lost`);
  return [...alignColumns(rows), sum, ''].join('\n');
}

function detailOf({ status, detail, name }: VerifiedItem): string {
  if (status === 'lost') return detail;
  return detail === name ? '' : `in ${detail}`;
}
