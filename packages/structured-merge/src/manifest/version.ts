/** A version as ranges write it: up to four numbers, perhaps with wildcards behind them, and a prerelease. */
export interface Version {
  readonly text: string;
  readonly numbers: readonly number[];
  readonly prerelease: readonly string[];
}

const pattern =
  /(?<![\w.])v?(?<numbers>\d+(?:\.\d+){0,3})(?:\.[x*])*(?:-(?<prerelease>[0-9A-Za-z.-]+))?(?:\+[\w.-]+)?/g;

/** The versions in a range, and the range around them: `>=2.1.0 <3.0.0` is framed as `>=` and `<`. */
export interface Range {
  readonly frame: string;
  readonly versions: readonly Version[];
}

/** Stands for a version in a frame. */
export const slot = '\u0000';

export function readRange(text: string): Range {
  const versions: Version[] = [];
  for (const { 0: found, groups } of text.matchAll(pattern)) {
    const numbers = (groups?.['numbers'] ?? '').split('.').map(Number);
    versions.push({ text: found, numbers, prerelease: groups?.['prerelease']?.split('.') ?? [] });
  }
  return { frame: text.replaceAll(pattern, slot), versions };
}

/** Above zero when the first is higher. Semantic Versioning 2.0.0, section 11; missing numbers count as zero. */
export function compareVersions(one: Version, other: Version): number {
  for (let place = 0; place < Math.max(one.numbers.length, other.numbers.length); place += 1) {
    const difference = (one.numbers[place] ?? 0) - (other.numbers[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return comparePrerelease(one.prerelease, other.prerelease);
}

/** A release is above its prereleases, a word above a number, the longer list above its start. */
function comparePrerelease(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) return other.length - one.length;
  for (const [place, left] of one.entries()) {
    const right = other[place];
    if (right === undefined) return 1;
    if (left === right) continue;
    const [leftIsNumber, rightIsNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)];
    if (leftIsNumber && rightIsNumber) return Number(left) - Number(right);
    if (leftIsNumber !== rightIsNumber) return leftIsNumber ? -1 : 1;
    return left < right ? -1 : 1;
  }
  return one.length - other.length;
}
