import { compileRules } from './compile-rules.ts';
import { encodedRow } from './encoded-keywords.ts';
import { Programs } from './sieve-programs.ts';

const { steps, sets, runs, structures, encoded } = new Programs(compileRules());

/** For each keyword in the same line its steps, as `Programs` says what their numbers are. */
export const stepRows: string = steps.map((all) => all.map((each) => each.join(',')).join(' ')).join('\n');
/** A set a line: its bytes, from and to, two and two. */
export const setRows: string = sets.map((set) => rangesOf(set).join(',')).join('\n');
export const runRow: string = runs.join(',');
export const structureRow: string = structures.join(',');
export const encodedRows: string = encoded.map(encodedRow).join('\n');

function rangesOf(set: Uint8Array): number[] {
  const ranges: number[] = [];
  for (let byte = 0; byte < 256; byte += 1) {
    if (set[byte] === 0) continue;
    if (ranges.at(-1) === byte - 1) ranges[ranges.length - 1] = byte;
    else ranges.push(byte, byte);
  }
  return ranges;
}
