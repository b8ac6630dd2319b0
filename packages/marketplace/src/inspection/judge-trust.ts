import type { TrustTier } from '@cdev/added-script';
import type { ReadIndex } from '../index-file/marketplace-index.ts';
import { errors } from '../errors.ts';

export interface Trust {
  readonly tier: TrustTier;
  /** Why, in words. */
  readonly reason: string;
}

export interface TrustSubject {
  readonly package: string;
  readonly version: string;
  /** Undefined before the tarball was fetched: then nothing counts as reviewed. */
  readonly integrity: string | undefined;
  readonly registry: string;
  /** npm itself would ask that registry for it. */
  readonly isConfigured: boolean;
}

/**
 * Who vouches for a version. The house's own scope counts only where npm takes it from: another registry can have any name.
 * @throws CDEV_E_MARKETPLACE_REFUSED for one that an index took out; _INTEGRITY for other bytes under a version that was reviewed
 */
export function judgeTrust(subject: TrustSubject, indexes: readonly ReadIndex[]): Trust {
  const { package: name, version, integrity, registry, isConfigured } = subject;
  for (const index of indexes) {
    const removed = index.removed.find((entry) => entry.package === name);
    if (removed)
      throw errors.make('CDEV_E_MARKETPLACE_REFUSED', {
        package: name,
        reason: `${index.name} took it out: ${removed.reason}`,
      });
  }
  if (name.startsWith('@cdev/') && isConfigured) return { tier: 'official', reason: 'a script of the house' };
  const entries = indexes.flatMap((index) => {
    const entry = index.scripts.find((each) => each.package === name && (each.registry ?? registry) === registry);
    return entry ? [{ index, entry }] : [];
  });
  for (const { index, entry } of entries.filter(({ index: { mayVouch } }) => mayVouch)) {
    const review = entry.reviewed.find((each) => each.version === version);
    if (!review || integrity === undefined) continue;
    if (review.integrity !== integrity)
      throw errors.make('CDEV_E_MARKETPLACE_INTEGRITY', {
        package: `${name}@${version}, as ${index.name} reviewed it,`,
        expected: review.integrity,
        found: integrity,
      });
    return { tier: 'reviewed', reason: `this version was reviewed by ${review.by} on ${review.on} (${index.name})` };
  }
  const [listed] = entries;
  if (!listed) return { tier: 'unknown', reason: 'no index names it' };
  const doubt = listed.index.mayVouch
    ? 'this version was not reviewed'
    : 'an index of this repository, which vouches for nothing';
  return { tier: 'listed', reason: `${listed.index.name} names it; ${doubt}` };
}
