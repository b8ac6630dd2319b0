import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { choicesIn, type OpenChoice } from '@cdev/structured-merge';
import type { Benchmark, Figures } from './frame/benchmark.ts';
import { conflictedFiles, inputOf, type ConflictedFile } from './frame/conflicted-files.ts';
import { fitChoice, oddsOf, type ChoiceCase } from './frame/fit-choice.ts';
import { alignLines } from './frame/align-lines.ts';

interface Conflict extends ChoiceCase {
  readonly repo: string;
  readonly file: number;
}

const bounds = [0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const folds = 4;

/** How conflicts of lines in scripts are decided, learned, and what that is worth on repositories it was not learned from. */
export const benchmark: Benchmark = {
  summary:
    'weights of the ways to decide a conflict in a script, fitted, and how often the likeliest way is the one people took',
  bar: 'each repository by weights of the others: of the conflicts whose likeliest way has odds of 0.7 or more, at least 75 % decided as people did',
  run: async ({ note }) => {
    const { folder, files } = conflictedFiles();
    const scripts = files.filter(({ kind }) => kind === 'ts' || kind === 'js');
    const conflicts: Conflict[] = [];
    for (const [number, file] of scripts.entries()) {
      if (number % 200 === 0) note(`${number} of ${scripts.length}`);
      conflicts.push(...conflictsOf(folder, file));
    }
    note('fitting');
    return figuresOf(conflicts);
  },
};

function conflictsOf(folder: string, file: ConflictedFile): Conflict[] {
  const { frame, choices } = choicesIn(inputOf(folder, file));
  const merged = readFileSync(join(folder, String(file.id), `merged${file.ext}`), 'utf8')
    .replaceAll('\r\n', '\n')
    .split('\n');
  const between = alignLines(frame, merged);
  return choices.map((choice, at) => {
    const isRight = rightOnes(choice, between[at] ?? []);
    return {
      repo: file.repo ?? '',
      file: file.id,
      ways: [...choice.candidates.map(({ traits }) => traits), choice.none],
      isRight: [...isRight, !isRight.includes(true)],
      share: 1 / Math.sqrt(choices.length),
    };
  });
}

/** Which ways come to what people wrote there, format aside. */
function rightOnes({ candidates, before, after }: OpenChoice, wanted: readonly string[]): boolean[] {
  const [narrow, wide] = [flat(wanted), flat([...before, ...wanted, ...after])];
  return candidates.map(({ lines, isWhole }) => flat(lines) === (isWhole ? wide : narrow));
}

function flat(lines: readonly string[]): string {
  const text = lines
    .join('\n')
    .replaceAll("'", '"')
    .replaceAll(/,(\s*[)\]}])/g, '$1');
  return text
    .replaceAll(/;(\s*(?:\n|$|\}))/g, '$1')
    .replace(/[,;]\s*$/, '')
    .replaceAll(/\s+/g, '');
}

function figuresOf(conflicts: readonly Conflict[]): Figures {
  const repos = [...new Set(conflicts.map(({ repo }) => repo))].toSorted();
  const foldOf = (repo: string): number => repos.indexOf(repo) % folds;
  const judged = Array.from({ length: folds }, (_, fold) => {
    const weights = fitChoice(conflicts.filter(({ repo }) => foldOf(repo) !== fold));
    return conflicts.filter(({ repo }) => foldOf(repo) === fold).map((conflict) => judge(conflict, weights));
  }).flat();
  const row = (bound: number): { text: string[]; agreement: number } => {
    const some = judged.filter(({ odds }) => odds >= bound);
    const total = some.reduce((sum, { share }) => sum + share, 0);
    const agreement = some.reduce((sum, { share, isRight }) => sum + (isRight ? share : 0), 0) / Math.max(total, 1);
    return { text: [`odds of ${bound} or more`, String(some.length), (100 * agreement).toFixed(1)], agreement };
  };
  const all = fitChoice(conflicts);
  const weights = Object.entries(all).map(([name, weight]) => `${name} ${weight.toFixed(2)}`);
  return {
    head: ['the likeliest way has', 'conflicts', 'as people decided %'],
    rows: bounds.map((bound) => row(bound).text),
    isMet: row(0.7).agreement >= 0.75,
    notes: [
      `${conflicts.length} conflicts of lines; one of many in a file counts less. Repositories in ${folds} parts, each judged by weights of the others.`,
      `Weights fitted to all: ${weights.join(', ')}.`,
    ],
  };
}

/** Ways with the same text would share their odds in the merge; here the likeliest stands for itself. */
function judge(
  { ways, isRight, share }: Conflict,
  weights: ReturnType<typeof fitChoice>,
): { odds: number; isRight: boolean; share: number } {
  const odds = oddsOf(ways, weights).slice(0, -1);
  const best = odds.indexOf(Math.max(...odds));
  const right = isRight[best] === true;
  return { odds: odds[best] ?? 0, isRight: right, share };
}
