import { isCdevError } from '@cdev/core/errors';
import { field } from '../../rule/places.ts';
import { setManifestField } from '@cdev/file-fix';
import { notRun, type Rule } from '../../rule/rule.ts';
import type { RegistryFacts } from '../../subject/subject.ts';

const place = '.npmrc';

/** Whether the registry knows who publishes, and lets them. */
export const login: Rule = {
  id: 'login',
  severity: 'error',
  summary: 'the registry knows you and lets you publish this package',
  breaks: 'You: the registry answers the publish with 401, 403 or 404',
  needs: ['registry'],
  check: async ({ tarball, registry, intent }) => {
    const { registry: ask } = registry as RegistryFacts;
    const where = ask.urlFor(tarball.name);
    const isAnonymous = ask.credentialFor(tarball.name) === 'none';
    if (intent.isTrusted && isAnonymous)
      return notRun('the identity of this CI job is exchanged at the publish itself');
    if (isAnonymous)
      return [
        {
          place,
          severity: 'warning',
          reason: `there is no credential for ${where}`,
          mend: `npm login --registry ${where}`,
        },
      ];
    try {
      const { user, permission, exists } = await ask.access(tarball.name);
      if (user === undefined) return notRun(`${where} does not tell who is logged in`);
      return exists && (permission === 'read' || permission === 'none')
        ? [
            {
              place,
              reason: `${user} may not publish ${tarball.name}`,
              mend: `Ask an owner: npm owner add ${user} ${tarball.name}`,
            },
          ]
        : [];
    } catch (error) {
      if (!isCdevError(error, 'CDEV_E_REGISTRY_UNAUTHORISED')) throw error;
      return [{ place, reason: `${where} refuses the credential`, mend: `npm login --registry ${where}` }];
    }
  },
};

/** A new package with a scope is private unless told otherwise. */
export const scopedAccess: Rule = {
  id: 'scoped-access',
  severity: 'error',
  summary: 'a new package with a scope says who may see it',
  breaks: 'You: the first publish asks for a paid account (402), or nobody else can see the package',
  check: async ({ tarball, manifest, registry }) => {
    const { access } = (manifest['publishConfig'] ?? {}) as { access?: unknown };
    if (!tarball.name.startsWith('@') || access !== undefined) return [];
    const isKnown = !('notRun' in registry);
    if (isKnown && (await registry.packument(tarball.name))) return [];
    return [
      {
        place: field('publishConfig', 'access'),
        severity: isKnown ? 'error' : 'warning',
        reason: isKnown
          ? 'there is none, and the package is new'
          : 'there is none, which matters if the package is new',
        mend: 'Set "publishConfig": { "access": "public" }, or "restricted"',
        fix: setManifestField(['publishConfig', 'access'], 'public'),
      },
    ];
  },
};
