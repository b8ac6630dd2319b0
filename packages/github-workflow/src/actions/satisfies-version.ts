import semver from 'semver';

/** Node's release lines with long-term support, by name; `lts/*` takes any of them that is even. */
const longTerm: Readonly<Record<string, string>> = {
  dubnium: '10',
  erbium: '12',
  fermium: '14',
  gallium: '16',
  hydrogen: '18',
  iron: '20',
  jod: '22',
  krypton: '24',
};

/** Whether an installed version is what a setup action is asked for: `22`, `22.x`, `>=20`, `lts/*`, `lts/jod`, `latest`, `v22.1.0`, ''. */
export function satisfiesVersion(version: string, wanted: string): boolean {
  const plain = semver.coerce(version, { includePrerelease: true });
  const asked = wanted.trim().replace(/^v(?=\d)/, '');
  if (asked === '' || /^(latest|current|node|stable|oldstable|canary|\*|x)$/i.test(asked)) return true;
  if (!plain) return false;
  const lts = /^lts\/(.+)$/i.exec(asked)?.[1]?.toLowerCase();
  if (lts !== undefined)
    return lts === '*' || lts.startsWith('-') ? plain.major % 2 === 0 : longTerm[lts] === String(plain.major);
  // YAML turns 3.10 into 3.1 unless it is quoted; that is the workflow's own affair.
  const range = semver.validRange(asked);
  return range !== null && semver.satisfies(plain, range, { includePrerelease: true });
}
