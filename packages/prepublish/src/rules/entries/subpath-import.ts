import { lineAt } from '../../rule/places.ts';
import type { Problem, Rule } from '../../rule/rule.ts';
import { specifierKind } from '../../modules/specifier.ts';

/** `#name` that the manifest's `imports` does not have. */
export const subpathImport: Rule = {
  id: 'subpath-import',
  severity: 'error',
  summary: 'every #import is declared in "imports" of the packed manifest',
  breaks: 'Everybody who loads this file: Node answers that the import is not defined',
  check: async ({ manifest, modules, tarball }) => {
    const keys = Object.keys(manifest['imports'] ?? {});
    const { all, reach, settingOf } = await modules();
    const isInner = (path: string): boolean =>
      [...tarball.entries.keys()].some(
        (entry) => entry !== 'package.json' && entry.endsWith('/package.json') && path.startsWith(entry.slice(0, -12)),
      );
    return [...all.values()].flatMap((module) =>
      module.requests
        .filter(({ specifier }) => specifierKind(specifier) === 'subpath-import' && !isDeclared(specifier, keys))
        .filter((request) => {
          const { isReal, isGuarded } = settingOf(module, request);
          return isReal && !isGuarded && !isInner(module.path);
        })
        .map(({ specifier, offset }): Problem => ({
          place: `${module.path}:${lineAt(module.text, offset)}`,
          severity:
            reach(module.path) === 'none' ? 'suggestion' : reach(module.path) === 'runtime' ? 'error' : 'warning',
          reason: `imports ${specifier}, and "imports" of package.json has no such name`,
          mend: `Add ${specifier} to "imports"`,
        })),
    );
  },
};

function isDeclared(specifier: string, keys: readonly string[]): boolean {
  return keys.some((key) => {
    const [before = '', after] = key.split('*');
    return after === undefined ? key === specifier : specifier.startsWith(before) && specifier.endsWith(after);
  });
}
