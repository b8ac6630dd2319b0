import { compileRules } from './compile-rules.ts';
import { encodedRow } from './encoded-keywords.ts';
import { makeSieveImage } from './make-sieve-image.ts';
import type { SieveMemory } from './sieve-memory.ts';

const { bytes, memory, programs } = makeSieveImage(compileRules());

/** Puts into the memory of the sieve what is there before anything is looked at. */
export function fillSieve(into: Uint8Array): number {
  into.set(bytes);
  return bytes.length;
}
export const sieveMemory: SieveMemory = memory;
/** One a line, in the order in which steps number them. */
export const structureRows: string = programs.structures.join('\n');
export const encodedRows: string = programs.encoded.map(encodedRow).join('\n');
