import type { Context, Outcome } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { openNamedRepository, openRepository, requireCommit, requireGit, type Repository } from '@cdev/git';
import type { Rotation } from '@cdev/secret-rules';
import {
  listStaged,
  type HistoryOutset,
  type Level,
  type Secret,
  type StagedFile,
  type Surface,
} from '@cdev/secret-scan';
import { issueChecks, sortIssues, type SecurityIssue } from '@cdev/security-issue';
import { applyBaseline, type KnownSecret } from './baseline/apply-baseline.ts';
import { applyIssueBaseline, type KnownIssue } from './baseline/apply-issue-baseline.ts';
import type { BaselineEntry, IssueEntry } from './baseline/baseline.ts';
import { readBaseline } from './baseline/read-baseline.ts';
import { changedPaths } from './check/changed-paths.ts';
import type { CheckKind, CheckReport, IssueScan } from './check/check-report.ts';
import { notScanned } from './check/check-report.ts';
import { chooseChecks, contradiction } from './check/choose-checks.ts';
import { issueRuns } from './check/issue-checks.ts';
import { tellLeftOut } from './check/left-out.ts';
import { isWhole, isWholeCheck, statusOf } from './check/verdict.ts';
import { errors } from './errors.ts';
import { stagedIndex } from './surface/staged-index.ts';
import type { UsedRules } from './surface/use-rules.ts';
import type { SurfaceCheck } from './surface/surface-check.ts';

export interface SecurityCheckOptions {
  /** Kinds of check, and surfaces to look for secrets on; all that there is when it is empty. A surface stands for secrets there and nowhere else. */
  readonly only: readonly (CheckKind | Surface)[];
  /** Only what is staged: for hooks. Secrets alone unless `only` says more. */
  readonly staged: boolean;
  /** Only what came after this revision. */
  readonly since: string | undefined;
  /** Amended and dropped commits too. */
  readonly unreachable: boolean;
  /** Read the whole history again, whatever is remembered. */
  readonly refresh: boolean;
  /** No network: advisories are taken from the copy on this machine. */
  readonly offline: boolean;
  /** VEX documents, relative to the context's `cwd`. */
  readonly vex?: readonly string[];
  /** A table of EPSS, relative to the context's `cwd`. */
  readonly epss?: string | undefined;
  /** Relative to the context's `cwd`. Default: `security-baseline.yaml` in the top folder. */
  readonly baseline: string | undefined;
  /** Rules of your own in the form of gitleaks, relative to the context's `cwd`. Default: `.gitleaks.toml` in the top folder. */
  readonly rules?: string | undefined;
  /** From which level on the answer is "no". Below it the answer is pending where a kind of check could not be done, unless it is `never`. */
  readonly failOn: Level | 'never';
  /** The answer is "no" too where not all could be looked at, whatever `failOn` is. */
  readonly failOnPartly?: boolean;
}

export interface SecurityReport {
  /** The top folder of the repository, else the folder. */
  readonly root: string;
  /** What is to be dealt with, most urgent first. */
  readonly secrets: readonly Secret[];
  /** What is to be dealt with and is no secret, most urgent first. */
  readonly issues: readonly SecurityIssue[];
  readonly known: readonly KnownSecret[];
  readonly knownIssues: readonly KnownIssue[];
  readonly baseline: { readonly file: string; readonly unused: readonly (BaselineEntry | IssueEntry)[] };
  /** Every kind of check, and how far it came. */
  readonly checks: readonly CheckReport[];
  /** Where secrets were looked for. */
  readonly surfaces: readonly SurfaceCheck[];
  /** Rules of the user's that were used beside ours. */
  readonly rules?: UsedRules | undefined;
  /** Files for secrets that git ignores: not read. */
  readonly ignoredFiles: readonly string[];
  readonly counts: Readonly<Record<Level, number>>;
  /** How the secrets are made worthless, once for each provider, in the order of the secrets. */
  readonly rotations: readonly Rotation[];
}

/**
 * Finds what endangers a repository and those who use what it publishes: secrets in its files, index, history and packages, and what the other
 * kinds of check know.
 * @throws CDEV_E_SECURITY_CHECK_*, CDEV_E_GIT_*
 */
