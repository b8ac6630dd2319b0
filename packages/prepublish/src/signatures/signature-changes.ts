import type { PackageTarball } from '@cdev/package-tarball';
import { publicSurface } from '../surface/public-surface.ts';
import { askCompiler } from './ask-compiler.ts';
import type { Change } from './change.ts';
import { compareExports, compareSymbols } from './compare-symbols.ts';
import { loadCompiler } from './compiler.ts';
import { openWorld } from './declaration-world.ts';
import { startWalk, type Pair } from './walk.ts';

/** Bytes of declarations in one version beyond which it would take minutes and gigabytes. */
const most = 8_000_000;
const manyPairs = 20_000;

export type SignatureChanges = { readonly changes: readonly Change[] } | { readonly notCompared: string };

const known = new WeakMap<PackageTarball, Promise<SignatureChanges>>();

/**
 * What became of the declarations that both versions have under the same name. Entry points and names that are gone are no part of it:
 * the surface has them; nor are files that only a pattern of `exports` lets users load. Nothing is told for certain that the compiler does not say, or that stands there written. Compared once for a
 * tarball, which has one version before it.
 */
export function signatureChanges(pair: Pair<PackageTarball>): Promise<SignatureChanges> {
  const changes = known.get(pair.after) ?? compare(pair);
  known.set(pair.after, changes);
  return changes;
}

async function compare({ before, after }: Pair<PackageTarball>): Promise<SignatureChanges> {
  const [old, now] = await Promise.all([publicSurface(before), publicSurface(after)]);
  const shared = [...now.declarations].flatMap(([entry, { path, digest, isByPattern }]) => {
    const was = old.declarations.get(entry);
    return was && was.digest !== digest && !isByPattern ? [{ before: was.path, after: path }] : [];
  });
  if (shared.length === 0) return { changes: [] };
  const size = Math.max(...[before, after].map(declarationBytes));
  if (size > most) return { notCompared: `declarations of ${Math.round(size / 1e6)} MB are not compared` };
  const compiler = loadCompiler();
  const roots = shared.map((each) => each.after);
  const was = openWorld(
    compiler,
    before,
    shared.map((each) => each.before),
  );
  const is = openWorld(compiler, after, roots);
  const walk = startWalk(compiler, was, is);
  for (const { before: oldFile, after: newFile } of shared) {
    const [oldModule, newModule] = [was.moduleOf(oldFile), is.moduleOf(newFile)];
    if (oldModule && newModule) compareExports(walk, { before: oldModule, after: newModule });
  }
  let count = 0;
  for (let met = walk.next(); met; met = walk.next()) {
    count += 1;
    if (count > manyPairs) return { notCompared: `more than ${manyPairs} declarations are not compared` };
    compareSymbols(walk, met, met.site);
  }
  askCompiler(walk, after, roots);
  const unique = new Map(walk.changes().map((change) => [`${change.kind} ${change.what} ${change.file}`, change]));
  return { changes: [...unique.values()] };
}

function declarationBytes({ entries }: PackageTarball): number {
  return [...entries.values()].reduce((sum, { path, size }) => sum + (/\.d\.[cm]?ts$/.test(path) ? size : 0), 0);
}
