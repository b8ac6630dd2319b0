import { compareVersions, readRange, slot, type Range } from './version.ts';

export interface RangeTexts {
  readonly base: string | undefined;
  readonly ours: string;
  readonly theirs: string;
}

/**
 * Merges two changes of one version range. When one side changed its frame alone (`^1.0.0` to `workspace:^1.0.0`) and
 * the other its versions, both changes hold; when both changed the versions, the higher ones do. `undefined` when that
 * does not decide it, as for two branches or two operators.
 */
export function mergeRanges(texts: RangeTexts): string | undefined {
  const [ours, theirs] = [readRange(texts.ours), readRange(texts.theirs)];
  const base = texts.base === undefined ? undefined : readRange(texts.base);
  if (ours.versions.length === 0 || ours.versions.length !== theirs.versions.length) return undefined;
  const order = compareAll(ours, theirs);
  const frame = mergeFrames(base?.frame, ours.frame, theirs.frame);
  const moved = { ours: !sameVersions(base, ours), theirs: !sameVersions(base, theirs) };
  if (frame !== undefined && (order === 0 || ours.frame === theirs.frame || !moved.ours || !moved.theirs)) {
    const takesOurs = moved.ours && (order >= 0 || !moved.theirs);
    return fill(frame, takesOurs ? ours : theirs);
  }
  if (order === 0 || !isSimple(ours) || !isSimple(theirs)) return undefined;
  return order > 0 ? texts.ours : texts.theirs;
}

function sameVersions(base: Range | undefined, side: Range): boolean {
  return base !== undefined && base.versions.length === side.versions.length && compareAll(base, side) === 0;
}

function fill(frame: string, { versions }: Range): string {
  let next = 0;
  return frame.replaceAll(slot, () => versions[next++]?.text ?? '');
}

function mergeFrames(base: string | undefined, ours: string, theirs: string): string | undefined {
  if (ours === theirs || theirs === base) return ours;
  return ours === base ? theirs : undefined;
}

/** `^1.2.3`: one version, known by its operator alone. */
const isSimple = ({ frame }: Range): boolean => /^(?:\^|~|>=|=)?\u0000$/.test(frame);

function compareAll(one: Range, other: Range): number {
  for (const [index, version] of one.versions.entries()) {
    const against = other.versions[index];
    const order = against === undefined ? 0 : compareVersions(version, against);
    if (order !== 0) return order;
  }
  return 0;
}
