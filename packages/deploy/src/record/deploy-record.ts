import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { appendJournalLine } from '@cdev/git';
import type { DeployPlan } from '../plan/deploy-plan.ts';
import { recordFolder, writing } from '../plan/plan-store.ts';
import type { HostOutcome } from '../rollout/failure-list.ts';

export interface DeployRecord {
  readonly plan: DeployPlan;
  readonly outcome: string;
  readonly hosts: readonly HostOutcome[];
}

/**
 * Adds a line to this machine's record of the environment: who did what, when, with what outcome. Each line holds the SHA-256 of the one before.
 * @throws CDEV_E_DEPLOY_RECORD_UNWRITABLE
 */
export async function writeRecord({ plan, outcome, hosts }: DeployRecord, context: Context): Promise<void> {
  const folder = recordFolder(context, plan.project, plan.environment);
  const file = join(folder, 'audit.ndjson');
  await writing(file, async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const text = await readFile(file, 'utf8').catch(() => '');
    const last = text.trimEnd().split('\n').at(-1) ?? '';
    const line = {
      at: context.clock().toISOString(),
      action: plan.action,
      release: plan.release.id,
      plan: plan.digest,
      outcome,
      hosts,
      by: `${userInfo().username}@${hostname()}`,
      before: last === '' ? '' : hashOf(last),
    };
    // On the disk before anything is done on a host, also when this machine loses its power then.
    await appendJournalLine(file, line, { mode: 0o600 });
  });
}

/** As the hosts write it: the line with its line feed. */
export function hashOf(line: string): string {
  return createHash('sha256').update(`${line}\n`).digest('hex');
}

/** The number of the first line, counted from 1, whose `before` is not the hash of the line before it; undefined when all are. */
export function brokenAt(lines: readonly string[]): number | undefined {
  for (const [index, line] of lines.entries()) {
    const before = index === 0 ? '' : hashOf(lines[index - 1] as string);
    if (beforeOf(line) !== before) return index + 1;
  }
  return undefined;
}

function beforeOf(line: string): unknown {
  try {
    return (JSON.parse(line) as { before?: unknown }).before;
  } catch {
    return undefined;
  }
}
