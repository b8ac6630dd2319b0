import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { scrubbedEnvironment } from '@cdev/test-kit';
import { nodeProject } from './test-project.ts';

const bin = fileURLToPath(new URL('../bin/cdev-test-locally.js', import.meta.url));

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('Ctrl-C ends the tests that run and gives 130', async () => {
  await using repo = await nodeProject({
    'test/long.test.js': `import test from 'node:test';
import { writeFileSync } from 'node:fs';
test('waits', async () => {
  writeFileSync('pid', String(process.pid));
  await new Promise((resolve) => setTimeout(resolve, 600_000));
});
`,
  });
  const child = spawn(process.execPath, [bin, '--all'], {
    cwd: repo.path,
    env: scrubbedEnvironment(join(repo.path, '..')),
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  const pid = async (): Promise<string> => readFile(join(repo.path, 'pid'), 'utf8').catch(() => '');
  while ((await pid()) === '' && child.exitCode === null) await sleep(20);
  const atWork = Number(await pid());
  expect(isAlive(atWork)).toBe(true);
  child.kill('SIGINT');
  await ended;
  expect(child.exitCode).toBe(130);
  // The end of a process is not seen at once by others.
  while (isAlive(atWork)) await sleep(20);
});
