import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';

const script = fileURLToPath(new URL('../../../.ci/run', import.meta.url));

/** Runs `.ci/run` with an `npx` that does what the given shell text says for each word (`test`, `lint`, `types`, `check`, `check:packages`). */
async function ci(
  deeds: Readonly<Record<string, string>>,
): Promise<{ exitCode: number | null; sum: string; end: string; all: string; asked: string }> {
  const cases = Object.entries(deeds).map(([word, deed]) => `${word}) ${deed} ;;`);
  await using folder = await tempFolder({
    npx: `#!/bin/sh\necho "$@" >> "$ASKED"\nfor word; do :; done\ncase $word in ${cases.join(' ')} esac\n`,
  });
  chmodSync(join(folder.path, 'npx'), 0o755);
  const { status, stdout } = spawnSync('bash', [script], {
    encoding: 'utf8',
    env: { PATH: [folder.path, process.env['PATH']].join(delimiter), ASKED: join(folder.path, 'asked') },
  });
  const asked = readFileSync(join(folder.path, 'asked'), 'utf8');
  const lines = stdout.trimEnd().split('\n');
  return { exitCode: status, sum: lines.at(-1) ?? '', end: lines.slice(-4).join('\n'), all: stdout, asked };
}

describe('.ci/run', () => {
  test("runs the README's test command and the checks, and counts each check as a test", async () => {
    const { exitCode, sum, asked } = await ci({ test: "echo '12 passed, 0 failed'" });
    expect([exitCode, sum]).toEqual([0, '17 passed, 0 failed']);
    expect(asked.trimEnd().split('\n').toSorted()).toEqual(
      ['test', 'lint', 'types', 'check', 'check:packages', 'check:security']
        .map((word) => `-y -p node@24 -p pnpm@12 pnpm ${word}`)
        .toSorted(),
    );
    expect(asked.split('\n')[0]).toMatch(/ test$/);
  });

  test('runs the types beside the linter, and shows what they said', async () => {
    const { exitCode, sum, all } = await ci({
      test: "echo '12 passed, 0 failed'",
      lint: 'i=0; until [ -e "$ASKED.types" ]; do i=$((i + 1)); [ $i -lt 300 ] || exit 1; sleep 0.1; done',
      types: 'echo what types say; : > "$ASKED.types"',
    });
    expect([exitCode, sum]).toEqual([0, '17 passed, 0 failed']);
    expect(all).toContain('== pnpm types\nwhat types say\n');
  });

  test.each([
    [
      'tests failed, and the package manager had the last word',
      { test: "echo '3 passed, 2 failed'; echo '[ELIFECYCLE]'; exit 1" },
      '8 passed, 2 failed',
    ],
    ['a check failed', { test: "echo '3 passed, 0 failed, 1 skipped'", types: 'exit 2' }, '7 passed, 1 failed'],
    [
      'the tests ended badly without a failed test',
      { test: "echo '3 passed, 0 failed'; exit 1" },
      '8 passed, 1 failed',
    ],
    ['there was no sum', { test: 'exit 1' }, '5 passed, 1 failed'],
    ['there was no test', { test: 'exit 0' }, '5 passed, 1 failed'],
  ])('fails when %s', async (_, deeds, expected) => {
    const { exitCode, sum } = await ci(deeds);
    expect([exitCode, sum]).toEqual([1, expected]);
  });

  test('repeats at its end what failed, tests and checks', async () => {
    const { end } = await ci({
      test: "printf 'much\\n\\nFailed\\n✗ a.test.ts › adds up\\n3 passed, 1 failed\\n'; exit 1",
      types: 'exit 2',
      check: 'exit 1',
    });
    expect(end).toBe('✗ a.test.ts › adds up\nFailed checks: types check\n\n6 passed, 3 failed');
  });
});
