import type { Finding, Rule } from '../finding.ts';
import type { Package, Workspace } from '../workspace/workspace.ts';

const rule = 'readme-sections';

/** Whoever comes to a package finds the same answers at the same names. */
export const readmeSections: Rule = {
  name: rule,
  says: "every package's README shows how it is used; a script's has purpose, usage, options, variables and errors",
  check: (workspace) =>
    workspace.packages.filter(({ manifest }) => !manifest.private).flatMap((pkg) => check(workspace, pkg)),
};

function check({ read }: Workspace, { folder, kind, manifest, sources }: Package): Finding[] {
  const file = `${folder}/README.md`;
  const text = read(file);
  if (text === undefined) return [{ rule, file, why: 'it is not there', mend: 'Write it: purpose, usage, errors' }];
  const isScript = kind === 'script' || kind === 'front';
  const hasErrors = sources.some(({ path }) => path.endsWith('/errors.ts'));
  const hasVariables = Object.keys(manifest.cdev?.env ?? {}).length > 0;
  const wanted: readonly (readonly [what: string, heading: RegExp, isWanted: boolean])[] = [
    ['## Purpose', /^## Purpose$/m, isScript],
    ['## Usage', /^## Usage$/m, isScript],
    ['## Options', /^## (?:Options|Reference)$/m, isScript],
    ['## Environment variables', /^## Environment(?: variables)?$/m, isScript && hasVariables],
    ['## Errors', /^## Errors$/m, hasErrors],
    ['an example, as code', /^```/m, true],
  ];
  return wanted
    .filter(([, heading, isWanted]) => isWanted && !heading.test(text))
    .map(([what]) => ({ rule, file, why: `it has not: ${what}`, mend: 'Add it' }));
}
