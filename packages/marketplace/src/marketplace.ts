import type { Context, Outcome } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import type { FoundPackage } from '@cdev/package-registry';
import { trustTiers, type TrustTier } from '@cdev/added-script';
import { errors } from './errors.ts';
import { readIndexes } from './index-file/read-indexes.ts';
import type { ReadIndex } from './index-file/marketplace-index.ts';
import { judgeTrust } from './inspection/judge-trust.ts';
import { openSources, type Source, type SourceOptions } from './registry/sources.ts';

export interface SearchOptions extends SourceOptions {
  /** Words that all have to be in name, description or keywords; none for all that there is. */
  readonly words: readonly string[];
  readonly index: readonly string[];
  /** The least trust that is shown. */
  readonly tier: TrustTier;
  readonly limit: number;
}

export interface SearchHit {
  readonly package: string;
  /** Undefined for one that only an index names. */
  readonly version: string | undefined;
  readonly description: string;
  readonly registry: string | undefined;
  readonly tier: TrustTier;
  readonly maintainers: readonly string[];
  readonly date: string | undefined;
}

export interface SearchResult {
  readonly hits: readonly SearchHit[];
  /** Registries that did not answer, each with why: the answer is less than whole then. */
  readonly gaps: readonly string[];
}

/** What a package has to have among its keywords to be found. */
export const scriptKeyword = 'cdev-script';

/**
 * What the marketplace offers: asks every registry for scripts with those words, and the indexes; who is vouched for comes first.
 * @throws what the only registry says, when nobody else could be asked; CDEV_E_MARKETPLACE_LIMIT, CDEV_E_MARKETPLACE_INDEX_*
 */
export async function marketplace(options: SearchOptions, context: Context): Promise<Outcome<SearchResult>> {
  const { words, tier, limit } = options;
  if (!Number.isInteger(limit) || limit < 1) throw errors.make('CDEV_E_MARKETPLACE_LIMIT', { value: String(limit) });
  const [sources, indexes] = await Promise.all([openSources(options, context), readIndexes(options.index, context)]);
  const task = context.progress.begin(`searching in ${sources.all.map(({ url }) => url).join(', ')}`);
  const text = [`keywords:${scriptKeyword}`, ...words].join(' ');
  const answers = await Promise.all(
    sources.all.map(async (source) => {
      try {
        const { packages } = await source.registry.search(text, { size: 250, signal: context.signal });
        return { source, packages, failure: undefined };
      } catch (error) {
        if (!isCdevError(error) || error.kind === 'interrupted') throw error;
        return { source, packages: [], failure: error };
      }
    }),
  );
  const indexed = indexedHits(indexes, words);
  const failures = answers.flatMap(({ failure }) => failure ?? []);
  if (failures.length === answers.length && indexed.length === 0 && failures[0]) {
    task.failed();
    throw failures[0];
  }
  task.done();
  const found = answers.flatMap(({ source, packages }) =>
    packages.filter(isMeant(words)).flatMap((one) => hitOf(one, source, { indexes, sources }) ?? []),
  );
  // A package that a registry has and an index names is one hit.
  const named = new Set(found.map((hit) => hit.package));
  const hits = [...found, ...indexed.filter((hit) => !named.has(hit.package))]
    .filter((hit) => trustTiers.indexOf(hit.tier) <= trustTiers.indexOf(tier))
    .map((hit, order) => ({ hit, order, rank: trustTiers.indexOf(hit.tier) }))
    .toSorted((a, b) => a.rank - b.rank || a.order - b.order)
    .slice(0, limit)
    .map(({ hit }) => hit);
  return { result: { hits, gaps: failures.map(({ message }) => message) }, status: 'ok' };
}

/** Registries take words as a matter of taste; what was asked for is looked at again. */
function isMeant(words: readonly string[]): (found: FoundPackage) => boolean {
  return ({ name, description, keywords }) => {
    const text = [name, description, ...keywords].join('\n').toLowerCase();
    return keywords.includes(scriptKeyword) && words.every((word) => text.includes(word.toLowerCase()));
  };
}

/** Undefined for what an index took out. Nothing counts as reviewed before its tarball was looked at, but for what the index says of that version. */
function hitOf(
  { name, version, description, maintainers, date }: FoundPackage,
  source: Source,
  {
    indexes,
    sources,
  }: { readonly indexes: readonly ReadIndex[]; readonly sources: Awaited<ReturnType<typeof openSources>> },
): SearchHit | undefined {
  // A scope with a registry of its own is nobody else's to offer.
  const own = sources.of(name).find(({ url }) => url === source.url);
  if (!own) return undefined;
  const subject = {
    package: name,
    version,
    integrity: undefined,
    registry: source.url,
    isConfigured: own.isConfigured,
  };
  try {
    const { tier } = judgeTrust(subject, indexes);
    const isReviewed =
      tier === 'listed' &&
      indexes.some(
        ({ mayVouch, scripts }) =>
          mayVouch &&
          scripts.some((each) => each.package === name && each.reviewed.some((review) => review.version === version)),
      );
    return {
      package: name,
      version,
      description,
      registry: source.url,
      tier: isReviewed ? 'reviewed' : tier,
      maintainers,
      date,
    };
  } catch (error) {
    if (isCdevError(error, 'CDEV_E_MARKETPLACE_REFUSED')) return undefined;
    throw error;
  }
}

function indexedHits(indexes: readonly ReadIndex[], words: readonly string[]): readonly SearchHit[] {
  const removed = new Set(indexes.flatMap((index) => index.removed.map((each) => each.package)));
  return indexes.flatMap(({ scripts }) =>
    scripts
      .filter((each) => !removed.has(each.package))
      .filter((each) =>
        words.every((word) => `${each.package}\n${each.summary}`.toLowerCase().includes(word.toLowerCase())),
      )
      .map((each) => ({
        package: each.package,
        version: undefined,
        description: each.summary,
        registry: each.registry,
        tier: 'listed' as const,
        maintainers: [],
        date: undefined,
      })),
  );
}
