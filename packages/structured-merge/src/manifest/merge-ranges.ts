import { compareVersions, readRange, slot, type Range } from './version.ts';

export interface RangeTexts {
  readonly base: string | undefined;
  readonly ours: string;
  readonly theirs: string;
}

/**
 * Merges two changes of one version range. When one side changed its frame (`^1.0.0` to `workspace:^1.0.0`) and the
 * other its versions, both changes hold; when both changed the versions, the higher ones do. `undefined` when that
 * does not decide it, as for two branches or two operators.
 */
export function mergeRanges(texts: RangeTexts): string | undefined {
  const [ours, theirs] = [readRange(texts.ours), readRange(texts.theirs)];
  if (ours.versions.length === 0 || ours.versions.length !== theirs.versions.length) return undefined;
  const order = compareAll(ours, theirs);
  const frame = mergeFrames(
    texts.base === undefined ? undefined : readRange(texts.base).frame,
    ours.frame,
    theirs.frame,
  );
  if (frame === undefined)
    return order === 0 || !isSimple(ours) || !isSimple(theirs) ? undefined : order > 0 ? texts.ours : texts.theirs;
  const { versions } = order >= 0 ? ours : theirs;
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
