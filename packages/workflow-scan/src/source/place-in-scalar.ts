import type { DocumentNode } from '@cdev/artefact-document';
import type { WorkflowFile } from './workflow-file.ts';

/** Both from 1. */
export interface ScalarPlace {
  readonly line: number;
  readonly column: number;
}

/**
 * Where a place in the value of a text stands in the file. However YAML has it (as a block, folded, over several lines, in quotes), value and file have the
 * same characters in the same order but for white space and escapes: the file's are counted until there are as many as before the place.
 */
export function placeInScalar(
  { lines }: Pick<WorkflowFile, 'lines'>,
  { line, column, value }: Pick<DocumentNode, 'line' | 'column' | 'value'>,
): (place: ScalarPlace) => ScalarPlace {
  const text = String(value);
  return (place) => {
    const before =
      text
        .split('\n')
        .slice(0, place.line - 1)
        .join('\n') + text.split('\n')[place.line - 1]?.slice(0, place.column - 1);
    return walk(lines, { line, column }, before.replaceAll(/\s+/g, '').length) ?? { line, column };
  };
}

function walk(lines: readonly string[], start: ScalarPlace, count: number): ScalarPlace | undefined {
  const first = (lines[start.line - 1] ?? '')[start.column - 1] ?? '';
  const isBlock = first === '|' || first === '>';
  const quote = first === '"' || first === "'" ? first : undefined;
  let left = count;
  let line = isBlock ? start.line + 1 : start.line;
  let at = isBlock ? 0 : start.column - (quote === undefined ? 1 : 0);
  for (; line <= lines.length; line += 1, at = 0) {
    const content = lines[line - 1] as string;
    for (; at < content.length; at += 1) {
      const { length, isSpace } = characterAt(content, at, quote);
      if (!isSpace) {
        if (left === 0) return { line, column: at + 1 };
        left -= 1;
      }
      at += length - 1;
    }
  }
  return undefined;
}

/** One character of the value as it is written: `\n` in double quotes, `''` in single ones. */
function characterAt(line: string, at: number, quote: string | undefined): { length: number; isSpace: boolean } {
  const character = line[at] as string;
  if (quote === '"' && character === '\\') {
    const escaped = line[at + 1] ?? '';
    const length = { x: 4, u: 6, U: 10 }[escaped] ?? 2;
    return { length, isSpace: /^[ntr \t]?$/.test(escaped) };
  }
  if (quote === "'" && character === "'" && line[at + 1] === "'") return { length: 2, isSpace: false };
  return { length: 1, isSpace: /\s/.test(character) };
}
