// The temporary folder of one suite: whatever is in it at the end was left behind by a test, or by what a test tries.
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const shown = 10;

/** Milliseconds. */
const patience = 5_000;

/** What stays on purpose: where Node keeps compiled code of programs that ask for it, and jest, which test-locally runs, its cache. */
const caches = /^(?:node-compile-cache|jest_\w+)$/;

export function temporaryFolder() {
  // A short name: the address of a socket may have no more than 107 characters.
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'cdev-')));
  return {
    path,
    env: { TMPDIR: path, TEMP: path, TMP: path },
    /**
     * Removes it and says what was left in it, a line each; no line when nothing was. A program that a test has ended may still be
     * clearing up: it is given time before what is there counts as left.
     */
    close: async () => {
      const present = () => readdirSync(path).filter((name) => !caches.test(name));
      const end = performance.now() + patience;
      while (present().length > 0 && performance.now() < end) await setTimeout(100);
      const left = present().toSorted((one, other) => (one < other ? -1 : 1));
      const lines = left.slice(0, shown).map((name) => `    ${name}${contents(join(path, name))}`);
      rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
      if (left.length === 0) return [];
      const more = left.length > shown ? [`    and ${left.length - shown} more`] : [];
      return ['The tests left in their temporary folder what they did not remove:', ...lines, ...more];
    },
  };
}

/** Enough to know whose it is. */
function contents(entry) {
  try {
    const names = readdirSync(entry, { recursive: true }).toSorted((one, other) => (one < other ? -1 : 1));
    return names.length === 0 ? ', empty' : `, with ${names.slice(0, 4).join(', ')}${names.length > 4 ? ', …' : ''}`;
  } catch {
    return '';
  }
}
