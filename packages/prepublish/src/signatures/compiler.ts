import { createRequire } from 'node:module';
import type ts from 'typescript-classic';

export type Compiler = typeof ts;

let loaded: Compiler | undefined;

/**
 * The TypeScript that @arethetypeswrong/core brings: the last line whose programs other programs can ask, and the same on every machine,
 * whatever the project compiles with.
 */
export function loadCompiler(): Compiler {
  const library = createRequire(import.meta.url).resolve('@arethetypeswrong/core');
  return (loaded ??= createRequire(library)('typescript') as Compiler);
}
