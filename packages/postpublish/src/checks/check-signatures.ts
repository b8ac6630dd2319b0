import { judgeSignatures, registryKeys } from '@cdev/package-registry';
import { outcomes, type Check } from './check.ts';
import { superseding } from './superseding.ts';

const { passed, failed, notRun } = outcomes('signatures');

/** The registry's signatures of a version, with the keys that it publishes. A registry without keys is not checked, and not said to be. */
export const checkSignatures: Check = async ({ one, published, packument, release }) => {
  const keys = await registryKeys(release.registry, one.name);
  if (keys === undefined) return notRun('this registry publishes no keys for signatures');
  const steps = superseding(one, packument);
  const { status, detail } = judgeSignatures({ ...one, dist: published.dist }, keys, packument.time?.[one.version]);
  if (status === 'valid') return passed(detail);
  return failed(detail, status === 'none' ? ['Wait some minutes, and run this again', ...steps] : steps);
};
