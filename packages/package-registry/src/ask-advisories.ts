import { isCdevError } from '@cdev/core/errors';
import { errors } from './errors.ts';
import { readDocument } from './read-document.ts';
import type { AdvisoryAnswer, AskOptions, Registry } from './registry.ts';
import type { Send } from './send.ts';
import { withoutCredentials } from './without-credentials.ts';

/**
 * One question to each registry for all that is installed from it; names of a scope with its own registry are told to no other. A registry that does not
 * answer leaves the others' answers as they are.
 */
export function askAdvisories(send: Send, registryOf: (name: string) => string): Registry['advisories'] {
  return async (versions, asking: AskOptions = {}) => {
    const groups = Map.groupBy(versions.keys(), registryOf);
    return Promise.all(
      [...groups].map(async ([address, names]): Promise<AdvisoryAnswer> => {
        const what = 'the question for known vulnerabilities';
        const registry = withoutCredentials(address);
        const path = `${address}-/npm/v1/security/advisories/bulk`;
        try {
          const answer = await send({
            path,
            what,
            name: names[0],
            method: 'POST',
            body: Object.fromEntries(names.map((name) => [name, versions.get(name)])),
            gzip: true,
            accept: 'application/json',
            ...asking,
          });
          const advisories = readDocument(answer.body, { registry, what });
          return { registry, names, advisories, failure: undefined };
        } catch (error) {
          if (isCdevError(error, 'CDEV_E_REGISTRY_CANCELLED')) throw error;
          // That it "has no known vulnerabilities" would be the opposite of what it says.
          const failure = isCdevError(error, 'CDEV_E_REGISTRY_NOT_FOUND')
            ? errors.make('CDEV_E_REGISTRY_REFUSED', { registry, what, reason: 'it does not know the question' })
            : (error as Error);
          return { registry, names, advisories: undefined, failure };
        }
      }),
    );
  };
}
