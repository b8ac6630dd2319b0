import { mergeContents, parses, type Confidence } from '@cdev/structured-merge';
import type { Benchmark, Figures } from './frame/benchmark.ts';
import {
  conflictedFiles,
  importVerdictOf,
  inputOf,
  verdictOf,
  type ConflictedFile,
  type Verdict,
} from './frame/conflicted-files.ts';
import { importsOnly, type ImportsOnly } from './frame/imports-only.ts';

interface Outcome {
  readonly file: string;
  readonly kind: string;
  readonly stratum: string;
  /** What lies in conflict, where that is imports alone. */
  readonly imports: ImportsOnly | undefined;
  readonly verdict: Verdict | 'left';
  /** By what is imported alone. */
  readonly importVerdict: Verdict | 'left';
  /** Of the least sure decision. */
  readonly confidence: Confidence;
  readonly parses: boolean;
  readonly cpu: number;
}

const code = new Set(['ts', 'js', 'json']);

/** Conflicted files of real merge commits: how many are merged, and how many of those as people committed them. */
export const benchmark: Benchmark = {
  summary: 'conflicted files of real merges: how many are merged, and how many of them as people did',
  bar: 'of ts, js and json: right at least 36 %, agreement at least 76 %, nothing that does not parse, p90 below 100 ms',
  run: async ({ note }) => {
    const { folder, files } = conflictedFiles();
    const outcomes: Outcome[] = [];
    for (const [number, file] of files.entries()) {
      if (number % 200 === 0) note(`${number} of ${files.length}`);
      outcomes.push(await outcomeOf(folder, file));
    }
    return figuresOf(outcomes);
  },
};

async function outcomeOf(folder: string, conflicted: ConflictedFile): Promise<Outcome> {
  const { file, kind, stratum } = conflicted;
  const input = inputOf(folder, conflicted);
  const start = process.cpuUsage();
  const result = await mergeContents(input);
  const { user, system } = process.cpuUsage(start);
  const measured = {
    file,
    kind,
    stratum,
    imports: importsOnly(folder, conflicted),
    cpu: (user + system) / 1000,
  };
  if (result.kind === 'conflict')
    return { ...measured, verdict: 'left', importVerdict: 'left', confidence: 'certain', parses: true };
  const sure = new Set(result.resolutions.map(({ confidence }) => confidence));
  return {
    ...measured,
    verdict: verdictOf(folder, conflicted, result.content),
    importVerdict: measured.imports === undefined ? 'left' : importVerdictOf(folder, conflicted, result.content),
    confidence: sure.has('guess') ? 'guess' : sure.has('likely') ? 'likely' : 'certain',
    parses: parses(file, result.content) !== false,
  };
}

function figuresOf(outcomes: readonly Outcome[]): Figures {
  const inCode = outcomes.filter(({ kind }) => code.has(kind));
  const ofKind = (kind: string): Outcome[] => outcomes.filter((outcome) => outcome.kind === kind);
  const kinds = [...new Set(outcomes.map(({ kind }) => kind))].toSorted();
  const ofImports = outcomes.filter(({ imports }) => imports !== undefined);
  const byNames = ofImports.map((outcome) => ({ ...outcome, verdict: outcome.importVerdict }));
  const ofModules = byNames.filter(({ imports }) => imports === 'imports');
  const agents = outcomes.filter(({ stratum }) => stratum === 'agent');
  const rows = [
    row('ts, js and json', inCode),
    row('the same, at least likely', withoutGuesses(inCode)),
    row('the same, certain', onlyCertain(inCode)),
    row(
      'package.json',
      outcomes.filter(({ file }) => /(?:^|\/)package\.json$/.test(file)),
    ),
    ...kinds.map((kind) => row(kind, ofKind(kind))),
    row('scripts in conflict in imports only', ofImports),
    row('the same, at least likely', withoutGuesses(ofImports)),
    row('the same, by what is imported', byNames),
    row('of these without `require`', ofModules),
    row('the same, at least likely', withoutGuesses(ofModules)),
    row('repositories of many agents, all kinds', agents),
    row(
      'the same, ts, js and json',
      agents.filter(({ kind }) => code.has(kind)),
    ),
    row('all', outcomes),
  ];
  // What the command takes without being told otherwise.
  const sure = score(withoutGuesses(inCode));
  const unparseable = outcomes.filter((outcome) => !outcome.parses).length;
  const p90 = quantile(inCode, 0.9);
  return {
    head: ['files', 'number', 'right %', 'reordered %', 'different %', 'left %', 'agreement %'],
    rows,
    isMet: sure.right >= 0.36 && sure.agreement >= 0.76 && unparseable === 0 && p90 < 100,
    notes: [
      `Of ts, js and json a merge takes ${quantile(inCode, 0.5).toFixed(1)} ms of CPU at the median, ${p90.toFixed(1)} ms at p90 and ${quantile(inCode, 0.99).toFixed(0)} ms at p99. Outputs that do not parse: ${unparseable}.`,
      'Right: what people committed, format aside. Reordered: the same lines in another order; it counts against agreement. Different is not always wrong: in nearly half of these ts and js files people also changed lines outside every conflict.',
      'Imports only: every line of every side that git leaves in conflict (`git merge-file --zdiff3`) is blank or belongs to an import, a re-export or a top-level declaration of what `require` gives, in scripts whose sides parse.',
      'By what is imported: right is what takes the same names as people did, each with its module, its name there, its name here and whether it is a type alone. The order of statements and of names, how they are written and the rest of the file do not count.',
    ],
  };
}

/** A guess counts as left to people. */
function withoutGuesses(outcomes: readonly Outcome[]): Outcome[] {
  return outcomes.map((outcome) => (outcome.confidence === 'guess' ? { ...outcome, verdict: 'left' } : outcome));
}

function onlyCertain(outcomes: readonly Outcome[]): Outcome[] {
  return outcomes.map((outcome) => (outcome.confidence === 'certain' ? outcome : { ...outcome, verdict: 'left' }));
}

function score(outcomes: readonly Outcome[]): Readonly<Record<Outcome['verdict'] | 'agreement', number>> {
  const share = (verdict: Outcome['verdict']): number =>
    outcomes.filter((outcome) => outcome.verdict === verdict).length / Math.max(outcomes.length, 1);
  const left = share('left');
  const right = share('right');
  return {
    right,
    left,
    reordered: share('reordered'),
    different: share('different'),
    agreement: left === 1 ? 0 : right / (1 - left),
  };
}

function row(name: string, outcomes: readonly Outcome[]): string[] {
  const { right, reordered, different, left, agreement } = score(outcomes);
  const figures = [right, reordered, different, left, agreement].map((share) => (100 * share).toFixed(1));
  return [name, String(outcomes.length), ...figures];
}

function quantile(outcomes: readonly Outcome[], part: number): number {
  const times = outcomes.map(({ cpu }) => cpu).toSorted((a, b) => a - b);
  return times[Math.floor(part * times.length)] ?? 0;
}
