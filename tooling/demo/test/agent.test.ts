import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '@cdev/core/subprocess';
import { tempFolder, type TempFolder } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { applicationFolder } from '../src/verify-edits.ts';

const agent = fileURLToPath(new URL('../src/agent.ts', import.meta.url));

interface Given {
  readonly context?: string;
  readonly prompt?: string;
  readonly attempt?: number;
  readonly pace?: number;
  readonly onLine?: (line: string) => unknown;
  readonly signal?: AbortSignal;
}

/** Starts the agent as the `command` driver does, in a worktree with its `.cdev/`. */
async function startAgent({ path, write }: TempFolder, given: Given) {
  await write({ '.cdev/context.yaml': given.context ?? '', '.cdev/prompt.md': given.prompt ?? '' });
  return run(process.execPath, [agent], {
    cwd: path,
    allowFailure: true,
    onLine: given.onLine,
    signal: given.signal,
    env: {
      CDEV_CONTEXT: join(path, '.cdev', 'context.yaml'),
      CDEV_PROMPT: join(path, '.cdev', 'prompt.md'),
      CDEV_ATTEMPT: String(given.attempt ?? 1),
      CDEV_DEMO_PACE: String(given.pace ?? 0),
    },
  });
}

async function worktree(): Promise<TempFolder> {
  const folder = await tempFolder();
  await cp(applicationFolder, folder.path, { recursive: true });
  return folder;
}

const lines = (text: string) => text.trimEnd().split('\n');

describe('the agent', () => {
  test('says what it was given and every file it writes, also the one that is not its own', async () => {
    await using folder = await worktree();
    const { ok, stdout } = await startAgent(folder, { context: 'owns: [src/loans/late-fee.ts]' });
    expect(ok).toBe(true);
    expect(lines(stdout)).toEqual([
      'My task: Late fees on return',
      'Writing src/loans/late-fee.ts',
      'Changing src/loans/lending-desk.ts',
      'Changing src/loans/loan.ts',
      'Writing test/loans/late-fee.test.ts',
      'A member should know what they owe. That is quickly added while I am here.',
      'Changing src/members/member.ts',
      'Done, 5 files written',
    ]);
  });

  test('finds its part in the prompt when the context does not tell', async () => {
    await using folder = await worktree();
    const { stdout } = await startAgent(folder, { prompt: '# Lending statistics\n' });
    expect(lines(stdout)).toContain('Changing src/index.ts');
    expect(await readFile(join(folder.path, 'src/index.ts'), 'utf8')).toContain('lending-statistics.ts');
  });

  test('writes the right page at its second attempt, over the wrong one of its first', async () => {
    await using folder = await worktree();
    const context = 'mayCreate: [src/catalogue/page.ts]';
    const page = async () => readFile(join(folder.path, 'src/catalogue/page.ts'), 'utf8');
    await startAgent(folder, { context });
    expect(await page()).toContain('const start = page * size;');
    const { stdout } = await startAgent(folder, { context, attempt: 2 });
    expect(lines(stdout)[1]).toBe('Attempt 2. Looking at what was wrong with the one before');
    expect(await page()).toContain('const start = (page - 1) * size;');
  });

  test('goes on where it was killed, and the second time finds nothing left to do', async () => {
    await using folder = await worktree();
    const context = 'owns: ["src/reminders/**", src/members/member.ts]';
    const stop = new AbortController();
    const onLine = (line: string) => line.includes('print-reminders') && stop.abort();
    await expect(startAgent(folder, { context, pace: 50, onLine, signal: stop.signal })).rejects.toMatchObject({
      code: 'CDEV_E_SUBPROCESS_CANCELLED',
    });
    const resumed = await startAgent(folder, { context });
    expect(lines(resumed.stdout)).not.toContain('Changing src/members/member.ts');
    expect(lines(resumed.stdout)).toContain('Changing package.json');
    const { stdout } = await startAgent(folder, { context });
    expect(lines(stdout).at(-1)).toBe('Everything is there already');
  });

  test('fails in words when nothing was prepared for its task', async () => {
    await using folder = await tempFolder();
    await mkdir(join(folder.path, '.cdev'));
    const { exitCode, stderr } = await startAgent(folder, { prompt: 'Rewrite everything in another language' });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Nothing was prepared for this task');
  });
});
