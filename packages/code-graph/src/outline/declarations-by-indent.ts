import type { Declaration } from './declaration.ts';

const modifiers =
  '(?:(?:export|default|declare|pub(?:\\([^)]*\\))?|public|private|protected|internal|static|abstract|final|sealed|open|override|async|unsafe|extern|inline|data|partial)\\s+)*';
const keywords =
  'function\\*?|class|interface|type|enum|namespace|module|def|defp|defmodule|fn|func|fun|struct|trait|impl(?:<[^>]*>)?|protocol|object|record|sub|extension';
const opening = new RegExp(`^(\\s*)${modifiers}(?:${keywords})\\s+(?:\\([^)]*\\)\\s*)?([A-Za-z_$][\\w$.]*)`);
/** A method without a word that says so, as Java, C# and C++ have them. */
const method =
  /^(\s+)(?:(?:public|private|protected|internal|static|final|async|override|virtual|abstract|synchronized)\s+)*[\w<>[\],.?*&:]+\s+\*?([A-Za-z_]\w*)\s*\([^;]*$/;
const notAName = /^(?:if|for|while|switch|catch|return|else|do|try|new|throw|using|lock|await)$/;

interface Block extends Declaration {
  readonly indent: number;
}

/**
 * Declarations told by their first words; each ends before the next line that is indented no more. A block of more than `splitAbove` lines
 * that holds others is given as its head and them.
 */
export function declarationsByIndent(text: string, splitAbove: number): readonly Declaration[] {
  const lines = text.split('\n');
  const blocks = lines.flatMap((line, at): Block[] => {
    const [, space = '', name = ''] = opening.exec(line) ?? method.exec(line) ?? [];
    if (name === '' || notAName.test(name)) return [];
    const indent = width(space);
    return [{ name, indent, startLine: at + 1, endLine: endOf(lines, at, indent) + 1 }];
  });
  return outermost(blocks, splitAbove).map(({ name, startLine, endLine }) => ({ name, startLine, endLine }));
}

function width(space: string): number {
  return space.replaceAll('\t', '    ').length;
}

/** Index of the last line of the block that begins at `start`. A line that only closes belongs to it. */
function endOf(lines: readonly string[], start: number, indent: number): number {
  let last = start;
  for (let at = start + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.trim() === '') continue;
    if (width(/^\s*/.exec(line)?.[0] ?? '') > indent) last = at;
    else if (/^\s*(?:[)\]}]|end\b)/.test(line)) {
      last = at;
      // `) -> Result {` only ends the parameters.
      if (!/[{(:]\s*$/.test(line)) return last;
    } else if (!/^\s*[{]\s*$/.test(line)) return last;
  }
  return last;
}

/** Top blocks; of long ones their head and the blocks within. */
function outermost(blocks: readonly Block[], splitAbove: number, owner = ''): Declaration[] {
  const result: Declaration[] = [];
  let covered = 0;
  for (const block of blocks) {
    if (block.startLine <= covered) continue;
    covered = block.endLine;
    const name = owner === '' ? block.name : `${owner}.${block.name}`;
    const inner = blocks.filter(({ startLine, endLine }) => startLine > block.startLine && endLine <= block.endLine);
    const isSplit = inner.length > 0 && block.endLine - block.startLine + 1 > splitAbove;
    if (!isSplit) result.push({ ...block, name });
    else {
      result.push({ name, startLine: block.startLine, endLine: (inner[0]?.startLine ?? block.endLine) - 1 });
      result.push(...outermost(inner, splitAbove, name));
    }
  }
  return result;
}
