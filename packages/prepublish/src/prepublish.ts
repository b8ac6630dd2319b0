import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import { applyFixes, planFixes, type PlannedFix } from '@cdev/file-fix';
import { isCdevError } from '@cdev/core/errors';
import { distributionFolder } from '@cdev/distribution-manifest';
import type { LockGraph } from '@cdev/lock-file';
import { errors } from './errors.ts';
import type { Threshold } from './package-settings.ts';
import { selectRules, type RuleChoice } from './rule/select-rules.ts';
import { ruleGroups } from './rules/all-rules.ts';
import { checkPackages, type CheckRun } from './run/check-packages.ts';
import { choosePackages, type Choice } from './run/choose-packages.ts';
import { isTrue } from './run/intent.ts';
import type { PackageReport } from './run/package-report.ts';
import { writeManifest } from './write-manifest.ts';

export interface PrepublishOptions extends RuleChoice {
  /** Names, paths or folders of members, or `.tgz` files; without any the member in `cwd`, at the root all that are publishable. */
  readonly packages: readonly string[];
  readonly failOn: Threshold;
  /** The dist-tag that is meant. */
  readonly tag: string | undefined;
  /** Branches that releases are made from; the usual ones when empty. */
  readonly branches: readonly string[];
  readonly offline: boolean;
  /** Ask for the addresses in READMEs, too. */
  readonly links: boolean;
  /** Apply the mechanical mends. */
  readonly fix: boolean;
  /** Nothing is written but what packing itself writes. */
  readonly isDryRun: boolean;
  /** Where tarballs and manifest go. Default: below the common git directory. */
  readonly out: string | undefined;
  /** Write a CycloneDX bill of materials to this file. */
  readonly sbom: string | undefined;
}

export interface PrepublishResult {
  /** In the order in which they are published. */
  readonly packages: readonly PackageReport[];
  /** The distribution manifest; undefined when it was not written, for the reason in `notWritten`. */
  readonly manifest?: string;
  readonly notWritten?: string;
  readonly sbom?: string;
  /** Folders of packages that a sparse checkout leaves out, so that a run over all of a workspace has not looked at them. */
  readonly leftOut?: readonly string[];
  /** Files that mends changed, or would change (dry run). */
  readonly fixes: readonly Pick<PlannedFix, 'file' | 'titles' | 'diff'>[];
  readonly isApplied: boolean;
  /** Findings do not fail the run, because FORCE_PUBLISH is set. */
  readonly isForced: boolean;
}

/**
 * Packs what would be published and tells everything that is known wrong with it. The outcome is `findings` when a package has one of
 * the chosen severity, unless FORCE_PUBLISH is set; then too nothing is hidden.
 * @throws CDEV_E_PREPUBLISH_*, CDEV_E_FILE_FIX_*, CDEV_E_PACKAGE_WORKSPACE_*, CDEV_E_PACKAGE_TARBALL_*, CDEV_E_DISTRIBUTION_MANIFEST_*
 */
export async function prepublish(options: PrepublishOptions, context: Context): Promise<Outcome<PrepublishResult>> {
  selectRules(ruleGroups, options);
  const choice = await choosePackages(options.packages, context.cwd, context.signal);
  const folder = await scratchFolder();
  try {
    const run = await checkPackages(choice, { ...options, folder }, context);
    const fixes = options.fix ? await mend(choice, run, options, context) : [];
    const isApplied = fixes.length > 0 && !options.isDryRun;
    // What was mended is looked at again: the tarball is another one now.
    const final = isApplied
      ? await checkPackages(
          await choosePackages(options.packages, context.cwd, context.signal),
          { ...options, folder },
          context,
        )
      : run;
    return await conclude(choice, final, { options, context, fixes, isApplied });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function scratchFolder(): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), 'cdev-prepublish-'));
  } catch (cause) {
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
    throw errors.make('CDEV_E_PREPUBLISH_NO_SCRATCH', { folder: tmpdir(), reason: code }, { cause });
  }
}

async function mend(
  choice: Choice,
  { checked }: CheckRun,
  { isDryRun }: PrepublishOptions,
  context: Context,
): Promise<readonly PlannedFix[]> {
  if (choice.kind === 'tarballs') return [];
  const planned = await Promise.all(
    choice.members.map(({ folder }, at) => planFixes(folder, checked[at]?.fixes ?? [])),
  );
  const all = planned.flat();
  if (all.length === 0 || isDryRun) return all;
  for (const { file, diff } of all) context.progress.note(`${file}\n${diff}`);
  await context.prompt.confirm(`Change ${all.length === 1 ? 'this file' : `these ${all.length} files`}?`);
  await applyFixes(all);
  return all;
}

interface Ending {
  readonly options: PrepublishOptions;
  readonly context: Context;
  readonly fixes: readonly PlannedFix[];
  readonly isApplied: boolean;
}

