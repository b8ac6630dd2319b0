import type { Packument } from '@cdev/package-registry';
import { compare, major, minor, prerelease, rcompare, subset, valid, validRange } from 'semver';

export interface VersionWish {
  readonly current: string;
  readonly now: Date;
  /** Milliseconds that a version must have been out. */
  readonly minimumAge: number;
  /** The Nodes that the project promises to run on. */
  readonly engines: string | undefined;
}

export interface ChosenVersions {
  /** The newest with the same first number that counts; undefined when `current` is it. */
  readonly compatible: string | undefined;
  /** The newest of all, when it is beyond that. */
  readonly breaking: string | undefined;
}

/** Versions that may be proposed: released, not deprecated, not above `latest`, old enough, and for the Nodes of the project. */
export function chooseVersions(packument: Packument, wish: VersionWish): ChosenVersions {
  const latest = packument['dist-tags']['latest'];
  const candidates = Object.values(packument.versions)
    .filter(({ version, deprecated, engines }) => {
      if (valid(version) === null || prerelease(version) !== null) return false;
      if (deprecated !== undefined && deprecated !== '') return false;
      if (latest !== undefined && valid(latest) !== null && compare(version, latest) > 0) return false;
      return (
        compare(version, wish.current) > 0 && isOldEnough(packument, version, wish) && suits(engines, wish.engines)
      );
    })
    .map(({ version }) => version)
    .toSorted(rcompare);
  const compatible = candidates.find((version) => isCompatible(wish.current, version));
  const [newest] = candidates;
  return { compatible, breaking: newest !== undefined && !isCompatible(wish.current, newest) ? newest : undefined };
}

/** By the rule of `^`: below 1 the second number breaks, below 0.1 every one. */
export function isCompatible(from: string, to: string): boolean {
  if (major(from) !== major(to)) return false;
  if (major(from) > 0) return true;
  return minor(from) === minor(to) && (minor(from) > 0 || compare(from, to) === 0);
}

function isOldEnough({ time }: Packument, version: string, { now, minimumAge }: VersionWish): boolean {
  const released = Date.parse(time?.[version] ?? '');
  // Who does not tell its day is not kept waiting for ever.
  return Number.isNaN(released) || now.getTime() - released >= minimumAge;
}

function suits(engines: unknown, promised: string | undefined): boolean {
  const wanted = (engines as { node?: unknown } | undefined)?.node;
  if (typeof wanted !== 'string' || validRange(wanted) === null) return true;
  return promised === undefined || validRange(promised) === null || subset(promised, wanted);
}
