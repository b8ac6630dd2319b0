import { isCdevError } from '@cdev/core/errors';
import { field } from '../../rule/places.ts';
import { CannotLook, type Rule } from '../../rule/rule.ts';
import type { RegistryFacts, Subject } from '../../subject/subject.ts';
import { comparable, gitAddress, repositoryOf } from '../git/repository-address.ts';

/** The registry has the name, for a package of another repository. */
interface Stranger {
  readonly version: string;
  /** As `comparable` writes it. */
  readonly repository: string;
  /** Names of accounts; empty where the registry does not tell. */
  readonly maintainers: readonly string[];
  /** The registry says that this account may not publish it; else it may be the same package, whose repository moved. */
  readonly isSure: boolean;
}

const known = new WeakMap<RegistryFacts, Promise<Stranger | undefined>>();

/** Whose the published package of this name is, when it is another's; asked once for a package. */
export function strangerOf(subject: Subject): Promise<Stranger | undefined> {
  const facts = subject.registry as RegistryFacts;
  const asked = known.get(facts) ?? findStranger(subject, facts);
  known.set(facts, asked);
  return asked;
}

/** A repository that moved is told apart by the account: who may publish the package is no stranger to it. */
async function findStranger({ tarball, manifest, git }: Subject, facts: RegistryFacts): Promise<Stranger | undefined> {
  const before = await facts.previous();
  const said = before && addressOf(repositoryOf(before.manifest)?.url);
  if (!before || said === undefined) return undefined;
  const remotes = 'notRun' in git ? [] : (await git.remotes()).map(({ url }) => url);
  const own = [repositoryOf(manifest)?.url, ...remotes].flatMap((url) => addressOf(url) ?? []);
  if (own.length === 0 || own.includes(said)) return undefined;
  const { registry } = facts;
  const permission =
    registry.credentialFor(tarball.name) === 'none' ? undefined : await permissionOf(facts, tarball.name);
  if (permission === 'write') return undefined;
  const { maintainers = [] } = (await registry.packument(tarball.name, { full: true })) ?? {};
  return {
    version: before.version,
    repository: said,
    maintainers: maintainers.map(({ name }) => name),
    isSure: permission === 'read' || permission === 'none',
  };
}

/** Undefined where the registry does not say it. */
async function permissionOf({ registry }: RegistryFacts, name: string): Promise<string | undefined> {
  try {
    return (await registry.access(name)).permission;
  } catch (error) {
    // That it refuses the credential is what the rule about the login says.
    if (isCdevError(error)) return undefined;
    throw error;
  }
}

/** Undefined for an address on this machine, which nobody else has. Hosts read the letter case of a path over. */
function addressOf(url: string | undefined): string | undefined {
  return url === undefined || gitAddress(url) === undefined ? undefined : comparable(url).toLowerCase();
}

/** @throws CannotLook where what is published is no version before this one, but another's */
export async function requireOwn(subject: Subject): Promise<void> {
  const stranger = await strangerOf(subject);
  if (stranger)
    throw new CannotLook(`${subject.tarball.name} in the registry is another package, of ${stranger.repository}`);
}

/** A name is given once; what stands under it may be another's. */
export const nameTaken: Rule = {
  id: 'name-taken',
  severity: 'error',
  summary: 'the package of this name in the registry is of this repository',
  breaks: 'You: the registry refuses the publish (403), as the name belongs to somebody else',
  needs: ['registry'],
  check: async (subject) => {
    const stranger = await strangerOf(subject);
    if (!stranger) return [];
    const { version, repository, maintainers, isSure } = stranger;
    const names = maintainers.slice(0, 3).join(', ');
    const more = maintainers.length > 3 ? ` and ${maintainers.length - 3} more` : '';
    return [
      {
        place: field('name'),
        severity: isSure ? 'error' : 'warning',
        reason: `${subject.tarball.name} ${version} in the registry is of ${repository}${names === '' ? '' : `, published by ${names}${more}`}`,
        mend: 'Choose another name, or one in a scope of yours; if it is yours and the repository moved, log in as who publishes it',
      },
    ];
  },
};
