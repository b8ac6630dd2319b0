import { matchSequences } from '../diff/match-sequences.ts';
import type { Resolution } from '../merge-result.ts';
import { isScript } from '../script/parse-script.ts';
import { weights, type ScoredKind } from './weights.ts';

export interface ScoredMerge {
  readonly path: string;
  readonly base: string;
  readonly hasBase: boolean;
  readonly ours: string;
  readonly theirs: string;
  readonly resolutions: readonly Resolution[];
}

/** Names of weights to how much of each a merge has. */
export type MergeTraits = Readonly<Record<string, number>>;

/** `undefined` for files of which too few were seen to learn from. */
export function scoredKind(path: string): ScoredKind | undefined {
  if (isScript(path)) return 'script';
  return /\.(?:json|jsonc)$/i.test(path) ? 'json' : undefined;
}

/** Lines that the two sides changed, together. */
export function churnOf({ base, ours, theirs }: Pick<ScoredMerge, 'base' | 'ours' | 'theirs'>): number {
  const original = base === '' ? [] : base.split('\n');
  return changedLines(original, ours.split('\n')) + changedLines(original, theirs.split('\n'));
}

function changedLines(base: readonly string[], side: readonly string[]): number {
  const common = matchSequences(base, side).reduce((sum, { length }) => sum + length, 0);
  return base.length + side.length - 2 * common;
}

/** What the odds of a merge are read from. */
export function traitsOf(kind: ScoredKind, merge: ScoredMerge): MergeTraits {
  const { path, hasBase, resolutions } = merge;
  const has = (holds: (resolution: Resolution) => boolean): number => Number(resolutions.some(holds));
  const by = (rule: Resolution['rule']): number => has((resolution) => resolution.rule === rule);
  const common = { churn: Math.log1p(churnOf(merge)), noBase: Number(!hasBase) };
  return kind === 'script'
    ? {
        noBase: common.noBase,
        odds: resolutions.reduce((product, { odds }) => product * (odds ?? 1), 1),
        imports: by('imports'),
        kept: has(({ trait }) => trait === 'kept'),
        whitespace: by('whitespace'),
      }
    : {
        ...common,
        manifest: Number(/(?:^|\/)package\.json$/.test(path)),
        undisputed: Number(resolutions.length === 0),
        version: has(({ where }) => where === 'version'),
        removed: has(({ trait }) => trait === 'removed'),
      };
}

/** Odds that people decide a merge of these traits in the same way: 0 to 1. */
export function oddsOf(kind: ScoredKind, traits: MergeTraits): number {
  const { intercept, ...rest } = weights[kind];
  const sum = Object.entries<number>(rest).reduce(
    (total, [name, weight]) => total + weight * (traits[name] ?? 0),
    intercept,
  );
  return 1 / (1 + Math.exp(-sum));
}
