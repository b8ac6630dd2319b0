import { setTimeout as sleep } from 'node:timers/promises';
import { formatDuration } from '@cdev/core/cli';
import type { DistributedPackage } from '@cdev/distribution-manifest';
import { idOf, type PackageId, type Release } from '../release/release.ts';
import { lookUp, type Sighting } from './look-up.ts';
import { publishReceipts } from './publish-receipts.ts';

export interface AwaitVisibleOptions {
  /** Milliseconds. */
  readonly maxWait: number;
  readonly accepted: boolean;
  /** Nothing is written down. */
  readonly isDryRun: boolean;
  /** Milliseconds before the second question. Default 2,000. */
  readonly firstDelay?: number | undefined;
}

/** Between two questions, at most. A registry shows a version after minutes, so asking more often tells nothing sooner. */
const longestDelay = 30_000;

/**
 * Asks for every package until all are visible or the time is over, with growing pauses. What was ever seen is written down, so that its absence later is told
 * apart from its never having been there.
 */
export async function awaitVisible(
  release: Release,
  options: AwaitVisibleOptions,
): Promise<ReadonlyMap<PackageId, Sighting>> {
  const { packages, context, journal } = release;
  const receipts = await publishReceipts(release);
  const known = new Set(journal.events.flatMap((event) => (event.type === 'accepted' ? [event.package] : [])));
  const remember = async (id: PackageId, evidence: string): Promise<void> => {
    if (known.has(id) || options.isDryRun) return;
    known.add(id);
    await journal.append({ type: 'accepted', package: id, evidence });
  };
  for (const id of receipts) await remember(id, 'pnpm-publish-summary.json lists it');
  const sightings = new Map<PackageId, Sighting>();
  const end = performance.now() + options.maxWait;
  const task = context.progress.begin(packages.length === 1 ? 'registry' : `registry, ${packages.length} packages`);
  let delay = options.firstDelay ?? 2000;
  for (;;) {
    const open = packages.filter((one) => isOpen(sightings.get(idOf(one))));
    for (const [id, sighting] of await lookUpAll(open, release, options)) {
      sightings.set(id, sighting);
      if (sighting.state === 'visible') await remember(id, 'it was visible');
    }
    const missing = packages.filter((one) => isOpen(sightings.get(idOf(one))));
    const left = end - performance.now();
    if (missing.length === 0 || left <= 0) break;
    const wait = Math.min(delay, left, longestDelay);
    task.update(
      `${packages.length - missing.length} of ${packages.length} visible, asking again in ${formatDuration(wait)}, for ${formatDuration(left)} at most`,
    );
    await sleep(wait, undefined, { signal: context.signal });
    delay *= 1.5;
  }
  const visible = [...sightings.values()].filter(({ state }) => state === 'visible').length;
  const total = `${visible} of ${packages.length} visible`;
  if (visible === packages.length) task.done(total);
  else task.failed(total);
  return sightings;
}

function isOpen(sighting: Sighting | undefined): boolean {
  // A staged version waits for a person, so waiting for it here helps nobody.
  return sighting?.state !== 'visible' && sighting?.state !== 'staged';
}

/** Eight at a time: enough for a large workspace, and no burst for the registry. */
async function lookUpAll(
  packages: readonly DistributedPackage[],
  release: Release,
  options: AwaitVisibleOptions,
): Promise<readonly (readonly [PackageId, Sighting])[]> {
  const { default: pMap } = await import('p-map');
  return pMap(packages, async (one) => [idOf(one), await lookUp(one, release, options)] as const, { concurrency: 8 });
}
