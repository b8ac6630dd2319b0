import { isBuiltin } from 'node:module';
import type { BlockItem } from './import-block.ts';

interface Sides {
  readonly base: readonly BlockItem[];
  readonly ours: readonly BlockItem[];
  readonly theirs: readonly BlockItem[];
}

/**
 * Where one side wrote `node:` before every module of the language's own, those that the other side brings get it too. What the base has already
 * is merged as any change of a module's name.
 */
export function followNodePrefix({ base, ours, theirs }: Sides): Sides {
  const known = new Set(base.map(({ source }) => source));
  const follow = (items: readonly BlockItem[]): readonly BlockItem[] =>
    items.map((item) => (isBare(item.source) && !known.has(item.source) ? prefixed(item) : item));
  return {
    base,
    ours: prefixes(base, theirs) ? follow(ours) : ours,
    theirs: prefixes(base, ours) ? follow(theirs) : theirs,
  };
}

const isBare = (source: string): boolean => isBuiltin(source) && !source.startsWith('node:');

/** Whether a side put the prefix before modules that the base has without it, and left none without. */
function prefixes(base: readonly BlockItem[], side: readonly BlockItem[]): boolean {
  const own = new Set(side.map(({ source }) => source));
  if ([...own].some(isBare)) return false;
  return base.some(({ source }) => isBare(source) && own.has(`node:${source}`));
}

function prefixed(item: BlockItem): BlockItem {
  const text = item.text.replace(new RegExp(`(['"])${item.source}\\1`), `$1node:${item.source}$1`);
  return { ...item, text, source: `node:${item.source}` };
}
