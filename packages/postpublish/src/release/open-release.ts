import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import {
  distributionManifestFile,
  distributionManifestName,
  manifestSchemaVersion,
  readDistributionManifest,
  serialiseDistributionManifest,
  type DistributedPackage,
  type DistributionManifest,
} from '@cdev/distribution-manifest';
import { openRepository, type Repository } from '@cdev/git';
import { errors } from '../errors.ts';
import { openJournal, passingJournal } from '../journal/journal.ts';
import type { Release } from './release.ts';

export interface OpenReleaseOptions {
  /** File or folder of the distribution manifest. Default: the one that `cdev-prepublish` wrote here. */
  readonly manifest: string | undefined;
  /** Names, or `name@version`; none means all. */
  readonly packages: readonly string[];
  /** The packages are looked up in the registry, and no manifest is read. */
  readonly published: boolean;
}

/**
 * Reads the manifest and what earlier runs left beside it. The journal lies beside the manifest, because the two travel together: from the job that packs to
 * the one that checks, and out of a repository. Its lines name the manifest by digest, so that those of another release do not count.
 * @throws CDEV_E_DISTRIBUTION_MANIFEST_*, CDEV_E_POSTPUBLISH_PACKAGE_UNKNOWN, CDEV_E_POSTPUBLISH_NOTHING_PACKED, CDEV_E_REGISTRY_CONFIGURATION
 */
export async function openRelease(options: OpenReleaseOptions, context: Context): Promise<Release> {
  const { cwd, env, signal } = context;
  const repository = await repositoryAt(context);
  if (options.published) return openPublished(options.packages, repository, context);
  const file = manifestPlace(options.manifest, { cwd, repository });
  const manifest = await readDistributionManifest(file);
  const packages = chosen(manifest, options.packages);
  const { openRegistry } = await import('@cdev/package-registry');
  const registry = await openRegistry({ cwd: repository?.top ?? cwd, env, signal });
  const release = createHash('sha256').update(serialiseDistributionManifest(manifest)).digest('hex').slice(0, 16);
  const journal = await openJournal({ folder: dirname(file), release, clock: context.clock });
  const workspacePath = await pathOfWorkspace(cwd, repository);
  const folder = dirname(file);
  return { manifest, manifestFile: file, folder, packages, registry, repository, workspacePath, journal, context };
}

/** Versions that are in the registry already, without what was packed: nothing is written down, and nothing is tagged. */
async function openPublished(
  specs: readonly string[],
  repository: Repository | undefined,
  context: Context,
): Promise<Release> {
  const { cwd, env, signal, clock } = context;
  const { openRegistry } = await import('@cdev/package-registry');
  const { publishedVersions } = await import('./published-versions.ts');
  const registry = await openRegistry({ cwd: repository?.top ?? cwd, env, signal });
  const task = context.progress.begin('tarballs');
  const packages = await publishedVersions(specs, registry);
  task.done();
  const manifest: DistributionManifest = {
    schemaVersion: manifestSchemaVersion,
    createdAt: clock().toISOString(),
    tools: { node: process.versions.node, packer: 'registry' },
    packages,
  };
  const journal = passingJournal('published', clock);
  return {
    manifest,
    manifestFile: undefined,
    folder: cwd,
    packages,
    registry,
    repository,
    workspacePath: '',
    journal,
    context,
  };
}

function manifestPlace(
  given: string | undefined,
  { cwd, repository }: { readonly cwd: string; readonly repository: Repository | undefined },
): string {
  if (given === undefined)
    return repository ? distributionManifestFile(repository.commonDir) : join(cwd, distributionManifestName);
  const file = resolve(cwd, given);
  return /\.(?:ya?ml|json)$/i.test(file) ? file : join(file, distributionManifestName);
}

async function repositoryAt({ cwd, signal }: Context): Promise<Repository | undefined> {
  try {
    return await openRepository(cwd, { signal });
  } catch (error) {
    if (isCdevError(error, 'CDEV_E_GIT_NOT_A_REPOSITORY') || isCdevError(error, 'CDEV_E_GIT_MISSING')) return undefined;
    throw error;
  }
}

/** '' too when the workspace is not here any more, as in a job that has nothing but the manifest. */
async function pathOfWorkspace(cwd: string, repository: Repository | undefined): Promise<string> {
  if (repository?.top === undefined) return '';
  try {
    const { readPackageWorkspace } = await import('@cdev/package-workspace');
    const { root } = await readPackageWorkspace(cwd);
    const path = relative(await realpath(repository.top), root)
      .split(sep)
      .join('/');
    return path.startsWith('..') ? '' : path;
  } catch {
    return '';
  }
}

function chosen({ packages }: DistributionManifest, names: readonly string[]): readonly DistributedPackage[] {
  if (packages.length === 0) throw errors.make('CDEV_E_POSTPUBLISH_NOTHING_PACKED');
  if (names.length === 0) return packages;
  const known = packages.map(({ name, version }) => `${name}@${version}`);
  for (const name of names)
    if (!packages.some((one) => one.name === name || `${one.name}@${one.version}` === name))
      throw errors.make('CDEV_E_POSTPUBLISH_PACKAGE_UNKNOWN', { name, known: known.join(', ') });
  return packages.filter((one) => names.includes(one.name) || names.includes(`${one.name}@${one.version}`));
}
