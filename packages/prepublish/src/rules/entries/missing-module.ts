import { lineAt } from '../../rule/places.ts';
import type { Problem, Rule, Severity } from '../../rule/rule.ts';
import { toldOnce } from '../../rule/told-once.ts';
import type { PackedModule, ModuleRequest } from '../../modules/parse-module.ts';
import type { PackedModules } from '../../modules/packed-modules.ts';
import type { PackedResolution } from '../../modules/resolve-packed.ts';
import { specifierKind } from '../../modules/specifier.ts';

/** A packed file imports a file that is not packed, or not under that name. */
export const missingModule: Rule = {
  id: 'missing-module',
  severity: 'error',
  summary: 'every relative import of a packed file leads to a packed file',
  breaks: 'Everybody who loads this file: "Cannot find module"',
  check: async ({ modules }) => {
    const packed = await modules();
    const problems = [...packed.all.values()].flatMap((module) =>
      module.requests
        .filter(({ specifier, kind }) => specifierKind(specifier) === 'relative' || kind === 'path-reference')
        .flatMap((request) => {
          const resolution = packed.resolve(module, request);
          return 'missing' in resolution ? problemsOf(packed, module, request, resolution) : [];
        }),
    );
    return toldOnce(problems);
  },
};

type Missing = Extract<PackedResolution, { missing: string }>;

function problemsOf(packed: PackedModules, module: PackedModule, request: ModuleRequest, missing: Missing): Problem[] {
  const { isReal, isGuarded } = packed.settingOf(module, request);
  if (!isReal || isGuarded) return [];
  const reach = packed.reach(module.path);
  const severity: Severity =
    reach === 'none' ? 'suggestion' : module.isDeclaration || reach === 'pattern' ? 'warning' : 'error';
  const place = `${module.path}:${lineAt(module.text, request.offset)}`;
  const breaks = module.isDeclaration ? { breaks: 'TypeScript users: what the file declares is any, or an error' } : {};
  const { specifier } = request;
  if (missing.missing === 'case')
    return [
      {
        place,
        severity,
        reason: `imports ${specifier}, and the file is called ${missing.alike}`,
        breaks: 'Users of Linux, where letter case counts; on your machine it may not',
        mend: `Write the import as the file is called`,
      },
    ];
  if (missing.missing === 'outside')
    return [
      {
        place,
        severity,
        reason: `imports ${specifier}, which is outside the package`,
        mend: 'Import it by the name of its package, or move it into this one',
        ...breaks,
      },
    ];
  return [
    {
      place,
      severity,
      reason: `imports ${specifier}, and ${missing.wanted} is not packed`,
      mend: 'Let "files" include it, build it, or take the import out',
      ...breaks,
    },
  ];
}

/** ESM that leaves out extensions, which bundlers forgive and Node does not. */
export const incompletePath: Rule = {
  id: 'incomplete-path',
  severity: 'warning',
  summary: 'imports of ESM name the whole file, as Node asks for',
  breaks: 'Everybody who loads the file with Node, without a bundler: "Cannot find module"',
  check: async ({ modules, entryPoints }) => {
    const packed = await modules();
    const forBundlers = entryPoints.every(({ kind, conditions }) => kind === 'types' || conditions.includes('module'));
    if (forBundlers) return [];
    const found = [...packed.all.values()].flatMap((module) => {
      if (module.isDeclaration || module.format !== 'esm' || packed.reach(module.path) !== 'runtime') return [];
      const request = module.requests.find(({ specifier, kind }) => {
        if (kind !== 'import' || specifierKind(specifier) !== 'relative') return false;
        const resolution = packed.resolve(module, { specifier, kind, offset: 0 });
        return 'path' in resolution && !resolution.isExact;
      });
      return request ? [{ module, request }] : [];
    });
    const [first] = found;
    if (!first) return [];
    const { module, request } = first;
    const others = found.length - 1;
    return [
      {
        place: `${module.path}:${lineAt(module.text, request.offset)}`,
        reason: `imports ${request.specifier} without the file's full name${others === 0 ? '' : `, and so do ${others} more files`}`,
        mend: 'Write relative imports with their extension, or bundle',
      },
    ];
  },
};
