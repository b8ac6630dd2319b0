import { stripControl } from '@cdev/core/log';
import type { Packument, PublishedManifest } from '@cdev/package-registry';

/** Who can publish a package, and who published a version of it. */
export interface Ownership {
  readonly maintainers: readonly string[];
  readonly publisher: string | undefined;
  /** It was published by a workflow that the registry knows, not by a person with a token. */
  readonly isByWorkflow: boolean;
  /** What its own package.json says. */
  readonly team: string | undefined;
}

export function ownershipOf(
  { maintainers: now }: Pick<Packument, 'maintainers'>,
  manifest: PublishedManifest,
): Ownership {
  const { maintainers, _npmUser: user, cdev } = manifest;
  const { name, trustedPublisher } = record(user);
  const { owner } = record(cdev);
  return {
    maintainers: names(maintainers ?? now),
    publisher: typeof name === 'string' ? stripControl(name) : undefined,
    isByWorkflow: trustedPublisher !== undefined,
    team: typeof owner === 'string' ? stripControl(owner) : undefined,
  };
}

/**
 * What of a new version's ownership is a reason to stop: none of those who could publish it is left, or somebody published it who could not. A workflow that
 * the registry trusts is set up by those who can publish.
 * @returns in words; undefined when it is in the hands that it was in
 */
export function ownerChange(
  before: { readonly maintainers: readonly string[]; readonly publisher?: string | undefined },
  after: Ownership,
): string | undefined {
  const known = new Set([...before.maintainers, ...(before.publisher === undefined ? [] : [before.publisher])]);
  if (known.size === 0) return undefined;
  const told = (list: readonly string[]): string => list.join(', ') || 'nobody';
  if (!after.maintainers.some((each) => known.has(each)))
    return `its maintainers were ${told(before.maintainers)} and are ${told(after.maintainers)} now`;
  if (after.publisher !== undefined && !after.isByWorkflow && !known.has(after.publisher))
    return `${after.publisher} published it, who was not among its maintainers (${told(before.maintainers)})`;
  return undefined;
}

function names(list: unknown): readonly string[] {
  const entries: readonly unknown[] = Array.isArray(list) ? list : [];
  const found = entries.flatMap((one) => {
    const { name } = record(one);
    if (typeof name === 'string' && name !== '') return [stripControl(name)];
    // `Ada Tester <ada@example>` of an author's own package.json.
    return typeof one === 'string' && one !== '' ? [stripControl(one).replace(/\s*<.*$/, '')] : [];
  });
  return [...new Set(found)].toSorted();
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
