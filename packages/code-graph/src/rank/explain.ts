import type { Leaders } from './neighbour-signals.ts';
import type { Query } from './query.ts';
import type { RepositoryIndex } from './repository-index.ts';
import type { Signal } from './signal.ts';
import type { TermIndex } from './term-index.ts';
import { weights, type SignalName } from './weights.ts';

export interface ExplainerOptions {
  readonly index: RepositoryIndex;
  readonly query: Query;
  readonly signals: Readonly<Record<SignalName, Signal>>;
  /** Best first. */
  readonly similarCommits: readonly number[];
  /** Best first. */
  readonly leaders: Leaders;
}

type Reason = (document: number) => string | undefined;
type Reasons = Readonly<Record<SignalName, Reason>>;

/** A signal must bring this much to be worth telling. */
const leastPart = 0.15;
const mostReasons = 6;

/** Says why a file was ranked, strongest reason first. */
export function createExplainer(options: ExplainerOptions): (document: number) => readonly string[] {
  const { signals } = options;
  const reasons: Reasons = { ...textReasons(options), ...historyReasons(options), ...neighbourReasons(options) };
  return (document) => {
    const parts = (Object.keys(reasons) as SignalName[])
      .map((name) => ({ name, part: weights.all[name] * (signals[name][document] ?? 0) }))
      .filter(({ part }) => part > 0)
      .sort((a, b) => b.part - a.part);
    const told = parts.filter(({ part }, at) => part >= leastPart || at === 0);
    const texts = told.map(({ name }) => reasons[name](document)).filter((text) => text !== undefined);
    return [...new Set(texts)].slice(0, mostReasons);
  };
}

type TextReasons =
  | 'mentioned'
  | 'declared'
  | 'passages'
  | 'content'
  | 'joined'
  | 'symbols'
  | 'name'
  | 'folder'
  | 'scope'
  | 'spelledAlike';

function textReasons({ index: { text }, query }: ExplainerOptions): Pick<Reasons, TextReasons> {
  const words = [...query.words.keys()];
  const listed = (what: string, found: readonly string[]): string | undefined =>
    list(
      what,
      found.map((word) => query.spellings.get(word) ?? word),
    );
  const inText = wordsWithin(words, text.pieces);
  const inDocument = (terms: TermIndex, from: readonly string[] = words): ((document: number) => readonly string[]) => {
    const within = wordsWithin(from, terms);
    return (document) => within(document, document + 1);
  };
  const content: Reason = (document) =>
    listed('text', inText(text.firstPiece[document] ?? 0, text.firstPiece[document + 1] ?? text.pieces.units));
  const declared = inDocument(text.declared, [...query.identifiers]);
  const symbols = inDocument(text.symbols);
  const names = inDocument(text.names);
  const folders = inDocument(text.folders);
  return {
    mentioned: () => 'named in the request',
    declared: (document) => listed('declares', declared(document)),
    passages: content,
    content,
    joined: content,
    symbols: (document) => listed('names in it', symbols(document)),
    name: (document) => listed('file name', names(document)),
    folder: (document) => listed('folder name', folders(document)),
    scope: () => listed('scope', query.scopes),
    spelledAlike: () => 'spelled like words of the request',
  };
}

/** Those of `words` that stand in a unit from `from` to before `to`, rarest first. */
function wordsWithin(words: readonly string[], terms: TermIndex): (from: number, to: number) => readonly string[] {
  const found = words
    .map((word) => ({ word, units: terms.postings(word)?.units ?? new Uint32Array() }))
    .sort((a, b) => a.units.length - b.units.length);
  return (from, to) =>
    found.filter(({ units }) => (units[firstNotBefore(units, from)] ?? to) < to).map(({ word }) => word);
}

function firstNotBefore(sorted: Uint32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function list(what: string, words: readonly string[]): string | undefined {
  return words.length === 0 ? undefined : `${what}: ${words.slice(0, 5).join(', ')}`;
}

function historyReasons(options: ExplainerOptions): Pick<Reasons, 'similar' | 'similarFolder' | 'messages' | 'recent'> {
  const { index, similarCommits } = options;
  const similar: Reason = (document) => {
    const changed = similarCommits.filter((commit) => index.commits.commits[commit]?.documents.includes(document));
    const age = index.commits.commits[changed[0] ?? -1]?.age ?? -1;
    const subject = index.history.commits[age]?.message.split('\n')[0];
    if (subject === undefined) return undefined;
    return `changed by "${subject}"${andMore(changed.length - 1, 'commit')}`;
  };
  return {
    similar,
    similarFolder: () => 'in a folder that similar commits changed',
    messages: similar,
    recent: () => 'changed lately',
  };
}

type NeighbourReasons = 'changedTogether' | 'namedAlike' | 'imported' | 'importing' | 'sameFolder';

function neighbourReasons({ index, leaders }: ExplainerOptions): Pick<Reasons, NeighbourReasons> {
  const { text, graph, coChange } = index;
  const pathOf = (document: number): string => text.paths[document] ?? '';
  const leading = [...leaders.keys()].map(pathOf);
  const related = (word: string, isRelated: (path: string, leader: string) => boolean): Reason => {
    return (document) => {
      const path = pathOf(document);
      const found = leading.filter((leader) => leader !== path && isRelated(path, leader));
      return found[0] === undefined ? undefined : `${word} ${found[0]}${andMore(found.length - 1, 'file')}`;
    };
  };
  return {
    changedTogether: related('changes together with', (path, leader) => coChange.similarity(path, leader) > 0.05),
    namedAlike: () => 'named like a file that fits',
    imported: related('imported by', (path, leader) => graph.importersOf(path).includes(leader)),
    importing: related('imports', (path, leader) => graph.importsOf(path).includes(leader)),
    sameFolder: () => 'beside files that fit',
  };
}

function andMore(count: number, what: string): string {
  return count <= 0 ? '' : ` and ${count} ${what}${count === 1 ? '' : 's'} more`;
}
