import type { Plugin } from 'rolldown';
import { parseAst } from 'rolldown/parseAst';

// oxlint-disable-next-line no-control-regex -- ASCII begins with them
const beyondAscii = /[^\0-\x7F]/g;

/**
 * Writes what is not ASCII as escapes, which means the same in strings, templates, expressions and names. One `✓` in a chunk makes V8 decode it letter by letter and keep
 * all of its source in two bytes a letter, at every start.
 */
export function writeInAscii(): Plugin {
  return {
    name: 'write-in-ascii',
    renderChunk(code) {
      if (code.search(beyondAscii) < 0) return undefined;
      let [ascii, done] = ['', 0];
      for (const { start, end } of rawTemplates(parseAst(code))) {
        ascii += escaped(code.slice(done, start)) + code.slice(start, end);
        done = end;
      }
      ascii += escaped(code.slice(done));
      return isWhole(ascii) ? { code: ascii, map: null } : undefined;
    },
  };
}

function escaped(code: string): string {
  return code.replaceAll(beyondAscii, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** Tagged templates, outermost first: a tag can ask for their source. */
function rawTemplates(node: unknown): readonly Node[] {
  if (Array.isArray(node)) return node.flatMap(rawTemplates);
  if (!isNode(node)) return [];
  return node.type === 'TaggedTemplateExpression' ? [node] : Object.values(node).flatMap(rawTemplates);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

/** In a name a letter of two units cannot be written as two escapes. */
function isWhole(code: string): boolean {
  try {
    parseAst(code);
    return true;
  } catch {
    return false;
  }
}
