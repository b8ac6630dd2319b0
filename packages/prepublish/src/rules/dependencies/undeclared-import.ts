import type { ExternalRequest } from '../../modules/external-requests.ts';
import { externalRequests } from '../../modules/external-requests.ts';
import type { PackedModules } from '../../modules/packed-modules.ts';
import { lineAt } from '../../rule/places.ts';
import type { Problem, Rule, Severity } from '../../rule/rule.ts';
import type { Subject } from '../../subject/subject.ts';

const crash = 'Everybody who loads this file without having that package by chance: "Cannot find package"';

/** Packed code imports a package that no field of the manifest names. */
export const undeclaredImport: Rule = {
  id: 'undeclared-import',
  severity: 'error',
  summary: 'packed code imports only packages that the manifest declares',
  breaks: crash,
  check: (subject) =>
    inCode(subject, 'unknown', ({ name }) => ({
      reason: `imports ${name}, which package.json does not declare`,
      mend: `Add ${name} to "dependencies", or to "peerDependencies" when users bring it`,
    })),
};

/** Packed code imports a package that only this repository installs. */
export const devOnlyImport: Rule = {
  id: 'dev-only-import',
  severity: 'error',
  summary: 'packed code imports no development dependency',
  breaks: crash,
  check: (subject) =>
    inCode(subject, 'dev-only', ({ name }) => ({
      reason: `imports ${name}, which is a development dependency and not installed for users`,
      mend: `Move ${name} to "dependencies", or to "peerDependencies" when users bring it`,
    })),
};

/** Packed code imports a package of which the manifest says only that it is an optional peer. */
export const undeclaredPeer: Rule = {
  id: 'undeclared-peer',
  severity: 'warning',
  summary: 'every peer that packed code imports stands in peerDependencies',
  breaks:
    'Users of package managers that go by "peerDependencies": no version is checked, and strict layouts hide the package',
  check: (subject) =>
    inCode(subject, 'peer-meta-only', ({ name }) => ({
      reason: `imports ${name}, which stands in "peerDependenciesMeta" only`,
      mend: `Add ${name} with a range to "peerDependencies"`,
      severity: 'warning',
    })),
};

async function inCode(
  subject: Subject,
  standing: ExternalRequest['standing'],
  describe: (request: ExternalRequest) => Pick<Problem, 'reason' | 'mend' | 'severity'>,
): Promise<Problem[]> {
  const requests = await externalRequests(subject);
  const modules = await subject.modules();
  const found = requests.flatMap((each) => {
    if (each.module.isDeclaration || each.standing !== standing) return [];
    const severity = severityOf(each, modules);
    return severity ? [{ each, severity }] : [];
  });
  const problems = firstOfEach(found).map(({ each, severity, others }) => {
    const { module, request } = each;
    const { reason, ...rest } = describe(each);
    return {
      place: `${module.path}:${lineAt(module.text, request.offset)}`,
      severity,
      reason: `${module.path} ${reason}${others === 0 ? '' : ` (and ${others} more ${others === 1 ? 'file' : 'files'})`}`,
      ...rest,
    };
  });
  return fewOf(problems);
}

/** A bundle may ask for dozens of packages that it never needs all of; beyond five the others are counted. */
function fewOf(problems: readonly Problem[]): Problem[] {
  return [...Map.groupBy(problems, ({ severity }) => severity).values()].flatMap((group) => {
    const [first] = group;
    return first === undefined || first.severity === 'error' || group.length <= 5
      ? group
      : [{ ...first, reason: `${first.reason}, and so ${group.length - 1} more packages` }];
  });
}

/** Undefined when nothing breaks: a failure is caught, or it only looks like an import. */
function severityOf({ module, request }: ExternalRequest, modules: PackedModules): Severity | undefined {
  const { isReal, isGuarded, isLazy } = modules.settingOf(module, request);
  if (!isReal || isGuarded) return undefined;
  const reach = modules.reach(module.path);
  if (reach !== 'runtime' && reach !== 'pattern') return 'suggestion';
  return isLazy || reach === 'pattern' ? 'warning' : 'error';
}

interface Found {
  readonly each: ExternalRequest;
  readonly severity: Severity;
}

/** One finding a package, at the place where it is worst. */
function firstOfEach(found: readonly Found[]): (Found & { readonly others: number })[] {
  const order: readonly Severity[] = ['error', 'warning', 'suggestion'];
  return [...Map.groupBy(found, ({ each }) => each.name).values()].map((group) => {
    const worst = group.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))[0] as Found;
    const files = new Set(group.map(({ each }) => each.module.path));
    return { ...worst, others: files.size - 1 };
  });
}
