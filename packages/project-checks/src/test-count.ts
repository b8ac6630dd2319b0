import { stripControl } from '@cdev/core/log';

/** How a runner says how many tests ran: the first group of each match is a count; the counts of one runner add up. */
interface Runner {
  readonly name: string;
  readonly counts: readonly RegExp[];
  /** Says in words that nothing ran. */
  readonly nothing?: RegExp;
}

const runners: readonly Runner[] = [
  { name: 'node:test', counts: [/^(?:#|ℹ) tests (\d+)$/gm] },
  { name: 'jest', counts: [/^Tests:\s+(?:.*, )?(\d+) total$/gm], nothing: /^No tests found/m },
  {
    name: 'vitest',
    counts: [/^\s*Tests\s+(?:.*\| )?(?:.*?)\((\d+)\)\s*$/gm],
    nothing: /^\s*No test files found/m,
  },
  { name: 'mocha', counts: [/^\s*(\d+) passing\b/gm, /^\s*(\d+) failing\b/gm] },
  {
    name: 'ava',
    counts: [/^\s*(\d+) tests? passed\b/gm, /^\s*(\d+) tests? failed\b/gm],
    nothing: /Couldn.t find any files to test/,
  },
  {
    name: 'pytest',
    counts: [/\b(\d+) passed\b.* in [\d.]+s/gm, /\b(\d+) failed\b.* in [\d.]+s/gm],
    nothing: /\bno tests ran\b/,
  },
  { name: 'cargo', counts: [/^test result: \w+\. (\d+) passed/gm, /^test result: \w+\. \d+ passed; (\d+) failed/gm] },
  { name: 'go', counts: [/^(?:ok|FAIL)\s+\S+\s+(?:[\d.]+s|\(cached\))()/gm], nothing: /\[no test files\]/ },
  { name: 'tap', counts: [/^1\.\.(\d+)$/gm] },
  { name: 'cdev', counts: [/^(\d+) passed, \d+ failed\b/gm, /^\d+ passed, (\d+) failed\b/gm] },
];

/**
 * How many tests the output of a test command tells of: undefined when it tells nothing that is understood, 0 when a runner
 * said that nothing ran. Understands node:test, jest, vitest, mocha, ava, pytest, cargo, go, TAP.
 */
export function countTests(output: string): number | undefined {
  const text = stripControl(output);
  let found: number | undefined;
  for (const { counts, nothing } of runners) {
    const matches = counts.flatMap((pattern) => [...text.matchAll(pattern)]);
    // Go counts packages, not tests: a package that ran stands for at least one.
    const sum = matches.reduce((total, [, count]) => total + (count === '' ? 1 : Number(count)), 0);
    if (matches.length > 0) found = Math.max(found ?? 0, sum);
    else if (nothing?.test(text)) found ??= 0;
  }
  return found;
}
