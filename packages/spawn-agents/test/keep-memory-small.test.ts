import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const source = fileURLToPath(new URL('../src/keep-memory-small.ts', import.meta.url));
/** Makes and drops much of which a little stays for a while; tells how large the room for new objects has become, in megabytes. */
const churn = `
const { getHeapSpaceStatistics } = await import('node:v8');
const kept = [];
for (let round = 0; round < 120; round += 1) {
  kept.push(Array.from({ length: 20000 }, (_, at) => ({ round, at })));
  if (kept.length > 6) kept.shift();
}
console.log(getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size / 1e6);
`;
const roomAfter = (before: string): number =>
  Number(execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '--eval', `${before}${churn}`]));

describe('the room for new objects', () => {
  test('stays as it is, and would grow otherwise', () => {
    const call = `(await import(${JSON.stringify(source)})).keepMemorySmall();`;
    const small = roomAfter(call);
    expect(small).toBeLessThan(9);
    expect(roomAfter('')).toBeGreaterThan(small);
  });
});
