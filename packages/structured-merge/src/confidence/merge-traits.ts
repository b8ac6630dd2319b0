import { sketchOf, wordsOf, type FileSketch } from '../choice/file-sketch.ts';
import type { Resolution } from '../merge-result.ts';
import { isScript } from '../script/parse-script.ts';
import { weights, type ScoredKind } from './weights.ts';

export interface ScoredMerge {
  readonly path: string;
  readonly base: string;
  readonly hasBase: boolean;
  readonly ours: string;
  readonly theirs: string;
  readonly merged: string;
  readonly resolutions: readonly Resolution[];
}

/** Names of weights to how much of each a merge has. */
export type MergeTraits = Readonly<Record<string, number>>;

/** `undefined` for files of which too few were seen to learn from. */
export function scoredKind(path: string): ScoredKind | undefined {
  if (isScript(path)) return 'script';
  return /\.(?:json|jsonc)$/i.test(path) ? 'json' : undefined;
}

/** What the odds of a merge are read from; `sketch` is that of its texts. */
export function traitsOf(kind: ScoredKind, merge: ScoredMerge, sketch: FileSketch = sketchOf(merge)): MergeTraits {
  const { path, hasBase, resolutions } = merge;
  const has = (holds: (resolution: Resolution) => boolean): number => Number(resolutions.some(holds));
  const by = (rule: Resolution['rule']): number => has((resolution) => resolution.rule === rule);
  const common = {
    noBase: Number(!hasBase),
    // Lines that the sides changed, together.
    churn: Math.log1p(sketch.churn.ours + sketch.churn.theirs),
    // Two sides with much the same change: of one of them the part that the other has too.
    alike: Math.max(sketch.covers.ours, sketch.covers.theirs) ** 2,
  };
  return kind === 'script'
    ? {
        churn: common.churn,
        alike: common.alike,
        modules: Math.log1p(modulesIn(merge.ours)),
        stale: Math.log1p(staleNames(sketch, merge.merged)),
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

/** How many imports, re-exports and requires a script has; one in a comment does no harm here. */
const modulesIn = (script: string): number =>
  script.match(/\bfrom\s*['"]|\brequire\(\s*['"]|^import\s*['"]/gm)?.length ?? 0;

/** Names that a side took out of the whole file and the merge has again: whoever renamed them would have to go on. */
function staleNames({ words }: FileSketch, merged: string): number {
  const kept = wordsOf(merged);
  const gone = (side: 'ours' | 'theirs'): string[] =>
    [...words.base.keys()].filter((name) => !words[side].has(name) && kept.has(name));
  return gone('ours').length + gone('theirs').length;
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