export async function securityCheck(options: SecurityCheckOptions, context: Context): Promise<Outcome<SecurityReport>> {
  const { kinds, wanted, unwanted } = chooseChecks(options);
  if (options.staged && (options.since !== undefined || options.unreachable)) throw contradiction();
  const found = findRepository(context);
  const begun = begin(options, found, context);
  // Without waiting for where this is; when it is no repository, that is told by `begin`.
  const staged = options.staged && wanted.has('index') ? listIndex(begun, context) : undefined;
  staged?.catch(() => {});
  const outset = wanted.has('history') && !options.staged ? askHistoryOf(found, options, context) : undefined;
  outset?.catch(() => {});
  // What finds secrets is loaded while git answers: whoever waits for a hook waits for every millisecond. Git is asked first, as loading lets nothing else happen.
  const asked = new Promise(setImmediate);
  const [{ repository, root, since, index }, { checkSurfaces }, { useRules }] = await Promise.all([
    begun,
    asked.then(async () => import('./surface/check-surfaces.ts')),
    asked.then(async () => import('./surface/use-rules.ts')),
  ]);
  // One that is broken is told before anything is looked at.
  const baseline = await readBaseline({ cwd: context.cwd, root, file: options.baseline });
  const rules = wanted.size === 0 ? undefined : await useRules({ cwd: context.cwd, root, file: options.rules });
  let paths: ReturnType<typeof changedPaths> | undefined;
  const changed = async (): ReturnType<typeof changedPaths> =>
    (paths ??= changedPaths({ repository, since, isStaged: options.staged, index }, context.signal));
  const leftOut = tellLeftOut({ repository, isStaged: options.staged, changed }, context.signal);
  const {
    secrets,
    surfaces: surfaceChecks,
    ignoredFiles,
  } = await checkSurfaces(
    {
      repository,
      wanted,
      unwanted,
      since: options.since,
      changed,
      leftOut,
      staged,
      index,
      outset,
      unreachable: options.unreachable,
      refresh: options.refresh,
      rules: rules?.file,
    },
    context,
  );
  const checks: CheckReport[] = [secretsReport(surfaceChecks, wanted, unwanted)];
  const issues: SecurityIssue[] = [];
  for (const check of issueChecks) {
    const subject = {
      repository,
      root,
      since,
      isStaged: options.staged,
      index,
      changed,
      leftOut,
      offline: options.offline,
      vex: options.vex ?? [],
      epss: options.epss,
    };
    const scan: IssueScan = kinds.has(check) ? await issueRuns[check](subject, context) : notScanned(unwanted);
    const { issues: found, ...report } = scan;
    issues.push(...found);
    checks.push({ check, ...report });
  }
  const now = context.clock();
  const known = applyBaseline(secrets, baseline.entries, now);
  const knownIssues = applyIssueBaseline(sortIssues(issues), baseline.issues, now);
  const counts = { error: 0, warning: 0, note: 0 };
  for (const { level } of [...known.open, ...knownIssues.open]) counts[level] += 1;
  const result: SecurityReport = {
    root,
    secrets: known.open,
    issues: knownIssues.open,
    known: known.known,
    knownIssues: knownIssues.known,
    baseline: {
      file: baseline.file,
      unused: [
        ...(isWhole(options, surfaceChecks) ? known.unused : []),
        ...knownIssues.unused.filter(({ check }) => isWholeCheck(options, checks, check)),
      ],
    },
    checks,
    surfaces: surfaceChecks,
    rules: rules?.used,
    ignoredFiles,
    counts,
    rotations:
      known.open.length === 0 ? [] : (await import('./surface/collect-rotations.ts')).collectRotations(known.open),
  };
  return { result, status: statusOf(result, options) };
}

interface Beginning {
  readonly repository: Repository | undefined;
  readonly root: string;
  readonly since: string | undefined;
  /** What stands for the index, where it is not the repository's own. */
  readonly index: string | undefined;
}

/** At once where no git around it names an index or a repository. */
async function listIndex(begun: Promise<Beginning>, { cwd, env, signal }: Context): Promise<readonly StagedFile[]> {
  const isNamed = ['GIT_INDEX_FILE', 'GIT_DIR'].some((name) => env[name] !== undefined);
  const { repository, index } = isNamed ? await begun : {};
  return listStaged(repository ?? cwd, { index, signal });
}

/** While what scans is loaded. Undefined where there is no history. */
async function askHistoryOf(
  found: Promise<Repository | undefined>,
  { refresh, since, unreachable }: SecurityCheckOptions,
  { signal }: Context,
): Promise<HistoryOutset | undefined> {
  const [repository, { askHistory }] = await Promise.all([found, import('./surface/ask-history.ts')]);
  return repository === undefined
    ? undefined
    : askHistory(repository, { refresh, begin: since === undefined && !unreachable, signal });
}

async function findRepository({ cwd, env, signal }: Context): Promise<Repository | undefined> {
  try {
    return await openRepository(cwd, { signal, checksVersion: false });
  } catch (error) {
    if (!isCdevError(error, 'CDEV_E_GIT_NOT_A_REPOSITORY')) throw error;
    return openNamedRepository(cwd, { env, signal });
  }
}

async function begin(
  { staged, since, unreachable }: SecurityCheckOptions,
  found: Promise<Repository | undefined>,
  { cwd, env }: Context,
): Promise<Beginning> {
  // A hook reads two things that any git can tell, and waits for each process.
  const [repository] = await Promise.all([found, staged ? undefined : requireGit(cwd)]);
  if (repository === undefined && (staged || since !== undefined || unreachable))
    throw errors.make('CDEV_E_SECURITY_CHECK_NOT_A_REPOSITORY', {
      option: staged ? '--staged' : since === undefined ? '--unreachable' : '--since',
    });
  // Before anything is read: a revision that is not there is a mistake, not a finding.
  const commit = repository !== undefined && since !== undefined ? await requireCommit(repository, since) : undefined;
  const index = staged && repository !== undefined ? stagedIndex(repository, { env }) : undefined;
  return { repository, root: repository?.top ?? repository?.gitDir ?? cwd, since: commit, index };
}

function secretsReport(
  surfaceChecks: readonly SurfaceCheck[],
  wanted: ReadonlySet<Surface>,
  unwanted: string,
): CheckReport {
  const asked = surfaceChecks.filter(({ surface }) => wanted.has(surface));
  const ran = asked.filter(({ status }) => status !== 'not-run');
  const gaps = asked.flatMap(({ surface, gaps }) => gaps.map((gap) => `${surface}: ${gap}`));
  if (ran.length === 0) return { check: 'secrets', status: 'not-run', detail: asked[0]?.detail ?? unwanted, gaps };
  return {
    check: 'secrets',
    status: gaps.length === 0 ? 'checked' : 'partly',
    detail: ran.map(({ surface, detail }) => `${surface} (${detail})`).join(', '),
    gaps,
  };
}
