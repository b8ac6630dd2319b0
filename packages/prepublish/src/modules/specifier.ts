import { builtinModules } from 'node:module';

const builtins = new Set(builtinModules);

/** Whose module a specifier names. */
export type SpecifierKind = 'relative' | 'subpath-import' | 'builtin' | 'package' | 'other';

export function specifierKind(specifier: string): SpecifierKind {
  if (/^\.{1,2}(?:\/|$)/.test(specifier)) return 'relative';
  if (specifier.startsWith('#')) return 'subpath-import';
  if (specifier.startsWith('node:') || builtins.has(specifier) || builtins.has(specifier.replace(/\/$/, '')))
    return 'builtin';
  // Schemes of other runtimes and bundlers (`https:`, `bun:`, `virtual:`), absolute paths, aliases, loader chains.
  return /^(?:@[\w.~-]+\/)?[\w~][\w.~-]*(?:\/|$)/.test(specifier) && !/[!?:\s]/.test(specifier) ? 'package' : 'other';
}

/** `@scope/name` of `@scope/name/deep/file.js`. */
export function packageNameOf(specifier: string): string {
  const [first = '', second] = specifier.split('/');
  return first.startsWith('@') && second !== undefined ? `${first}/${second}` : first;
}
