import { copyFile, mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { redact } from '@cdev/core/log';
import { run } from '@cdev/core/subprocess';
import {
  describePackage,
  distributionManifestName,
  manifestSchemaVersion,
  writeDistributionManifest,
  type DistributionManifest,
} from '@cdev/distribution-manifest';
import type { PackedPackage } from '@cdev/package-tarball';
import { errors } from './errors.ts';
import type { NotRun } from './rule/rule.ts';
import type { GitFacts } from './subject/subject.ts';

export interface ManifestPart {
  readonly packed: PackedPackage;
  /** From the workspace's root. */
  readonly path: string;
  readonly distTag: string;
}

/**
 * Puts the tarballs and the manifest that describes them into a folder; the manifest comes last, so that one that is there is true.
 * @returns the manifest's file
 * @throws CDEV_E_PREPUBLISH_UNWRITABLE
 */
export async function writeManifest(
  folder: string,
  parts: readonly ManifestPart[],
  { git, context }: { readonly git: GitFacts | NotRun; readonly context: Context },
): Promise<string> {
  const file = join(folder, distributionManifestName);
  const manifest = await manifestOf(parts, git, context);
  try {
    await mkdir(folder, { recursive: true });
    // One of an earlier run must not stand beside tarballs that it does not describe, should this run be broken off.
    await rm(file, { force: true });
    for (const { packed } of parts) {
      const target = join(folder, basename(packed.file));
      if (target !== packed.file) await copyFile(packed.file, target);
    }
  } catch (cause) {
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
    throw errors.make('CDEV_E_PREPUBLISH_UNWRITABLE', { file: folder, reason: code }, { cause });
  }
  await writeDistributionManifest(file, manifest);
  return file;
}

async function manifestOf(
  parts: readonly ManifestPart[],
  git: GitFacts | NotRun,
  context: Context,
): Promise<DistributionManifest> {
  const packers = new Set(parts.map(({ packed: { packedBy } }) => `${packedBy.name} ${packedBy.version}`.trim()));
  const [npm, pnpm, commit] = await Promise.all([versionOf('npm', context), versionOf('pnpm', context), gitOf(git)]);
  return {
    schemaVersion: manifestSchemaVersion,
    createdAt: context.clock().toISOString(),
    ...(commit && { git: commit }),
    tools: {
      node: process.versions.node,
      ...(npm !== undefined && { npm }),
      ...(pnpm !== undefined && { pnpm }),
      packer: [...packers].join(', '),
    },
    packages: parts.map(({ packed, path, distTag }) =>
      describePackage(packed, { path, tarball: basename(packed.file), distTag }),
    ),
  };
}

async function gitOf(git: GitFacts | NotRun): Promise<DistributionManifest['git']> {
  if ('notRun' in git || git.head === undefined) return undefined;
  const [entries, [remote]] = await Promise.all([git.status(), git.remotes()]);
  return {
    commit: git.head,
    ...(git.branch !== undefined && { branch: git.branch }),
    dirty: entries.length > 0,
    ...(remote && { remote: redact(remote.url) }),
  };
}

/** Undefined when the program is not there. */
async function versionOf(program: string, { cwd, env, signal }: Context): Promise<string | undefined> {
  try {
    const { ok, stdout } = await run(program, ['--version'], {
      cwd,
      env,
      signal,
      allowFailure: true,
      timeLimit: 20_000,
    });
    return ok ? stdout.trim().split('\n').at(-1) : undefined;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
