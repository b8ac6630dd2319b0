import { isDeepStrictEqual } from 'node:util';
import { binsOf } from '@cdev/package-workspace';
import { readTarball, type PackageTarball } from '@cdev/package-tarball';
import { readPermissions, type ScriptPermissions } from '@cdev/added-script';
import { scriptOf, type CatalogueScript } from '@cdev/script-catalogue';
import { errors } from '../errors.ts';
import type { FoundVersion } from '../registry/find-package.ts';

/** A version that was fetched, and is what the registry says it is. Nothing of it was run or unpacked. */
export interface Candidate extends FoundVersion {
  readonly tarball: PackageTarball;
  /** Its `folder` is none: it is nowhere yet. */
  readonly script: CatalogueScript;
  /** From the folder of its package. */
  readonly bin: string;
  readonly permissions: ScriptPermissions | undefined;
}

/**
 * Fetches the tarball, holds it against what is announced, and reads it without unpacking it.
 * @throws CDEV_E_MARKETPLACE_NOT_A_SCRIPT, _MANIFEST_DIFFERS, _INTEGRITY, CDEV_E_PACKAGE_TARBALL_*, CDEV_E_REGISTRY_*
 */
export async function fetchCandidate(found: FoundVersion, signal: AbortSignal): Promise<Candidate> {
  const { source, manifest } = found;
  const { name, version } = manifest;
  const spec = `${name}@${version}`;
  // Who adds a thousand files of a gigabyte to a command line has another purpose.
  const bytes = await source.registry.tarball(name, version, { signal });
  const tarball = readTarball(bytes, { maxUnpackedSize: 2 ** 28, maxEntries: 20_000 });
  const announced = manifest.dist.integrity;
  if (announced !== undefined && !announced.split(/\s+/).includes(tarball.integrity) && announced.startsWith('sha512-'))
    throw errors.make('CDEV_E_MARKETPLACE_INTEGRITY', { package: spec, expected: announced, found: tarball.integrity });
  const fields = differences(manifest, tarball.manifest);
  if (fields.length > 0)
    throw errors.make('CDEV_E_MARKETPLACE_MANIFEST_DIFFERS', { package: spec, fields: fields.join(', ') });
  const script = scriptOf('/', tarball.manifest);
  const refuse = (problem: string): never => {
    throw errors.make('CDEV_E_MARKETPLACE_NOT_A_SCRIPT', { package: spec, problem });
  };
  if (!script) return refuse('its package.json has no bin, or no "cdev" record of a script');
  const bin = script.bin.replace(/^[/\\]+/, '').replaceAll('\\', '/');
  if (tarball.entries.get(bin)?.type !== 'file') return refuse(`its bin ${bin} is not in its tarball`);
  if (!/^[a-z0-9][\w-]*$/i.test(script.name)) return refuse(`nobody can type its name, ${script.name}`);
  return { ...found, tarball, script, bin, permissions: readPermissions(script.metadata.permissions) };
}

/** What decides over what runs and what comes along; a registry may add to the rest, and some leave out what they do not know. */
function differences(
  announced: Readonly<Record<string, unknown>>,
  packed: Readonly<Record<string, unknown>>,
): string[] {
  const pairs: readonly (readonly [field: string, announced: unknown, packed: unknown])[] = [
    ['name', announced['name'], packed['name']],
    ['version', announced['version'], packed['version']],
    ['bin', binsOf(announced), binsOf(packed)],
    ['dependencies', needsOf(announced), needsOf(packed)],
    ['peerDependencies', announced['peerDependencies'] ?? {}, packed['peerDependencies'] ?? {}],
    ['cdev', announced['cdev'] ?? packed['cdev'], packed['cdev']],
  ];
  return pairs.filter(([, one, other]) => !isDeepStrictEqual(plain(one), plain(other))).map(([field]) => field);
}

/** Old versions of npm wrote optional dependencies into both lists. */
function needsOf({ dependencies, optionalDependencies }: Readonly<Record<string, unknown>>): object {
  return { ...Object(dependencies), ...Object(optionalDependencies) };
}

/** Objects are compared whatever made them. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null)) as unknown;
}
