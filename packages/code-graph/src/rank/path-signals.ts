import type { Query } from './query.ts';
import { addTo, toSignal, type Signal } from './signal.ts';
import type { TextIndex } from './text-index.ts';

export interface PathSignals {
  /** Words of the request in the file's name. */
  readonly name: Signal;
  /** Words of the request in the folders' names. */
  readonly folder: Signal;
  /** The scope of a conventional commit is a part of the path. */
  readonly scope: Signal;
  /** The path or the file's name stands in the request. */
  readonly mentioned: Signal;
  /** The file's name is spelled like words of the request's first line: `authentication` and `auth`, `stringify` and `to-string`. */
  readonly spelledAlike: Signal;
}

export function pathSignals(index: TextIndex, query: Query): PathSignals {
  return {
    name: toSignal(scoreNames(index, query.words)),
    folder: toSignal(scoreFolders(index, query.words)),
    scope: toSignal(scoreScope(index.paths, query.scopes)),
    mentioned: scoreMentions(index.paths, query.text),
    spelledAlike: toSignal(scoreSpelling(index.paths, query.text)),
  };
}

type Words = ReadonlyMap<string, number>;

/** A name of one word that is asked for says more than one word of a long name. */
function scoreNames({ names, folders, paths }: TextIndex, words: Words): Float64Array {
  const scores = new Float64Array(paths.length);
  for (const [word, weight] of words) {
    const inName = names.postings(word)?.units ?? new Uint32Array();
    const anywhere = new Set([...inName, ...(folders.postings(word)?.units ?? [])]).size;
    const rarity = weight * Math.log(1 + paths.length / (1 + anywhere));
    for (const document of inName) addTo(scores, document, rarity / Math.sqrt(names.length(document)));
  }
  return scores;
}

function scoreFolders({ names, folders, paths }: TextIndex, words: Words): Float64Array {
  const scores = new Float64Array(paths.length);
  for (const [word, weight] of words) {
    const inFolder = folders.postings(word)?.units;
    if (!inFolder) continue;
    const inName = new Set(names.postings(word)?.units);
    const rarity = weight * Math.log(1 + paths.length / (1 + unionSize(inFolder, inName)));
    for (const document of inFolder) if (!inName.has(document)) addTo(scores, document, rarity);
  }
  return scores;
}

function unionSize(units: Uint32Array, others: ReadonlySet<number>): number {
  let size = others.size;
  for (const unit of units) if (!others.has(unit)) size += 1;
  return size;
}

function scoreScope(paths: readonly string[], scopes: readonly string[]): Float64Array {
  const scores = new Float64Array(paths.length);
  if (scopes.length === 0) return scores;
  for (const [document, path] of paths.entries()) {
    const parts = path.toLowerCase().split(/[/.]/);
    if (scopes.some((scope) => parts.includes(scope))) scores[document] = 1;
  }
  return scores;
}

const pathLike = /[^\s`'"()[\]{}<>,:;]+\/[^\s`'"()[\]{}<>,:;]+/g;

/**
 * A path, or the end of one from a folder on, counts 1; a file's name alone half, shared among the files that have it. Names of
 * four letters and fewer are too likely to be words.
 */
function scoreMentions(paths: readonly string[], text: string): Float64Array {
  const lower = text.toLowerCase();
  const saidPaths = new Set((lower.match(pathLike) ?? []).map((path) => path.replace(/^(?:\.?\/)+|\.$/g, '')));
  const saidNames = new Set(lower.match(/[\p{L}\p{N}_$@.-]*[\p{L}\p{N}_$@-]/gu));
  const scores = new Float64Array(paths.length);
  const named: { readonly document: number; readonly name: string }[] = [];
  for (const [document, path] of paths.entries()) {
    const plain = path.toLowerCase();
    const name = plain.slice(plain.lastIndexOf('/') + 1);
    if (isSaid(plain, saidPaths) || (plain.includes(' ') && lower.includes(plain))) scores[document] = 1;
    else if (name.length > 4 && name.includes('.') && saidNames.has(name)) named.push({ document, name });
  }
  for (const sameName of Map.groupBy(named, ({ name }) => name).values())
    for (const { document } of sameName) scores[document] = 0.5 / sameName.length;
  return scores;
}

function isSaid(path: string, saidPaths: ReadonlySet<string>): boolean {
  for (const said of saidPaths) if (path === said || path.endsWith(`/${said}`)) return true;
  return false;
}

/** Letters in a row that two spellings must share. */
const sharedLetters = 4;

function scoreSpelling(paths: readonly string[], text: string): Float64Array {
  const [subject = ''] = text.trimStart().split('\n', 1);
  const asked = new Set<string>();
  for (const word of subject.toLowerCase().match(/\p{L}+/gu) ?? []) addGrams(asked, word);
  const grams = paths.map((path) => {
    const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
    const own = new Set<string>();
    addGrams(own, name.replace(/(?<=.)\..*$/, '').replaceAll(/\P{L}/gu, ''));
    return own;
  });
  const having = new Map<string, number>();
  for (const own of grams) for (const gram of own) having.set(gram, (having.get(gram) ?? 0) + 1);
  return Float64Array.from(grams, (own) => {
    let [shared, all] = [0, 1];
    for (const gram of own) {
      const rarity = Math.log(1 + paths.length / (having.get(gram) ?? 1));
      all += rarity;
      if (asked.has(gram)) shared += rarity;
    }
    return shared / Math.sqrt(all);
  });
}

function addGrams(grams: Set<string>, word: string): void {
  for (let at = 0; at + sharedLetters <= word.length; at += 1) grams.add(word.slice(at, at + sharedLetters));
}
