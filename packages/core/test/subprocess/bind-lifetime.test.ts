import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isAlive, until } from './processes.ts';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'cdev bound ü-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const node = process.execPath;

describe('a parent that is killed', () => {
  const finishingAfter = (time: number): string => `setTimeout(() => require('fs').writeFileSync('done', ''), ${time})`;
  const staying = "process.on('SIGTERM', () => require('fs').writeFileSync('asked', '')); setInterval(() => {}, 1000)";
  const parentScript = (lifetime: string, deed: string): string => `
    import { run } from ${JSON.stringify(new URL('../../src/subprocess/index.ts', import.meta.url).href)};
    const child = ${JSON.stringify(`${deed}; require('fs').writeFileSync('pid', String(process.pid))`)};
    await run(process.execPath, ['-e', child], { cwd: process.cwd(), lifetime: '${lifetime}' });
  `;
  async function killParentOf(lifetime: string, deed: string): Promise<number> {
    writeFileSync(join(cwd, 'parent.mjs'), parentScript(lifetime, deed));
    const parent = spawn(node, ['parent.mjs'], { cwd, stdio: 'ignore' });
    await until(() => existsSync(join(cwd, 'pid')) && readFileSync(join(cwd, 'pid'), 'utf8') !== '');
    parent.kill('SIGKILL');
    return Number(readFileSync(join(cwd, 'pid'), 'utf8'));
  }

  test('takes its bound children with it', async () => {
    const pid = await killParentOf('bound', finishingAfter(90_000));
    expect(await until(() => !isAlive(pid))).toBe(true);
    expect(existsSync(join(cwd, 'done'))).toBe(false);
  });

  test('takes a bound child by force that does not mind being asked', async () => {
    const pid = await killParentOf('bound', staying);
    expect(await until(() => existsSync(join(cwd, 'asked')))).toBe(true);
    expect(await until(() => !isAlive(pid))).toBe(true);
  });

  test('leaves its free children to finish', async () => {
    await killParentOf('free', finishingAfter(1500));
    expect(await until(() => existsSync(join(cwd, 'done')))).toBe(true);
  });
});

(existsSync('/proc/self/environ') ? describe : describe.skip)(
  'a parent that is killed before it could register a child',
  () => {
    test('takes it along: it is found by its mark', async () => {
      const module = new URL('../../src/subprocess/bind-lifetime.ts', import.meta.url).href;
      const script = `
      import { spawn } from 'node:child_process';
      import { announceChild } from ${JSON.stringify(module)};
      const { env } = announceChild();
      const hook = 'echo $$ > pid.part; mv pid.part pid; kill -KILL $PPID; sleep 600; true';
      spawn('/bin/sh', ['-c', hook], { detached: true, stdio: 'ignore', env: { ...process.env, ...env } });
    `;
      writeFileSync(join(cwd, 'parent.mjs'), script);
      spawn(node, ['parent.mjs'], { cwd, stdio: 'ignore' });
      await until(() => existsSync(join(cwd, 'pid')));
      const pid = Number(readFileSync(join(cwd, 'pid'), 'utf8'));
      expect(await until(() => !isAlive(pid))).toBe(true);
    });
  },
);
