import { access, chmod, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { resolveContent } from '../../src/index.ts';

/**
 * A stand-in with the documented contract: `merge <base> <left> <right> -p <path> -o <result>`, 0 when no conflict is left, 1 when one is. What it
 * answers lies beside it.
 */
const standIn = (answer: string, code = 0) => `#!/bin/sh
echo "$1 $(cat "$2") $(cat "$3") $(cat "$4") $5 $6 $7" > "$(dirname "$0")/called"
printf '%s' '${answer}' > "$8"
exit ${code}
`;
const limit = (value: string) => `export const limit = ${value};\n`;
const texts = { path: 'src/limit.ts', base: limit('1'), ours: limit('ours()'), theirs: limit('[theirs]') };

async function resolve(program: string | undefined, atLeast: 'likely' | 'guess' = 'guess') {
  await using folder = await tempFolder(program === undefined ? {} : { mergiraf: program });
  if (program !== undefined) await chmod(join(folder.path, 'mergiraf'), 0o755);
  const env = { PATH: [folder.path, '/usr/bin', '/bin'].join(delimiter) };
  const decision = await resolveContent(texts, { atLeast, explains: true, mergiraf: { env } });
  const called = await readFile(join(folder.path, 'called'), 'utf8').catch(() => undefined);
  return { decision, called, last: decision.explanation?.steps.at(-1) };
}

test('takes what mergiraf makes of what structure leaves open, as a guess', async () => {
  const both = limit('[ours(), theirs]').trimEnd();
  const { decision, called, last } = await resolve(standIn(`${both}\n// ours() [theirs]\n`));
  expect(decision).toMatchObject({
    kind: 'resolved',
    rule: 'mergiraf',
    resolutions: [{ confidence: 'guess' }],
    lost: [],
  });
  expect(called).toBe(
    `merge ${[texts.base, texts.ours, texts.theirs].map((text) => text.trim()).join(' ')} -p src/limit.ts -o\n`,
  );
  expect(last).toMatchObject({ rung: 'mergiraf', outcome: 'won' });
});

test.each([
  ['a conflict of its own', standIn('x', 1), 'gave way', 'It leaves a conflict'],
  ['a failure', standIn('x', 255), 'gave way', 'It failed'],
  ['what does not parse', standIn('export const = 1;'), 'refused', 'not well-formed'],
  ['a lost line', standIn(limit('ours()').trimEnd()), 'refused', 'Line 1 of theirs would be lost'],
  ['markers', standIn('<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n'), 'refused', 'markers'],
] as const)('gives %s no more weight than any rung', async (_, program, outcome, reason) => {
  const { decision, last } = await resolve(program);
  expect(decision.kind).toBe('open');
  expect(last).toMatchObject({ rung: 'mergiraf', outcome, reason: expect.stringContaining(reason) });
});

test('an interruption ends the merge, and is not taken for something that mergiraf could not do', async () => {
  await using folder = await tempFolder({ mergiraf: '#!/bin/sh\ntouch "$(dirname "$0")/called"\nsleep 60\n' });
  await chmod(join(folder.path, 'mergiraf'), 0o755);
  const interruption = new AbortController();
  const called = join(folder.path, 'called');
  const watch = setInterval(
    () =>
      void access(called).then(
        () => interruption.abort(),
        () => {},
      ),
    20,
  );
  const env = { PATH: [folder.path, '/usr/bin', '/bin'].join(delimiter) };
  const mergiraf = { env, signal: interruption.signal };
  try {
    await expect(resolveContent(texts, { atLeast: 'guess', mergiraf })).rejects.toMatchObject({
      code: 'CDEV_E_SUBPROCESS_CANCELLED',
    });
  } finally {
    clearInterval(watch);
  }
});

test('is not asked where a guess is not wanted, and nothing is said of it where it is not there', async () => {
  expect((await resolve(standIn(limit('x')), 'likely')).called).toBeUndefined();
  const { decision, last } = await resolve(undefined);
  expect(decision).toMatchObject({ kind: 'open', hunks: [{ where: 'line 1' }] });
  expect(last?.rung).not.toBe('mergiraf');
});
