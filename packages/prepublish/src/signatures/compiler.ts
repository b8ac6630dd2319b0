import { createRequire } from 'node:module';
import type ts from 'typescript';

export type Compiler = typeof ts;

let loaded: Compiler | undefined;

/**
 * Of the last line whose programs other programs can ask, the version that @arethetypeswrong/core brings: the same on every machine,
 * whatever the project compiles with. Never bundled: it is 9 MB, and reads the standard library beside itself.
 */
export function loadCompiler(): Compiler {
  return (loaded ??= createRequire(import.meta.url)('typescript') as Compiler);
}
