import {
  leastOdds,
  mergeContents,
  scoredKind,
  traitsOf,
  type Merged,
  type MergeInput,
  type ScoredKind,
} from '@cdev/structured-merge';
import type { Benchmark, Figures } from './frame/benchmark.ts';
import { conflictedFiles, inputOf, verdictOf, type Verdict } from './frame/conflicted-files.ts';
import { fitOdds, predict } from './frame/fit-odds.ts';

interface Case {
  readonly repo: string;
  readonly kind: ScoredKind;
  readonly names: readonly string[];
  readonly traits: readonly number[];
  readonly isRight: boolean;
  readonly rungs: readonly string[];
  readonly isHandGuess: boolean;
}

const bounds = [0, 0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8];

/** How sure a merge is, learned: weights of all files, and how each repository fares by weights of the others. */
export const benchmark: Benchmark = {
  summary: 'weights of how sure a merge is, fitted, and what they are worth on repositories they were not fitted to',
  bar: 'of ts, js and json, each repository by weights of the others: right at least 35 % at an agreement of at least 75 %',
  run: async ({ note }) => {
    const { folder, files } = conflictedFiles();
    const cases: Case[] = [];
    let scored = 0;
    for (const [number, file] of files.entries()) {
      if (number % 200 === 0) note(`${number} of ${files.length}`);
      if (!['ts', 'js', 'json'].includes(file.kind)) continue;
      scored += 1;
      const input = inputOf(folder, file);
      const result = await mergeContents(input);
      if (result.kind === 'conflict') continue;
      cases.push(caseOf(input, result, { repo: file.repo ?? '', verdict: verdictOf(folder, file, result.content) }));
    }
    return figuresOf(cases, scored);
  },
};

function caseOf(input: MergeInput, result: Merged, seen: { readonly repo: string; readonly verdict: Verdict }): Case {
  const kind = scoredKind(input.path) ?? 'json';
  const resolutions = result.resolutions.filter(({ trait }) => trait !== 'overall');
  const plain = (text: string | undefined): string => (text ?? '').replaceAll('\r\n', '\n');
  const [base, ours, theirs] = [plain(input.base), plain(input.ours), plain(input.theirs)];
  const hasBase = input.base !== undefined;
  const merged = plain(result.content);
  const traits = traitsOf(kind, { path: input.path, base, hasBase, ours, theirs, merged, resolutions });
  return {
    repo: seen.repo,
    kind,
    names: Object.keys(traits),
    traits: Object.values(traits),
    isRight: seen.verdict === 'right',
    rungs: [...new Set(resolutions.map(({ rule, confidence }) => `${rule}, ${confidence}`))].toSorted(),
    isHandGuess: resolutions.some(({ confidence }) => confidence === 'guess'),
  };
}

function figuresOf(cases: readonly Case[], files: number): Figures {
  const judged = cases.map((one) => ({ ...one, odds: oddsByOthers(one, cases) }));
  const row = (name: string, some: readonly Case[]): string[] => {
    const right = some.filter(({ isRight }) => isRight).length;
    const share = (part: number, of: number): string => ((100 * part) / Math.max(of, 1)).toFixed(1);
    return [name, String(some.length), share(right, files), share(right, some.length)];
  };
  const byOdds = bounds.map((bound) =>
    row(
      `odds of ${bound} or more`,
      judged.filter(({ odds }) => odds >= bound),
    ),
  );
  const asTaken = judged.filter(({ kind, odds, isHandGuess }) => odds >= leastOdds[kind].likely && !isHandGuess);
  const rungs = [...new Set(cases.map((one) => rungOf(one)))].toSorted();
  const byRung = rungs
    .map((rung) => cases.filter((one) => rungOf(one) === rung))
    .filter((some) => some.length >= 10)
    .map((some) => row(rungOf(some[0] as Case), some));
  const right = asTaken.filter(({ isRight }) => isRight).length;
  return {
    head: ['merged', 'files', 'right % of all', 'agreement %'],
    rows: [...byOdds, row('at least likely, as the command takes it', asTaken), ...byRung],
    isMet: right / files >= 0.35 && right / asTaken.length >= 0.75,
    notes: [`Weights fitted to all: ${(['script', 'json'] as const).map((kind) => fitted(kind, cases)).join('; ')}.`],
  };
}

function rungOf({ kind, rungs }: Case): string {
  return `${kind}: ${rungs.length === 0 ? 'nothing disputed' : rungs.length === 1 ? rungs[0] : 'several rungs'}`;
}

const models = new Map<string, ReturnType<typeof fitOdds>>();

function oddsByOthers({ repo, kind, traits }: Case, cases: readonly Case[]): number {
  const key = `${repo} ${kind}`;
  const model = models.get(key) ?? fitOdds(cases.filter((one) => one.repo !== repo && one.kind === kind));
  models.set(key, model);
  return predict(model, traits);
}

function fitted(kind: ScoredKind, cases: readonly Case[]): string {
  const own = cases.filter((one) => one.kind === kind);
  const { intercept, weights } = fitOdds(own);
  const named = own[0]?.names.map((name, at) => `${name} ${weights[at]?.toFixed(2)}`) ?? [];
  return `${kind}: intercept ${intercept.toFixed(2)}, ${named.join(', ')}`;
}
