import { externalRequests, typesNameOf, type ExternalRequest } from '../../modules/external-requests.ts';
import { lineAt } from '../../rule/places.ts';
import type { Problem, Rule, Severity } from '../../rule/rule.ts';

/** Packed declarations name a package that users do not get. */
export const undeclaredTypes: Rule = {
  id: 'undeclared-types',
  severity: 'error',
  summary: 'packed declarations import only packages that users get',
  breaks: 'TypeScript users: the types of that package are missing, so everything made of them is any or an error',
  check: async (subject) => {
    const requests = (await externalRequests(subject)).filter(
      ({ module, standing }) => module.isDeclaration && standing !== 'declared',
    );
    const { reach } = await subject.modules();
    const named = new Set(subject.entryPoints.flatMap(({ path }) => [path, path.replace(/\.([cm]?)js$/, '.d.$1ts')]));
    // What users import by its name is lost to them; deeper down only what is made of it.
    const severityOf = ({ module, request }: ExternalRequest): Severity => {
      if (reach(module.path) === 'none') return 'suggestion';
      return request.kind === 'types-reference' || !named.has(module.path) ? 'warning' : 'error';
    };
    return [...Map.groupBy(requests, ({ name }) => name)].map(([name, group]): Problem => {
      const { module, request, standing } = group.toSorted(
        (a, b) => Number(severityOf(a) !== 'error') - Number(severityOf(b) !== 'error'),
      )[0] as ExternalRequest;
      const typesName = typesNameOf(name);
      const isTypesOnly = Object.hasOwn(subject.manifest['devDependencies'] ?? {}, typesName);
      const what = isTypesOnly ? typesName : name;
      return {
        place: `${module.path}:${lineAt(module.text, request.offset)}`,
        severity: severityOf({ module, request, name, standing }),
        reason: `${module.path} uses types of ${name}, ${whyNot(standing, isTypesOnly ? typesName : undefined)}`,
        mend: `Add ${what} to "dependencies", or to "peerDependencies" when users bring it`,
      };
    });
  },
};

function whyNot(standing: ExternalRequest['standing'], typesName: string | undefined): string {
  if (typesName !== undefined) return `and ${typesName} is a development dependency`;
  if (standing === 'dev-only') return 'which is a development dependency';
  return standing === 'peer-meta-only'
    ? 'which stands in "peerDependenciesMeta" only'
    : 'which package.json does not declare';
}

/** A dependency whose types come from a package of their own, which is not passed on. */
export const devOnlyTypes: Rule = {
  id: 'dev-only-types',
  severity: 'warning',
  summary: 'types of a dependency that come from @types are passed on with it',
  breaks: 'TypeScript users: what is typed by that dependency is any for them, or an error',
  check: async (subject) => {
    const { dependencies = {}, devDependencies = {} } = subject.manifest as Record<string, Record<string, string>>;
    const requests = (await externalRequests(subject)).filter(
      ({ module, name }) =>
        module.isDeclaration &&
        Object.hasOwn(dependencies, name) &&
        Object.hasOwn(devDependencies, typesNameOf(name)) &&
        !Object.hasOwn(dependencies, typesNameOf(name)),
    );
    const { reach } = await subject.modules();
    return [...Map.groupBy(requests, ({ name }) => name)].flatMap(([name, group]): Problem[] => {
      const first = group.find(({ module }) => reach(module.path) !== 'none');
      if (!first) return [];
      const { module, request } = first;
      return [
        {
          place: `${module.path}:${lineAt(module.text, request.offset)}`,
          reason: `${module.path} shows types of ${name}, and ${typesNameOf(name)} is a development dependency`,
          mend: `Move ${typesNameOf(name)} to "dependencies"`,
        },
      ];
    });
  },
};
