import { runsOf } from '../mentions/runs-of.ts';
import { gramsOf } from './name-grams.ts';
import type { Query } from './query.ts';
import { addTo, toSignal, type Signal } from './signal.ts';
import type { TextIndex } from './text-index.ts';
import { splitIdentifier } from './words.ts';

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
    spelledAlike: toSignal(scoreSpelling(index, query.text)),
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
  for (let document = 0; document < paths.length; document += 1) {
    const path = (paths[document] as string).toLowerCase();
    for (const scope of scopes)
      // Most paths have it nowhere: only the others are taken apart.
      if (path.includes(scope) && path.split(/[/.]/).includes(scope)) scores[document] = 1;
  }
  return scores;
}

const pathLike = /[^\s`'"()[\]{}<>,:;]+/g;
const nameLike = /[\p{L}\p{N}_$@.-]+/gu;

/**
 * A path, or the end of one from a folder on, counts 1; a file's name alone half, as does a number, which most often is an issue's, in the name of a file or folder; a name without its
 * extension a quarter. What several have is shared among them. Names of four letters and fewer are too likely to be words, and so is a name without extension that is not made of several,
 * as `QueryBuilder` and `no-undef` are.
 */
function scoreMentions(paths: readonly string[], text: string): Float64Array {
  const lower = text.toLowerCase();
  const saidPaths = new Set(
    runsOf(lower, pathLike)
      .filter((path) => path.slice(1, -1).includes('/'))
      .map((path) => path.replace(/^(?:\.?\/)+|\.$/g, '')),
  );
  const saidNames = new Set(runsOf(lower, nameLike).map((name) => name.replace(/\.+$/, '')));
  const saidStems = new Set(
    runsOf(text, word)
      .filter(isCompound)
      .map((stem) => stem.toLowerCase()),
  );
  const saidNumbers = new Set(text.match(longNumber));
  const scores = new Float64Array(paths.length);
  const named: Named[] = [];
  for (let document = 0; document < paths.length; document += 1) {
    const plain = (paths[document] as string).toLowerCase();
    const name = plain.slice(plain.lastIndexOf('/') + 1);
    const stem = name.replace(extension, '');
    if (isSaid(plain, saidPaths) || (plain.includes(' ') && lower.includes(plain))) scores[document] = 1;
    else if (name.length > 4 && name.includes('.') && saidNames.has(name))
      named.push({ document, by: name, place: plain, counts: 0.5 });
    else if (saidStems.has(stem)) named.push({ document, by: stem, place: plain, counts: 0.25 });
    else if (saidNumbers.size > 0) named.push(...numbered(plain, saidNumbers).map((one) => ({ ...one, document })));
  }
  for (const sameName of Map.groupBy(named, ({ by }) => by).values()) {
    const places = new Set(sameName.map(({ place }) => place)).size;
    for (const { document, counts } of sameName) scores[document] = counts / places;
  }
  return scores;
}

interface Named {
  readonly document: number;
  /** What of the request names it. */
  readonly by: string;
  /** The path of the file or folder that has this name. */
  readonly place: string;
  readonly counts: number;
}

const word = /[\p{L}\p{N}_$][\p{L}\p{N}_$-]*/gu;
const extension = /(?<=.)(?:\.d)?\.[^.]*$/;
/** No part of a version, a hash or a name such as `es2020`. */
const longNumber = /(?<![\p{L}\p{N}.])\d{3,}(?!\p{N}|\.\d)/gu;

function isCompound(name: string): boolean {
  return name.length > 4 && (/[\p{L}\p{N}]-[\p{L}\p{N}]/u.test(name) || splitIdentifier(name).length > 1);
}

/** The first number in a path that is said. */
function numbered(path: string, said: ReadonlySet<string>): readonly Omit<Named, 'document'>[] {
  const found = [...path.matchAll(longNumber)].find(([number]) => said.has(number));
  if (!found) return [];
  const end = path.indexOf('/', found.index);
  return [{ by: found[0], place: end < 0 ? path : path.slice(0, end), counts: 0.5 }];
}

function isSaid(path: string, saidPaths: ReadonlySet<string>): boolean {
  for (const said of saidPaths) if (path === said || path.endsWith(`/${said}`)) return true;
  return false;
}

/** How much of what is rare in a name's spelling stands in the request's first line too, measured against the root of all of it. */
function scoreSpelling({ nameGrams, paths }: TextIndex, text: string): Float64Array {
  const [subject = ''] = text.trimStart().split('\n', 1);
  const asked = new Set((subject.toLowerCase().match(/\p{L}+/gu) ?? []).flatMap((word) => [...gramsOf(word)]));
  const rarityOf = (files: number): number => Math.log(1 + paths.length / files);
  const scores = new Float64Array(paths.length);
  for (const gram of asked) {
    const { units = [] } = nameGrams.postings(gram) ?? {};
    for (const document of units) addTo(scores, document, rarityOf(units.length));
  }
  const { starts, units } = nameGrams.data;
  const all = new Float64Array(paths.length).fill(1);
  for (let gram = 0; gram + 1 < starts.length; gram += 1) {
    const [from, to] = [starts[gram] as number, starts[gram + 1] as number];
    const rarity = rarityOf(to - from);
    for (let at = from; at < to; at += 1) addTo(all, units[at] as number, rarity);
  }
  for (let document = 0; document < scores.length; document += 1)
    scores[document] = (scores[document] as number) / Math.sqrt(all[document] as number);
  return scores;
}
