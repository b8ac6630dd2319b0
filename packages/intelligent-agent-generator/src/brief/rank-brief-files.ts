import { rankFiles, type Mentions, type RepositoryIndex } from '@cdev/code-graph';
import type { Advice } from '../llm/advice.ts';
import type { BriefFile } from './agent-brief.ts';
import type { FileTexts } from './read-file-texts.ts';

export interface BriefFilesOptions {
  readonly query: string;
  readonly index: RepositoryIndex;
  readonly mentions: Mentions;
  /** Ranked files at most; those that the request names come besides. */
  readonly maxFiles: number;
  readonly advice?: Advice | undefined;
}

export type RankedPath = Pick<BriefFile, 'path' | 'score' | 'reasons' | 'isNamed'>;

/** Of 73 real commits of four repositories, files ranked lower were changed in one of twenty cases. */
const smallestScore = 0.4;

/** What a model chooses may rank below what the brief has room for; so many have reasons of their own. */
const known = 50;

/** The files a brief speaks of, best first: what ranks high, and what is named whether it ranks or not. */
export function rankBriefFiles({ query, index, mentions, maxFiles, advice }: BriefFilesOptions): readonly RankedPath[] {
  const named = new Set(mentions.existing);
  const all = rankFiles({ query, index, limit: Math.max(advice ? known : 0, maxFiles + named.size) });
  const ownChoice = all
    .filter(({ path, score }, at) => named.has(path) || (score >= smallestScore && at < maxFiles))
    .map((file): RankedPath => ({ ...file, isNamed: named.has(file.path) }));
  const ranked = advice ? withAdvice(ownChoice, all, { advice, named, maxFiles }) : ownChoice;
  const rest = mentions.existing.filter((path) => !ranked.some((file) => file.path === path));
  return [
    ...ranked,
    ...rest.map((path): RankedPath => ({ path, score: 0, reasons: ['named in the request'], isNamed: true })),
  ];
}

/** What the model chose comes first and pushes out what ranks lowest, never what the request names. */
function withAdvice(
  own: readonly RankedPath[],
  all: ReturnType<typeof rankFiles>,
  {
    advice,
    named,
    maxFiles,
  }: { readonly advice: Advice; readonly named: ReadonlySet<string>; readonly maxFiles: number },
): readonly RankedPath[] {
  const chosen = advice.files.slice(0, maxFiles).map(({ path, why }): RankedPath => {
    const known = all.find((file) => file.path === path);
    const reasons = [`chosen by ${advice.by}: ${why}`, ...(known?.reasons ?? [])];
    return { path, score: known?.score ?? 0, reasons, isNamed: named.has(path) };
  });
  const others = own.filter(({ path }) => !chosen.some((file) => file.path === path));
  const room = Math.max(0, maxFiles - chosen.length);
  return [...chosen, ...others.filter(({ isNamed }, at) => isNamed || at < room)];
}

/** The ranked paths that are there and are text, with what else a brief says of them. */
export function describeFiles(
  ranked: readonly RankedPath[],
  index: RepositoryIndex,
  texts: FileTexts,
): readonly BriefFile[] {
  const tests = new Set(index.inventory.files.filter(({ isTest }) => isTest).map(({ path }) => path));
  return ranked.flatMap((file) => {
    const text = texts.get(file.path);
    if (text === undefined) return [];
    return [
      {
        ...file,
        lines: text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
        isTest: tests.has(file.path),
        tests: testsOf(file.path, index),
      },
    ];
  });
}

/** A test that imports a dozen files is not about each of them, nor is one that shares only a word of its name. */
function testsOf(path: string, { testPairs, graph }: RepositoryIndex): readonly string[] {
  return testPairs
    .filter(({ source }) => source === path)
    .filter(({ test, score }) => score > 0.5 || (score >= 0.3 && graph.importsOf(test).includes(path)))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, 3)
    .map(({ test }) => test);
}
