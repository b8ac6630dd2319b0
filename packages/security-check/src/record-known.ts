import type { Context, Outcome } from '@cdev/core/cli';
import type { Secret } from '@cdev/secret-scan';
import type { SecurityIssue } from '@cdev/security-issue';
import type { BaselineEntries, BaselineEntry, IssueEntry } from './baseline/baseline.ts';
import { readBaseline } from './baseline/read-baseline.ts';
import { writeBaseline } from './baseline/write-baseline.ts';
import { isNamedBy, shownId } from './baseline/shown-id.ts';
import type { CheckKind } from './check/check-report.ts';
import { errors } from './errors.ts';
import { securityCheck, type SecurityReport } from './security-check.ts';

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

type Found = Secret | SecurityIssue;
export type KnownEntry = BaselineEntry | IssueEntry;

export interface RecordKnownPlan {
  readonly file: string;
  readonly added: readonly KnownEntry[];
  readonly removed: readonly KnownEntry[];
  readonly kept: number;
}

export interface RecordKnownResult extends RecordKnownPlan {
  readonly applied: boolean;
}

/** Enters secrets and issues that were looked at into the baseline. @throws CDEV_E_SECURITY_CHECK_* */
export async function recordKnown(options: RecordKnownOptions, context: Context): Promise<Outcome<RecordKnownResult>> {
  const { plan, entries } = await planRecord(options, context);
  const changes = plan.added.length + plan.removed.length > 0;
  if (!options.isDryRun && changes) await writeBaseline({ file: plan.file, ...entries });
  return { result: { ...plan, applied: !options.isDryRun }, status: 'ok' };
}

async function planRecord(
  options: RecordKnownOptions,
  context: Context,
): Promise<{ plan: RecordKnownPlan; entries: BaselineEntries }> {
  const { ids, all, reason = '', prune, baseline: file } = options;
  if (ids.length === 0 && !all && !prune) throw errors.make('CDEV_E_SECURITY_CHECK_NOTHING_NAMED', undefined);
  if ((ids.length > 0 || all) && reason.trim() === '')
    throw errors.make('CDEV_E_SECURITY_CHECK_REASON_MISSING', undefined);
  const isAll = all || prune;
  const looked: SecurityReport[] = [];
  const found: Found[] = [];
  for (const only of isAll ? [[]] : oneByOne) {
    const result = await look(only, file, context);
    looked.push(result);
    found.push(...result.secrets, ...result.issues);
    if (!isAll && ids.every((id) => found.some((each) => isNamedBy(each, id)))) break;
  }
  const [first] = looked as [SecurityReport];
  const baseline = await readBaseline({ cwd: context.cwd, root: first.root, file });
  const chosen = all ? found : ids.flatMap((id) => matching(found, id));
  const added = chosen.map((each) => entryOf(each, options, context.clock()));
  const removed = prune ? first.baseline.unused : [];
  const gone = new Set([...removed, ...added].map(({ id }) => id));
  const kept = {
    entries: baseline.entries.filter(({ id }) => !gone.has(id)),
    issues: baseline.issues.filter(({ id }) => !gone.has(id)),
  };
  return {
    plan: { file: baseline.file, added, removed, kept: kept.entries.length + kept.issues.length },
    entries: {
      entries: [...kept.entries, ...added.filter((entry) => !('check' in entry))],
      issues: [...kept.issues, ...added.filter((entry) => 'check' in entry)],
    },
  };
}

/** What an id belongs to cannot be seen by it: kinds are looked at one after the other, quick ones first, until all ids are found. */
const oneByOne: readonly (readonly CheckKind[])[] = [
  ['workflows'],
  ['hygiene'],
  ['secrets'],
  ['code'],
  ['vulnerabilities'],
];

async function look(
  only: readonly CheckKind[],
  baseline: string | undefined,
  context: Context,
): Promise<SecurityReport> {
  const { result } = await securityCheck(
    {
      only,
      staged: false,
      since: undefined,
      unreachable: false,
      refresh: false,
      offline: false,
      vex: [],
      epss: undefined,
      baseline,
      rules: undefined,
      failOn: 'never',
    },
    context,
  );
  return result;
}

function matching(found: readonly Found[], id: string): readonly Found[] {
  const matches = /^[0-9a-f]{6,32}$/.test(id) ? found.filter((each) => isNamedBy(each, id)) : [];
  if (matches.length === 0) throw errors.make('CDEV_E_SECURITY_CHECK_FINDING_UNKNOWN', { id });
  // Nobody enters what they did not mean: issues that are alike in several files begin alike.
  const ids = new Set(matches.map(shownId));
  if (ids.size > 1) throw errors.make('CDEV_E_SECURITY_CHECK_FINDING_AMBIGUOUS', { id, ids: [...ids].join(', ') });
  return matches;
}

function idOf(found: Found): string {
  return 'secretId' in found ? found.secretId : found.fingerprint;
}

function entryOf(found: Found, { reason = '', owner, expires }: RecordKnownOptions, now: Date): KnownEntry {
  const where = found.places[0]?.path;
  return {
    id: idOf(found),
    ...('check' in found && { check: found.check }),
    rule: found.ruleId,
    reason,
    ...(owner !== undefined && { owner }),
    ...(expires !== undefined && { expires: new Date(now.getTime() + expires).toISOString().slice(0, 10) }),
    ...(where !== undefined && { where }),
  };
}
