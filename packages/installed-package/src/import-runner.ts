import type { ImportHow } from './import-entries.ts';
import type { ImportOutcome } from './try-imports.ts';

/** What the runner writes of one entry. */
export interface RunnerLine {
  readonly outcome: ImportOutcome;
  readonly code?: string | undefined;
  readonly reason?: string;
  readonly names?: readonly string[];
  readonly duration?: number;
  /** The runner could not go on to the next one. */
  readonly isEnd?: boolean;
}

/** The program that loads the specifiers as a user's file would and appends one line of JSON for each to `report`. */
export function runnerSource(how: ImportHow, specifiers: readonly string[], report: string): string {
  const load =
    how === 'require'
      ? `require(specifier)`
      : `await import(specifier, /\\.json$/.test(specifier) ? { with: { type: 'json' } } : undefined)`;
  return `
const { appendFileSync } = process.getBuiltinModule('node:fs');
// Kept from before, because what is loaded may change them.
const { stringify } = JSON;
const exit = process.exit.bind(process);
const words = (error) => String((error && error.message) || error).slice(0, 2000);
// Some versions of Node show a CommonJS module under this name too.
const namesOf = (loaded) => Object.keys(loaded).filter((name) => name !== 'module.exports').sort();
async function tryOut(specifier) {
  const started = performance.now();
  let line;
  try {
    const loaded = ${load};
    const isObject = (typeof loaded === 'object' && loaded !== null) || typeof loaded === 'function';
    line = { outcome: 'ok', names: isObject ? namesOf(loaded) : [] };
  } catch (error) {
    const code = error && typeof error.code === 'string' ? error.code : undefined;
    line = { outcome: 'failed', code, reason: (error && error.name ? error.name + ': ' : '') + words(error) };
  }
  appendFileSync(${JSON.stringify(report)}, stringify({ ...line, duration: performance.now() - started }) + '\\n');
}
// The loop ran empty in the middle: what is being loaded waits for something that nothing brings.
process.once('beforeExit', () => {
  const reason = 'it waits at its top level for something that never comes';
  appendFileSync(${JSON.stringify(report)}, stringify({ outcome: 'failed', reason, duration: performance.now(), isEnd: true }) + '\\n');
  exit(13);
});
(async () => {
  for (const specifier of ${JSON.stringify(specifiers)}) await tryOut(specifier);
  exit(0);
})();
`;
}
