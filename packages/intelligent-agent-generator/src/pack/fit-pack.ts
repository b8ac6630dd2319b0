import { estimateTokens } from '../tokens/estimate-tokens.ts';
import { errors } from '../errors.ts';
import type { Excerpt } from './excerpt.ts';
import type { LeftOut, Piece } from './piece.ts';

export interface PackContents {
  /** Most needed first. */
  readonly pieces: readonly Piece[];
  /** Best first. */
  readonly excerpts: readonly Excerpt[];
  /** Shown whole instead of by excerpts when there is room. */
  readonly wholes: readonly Excerpt[];
}

export interface FittedPack {
  readonly pieces: readonly Piece[];
  readonly excerpts: readonly Excerpt[];
  readonly leftOut: readonly LeftOut[];
}

export interface FitOptions {
  readonly maxTokens: number;
  /** The pack as text: what counts is how long it becomes. */
  readonly render: (pack: FittedPack) => string;
}

/**
 * The most of a pack that the budget holds: the longest beginning of pieces and then excerpts, so that what is dropped is always what is
 * needed least. Whole files take the place of their excerpts when all excerpts are in.
 * @throws CDEV_E_AGENT_GENERATOR_BUDGET_TOO_SMALL
 */
export function fitPack(contents: PackContents, { maxTokens, render }: FitOptions): FittedPack {
  const parts = [...contents.pieces.filter(isOptional), ...contents.excerpts];
  const take = (count: number, wholes: readonly Excerpt[] = []): FittedPack => assemble(contents, count, wholes);
  const fits = (pack: FittedPack): boolean => estimateTokens(render(pack)) <= maxTokens;
  const least = take(0);
  if (!fits(least))
    throw errors.make('CDEV_E_AGENT_GENERATOR_BUDGET_TOO_SMALL', {
      needed: String(roundedUp(estimateTokens(render(least)))),
      given: String(maxTokens),
    });
  const count = longest(parts.length, (size) => fits(take(size)));
  if (count < parts.length) return take(count);
  const wholes = longest(contents.wholes.length, (size) => fits(take(count, contents.wholes.slice(0, size))));
  return take(count, contents.wholes.slice(0, wholes));
}

/** To the next ten, as the text that is needed names the budget itself. */
function roundedUp(tokens: number): number {
  return Math.ceil((tokens + 2) / 10) * 10;
}

function isOptional({ what }: Piece): boolean {
  return what !== undefined;
}

/** The largest size that fits, 0 being known to; by halving. */
function longest(most: number, fits: (size: number) => boolean): number {
  let [low, high] = [0, most + 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function assemble(contents: PackContents, count: number, wholes: readonly Excerpt[]): FittedPack {
  const optional = contents.pieces.filter(isOptional);
  const kept = new Set(optional.slice(0, count));
  const room = Math.max(0, count - optional.length);
  const whole = new Set(wholes.map(({ path }) => path));
  return {
    pieces: contents.pieces.filter((piece) => !isOptional(piece) || kept.has(piece)),
    excerpts: [...contents.excerpts.slice(0, room).filter(({ path }) => !whole.has(path)), ...wholes],
    leftOut: [
      ...optional.slice(count).flatMap(({ what }) => what ?? []),
      ...contents.excerpts.slice(room).map(({ path, name }): LeftOut => ({ kind: 'excerpt', path, name })),
    ],
  };
}
