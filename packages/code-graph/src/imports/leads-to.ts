import type { FoundSpecifiers } from './find-specifiers.ts';

/** What a language's own rules need to lead an import to files. */
export interface LanguageSources {
  /** Of the whole inventory. */
  readonly paths: readonly string[];
  readonly has: (path: string) => boolean;
  /** Texts of go.mod and Cargo.toml files by their path. */
  readonly manifests: ReadonlyMap<string, string>;
  /** What was found in the files of the language. */
  readonly found: ReadonlyMap<string, FoundSpecifiers>;
}

export interface LeadsTo {
  readonly to: readonly string[];
  /** It is meant to lead to a file of the repository, not to a package from outside. */
  readonly isOwn: boolean;
}

export type LanguageResolve = (from: string, specifier: string) => LeadsTo;

export const outside: LeadsTo = { to: [], isOwn: false };
