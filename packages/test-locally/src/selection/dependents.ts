import { dependenciesOf } from '../project/manifest.ts';
import type { TestPackage, TestProject } from '../project/test-package.ts';

/** Packages that depend on one of `names`, directly or through others, with the way: `depends on @x/a, which depends on @x/b`. */
export function dependentsOf({ packages }: TestProject, names: readonly string[]): ReadonlyMap<TestPackage, string> {
  const found = new Map<TestPackage, string>();
  const ways = new Map<string, string>(names.map((name) => [name, name]));
  const queue = [...names];
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    for (const candidate of packages) {
      if (ways.has(candidate.name) || !dependenciesOf(candidate.manifest).includes(name)) continue;
      const way = ways.get(name) as string;
      found.set(candidate, `depends on ${way}`);
      ways.set(candidate.name, `${candidate.name}, which depends on ${way}`);
      queue.push(candidate.name);
    }
  }
  return found;
}
