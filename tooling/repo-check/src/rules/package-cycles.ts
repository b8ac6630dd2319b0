import type { Rule } from '../finding.ts';
import { runtimeDependencies } from '../workspace/manifest.ts';
import type { Package } from '../workspace/workspace.ts';

const rule = 'package-cycles';

/** Packages are built and tested in an order, tooling too; a circle has none. */
export const packageCycles: Rule = {
  name: rule,
  says: 'no package depends on itself by way of others, in development neither',
  check: ({ packages }) => {
    const byName = new Map(packages.map((pkg) => [pkg.name, pkg]));
    const finished = new Set<string>();
    const circles: (readonly Package[])[] = [];
    const visit = (pkg: Package, path: readonly Package[]): void => {
      const at = path.indexOf(pkg);
      if (at !== -1) return void circles.push(path.slice(at));
      if (finished.has(pkg.name)) return;
      for (const name of neededBy(pkg)) {
        const next = byName.get(name);
        if (next) visit(next, [...path, pkg]);
      }
      finished.add(pkg.name);
    };
    for (const pkg of packages) visit(pkg, []);
    return circles.map((circle) => ({
      rule,
      file: `${circle[0]?.folder ?? ''}/package.json`,
      why: `${[...circle, circle[0]].map((pkg) => pkg?.shortName).join(' → ')} is a circle`,
      mend: 'Take one of these dependencies out, or what both need into a package below them',
    }));
  },
};

function neededBy({ manifest }: Package): readonly string[] {
  return [...runtimeDependencies(manifest), ...Object.keys(manifest.devDependencies ?? {})];
}
