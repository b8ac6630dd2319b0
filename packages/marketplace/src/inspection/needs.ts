import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import { resolvePackages } from '@cdev/installed-package';
import { parseLockFile, type LockGraph } from '@cdev/lock-file';
import type { AddedPackage } from '@cdev/added-script';
import { errors } from '../errors.ts';
import type { Candidate } from './candidate.ts';

/** All that comes with a script. */
export interface Needs {
  /** The script itself first. */
  readonly packages: readonly AddedPackage[];
  /** `name@version` of those that their authors call outdated. */
  readonly deprecated: readonly string[];
  /** `name: script` of what would run at an installation by npm; it is not run here. */
  readonly installScripts: readonly string[];
  readonly graph: LockGraph;
}

/**
 * What npm would bring along for a script now. One that needs nothing is known at once.
 * @throws CDEV_E_MARKETPLACE_DEPENDENCY_ORIGIN, CDEV_E_INSTALL_*
 */
export async function findNeeds(candidate: Candidate, context: Context): Promise<Needs> {
  const { tarball } = candidate;
  refuseForeign(tarball.name, tarball.manifest);
  const text = needsNothing(tarball.manifest) ? lockOfOne(candidate) : await resolved(candidate, context);
  const graph = await parseLockFile({ file: 'package-lock.json', text, manifests: new Map(), texts: new Map() });
  const own = `node_modules/${tarball.name}`;
  const others = packagesIn(text, tarball.name).filter(({ path }) => path !== own);
  const itself = { path: own, name: tarball.name, version: tarball.version, integrity: tarball.integrity };
  const all = [...graph.packages.values()];
  return {
    packages: [itself, ...others],
    deprecated: all
      .filter(({ deprecated }) => deprecated !== undefined)
      .map(({ name, version }) => `${name}@${version}`),
    installScripts: [
      ...ownInstallScripts(candidate).map((script) => `${tarball.name}: ${script}`),
      ...all
        .filter(({ hasInstallScript, id }) => hasInstallScript === true && id !== own)
        .map(({ name }) => `${name}: install`),
    ],
    graph,
  };
}

/** Before npm goes there: an address, a repository or a folder instead of a version. */
function refuseForeign(script: string, manifest: Readonly<Record<string, unknown>>): void {
  const asked = lists.flatMap((list) => Object.entries(Object(manifest[list]) as Readonly<Record<string, unknown>>));
  const foreign = asked.find(
    ([, range]) => typeof range !== 'string' || /^(?!npm:)\w[\w+.-]*:|^(?!npm:).*\//.test(range),
  );
  if (!foreign) return;
  const [dependency, origin] = [foreign[0], stripControl(String(foreign[1]))];
  throw errors.make('CDEV_E_MARKETPLACE_DEPENDENCY_ORIGIN', { package: script, dependency, origin });
}

const lists = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const;
const lifecycle = ['preinstall', 'install', 'postinstall'] as const;

/** The commands themselves, for whoever decides; a `binding.gyp` makes npm compile without any. */
function ownInstallScripts({ tarball }: Candidate): readonly string[] {
  const scripts = Object(tarball.manifest['scripts']) as Readonly<Record<string, unknown>>;
  const named = lifecycle.flatMap((name) =>
    typeof scripts[name] === 'string' ? [`${name} (${stripControl(scripts[name]).slice(0, 80)})`] : [],
  );
  return [...named, ...(tarball.entries.has('binding.gyp') ? ['install (node-gyp rebuild)'] : [])];
}

function needsNothing(manifest: Readonly<Record<string, unknown>>): boolean {
  return lists.every((list) => Object.keys(Object(manifest[list]) as object).length === 0);
}

function lockOfOne({ tarball: { name, version, integrity } }: Candidate): string {
  const root = { name: 'scratch', version: '0.0.0', dependencies: { [name]: version } };
  return JSON.stringify({
    lockfileVersion: 3,
    packages: { '': root, [`node_modules/${name}`]: { version, integrity } },
  });
}

async function resolved({ source, tarball }: Candidate, { env, signal }: Context): Promise<string> {
  const place = await mkdtemp(join(tmpdir(), 'cdev-marketplace-'));
  try {
    const { registry } = source;
    return await resolvePackages({ folder: join(place, 'npm'), tarball: tarball.bytes, registry, env, signal });
  } finally {
    await rm(place, { recursive: true, force: true, maxRetries: 3 });
  }
}

interface LockEntry {
  readonly version?: string;
  readonly name?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
}

/** What lies in the tarball of another package comes with that one. */
function packagesIn(text: string, script: string): readonly AddedPackage[] {
  const { packages = {} } = JSON.parse(text) as { packages?: Readonly<Record<string, LockEntry>> };
  return Object.entries(packages).flatMap(([path, entry]): AddedPackage[] => {
    if (path === '' || entry.inBundle === true) return [];
    const { version = '', integrity = '', resolved: from, optional, os, cpu, link } = entry;
    const name = entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const digest = integrity.split(/\s+/).find((each) => each.startsWith('sha512-'));
    if (link === true || from !== undefined || digest === undefined)
      throw errors.make('CDEV_E_MARKETPLACE_DEPENDENCY_ORIGIN', {
        package: script,
        dependency: name,
        origin: from === undefined ? 'somewhere without a digest' : stripControl(from),
      });
    return [
      {
        path,
        name,
        version,
        integrity: digest,
        ...(optional === true && { isOptional: true }),
        ...(os && { os }),
        ...(cpu && { cpu }),
      },
    ];
  });
}
