import type { FoundSpecifiers } from './find-specifiers.ts';
import { goImports } from './go-imports.ts';
import { goPackages } from './go-packages.ts';
import { javaClasses } from './java-classes.ts';
import { javaImports } from './java-imports.ts';
import type { LanguageResolve, LanguageSources } from './leads-to.ts';
import { pythonImports } from './python-imports.ts';
import { pythonModules } from './python-modules.ts';
import { rustImports } from './rust-imports.ts';
import { rustModules } from './rust-modules.ts';

/** A language whose imports only all its files together can lead to files. */
export interface ImportLanguage {
  readonly find: (text: string) => FoundSpecifiers;
  readonly resolver: (sources: LanguageSources) => LanguageResolve;
}

const languages: ReadonlyMap<string, ImportLanguage> = new Map([
  ['py', { find: pythonImports, resolver: pythonModules }],
  ['go', { find: goImports, resolver: goPackages }],
  ['rs', { find: rustImports, resolver: rustModules }],
  ['java', { find: javaImports, resolver: javaClasses }],
]);

/** Written in another form, or used by it as its own. */
const written: Readonly<Record<string, string>> = { pyi: 'py', pyx: 'py', kt: 'java' };

/** By the file's name; undefined for scripts, which are resolved one by one, and for all that has no imports here. */
export function importLanguageOf(path: string): ImportLanguage | undefined {
  const extension = path.slice(path.lastIndexOf('.') + 1);
  return languages.get(written[extension] ?? extension);
}
