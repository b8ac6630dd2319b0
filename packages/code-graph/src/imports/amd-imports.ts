import type { FoundSpecifier } from './find-specifiers.ts';

const literals = String.raw`\[\s*((?:(?:'[^'\\\n]*'|"[^"\\\n]*")\s*(?:,\s*|(?=\])))+)\]`;
const defined = new RegExp(String.raw`\s*\(\s*(?:(?:'[^'\\\n]*'|"[^"\\\n]*")\s*,\s*)?${literals}`, 'y');
const required = new RegExp(String.raw`\s*(?:\.\s*ensure\s*)?\(\s*${literals}`, 'y');
const literal = /'([^']*)'|"([^"]*)"/g;
/** What a module gets from the loader itself: https://github.com/amdjs/amdjs-api/blob/master/AMD.md */
const given = new Set(['require', 'exports', 'module', '']);

/**
 * What a list asks for after the word `define`, which may have a name before it, or after `require` or `require.ensure`, which load it when they are
 * called. Lists of anything else than strings ask for nothing.
 */
export function amdImports(text: string, at: number, word: 'define' | 'require'): readonly FoundSpecifier[] {
  const pattern = word === 'define' ? defined : required;
  pattern.lastIndex = at;
  const list = pattern.exec(text)?.[1] ?? '';
  const specifiers = [...list.matchAll(literal)].map(([, single, double]) => single ?? double ?? '');
  return specifiers
    .filter((specifier) => !given.has(specifier))
    .map((specifier) => ({ specifier, kind: word === 'define' ? 'require' : 'dynamic' }));
}
