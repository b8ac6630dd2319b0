import { parses } from './parses.ts';
import type { HunkRule } from './text/hunk.ts';
import { unionBlocks, unionLines } from './text/union-lines.ts';

/** How a union is made: of lines in plain text, of blocks where a line has a meaning only among others. */
export function unionFor(path: string): HunkRule {
  return parses(path, '') === 'not-checked' ? unionLines : unionBlocks;
}
