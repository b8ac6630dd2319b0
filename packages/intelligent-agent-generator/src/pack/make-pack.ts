import type { Target } from '../definition/target.ts';
import { findExcerpts, wholeFileExcerpts, type ExcerptSources } from './excerpt.ts';
import { briefPieces } from './brief-pieces.ts';
import { fitPack } from './fit-pack.ts';
import type { LeftOut } from './piece.ts';
import { renderPack } from './render-pack.ts';
import { estimateTokens } from '../tokens/estimate-tokens.ts';

export interface Pack {
  /** In the form of the target, without a signature. */
  readonly text: string;
  /** An estimate. */
  readonly tokens: number;
  readonly leftOut: readonly LeftOut[];
}

/**
 * What the agent is told, in the form of a target and within a budget of tokens.
 * @throws CDEV_E_AGENT_GENERATOR_BUDGET_TOO_SMALL
 */
export async function makePack(sources: ExcerptSources, target: Target, maxTokens: number): Promise<Pack> {
  const { brief, texts } = sources;
  const { level, hasExcerpts } = target;
  const contents = {
    pieces: briefPieces(brief, level),
    excerpts: hasExcerpts ? await findExcerpts(sources) : [],
    wholes: hasExcerpts ? wholeFileExcerpts(sources) : [],
  };
  const options = { brief, texts, opening: target.opening(brief), level, maxTokens };
  const render = (pack: Parameters<typeof renderPack>[0]): string => target.wrap(brief, renderPack(pack, options));
  const fitted = fitPack(contents, { maxTokens, render });
  const text = render(fitted);
  return { text, tokens: estimateTokens(text), leftOut: fitted.leftOut };
}
