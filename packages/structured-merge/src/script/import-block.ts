import { readImport, type ImportStatement } from './import-statement.ts';
import type { Script } from './parse-script.ts';

/** An import as it stands in the block: with the comments and blank lines above it and a comment behind it. */
export interface BlockItem extends ImportStatement {
  readonly above: string;
  readonly behind: string;
}

/** The leading imports of a script, whole lines without other code among them than what reads out of modules. */
export interface ImportBlock {
  readonly items: readonly BlockItem[];
  /** Place in the text: from a line's start to the end of a line, without its line end. */
  readonly start: number;
  readonly end: number;
}

/** `undefined` when the script has no imports, or code on their lines. */
export function importBlock(script: Script, text: string): ImportBlock | undefined {
  const statements: ImportStatement[] = [];
  for (const statement of script.program.body) {
    const read = readImport(statement, text);
    // What reads out of modules belongs to the imports that are written around it.
    if (read === undefined && statements.length > 0) break;
    if (read !== undefined && (statements.length > 0 || read.refers.length === 0)) statements.push(read);
  }
  while ((statements.at(-1)?.refers.length ?? 0) > 0) statements.pop();
  const [first] = statements;
  if (first === undefined) return undefined;
  const start = text.lastIndexOf('\n', first.start - 1) + 1;
  if (text.slice(start, first.start).trim() !== '') return undefined;
  const items: BlockItem[] = [];
  let from = start;
  for (const statement of statements) {
    const lineEnd = text.indexOf('\n', statement.end);
    const behind = text.slice(statement.end, lineEnd === -1 ? text.length : lineEnd);
    if (statement.start < from || !/^\s*(?:\/\/.*|\/\*.*\*\/\s*)?$/.test(behind)) return undefined;
    items.push({ ...statement, above: text.slice(from, statement.start), behind: behind.trimEnd() });
    from = statement.end + behind.length + 1;
  }
  return { items, start, end: Math.min(from - 1, text.length) };
}
