import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { compileRules } from '../../src/engine/compile-rules.ts';
import { startSieve } from '../../src/engine/start-sieve.ts';
import type { Sieve } from '../../src/engine/sieve.ts';
import { triggersOf } from '../../src/engine/triggers.ts';
import { startPlainSieve } from './plain-sieve.ts';
import { randomText } from './random-text.ts';

const rules = compileRules();
const triggers = triggersOf(rules.tokens);
const keywords = [...triggers.keys()];
const plain = startPlainSieve(rules, triggers);
const fast = startSieve(rules);

/** All that a sieve keeps, as lines, in the order it is told in. */
function kept(sieve: Sieve, bytes: Uint8Array, allowsBare: boolean): string[] {
  const lines: string[] = [];
  sieve.run(bytes, {
    allowsBare: () => allowsBare,
    token: ({ rule }, start) => lines.push(`token ${rule.id} ${start}`),
    structure: (structure, start) => lines.push(`structure ${structure} ${start}`),
    encoded: ({ text }, start) => lines.push(`encoded ${text} ${start}`),
    name: (start, end, kind, lastSeen) =>
      lines.push(`name ${start} ${end} ${kind} ${[...lastSeen.entries()].filter(([, at]) => at > 0).join(' ')}`),
  });
  return lines;
}

describe('the sieve keeps what the plain one does, in the same order', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('of random text %d', (seed) => {
    for (const allowsBare of [true, false])
      for (const size of [3, 40, 400, 6000]) {
        const text = randomText(seed * 100 + size, size, keywords);
        expect(kept(fast, text, allowsBare)).toEqual(kept(plain, text, allowsBare));
      }
  });

  test('of source as it is', async () => {
    const folder = new URL('../../../secret-rules/src/providers/', import.meta.url);
    const files = (await readdir(folder)).map((name) => new URL(name, folder));
    const lock = new URL('../../../../pnpm-lock.yaml', import.meta.url);
    let count = 0;
    for (const file of [...files, lock, new URL('../repository.test.ts', import.meta.url)]) {
      const bytes = await readFile(file);
      const lines = kept(fast, bytes, true);
      count += lines.length;
      expect(lines).toEqual(kept(plain, bytes, true));
    }
    expect(count).toBeGreaterThan(300);
  });

  test('of content that is larger than one window, where things stand across the edges', () => {
    const bytes = Buffer.alloc(2_300_000, '. ');
    const lines = [
      'password = "hunter2-at-Home"',
      'https://user:pa55w0rd@example.dev/',
      'DATADOG_API_KEY=0123456789abcdef0123456789abcdef',
    ];
    for (const edge of [1 << 20, 2 << 20])
      for (const [at, line] of lines.entries())
        for (const shift of [-20, -9, -1, 0, 3]) bytes.write(`\n${line}\n`, edge + shift * 40 + at * 500 - at * 7);
    const found = kept(fast, bytes, true);
    expect(found.length).toBeGreaterThan(20);
    expect(found).toEqual(kept(plain, bytes, true));
  });

  test('of content after content: nothing of the one before is left', () => {
    const provider = Buffer.from('datadog');
    const secret = Buffer.from('api_key = "0123456789abcdef0123456789abcdef"');
    kept(fast, provider, true);
    expect(kept(fast, secret, true)).toEqual(kept(plain, secret, true));
  });
});
