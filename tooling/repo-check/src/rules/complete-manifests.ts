import type { Finding, Rule } from '../finding.ts';
import type { Manifest } from '../workspace/manifest.ts';
import type { Package } from '../workspace/workspace.ts';

const rule = 'complete-manifests';
const kinds = ['core', 'domain', 'script', 'front', 'tooling'];
const priorities = ['critical', 'high', 'medium', 'low'];
const stabilities = ['experimental', 'beta', 'stable', 'deprecated'];

/** What every package.json says of its package, beyond what `--fix` can write by itself. */
export const completeManifests: Rule = {
  name: rule,
  says: 'every manifest names what the package is, whose it is and how far it can be relied on',
  check: ({ packages }) => packages.flatMap(checkPackage),
};

function checkPackage(pkg: Package): Finding[] {
  const { manifest, folder } = pkg;
  const wanted: readonly (readonly [field: string, isRight: boolean, form: string])[] = [
    ['name', manifest.name === `@cdev/${pkg.shortName}`, `"@cdev/${pkg.shortName}", after its folder`],
    ['version', /^\d+\.\d+\.\d+/.test(manifest.version ?? ''), 'a version such as "0.1.0"'],
    ['type', manifest['type'] === 'module', '"module"'],
    ['cdev.kind', kinds.includes(String(manifest.cdev?.kind)), `one of ${kinds.join(', ')}`],
    ['cdev.owner', /^@[\w-]+(\/[\w-]+)?$/.test(manifest.cdev?.owner ?? ''), 'one accountable "@handle" or "@org/team"'],
    ...(manifest.private ? [] : published(pkg)),
  ];
  const file = `${folder}/package.json`;
  const budget = manifest.cdev?.budget;
  return [
    ...wanted
      .filter(([, isRight]) => !isRight)
      .map(([field, , form]) => ({
        rule,
        file,
        why: `"${field}" is missing or of another form`,
        mend: `Make it ${form}`,
      })),
    ...(budget === undefined ? [] : budgetProblems(budget)).map((why) => ({
      rule,
      file,
      why,
      mend: 'See "budget" in packages/script-catalogue/README.md',
    })),
  ];
}

function published({ manifest, kind, sources }: Package): readonly (readonly [string, boolean, string])[] {
  const { cdev = {}, description = '', scripts = {} } = manifest;
  const hasErrors = sources.some(({ path }) => path.endsWith('/errors.ts'));
  return [
    ['description', description !== '' && !description.endsWith('.'), 'one line without a full stop at its end'],
    ['cdev.priority', priorities.includes(cdev.priority ?? ''), `one of ${priorities.join(', ')}`],
    ['cdev.stability', stabilities.includes(cdev.stability ?? ''), `one of ${stabilities.join(', ')}`],
    ['cdev.reviewers', isEnough(cdev.reviewers, cdev.priority), 'a number of reviewers; 2 for what is critical'],
    ['cdev.errorArea', !hasErrors || cdev.errorArea !== undefined, 'the <AREA> of its codes CDEV_E_<AREA>_…'],
    ['scripts.build', scripts['build'] === 'cdev-build', '"cdev-build"'],
    ['scripts.test', scripts['test'] === 'cdev-jest', '"cdev-jest"'],
    ['exports', hasExports(manifest), 'its entry points with "@cdev/source" first, and "./package.json"'],
    ['bin', hasBin(manifest, kind), 'for a script { "cdev-<name>": "./bin/cdev-<name>.js" }, else absent'],
  ];
}

/** As `@cdev/script-catalogue` reads them. What checks packages cannot depend on one: its tests come before theirs. */
const limits = ['start', 'cpuRatio', 'memory', 'smoke'];

function budgetProblems(budget: unknown): string[] {
  if (typeof budget !== 'object' || budget === null || Array.isArray(budget)) return ['"cdev.budget" is no object'];
  return Object.entries(budget).flatMap(([name, value]) => {
    if (!limits.includes(name)) return [`"cdev.budget.${name}" is not known; there are ${limits.join(', ')}`];
    return typeof value === 'number' && value > 0 ? [] : [`"cdev.budget.${name}" is no number above 0`];
  });
}

function isEnough(reviewers: number | undefined, priority: string | undefined): boolean {
  return reviewers !== undefined && reviewers >= (priority === 'critical' ? 2 : 1);
}

function hasExports({ exports = {} }: Manifest): boolean {
  const { './package.json': own, ...entries } = exports;
  const targets = Object.values(entries);
  const isRight = (target: unknown): boolean =>
    typeof target === 'object' && target !== null && Object.keys(target)[0] === '@cdev/source';
  return own === './package.json' && targets.length > 0 && targets.every(isRight);
}

function hasBin({ bin, name }: Manifest, kind: Package['kind']): boolean {
  if (kind !== 'script' && kind !== 'front') return bin === undefined;
  const command = kind === 'front' ? 'cdev' : name.replace('@cdev/', 'cdev-');
  return Object.keys(bin ?? {}).join() === command && bin?.[command] === `./bin/${command}.js`;
}
