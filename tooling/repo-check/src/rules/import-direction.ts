import type { Finding, Rule } from '../finding.ts';
import type { Kind } from '../workspace/manifest.ts';
import { importsOf, packageOf } from '../workspace/source-file.ts';
import type { Package } from '../workspace/workspace.ts';

const rule = 'import-direction';

/** What the sources of each kind may import. Tooling serves from outside, so it may look at anything. */
const mayImport: Readonly<Record<Kind, readonly Kind[]>> = {
  core: [],
  domain: ['core', 'domain'],
  script: ['core', 'domain'],
  front: ['core', 'domain'],
  tooling: ['core', 'domain', 'script', 'front', 'tooling'],
};

/** core ← domain ← script: read off the imports, not the manifests. */
export const importDirection: Rule = {
  name: rule,
  says: 'sources import downwards only: core, domain, script',
  check: ({ packages }) => {
    const byName = new Map(packages.map((pkg) => [pkg.name, pkg]));
    return packages.flatMap((pkg) => checkPackage(pkg, byName));
  },
};

function checkPackage(pkg: Package, byName: ReadonlyMap<string, Package>): Finding[] {
  return pkg.sources.flatMap((source) =>
    importsOf(source).flatMap(({ specifier, line }) => {
      const target = byName.get(packageOf(specifier) ?? '');
      if (!target || target === pkg || mayImport[pkg.kind].includes(target.kind)) return [];
      return [
        {
          rule,
          file: `${source.path}:${line}`,
          why: `a ${pkg.kind} package imports ${target.name}, which is ${target.kind}`,
          mend: 'Move what both need into a domain package',
        },
      ];
    }),
  );
}
