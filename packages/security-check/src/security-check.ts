import type { Context, Outcome } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { openRepository, requireCommit, type Repository } from '@cdev/git';
import { groupSecrets, surfaces, type Level, type PlacedFinding, type Secret, type Surface } from '@cdev/secret-scan';
import { applyBaseline, type KnownSecret } from './baseline/apply-baseline.ts';
import type { BaselineEntry } from './baseline/baseline.ts';
import { readBaseline } from './baseline/read-baseline.ts';
import { errors } from './errors.ts';
import { checkIndex } from './surface/check-index.ts';
import { checkWorktree, type WorktreeScan } from './surface/check-worktree.ts';
import { notRun, type SurfaceCheck, type SurfaceScan } from './surface/surface-check.ts';

export interface SecurityCheckOptions {
  /** What is looked at; all that there is when it is empty. */
  readonly only: readonly Surface[];
  /** Only the index: for hooks. */
  readonly staged: boolean;
  /** Only what came after this revision, in work tree and history. */
  readonly since: string | undefined;
  /** Amended and dropped commits too. */
  readonly unreachable: boolean;
  /** Read the whole history again, whatever is remembered. */
  readonly refresh: boolean;
  /** Relative to the context's `cwd`. Default: `security-baseline.yaml` in the top folder. */
  readonly baseline: string | undefined;
  /** From which level on the answer is "no". */
  readonly failOn: Level | 'never';
}

/** A kind of check that this script is for and did not do. */
export interface CheckNotRun {
  readonly check: string;
  readonly reason: string;
}

export interface SecurityReport {
  /** The top folder of the repository, else the folder. */
  readonly root: string;
  /** What is to be dealt with, most urgent first. */
  readonly secrets: readonly Secret[];
  readonly known: readonly KnownSecret[];
  readonly baseline: { readonly file: string; readonly unused: readonly BaselineEntry[] };
  readonly surfaces: readonly SurfaceCheck[];
  readonly notRun: readonly CheckNotRun[];
  /** Files for secrets that git ignores: not read. */
  readonly ignoredFiles: readonly string[];
  readonly counts: Readonly<Record<Level, number>>;
}

const later = 'this version does not have it yet';
const otherChecks: readonly CheckNotRun[] = [
  'vulnerabilities of dependencies',
  'static analysis',
  'workflow files',
  'package hygiene',
].map((check) => ({ check, reason: later }));

/**
 * Finds the secrets of a repository or folder: in its files, its index, its history, and the packages that it would publish.
 * @throws CDEV_E_SECURITY_CHECK_*, CDEV_E_GIT_*
 */
export async function securityCheck(options: SecurityCheckOptions, context: Context): Promise<Outcome<SecurityReport>> {
  const { repository, root, wanted } = await begin(options, context);
  const scans: SurfaceScan[] = [];
  let ignoredFiles: readonly string[] = [];
  for (const surface of surfaces) {
    const scan = wanted.has(surface)
      ? await scanOf(surface, repository, options, context)
      : notRun(surface, options.staged ? 'only the index was asked for' : 'it was not asked for');
    if ('ignored' in scan) ignoredFiles = (scan as WorktreeScan).ignored;
    scans.push(scan);
  }
  const baseline = await readBaseline({ cwd: context.cwd, root, file: options.baseline });
  const { open, known, unused } = applyBaseline(
    groupSecrets(scans.flatMap(({ findings }): readonly PlacedFinding[] => findings)),
    baseline.entries,
    context.clock(),
  );
  const isWhole =
    options.only.length === 0 &&
    !options.staged &&
    options.since === undefined &&
    scans.every(({ gaps }) => gaps.length === 0);
  const counts = { error: 0, warning: 0, note: 0 };
  for (const { level } of open) counts[level] += 1;
  const result: SecurityReport = {
    root,
    secrets: open,
    known,
    // What was not looked at may be what an entry is for.
    baseline: { file: baseline.file, unused: isWhole ? unused : [] },
    surfaces: scans.map(({ findings: _, ...check }) => ({
      surface: check.surface,
      status: check.status,
      detail: check.detail,
      gaps: check.gaps,
    })),
    notRun: otherChecks,
    ignoredFiles,
    counts,
  };
  return { result, status: fails(counts, options.failOn) ? 'findings' : 'ok' };
}

async function begin(
  options: SecurityCheckOptions,
  { cwd, signal }: Context,
): Promise<{ repository: Repository | undefined; root: string; wanted: ReadonlySet<Surface> }> {
  const { staged, since, only, unreachable } = options;
  if (staged && (only.some((surface) => surface !== 'index') || since !== undefined || unreachable))
    throw errors.make('CDEV_E_SECURITY_CHECK_OPTIONS_CONTRADICT', {
      problem: '--staged looks at the index alone, and another option asks for more',
    });
  const repository = await openRepository(cwd, { signal }).catch((error: unknown) => {
    if (isCdevError(error, 'CDEV_E_GIT_NOT_A_REPOSITORY')) return undefined;
    throw error;
  });
  if (repository === undefined && (staged || since !== undefined || unreachable))
    throw errors.make('CDEV_E_SECURITY_CHECK_NOT_A_REPOSITORY', {
      option: staged ? '--staged' : since === undefined ? '--unreachable' : '--since',
    });
  // Before anything is read: a revision that is not there is a mistake, not a finding.
  if (repository !== undefined && since !== undefined) await requireCommit(repository, since);
  const wanted = new Set<Surface>(staged ? ['index'] : only.length === 0 ? surfaces : only);
  return { repository, root: repository?.top ?? repository?.gitDir ?? cwd, wanted };
}

async function scanOf(
  surface: Surface,
  repository: Repository | undefined,
  { since, unreachable, refresh }: SecurityCheckOptions,
  context: Context,
): Promise<SurfaceScan> {
  switch (surface) {
    case 'index':
      return checkIndex(repository, context);
    case 'worktree':
      return checkWorktree({ repository, since }, context);
    case 'history':
      return (await import('./surface/check-history.ts')).checkHistory(
        { repository, since, unreachable, refresh },
        context,
      );
    default:
      return (await import('./surface/check-tarballs.ts')).checkTarballs(context);
  }
}

function fails(counts: SecurityReport['counts'], failOn: SecurityCheckOptions['failOn']): boolean {
  if (failOn === 'never') return false;
  if (failOn === 'note') return counts.error + counts.warning + counts.note > 0;
  return counts.error + (failOn === 'warning' ? counts.warning : 0) > 0;
}
