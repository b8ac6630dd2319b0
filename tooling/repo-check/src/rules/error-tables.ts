import type { Finding, Rule } from '../finding.ts';
import { loadErrors } from '../workspace/load-script.ts';
import { lineAt } from '../workspace/source-file.ts';
import type { Package, Workspace } from '../workspace/workspace.ts';

const rule = 'error-tables';

/** Tables, throws and areas of error codes agree. (The documentation is generated, so it has no say here.) */
export const errorTables: Rule = {
  name: rule,
  says: 'every error code is in one table, in its area, and somebody throws it',
  check: async (workspace) => {
    const codes = await Promise.all(
      workspace.packages.map(async (pkg) => ({
        pkg,
        codes: (await loadErrors(workspace, pkg)).map(({ code }) => code),
      })),
    );
    const known = codes.length > 1 ? new Set(codes.flatMap(({ codes: own }) => own)) : undefined;
    return [
      ...codes.flatMap(({ pkg, codes: own }) => checkTable(pkg, own)),
      ...duplicateAreas(workspace),
      ...codes.flatMap(({ pkg, codes: own }) => strayCodes(pkg, new Set(own), known)),
    ];
  },
};

function checkTable(pkg: Package, codes: readonly string[]): Finding[] {
  const areas = areasOf(pkg);
  const tables = pkg.sources.filter(({ path }) => path.endsWith('/errors.ts'));
  const elsewhere = pkg.sources.filter((source) => !tables.includes(source)).map(({ text }) => text);
  return codes.flatMap((code) => {
    const file = tables.find(({ text }) => text.includes(code))?.path ?? `${pkg.folder}/src/errors.ts`;
    const findings: Finding[] = [];
    // A package without an area is found by the rule on manifests.
    if (areas.length > 0 && !areas.some((area) => code.startsWith(`CDEV_E_${area}_`)))
      findings.push({
        rule,
        file,
        why: `${code} is outside the area ${areas.join(', ')}`,
        mend: 'Name it CDEV_E_<AREA>_<CONDITION>',
      });
    if (!elsewhere.some((text) => text.includes(`'${code}'`)))
      findings.push({
        rule,
        file,
        why: `${code} is in the table and nobody throws it`,
        mend: 'Remove the row, or throw it',
      });
    return findings;
  });
}

/** Codes of the package's own area that its sources speak of and no table has. */
function strayCodes(pkg: Package, own: ReadonlySet<string>, known: ReadonlySet<string> | undefined): Finding[] {
  const areas = areasOf(pkg);
  return pkg.sources.flatMap(({ path, text }) =>
    [...text.matchAll(/'(CDEV_E_[A-Z0-9_]+)'/g)].flatMap(({ 1: code = '', index }) => {
      const isOwnArea = areas.some((area) => code.startsWith(`CDEV_E_${area}_`));
      if (own.has(code) || (known?.has(code) && !isOwnArea)) return [];
      // One package alone does not know the tables of the others.
      if (!isOwnArea && known === undefined) return [];
      return [
        {
          rule,
          file: `${path}:${lineAt(text, index)}`,
          why: `${code} is in no table`,
          mend: 'Add a row for it, or use a code that there is',
        },
      ];
    }),
  );
}

function duplicateAreas({ packages }: Workspace): Finding[] {
  const all = packages.flatMap((pkg) => areasOf(pkg).map((area) => ({ area, folder: pkg.folder })));
  return all
    .filter(({ area }, index) => all.findIndex((other) => other.area === area) < index)
    .map(({ area, folder }) => ({
      rule,
      file: `${folder}/package.json`,
      why: `the error area ${area} belongs to ${all.find((other) => other.area === area)?.folder} already`,
      mend: 'Choose an area of its own',
    }));
}

function areasOf({ manifest }: Package): readonly string[] {
  return [manifest.cdev?.errorArea ?? []].flat();
}
