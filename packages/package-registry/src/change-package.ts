import { errors } from './errors.ts';
import { escapedName } from './package-name.ts';
import type { Registry } from './registry.ts';
import type { Send } from './send.ts';

type Changes = Pick<Registry, 'deprecate' | 'setDistTag' | 'removeDistTag'>;

/** What can be changed of a package that is published. */
export function changePackage(send: Send, urlFor: (name: string) => string, packument: Registry['packument']): Changes {
  return {
    async deprecate(name, versions, message, { otp, signal } = {}) {
      // The whole document goes back, so it has to be the newest; `_rev` in it lets the registry refuse one that is not.
      const found = await packument(name, { full: true, fresh: true, signal });
      const missing = versions.find((version) => !found?.versions[version]);
      if (!found || missing !== undefined) {
        const what = missing === undefined ? name : `${name}@${missing}`;
        throw errors.make('CDEV_E_REGISTRY_NOT_FOUND', { registry: urlFor(name), what });
      }
      const changed = Object.fromEntries(
        versions.map((version) => [version, { ...found.versions[version], deprecated: message }]),
      );
      const body = { ...found, versions: { ...found.versions, ...changed } };
      const what = `the deprecation of ${name}`;
      await send({ path: `/${escapedName(name)}`, name, what, method: 'PUT', body, otp, signal });
    },
    async setDistTag(name, tag, version, { otp, signal } = {}) {
      const what = `the dist-tag ${tag} of ${name}`;
      const body = JSON.stringify(version);
      await send({ path: tagPath(name, tag), name, what, method: 'PUT', body, otp, signal });
    },
    async removeDistTag(name, tag, { otp, signal } = {}) {
      const what = `the dist-tag ${tag} of ${name}`;
      await send({ path: tagPath(name, tag), name, what, method: 'DELETE', otp, signal });
    },
  };
}

function tagPath(name: string, tag: string): string {
  return `/-/package/${escapedName(name)}/dist-tags/${encodeURIComponent(tag)}`;
}
