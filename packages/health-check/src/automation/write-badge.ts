import { resolve } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import { errors } from '../errors.ts';
import { healthHistoryFile, readHealthHistory } from '@cdev/script-catalogue';
import { badge } from './badge.ts';
import { writeText } from './write-text.ts';
import type { WrittenFile } from './write-workflow.ts';

export interface WriteBadgeOptions {
  readonly file: string;
  readonly history: string | undefined;
  readonly isDryRun: boolean;
}

/**
 * Writes the newest check as an SVG.
 * @throws CDEV_E_HEALTH_CHECK_NEVER_RUN, CDEV_E_HEALTH_CHECK_NOT_WRITTEN
 */
export async function writeBadge(
  { file, history, isDryRun }: WriteBadgeOptions,
  { cwd, home }: Context,
): Promise<Outcome<WrittenFile>> {
  const from = history === undefined ? healthHistoryFile(home) : resolve(cwd, history);
  const newest = readHealthHistory(from).at(-1);
  if (newest === undefined) throw errors.make('CDEV_E_HEALTH_CHECK_NEVER_RUN', { file: from });
  const target = resolve(cwd, file);
  const text = badge(newest);
  if (!isDryRun) await writeText(target, text);
  return { result: { file: target, text, outcome: isDryRun ? 'planned' : 'written' }, status: 'ok' };
}
