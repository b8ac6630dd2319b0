import { createHash } from 'node:crypto';
import type { PackageTarball } from '@cdev/package-tarball';
import { declaredBins, entryPointsOf, type EntryPoint } from '../modules/entry-points.ts';
import { readPackedModules, type PackedModules } from '../modules/packed-modules.ts';
import type { PackedModule } from '../modules/parse-module.ts';
import { specifierKind } from '../modules/specifier.ts';

/** What users of a package can name. */
export interface PublicSurface {
  readonly bins: ReadonlySet<string>;
  /** Without `exports` every file can be loaded by its path. */
  readonly isOpen: boolean;
  /** Entry point -> names it exports; empty where they cannot be known. */
  readonly entries: ReadonlyMap<string, ReadonlySet<string>>;
  /** Entry points that only a pattern of `exports` leads to, perhaps without being meant. */
  readonly byPattern: ReadonlySet<string>;
  /** Entry point -> names that its ESM code exports; no entry where that is not known. */
  readonly code: ReadonlyMap<string, ReadonlySet<string>>;
  /** Entry point -> its declaration file, and a digest of all declarations that it reaches. */
  readonly declarations: ReadonlyMap<string, EntryDeclarations>;
}

interface EntryDeclarations {
  readonly path: string;
  readonly digest: string;
  /** Only a pattern of `exports` leads to it. */
  readonly isByPattern: boolean;
}

const known = new WeakMap<PackageTarball, Promise<PublicSurface>>();

/** Reads the surface out of a tarball, once: from declarations where there are some, else from code that is ESM. */
export function publicSurface(tarball: PackageTarball): Promise<PublicSurface> {
  const surface = known.get(tarball) ?? readSurface(tarball);
  known.set(tarball, surface);
  return surface;
}

async function readSurface(tarball: PackageTarball): Promise<PublicSurface> {
  const points = entryPointsOf(tarball.manifest, tarball.entries);
  const modules = await readPackedModules(tarball, points);
  const bySubpath = Map.groupBy(
    points.filter(({ kind }) => kind !== 'bin'),
    ({ subpath }) => subpath,
  );
  const entries = new Map<string, ReadonlySet<string>>();
  const code = new Map<string, ReadonlySet<string>>();
  const declarations = new Map<string, EntryDeclarations>();
  for (const [subpath, group] of bySubpath) {
    const start = startOf(group, modules);
    entries.set(subpath, start ? namesOf(start, modules) : new Set());
    const running = codeOf(group, modules);
    if (running) code.set(subpath, namesOf(running, modules));
    if (start?.isDeclaration === true)
      declarations.set(subpath, {
        path: start.path,
        digest: digestOf(start, modules),
        isByPattern: group.every((point) => point.isByPattern === true),
      });
  }
  return {
    bins: new Set(declaredBins(tarball.manifest).map(({ name }) => name)),
    isOpen: tarball.manifest['exports'] === undefined,
    entries,
    byPattern: new Set(
      [...bySubpath].flatMap(([subpath, group]) =>
        group.every((point) => point.isByPattern === true) ? [subpath] : [],
      ),
    ),
    code,
    declarations,
  };
}

/** The declarations of an entry point, else its code. */
function startOf(group: readonly EntryPoint[], modules: PackedModules): PackedModule | undefined {
  const beside = group.map(({ path }) => path.replace(/\.([cm]?)js$/, '.d.$1ts'));
  const named = group.filter(({ kind }) => kind === 'types').map(({ path }) => path);
  const declared = [...named, ...beside].map((path) => modules.all.get(path)).find((module) => module?.isDeclaration);
  return declared ?? codeOf(group, modules);
}

function codeOf(group: readonly EntryPoint[], { all }: PackedModules): PackedModule | undefined {
  return group
    .map(({ path }) => all.get(path))
    .find((module) => module && !module.isDeclaration && module.exported.names.size + module.exported.stars.length > 0);
}

/** None when some come from another package, so that not all of them are known. */
function namesOf(start: PackedModule, modules: PackedModules): ReadonlySet<string> {
  const passing = reached(start, modules, ({ exported }) => exported.stars);
  const isWhole = [start, ...passing].every(({ exported }) =>
    exported.stars.every((specifier) => specifierKind(specifier) === 'relative'),
  );
  if (!isWhole) return new Set();
  const names = new Set(start.exported.names);
  for (const module of passing) for (const name of module.exported.names) if (name !== 'default') names.add(name);
  return names;
}

/** Comments and layout aside; a change of it is one that a user may notice. */
function digestOf(start: PackedModule, modules: PackedModules): string {
  const hash = createHash('sha256');
  const all = [start, ...reached(start, modules, ({ requests }) => requests.map(({ specifier }) => specifier))];
  for (const { text } of all)
    hash.update(text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '').replaceAll(/\s+/g, ' '));
  return hash.digest('hex');
}

function reached(
  start: PackedModule,
  { all, resolve }: PackedModules,
  next: (module: PackedModule) => readonly string[],
): readonly PackedModule[] {
  const seen = new Set([start]);
  for (const module of seen) {
    for (const specifier of next(module)) {
      if (specifierKind(specifier) !== 'relative') continue;
      const found = resolve(module, { specifier, kind: 'import', offset: 0 });
      const target = 'path' in found ? all.get(found.path) : undefined;
      if (target) seen.add(target);
    }
  }
  seen.delete(start);
  return [...seen];
}
