import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import type { Packument } from '@cdev/package-registry';
import { parse } from 'yaml';
import { major, valid } from 'semver';
import { chooseVersions } from '../version/choose-version.ts';
import type { Asking } from './find-package-states.ts';
import type { Tool } from './findings.ts';
import type { Project } from './project.ts';

/** The package manager of `packageManager`, and the Node of `.nvmrc` and `.node-version`; both are packages of the registry. */
export async function findTools(
  { workspace, registry }: Project,
  asking: Asking,
  { signal }: Pick<Context, 'signal'>,
): Promise<{ readonly tools: readonly Tool[]; readonly gaps: readonly string[] }> {
  const { root, members } = workspace;
  const said = members.find(({ path }) => path === '')?.manifest['packageManager'];
  const [, manager, version] =
    /^(npm|pnpm|yarn)@(\d+\.\d+\.\d+)(?:\+.*)?$/.exec(typeof said === 'string' ? said : '') ?? [];
  const hasHash = typeof said === 'string' && said.includes('+sha');
  const asked: { tool: string; packageName: string; file: string; current: string }[] = [];
  const gaps: string[] = [];
  if (manager !== undefined && version !== undefined) {
    const isNewYarn = manager === 'yarn' && major(version) > 1;
    const why = isNewYarn ? await whyYarnStays(root, hasHash) : undefined;
    const packageName = isNewYarn ? '@yarnpkg/cli-dist' : manager;
    if (why === undefined) asked.push({ tool: manager, packageName, file: 'package.json', current: version });
    else gaps.push(`yarn of package.json: ${why}; see: yarn set version stable`);
  }
  for (const file of ['.nvmrc', '.node-version']) {
    const text = (await readFile(join(root, file), 'utf8').catch(() => '')).trim().replace(/^v/, '');
    if (valid(text) !== null) asked.push({ tool: 'node', packageName: 'node', file, current: text });
  }
  const tools: Tool[] = [];
  for (const { tool, packageName, file, current } of asked) {
    try {
      const packument = await registry.packument(packageName, { full: true, fresh: true, signal });
      if (!packument) continue;
      const chosen = chooseVersions(packument, { ...asking, current, engines: undefined });
      // Only even Nodes are maintained for long.
      const breaking =
        tool === 'node' && chosen.breaking !== undefined && major(chosen.breaking) % 2 === 1
          ? undefined
          : chosen.breaking;
      if (chosen.compatible !== undefined || breaking !== undefined)
        tools.push({
          tool,
          packageName,
          file,
          current,
          compatible: chosen.compatible,
          breaking,
          ...(hasHash && tool !== 'node' && { hashes: hashesOf(packument) }),
        });
    } catch (error) {
      if (!isCdevError(error) || error.kind === 'interrupted') throw error;
      gaps.push(`${tool} of ${file}: ${error.message}`);
    }
  }
  return { tools, gaps };
}

/** A newer yarn that is in the repository, or whose digest stands there, is not changed by a number alone: that digest is of another file than the registry's. */
async function whyYarnStays(root: string, hasHash: boolean): Promise<string | undefined> {
  if (hasHash) return 'it stands there with a digest that the registry does not have';
  const text = await readFile(join(root, '.yarnrc.yml'), 'utf8').catch(() => '');
  try {
    const settings = parse(text) as { yarnPath?: unknown } | null;
    return settings?.yarnPath === undefined ? undefined : 'the one that runs is in the repository (yarnPath)';
  } catch {
    return '.yarnrc.yml cannot be read';
  }
}

/** As corepack writes them: hexadecimal, where the registry has base64. */
function hashesOf({ versions }: Packument): Readonly<Record<string, string>> {
  const digests = Object.values(versions).map(({ version, dist }) => {
    const [, base64 = ''] = /^sha512-(\S+)/.exec(dist.integrity ?? '') ?? [];
    return [version, Buffer.from(base64, 'base64').toString('hex')] as const;
  });
  return Object.fromEntries(digests.filter(([, hex]) => hex !== ''));
}
