import { relative } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import { applyFixes } from '@cdev/file-fix';
import { openRegistry } from '@cdev/package-registry';
import { readPackageWorkspace } from '@cdev/package-workspace';
import {
  readScriptCatalogue,
  selectScripts,
  type CatalogueScript,
  type Deprecation,
  type ScriptCatalogue,
} from '@cdev/script-catalogue';
import type { DeprecationReport } from './deprecation-report.ts';
import { errors } from './errors.ts';
import { planFiles } from './files/plan-files.ts';
import { requireGuide } from './files/require-guide.ts';
import { deprecationMessage, planVersions, type VersionsPlan } from './registry/plan-versions.ts';
import { announce, type Announcement } from './stage/announce.ts';
import { dayOfDate, enter, type Stage } from './stage/stage.ts';

export interface DeprecateScriptOptions {
  readonly script: string;
  readonly isDryRun: boolean;
  readonly wanted:
    | ({ readonly stage: 'announced' } & Pick<Announcement, 'replacement' | 'guide' | 'notice' | 'warnings'>)
    | { readonly stage: Exclude<Stage, 'announced'> }
    | { readonly stage: 'withdrawn' };
}

/**
 * Takes a script into the next stage of its end: in its metadata, which its runs warn by, its README and its changelog, and at the last stage also in the registry. No
 * stage can be skipped, and none entered before its day. The same command again does what an interrupted one left undone, and nothing else.
 * @throws CDEV_E_DEPRECATE_SCRIPT_*, CDEV_E_CATALOGUE_*, CDEV_E_REGISTRY_*, CDEV_E_FILE_FIX_*, CDEV_E_CLI_DECLINED
 */
export async function deprecateScript(
  options: DeprecateScriptOptions,
  context: Context,
): Promise<Outcome<DeprecationReport>> {
  const catalogue = await ownScripts(context.cwd);
  const [script] = selectScripts(catalogue, [options.script]) as [CatalogueScript];
  const before = script.metadata.deprecation;
  const deprecation = await nextOf(options, { script, catalogue, context });
  if (deprecation?.stage === 'migrating' || deprecation?.stage === 'sunset') await requireGuide(script, deprecation);
  if (deprecation?.stage === 'sunset') await requireUnneeded(script, context.cwd);
  const files = await planFiles(catalogue.root, script, deprecation);
  const registry = await planRegistry(script, { before, deprecation, context });
  const isOpen = files.length > 0 || (registry?.versions.length ?? 0) > 0;
  const report = {
    script: script.name,
    from: before?.stage,
    deprecation,
    files: files.map(({ file, diff }) => ({ file: relative(catalogue.root, file), diff })),
    registry,
  };
  if (!isOpen) return { result: { ...report, status: 'already' }, status: 'ok' };
  if (options.isDryRun) return { result: { ...report, status: 'planned' }, status: 'ok' };
  await context.prompt.confirm(questionOf(report));
  // The registry first: while it refuses, no file says that the script has ended.
  if (registry) await applyToRegistry(registry, context);
  await applyFixes(files);
  return { result: { ...report, status: 'done' }, status: 'ok' };
}

/** The catalogue of a workspace that makes scripts. @throws CDEV_E_DEPRECATE_SCRIPT_NOT_OURS */
export async function ownScripts(cwd: string): Promise<ScriptCatalogue> {
  const catalogue = await readScriptCatalogue({ cwd });
  if (catalogue.origin !== 'workspace') throw errors.make('CDEV_E_DEPRECATE_SCRIPT_NOT_OURS', { folder: cwd });
  return catalogue;
}

interface Case {
  readonly script: CatalogueScript;
  readonly catalogue: ScriptCatalogue;
  readonly context: Context;
}

async function nextOf(
  { wanted }: DeprecateScriptOptions,
  { script, catalogue, context }: Case,
): Promise<Deprecation | undefined> {
  const { deprecation } = script.metadata;
  const today = dayOfDate(context.clock());
  if (wanted.stage === 'withdrawn') {
    if (!deprecation) throw errors.make('CDEV_E_DEPRECATE_SCRIPT_NOT_ANNOUNCED', { script: script.name });
    return undefined;
  }
  if (wanted.stage !== 'announced') return enter({ script: script.name, deprecation, wanted: wanted.stage, today });
  if (!deprecation) return announce({ ...wanted, script: script.name, today }, catalogue);
  // What was announced stands: its days are a promise.
  if (deprecation.stage === 'announced') return deprecation;
  throw errors.make('CDEV_E_DEPRECATE_SCRIPT_STAGE_SKIPPED', {
    script: script.name,
    stage: deprecation.stage,
    wanted: 'announced',
    next: `cdev-deprecate-script status ${script.name}`,
  });
}

async function requireUnneeded({ packageName, name }: CatalogueScript, cwd: string): Promise<void> {
  const { members } = await readPackageWorkspace(cwd);
  const by = members
    .filter(({ manifest }) =>
      ['dependencies', 'peerDependencies', 'optionalDependencies'].some((list) =>
        Object.hasOwn((manifest[list] as object | undefined) ?? {}, packageName),
      ),
    )
    .map((member) => member.name);
  if (by.length > 0) throw errors.make('CDEV_E_DEPRECATE_SCRIPT_DEPENDED_ON', { script: name, by: by.join(', ') });
}

interface Change {
  readonly before: Deprecation | undefined;
  readonly deprecation: Deprecation | undefined;
  readonly context: Context;
}

/** The registry is asked only at the end, and when an end is taken back. */
async function planRegistry(
  script: CatalogueScript,
  { before, deprecation, context }: Change,
): Promise<VersionsPlan | undefined> {
  const isEnd = deprecation?.stage === 'sunset';
  if (!isEnd && !(deprecation === undefined && before?.stage === 'sunset')) return undefined;
  const { cwd, env, signal } = context;
  const task = context.progress.begin('asking the registry');
  const registry = await openRegistry({ cwd, env });
  const message = isEnd ? deprecationMessage(deprecation) : '';
  const plan = await planVersions(script, { registry, message, signal });
  task.done();
  return plan;
}

async function applyToRegistry({ packageName, versions, message }: VersionsPlan, context: Context): Promise<void> {
  if (versions.length === 0) return;
  const { cwd, env, signal } = context;
  const task = context.progress.begin(`npm deprecate ${packageName}`);
  const registry = await openRegistry({ cwd, env });
  await registry.deprecate(packageName, versions, message, { signal });
  task.done(`${versions.length} ${versions.length === 1 ? 'version' : 'versions'}`);
}

function questionOf({ script, deprecation, files, registry }: Omit<DeprecationReport, 'status'>): string {
  const what = deprecation
    ? `Take ${script} into the stage ${deprecation.stage}`
    : `Take the deprecation of ${script} back`;
  const marks =
    registry && registry.versions.length > 0
      ? `, mark ${registry.versions.length} ${registry.versions.length === 1 ? 'version' : 'versions'} in ${registry.registry}`
      : '';
  return `${what}: change ${files.map(({ file }) => file).join(', ') || 'no file'}${marks}?`;
}
