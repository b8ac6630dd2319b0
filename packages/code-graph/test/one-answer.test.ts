import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';

const module = new URL('../src/one-answer.ts', import.meta.url).href;

/** Whether a function that is called again and again is optimised, by V8's own word, in a process of its own. */
async function isOptimisedAfter(preparation: string, env: NodeJS.ProcessEnv = {}, rounds = 4000): Promise<boolean> {
  const program = `
    import { setFlagsFromString } from 'node:v8';
    import { prepareForMuchWork, prepareForOneAnswer } from '${module}';
    setFlagsFromString('--allow-natives-syntax');
    const statusOf = new Function('f', 'return %GetOptimizationStatus(f)');
    ${preparation}
    const hot = (a) => { let sum = 0; for (let i = 0; i < 200; i += 1) sum += (a ^ i) % 7; return sum; };
    // Of V8's bits, those of both optimising compilers.
    const isOptimised = () => (statusOf(hot) & ((1 << 4) | (1 << 5))) !== 0;
    // Compilers work beside it, so they are given time: on a busy machine more of it.
    for (let round = 0; round < ${rounds} && !isOptimised(); round += 1) {
      for (let call = 0; call < 2000; call += 1) hot(call);
      await new Promise((done) => setTimeout(done, 5));
    }
    console.log(isOptimised());`;
  await using folder = await tempFolder({ 'program.mjs': program });
  const clean = { ...process.env, NODE_OPTIONS: undefined, ...env };
  return (
    execFileSync(process.execPath, [join(folder.path, 'program.mjs')], { env: clean, encoding: 'utf8' }) === 'true\n'
  );
}

test('for one answer nothing is optimised', async () => {
  expect(await isOptimisedAfter('prepareForOneAnswer(process.env);', {}, 40)).toBe(false);
});

test('for much work it is again, and without a preparation it always was', async () => {
  expect(await isOptimisedAfter('prepareForOneAnswer(process.env); prepareForMuchWork();')).toBe(true);
  expect(await isOptimisedAfter('')).toBe(true);
});

test('what somebody set for Node himself stays', async () => {
  expect(
    await isOptimisedAfter('prepareForOneAnswer(process.env);', { NODE_OPTIONS: '--max-old-space-size=500' }),
  ).toBe(true);
});
