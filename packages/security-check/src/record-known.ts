import type { Context, Outcome } from '@cdev/core/cli';
import type { Secret } from '@cdev/secret-scan';
import type { BaselineEntry } from './baseline/baseline.ts';
import { readBaseline } from './baseline/read-baseline.ts';
import { writeBaseline } from './baseline/write-baseline.ts';
import { errors } from './errors.ts';
import { securityCheck } from './security-check.ts';

export interface RecordKnownOptions {
  /** Beginnings of ids. */
  readonly ids: readonly string[];
  /** Everything that is found. */
  readonly all: boolean;
  readonly reason: string | undefined;
  readonly owner: string | undefined;
  /** Milliseconds from now; it holds for ever without. */
  readonly expires: number | undefined;
  readonly baseline: string | undefined;
  /** Takes entries out that nothing was found for. */
  readonly prune: boolean;
  readonly isDryRun: boolean;
}

export interface RecordKnownPlan {
  readonly file: string;
  readonly added: readonly BaselineEntry[];
  readonly removed: readonly BaselineEntry[];
  readonly kept: number;
}

export interface RecordKnownResult extends RecordKnownPlan {
  readonly applied: boolean;
}

/** Enters secrets that were looked at into the baseline. @throws CDEV_E_SECURITY_CHECK_* */
export async function recordKnown(options: RecordKnownOptions, context: Context): Promise<Outcome<RecordKnownResult>> {
  const { plan, entries } = await planRecord(options, context);
  const changes = plan.added.length + plan.removed.length > 0;
  if (!options.isDryRun && changes) await writeBaseline({ file: plan.file, entries });
  return { result: { ...plan, applied: !options.isDryRun }, status: 'ok' };
}

async function planRecord(
  options: RecordKnownOptions,
  context: Context,
): Promise<{ plan: RecordKnownPlan; entries: BaselineEntry[] }> {
  const { ids, all, reason = '', prune, baseline: file } = options;
  if (ids.length === 0 && !all && !prune) throw errors.make('CDEV_E_SECURITY_CHECK_NOTHING_NAMED', undefined);
  if ((ids.length > 0 || all) && reason.trim() === '')
    throw errors.make('CDEV_E_SECURITY_CHECK_REASON_MISSING', undefined);
  const { result } = await securityCheck(
    { only: [], staged: false, since: undefined, unreachable: false, refresh: false, baseline: file, failOn: 'never' },
    context,
  );
  const baseline = await readBaseline({ cwd: context.cwd, root: result.root, file });
  const chosen = all ? result.secrets : ids.flatMap((id) => matching(result.secrets, id));
  const added = chosen.map((secret) => entryOf(secret, options, context.clock()));
  const removed = prune ? result.baseline.unused : [];
  const gone = new Set([...removed, ...added].map(({ id }) => id));
  const kept = baseline.entries.filter(({ id }) => !gone.has(id));
  return { plan: { file: baseline.file, added, removed, kept: kept.length }, entries: [...kept, ...added] };
}

function matching(secrets: readonly Secret[], id: string): readonly Secret[] {
  const found = /^[0-9a-f]{6,32}$/.test(id) ? secrets.filter(({ secretId }) => secretId.startsWith(id)) : [];
  if (found.length === 0) throw errors.make('CDEV_E_SECURITY_CHECK_SECRET_UNKNOWN', { id });
  return found;
}

function entryOf(
  { secretId, ruleId, places }: Secret,
  { reason = '', owner, expires }: RecordKnownOptions,
  now: Date,
): BaselineEntry {
  return {
    id: secretId,
    rule: ruleId,
    reason,
    ...(owner !== undefined && { owner }),
    ...(expires !== undefined && { expires: new Date(now.getTime() + expires).toISOString().slice(0, 10) }),
    ...(places[0] && { where: places[0].path }),
  };
}
