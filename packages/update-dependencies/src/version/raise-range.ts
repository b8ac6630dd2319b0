import { prerelease, satisfies, valid } from 'semver';

/**
 * The range with its floor at the version, in the form that it has: `^1.2.0` -> `^1.4.1`, `~1.2` -> `~1.4.1`, `1.2.0` -> `1.4.1`. One in another form is left when it
 * takes the version as it is; else undefined: a person has to say what is meant.
 */
export function raiseRange(range: string, version: string): string | undefined {
  const [, sign, number] = /^(\^|~|>=|=|)\s*v?(\d[\w.+-]*)$/.exec(range.trim()) ?? [];
  // Whoever stands on one that is not released has chosen it.
  if (number !== undefined && prerelease(number) !== null) return satisfies(version, range) ? range : undefined;
  if (sign !== undefined && number !== undefined && !/(?:^|\.)[x*](?:\.|$)/i.test(number)) {
    // `1` and `1.2` alone are ranges and no versions.
    if ((sign === '' || sign === '=') && valid(number) === null)
      return satisfies(version, range) ? range : version.split('.').slice(0, number.split('.').length).join('.');
    return `${sign}${version}`;
  }
  return satisfies(version, range) ? range : undefined;
}
