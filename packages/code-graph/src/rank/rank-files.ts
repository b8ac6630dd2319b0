import { errors } from '../errors.ts';
import { isCodeLanguage, languageOf } from '../inventory/language-of.ts';
import { coChangeOf } from '../history/co-change.ts';
import { createExplainer } from './explain.ts';
import { indexHistory } from './history-index.ts';
import { historySignals } from './history-signals.ts';
import { neighbourSignals, type Leaders } from './neighbour-signals.ts';
import { pathSignals } from './path-signals.ts';
import { readQuery } from './query.ts';
import type { RepositoryIndex } from './repository-index.ts';
import { addTo, type Signal } from './signal.ts';
import { textSignals } from './text-signals.ts';
import { weights, type SignalName } from './weights.ts';

export interface RankedFile {
  readonly path: string;
  /** The best file has 1; files without any sign are left out. */
  readonly score: number;
  /**
   * The part of the belief that falls on this file where it is spread over the 200 that fit best: what the score does not tell, how much a request means this
   * file and no other. Of two requests the one with the larger share is the surer of a file that both rank first.
   */
  readonly share: number;
  /** Strongest first, for people: `named in the request`, `text: cache, linear`, `changed by 3 similar commits`. */
  readonly reasons: readonly string[];
}

export interface RankFilesOptions {
  readonly query: string;
  /** From `indexRepository`; made once, it serves any number of queries. */
  readonly index: RepositoryIndex;
  /** Most files given. Default 50. */
  readonly limit?: number | undefined;
  /** Which files may be ranked. Default: all text files that people edit. */
  readonly accept?: ((path: string) => boolean) | undefined;
  /** False ranks as in a clone without history. */
  readonly useHistory?: boolean | undefined;
}

/**
 * The files a request will most likely read or change, best first; the same answer for the same repository and request. Words,
 * names and paths always count; history where there is one.
 * @throws CDEV_E_CODE_GRAPH_QUERY_EMPTY
 */
export function rankFiles(options: RankFilesOptions): readonly RankedFile[] {
  const { limit = 50, accept, useHistory = true } = options;
  const query = readQuery(options.query);
  if (query.text.trim() === '') throw errors.make('CDEV_E_CODE_GRAPH_QUERY_EMPTY');
  const index = useHistory ? options.index : forgetHistory(options.index);
  const { text, commits } = index;
  const { similarCommits, ...past } = historySignals(commits, query, text);
  const own = { ...textSignals(text, query), ...pathSignals(text, query), ...past };
  const held = holdBack(index);
  const first = sumUp(own, weights.own, held);
  const leaders = leadersOf(first, held);
  const all = { ...own, ...neighbourSignals(index, leaders) };
  const scores = sumUp(all, weights.all, held);
  const ranked = inOrder(scores, index, accept);
  const best = ranked.slice(0, limit);
  const top = scores[best[0] ?? -1] ?? 1;
  const shareOf = sharesOf(ranked.slice(0, mostShares), withoutNames(scores, all.mentioned), sharpness.shares);
  const explain = createExplainer({ index, query, signals: all, similarCommits, leaders });
  return best.map((document) => ({
    path: text.paths[document] ?? '',
    score: Math.round(((scores[document] ?? 0) / top) * 10_000) / 10_000,
    // Those of the last files differ by far less than their size.
    share: Number((shareOf.get(document) ?? 0).toPrecision(4)),
    reasons: explain(document),
  }));
}

function forgetHistory(index: RepositoryIndex): RepositoryIndex {
  const history = { commits: [], isPartial: true };
  return {
    ...index,
    history,
    coChange: coChangeOf(history),
    commits: indexHistory({ history, documentOf: index.text.documentOf }),
  };
}

/** Prose and data speak of everything, so they must say much more to come before code. */
const notCode = 2.5;
const fixture = 2;
const isFixture = /(?:^|\/)(?:__fixtures__|fixtures?|testdata|__mocks__)\//;

/** What a file starts with, at most 0. */
function holdBack({ text }: RepositoryIndex): Float64Array {
  return Float64Array.from(text.paths, (path) => {
    if (isFixture.test(path)) return -fixture;
    return isCodeLanguage(languageOf(path)) ? 0 : -notCode;
  });
}

type Weights = Readonly<Partial<Record<SignalName, number>>>;

function sumUp(
  signals: Readonly<Partial<Record<SignalName, Signal>>>,
  counts: Weights,
  held: Float64Array,
): Float64Array {
  const scores = held.slice();
  for (const [name, weight] of Object.entries(counts)) {
    const signal = signals[name as SignalName];
    if (!signal) continue;
    for (let document = 0; document < signal.length; document += 1)
      addTo(scores, document, weight * (signal[document] as number));
  }
  return scores;
}

/**
 * The scores with those of named files brought down to the best of what else they say. Of two requests the one that names a file means its others no less for that: beside the name all of
 * them would have next to no share.
 */
function withoutNames(scores: Float64Array, mentioned: Signal): Float64Array {
  const rest = scores.map((score, document) => score - weights.all.mentioned * (mentioned[document] as number));
  const best = rest.reduce((most, score) => Math.max(most, score), 0);
  return best > 0 ? scores.map((score) => Math.min(score, best)) : scores;
}

const mostLeaders = 15;
const mostShares = 200;
/** Scores are sums as in a softmax, as the weights were fitted. Below 1, belief is spread more evenly than the fit alone would. */
const sharpness = { leaders: 0.8, shares: 0.6 };

function leadersOf(scores: Float64Array, held: Float64Array): Leaders {
  const best = [...scores.keys()]
    .filter((document) => (scores[document] ?? 0) > 0 && held[document] === 0)
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
    .slice(0, mostLeaders);
  return sharesOf(best, scores, sharpness.leaders);
}

/** Of documents, the best first; the shares add up to 1. */
function sharesOf(best: readonly number[], scores: Float64Array, sharp: number): ReadonlyMap<number, number> {
  const top = scores[best[0] ?? -1] ?? 0;
  const beliefs = best.map((document) => Math.exp(sharp * ((scores[document] ?? 0) - top)));
  const sum = beliefs.reduce((all, belief) => all + belief, 0);
  return new Map(best.map((document, at) => [document, (beliefs[at] ?? 0) / sum]));
}

function inOrder(
  scores: Float64Array,
  { text }: RepositoryIndex,
  accept: RankFilesOptions['accept'],
): readonly number[] {
  return [...scores.keys()]
    .filter((document) => (scores[document] ?? 0) > 0 && (accept?.(text.paths[document] ?? '') ?? true))
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
}