async function conclude(
  choice: Choice,
  run: CheckRun,
  { options, context, fixes, isApplied }: Ending,
): Promise<Outcome<PrepublishResult>> {
  const packages = run.checked.map(({ report }) => report);
  const isForced = isTrue(context.env['FORCE_PUBLISH']);
  const fails = packages.some(({ state }) => state === 'findings');
  const { isUnwritten = false, ...written } = await record(choice, run, {
    options,
    context,
    holds: fails && !isForced,
  });
  const sbom =
    options.sbom === undefined || options.isDryRun
      ? undefined
      : await writeSbom(options.sbom, { choice, run, options, context });
  const absent = await absentMembers(choice, run);
  return {
    result: {
      packages,
      ...written,
      ...(absent.length > 0 && { leftOut: absent }),
      ...(sbom !== undefined && { sbom }),
      fixes: fixes.map(({ file, titles, diff }) => ({ file, titles, diff })),
      isApplied,
      isForced,
    },
    status: isUnwritten || (fails && !isForced) ? 'findings' : 'ok',
  };
}

/** A package whose manifest is not in the working tree is no member of the workspace that is read there. */
async function absentMembers(choice: Choice, { git }: CheckRun): Promise<readonly string[]> {
  if (choice.kind === 'tarballs' || choice.isChosen || 'notRun' in git) return [];
  const manifests = (await git.leftOut()).filter((path) => /(?:^|\/)package\.json$/.test(path));
  const notOwn = /(?:^|\/)(?:node_modules|__fixtures__|fixtures?|testdata)\//;
  return manifests.filter((path) => !notOwn.test(path)).map((path) => dirname(path));
}

type Recorded = Pick<PrepublishResult, 'manifest' | 'notWritten'> & {
  /** It should have been, and could not be. */
  readonly isUnwritten?: true;
};

interface Recording {
  readonly options: PrepublishOptions;
  readonly context: Context;
  readonly holds: boolean;
}

async function record(choice: Choice, run: CheckRun, { options, context, holds }: Recording): Promise<Recorded> {
  if (holds) return { notWritten: 'there are findings that stop a publish' };
  if (options.isDryRun) return { notWritten: 'this is a dry run' };
  if (choice.kind === 'tarballs' && options.out === undefined)
    return { notWritten: 'tarballs were given; --out names a folder for it' };
  if ('notRun' in run.git && options.out === undefined)
    return { notWritten: `${run.git.notRun}; --out names a folder for it` };
  const folder =
    options.out === undefined
      ? distributionFolder('notRun' in run.git ? '' : run.git.repository.commonDir)
      : resolve(context.cwd, options.out);
  const parts = run.packed.flatMap((packed) => {
    const report = run.checked.find(({ report: each }) => each.name === packed.name)?.report;
    if (!report || report.state === 'published') return [];
    const configured = (packed.manifest['publishConfig'] as { tag?: unknown } | undefined)?.tag;
    const distTag = options.tag ?? (typeof configured === 'string' ? configured : 'latest');
    return [{ packed, path: report.path ?? '', distTag }];
  });
  if (parts.length === 0) return { notWritten: 'every package is published already' };
  try {
    return { manifest: await writeManifest(folder, parts, { git: run.git, context }) };
  } catch (error) {
    // What was found took longer to find than the manifest takes to write again.
    if (!isCdevError(error, 'CDEV_E_PREPUBLISH_UNWRITABLE')) throw error;
    return { notWritten: error.message, isUnwritten: true };
  }
}

interface Billing {
  readonly choice: Choice;
  readonly run: CheckRun;
  readonly options: PrepublishOptions;
  readonly context: Context;
}

async function writeSbom(name: string, { choice, run, options, context }: Billing): Promise<string> {
  const file = resolve(context.cwd, name);
  const [{ sbomOf }, { openRegistry }, { registryRun }, { notRun }] = await Promise.all([
    import('./sbom/sbom.ts'),
    import('@cdev/package-registry'),
    import('./subject/registry-facts.ts'),
    import('./rule/rule.ts'),
  ]);
  const { cwd, env, signal } = context;
  const registry = options.offline ? notRun('offline') : await registryRun(await openRegistry({ cwd, env, signal }));
  const document = await sbomOf(run.packed, {
    now: context.clock(),
    tool: context.script,
    lock: choice.kind === 'members' ? await lockOf(choice, context) : undefined,
    pathOf: ({ name: packed }) => run.checked.find(({ report }) => report.name === packed)?.report.path,
    registryOf: (tarball) => ('notRun' in registry ? registry : registry.factsOf(tarball)),
  });
  try {
    await writeFile(file, `${JSON.stringify(document, undefined, 2)}\n`);
  } catch (cause) {
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
    throw errors.make('CDEV_E_PREPUBLISH_UNWRITABLE', { file, reason: code }, { cause });
  }
  return file;
}

/** What cannot be read is said, and the bill says that it is incomplete. */
async function lockOf(
  { workspace }: Extract<Choice, { kind: 'members' }>,
  { log, progress }: Context,
): Promise<LockGraph | undefined> {
  const { readLockGraph } = await import('@cdev/lock-file');
  try {
    return await readLockGraph(workspace);
  } catch (error) {
    if (!isCdevError(error)) throw error;
    log.warn('lock file', { error: error.message });
    progress.note(`The bill of materials has only what the packages declare themselves: ${error.message}`);
    return undefined;
  }
}
