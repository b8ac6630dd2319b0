import type { PackageTarball } from '@cdev/package-tarball';
import type { EntryPoint } from './entry-points.ts';
import { locateRequest, type RequestSetting } from './locate-request.ts';
import { folderTypes, moduleFormat } from './module-format.ts';
import { parseModule, type ModuleRequest, type PackedModule } from './parse-module.ts';
import { packedFiles, resolvePacked, type PackedResolution, type ResolutionMode } from './resolve-packed.ts';
import { specifierKind } from './specifier.ts';

/**
 * From where users get to a file: by running code, by a pattern of `exports` only, by types only, or not at all from an entry point.
 */
export type Reach = 'runtime' | 'pattern' | 'types' | 'none';

/** The JavaScript and declaration files of a tarball and what they ask for. */
export interface PackedModules {
  readonly all: ReadonlyMap<string, PackedModule>;
  readonly reach: (path: string) => Reach;
  readonly resolve: (from: PackedModule, request: ModuleRequest) => PackedResolution;
  /** The syntax around a request; dear, for requests that cannot be met. */
  readonly settingOf: (module: PackedModule, request: ModuleRequest) => RequestSetting;
  /** `declare module 'x'` of any declaration file. */
  readonly ambient: ReadonlySet<string>;
}

const parseable = /\.(?:[cm]?js|d\.[cm]?ts)$/;
/** Generated tables of many megabytes import nothing and cost seconds. */
const largest = 12_000_000;

/** Parses all packed modules and follows their relative imports from the entry points. */
export async function readPackedModules(
  { entries }: PackageTarball,
  entryPoints: readonly EntryPoint[],
): Promise<PackedModules> {
  const { parseSync } = await import('oxc-parser');
  const typeOf = folderTypes(entries);
  const files = packedFiles(entries);
  const started = new Set(entryPoints.map(({ path }) => path));
  const all = new Map<string, PackedModule>();
  for (const { path, type, size, data } of entries.values()) {
    // A bin may have no extension.
    const isModule = parseable.test(path) || (started.has(path) && !/\.\w+$/.test(path) && data[0] === 0x23);
    if (type !== 'file' || !isModule || size > largest || path.includes('node_modules/')) continue;
    const text = data.toString('utf8');
    all.set(path, parseModule(parseSync, { path, text, format: moduleFormat(path, typeOf) }));
  }
  const resolve = (from: PackedModule, request: ModuleRequest): PackedResolution =>
    resolvePacked(files, { from: from.path, specifier: request.specifier, mode: modeOf(from, request) });
  const reach = reachOf(all, entryPoints, resolve);
  return {
    all,
    reach: (path) => reach.get(path) ?? 'none',
    resolve,
    settingOf: (module, request) => locateRequest(parseSync, module, request),
    ambient: new Set([...all.values()].flatMap(({ ambient }) => ambient)),
  };
}

function modeOf({ isDeclaration, format }: PackedModule, { kind }: ModuleRequest): ResolutionMode {
  if (isDeclaration) return 'types';
  if (kind === 'require') return 'cjs';
  return kind === 'dynamic' || format === 'esm' ? 'esm' : 'cjs';
}

function reachOf(
  all: ReadonlyMap<string, PackedModule>,
  entryPoints: readonly EntryPoint[],
  resolve: PackedModules['resolve'],
): ReadonlyMap<string, Reach> {
  const reach = new Map<string, Reach>();
  const follow = (path: string, as: Reach): void => {
    const queue = [path];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const module = all.get(next);
      if (!module || reach.has(next)) continue;
      reach.set(next, as);
      for (const request of module.requests) {
        const isOwn = specifierKind(request.specifier) === 'relative' || request.kind === 'path-reference';
        const target = isOwn ? resolve(module, request) : undefined;
        if (target && 'path' in target) queue.push(target.path);
      }
    }
  };
  const reachOfPoint = ({ kind, isByPattern }: EntryPoint): Reach =>
    kind === 'types' ? 'types' : isByPattern ? 'pattern' : 'runtime';
  for (const as of ['runtime', 'pattern', 'types'] as const)
    for (const point of entryPoints) if (reachOfPoint(point) === as) follow(point.path, as);
  // Types that stand beside the code are found without being named.
  for (const [path, as] of reach) if (as !== 'types') follow(path.replace(/\.([cm]?)js$/, '.d.$1ts'), 'types');
  return reach;
}
