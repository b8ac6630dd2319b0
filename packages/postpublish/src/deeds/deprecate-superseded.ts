import { isCdevError } from '@cdev/core/errors';
import { compare, satisfies } from 'semver';
import { deedOutcomes, type Deed } from './deed.ts';

/** Marks older versions in the range that was asked for as superseded; those that have the mark keep it, and versions above are never touched. */
export const deprecateSuperseded: Deed = async ({ unit, release, options }) => {
  const { deprecate: range, deprecateMessage } = options;
  if (range === undefined) return [deedOutcomes('deprecate', unit.tag).notRun('not asked for (--deprecate <range>)')];
  return Promise.all(
    unit.packages.map(async ({ name, version }) => {
      const { done, already, planned, failed } = deedOutcomes('deprecate', name);
      const message = (deprecateMessage ?? 'Superseded, use {version} or later').replaceAll('{version}', version);
      const packument = await release.registry.packument(name, { full: true, fresh: true });
      const older = Object.keys(packument?.versions ?? {}).filter(
        (other) => compare(other, version) < 0 && satisfies(other, range, { includePrerelease: true }),
      );
      const open = older.filter((other) => packument?.versions[other]?.deprecated !== message);
      if (open.length === 0)
        return already(
          older.length === 0 ? `no version below ${version} is in ${range}` : `${older.join(', ')} deprecated`,
        );
      if (options.isDryRun) return planned(`deprecate ${open.join(', ')}: "${message}"`);
      try {
        await release.registry.deprecate(name, open, message, { signal: release.context.signal });
      } catch (error) {
        if (!isCdevError(error) || error.kind === 'interrupted') throw error;
        const commands = open.map((other) => `npm deprecate ${name}@${other} ${JSON.stringify(message)}`);
        return failed(error.message, [...error.steps, ...commands]);
      }
      return done(`${open.join(', ')} deprecated: "${message}"`);
    }),
  );
};
