import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parallelRun, type ParallelRun } from '@cdev/run-fixture';
import { testContext } from '@cdev/test-kit';
import { describe, expect, jest, test } from '@jest/globals';
import { agentCommit, type AgentCommitOptions, type AgentCommitResult } from '../src/index.ts';
import { commitText } from '../src/human.ts';
import { plainOptions } from './plain-options.ts';

// The queue is a program of its own.
jest.setTimeout(120_000);

const queue = fileURLToPath(new URL('../../integrate-parallel-work/dist/start.js', import.meta.url));
const plain: AgentCommitOptions = { ...plainOptions, isAll: true, autoMerge: true };

interface Merged {
  readonly result: AgentCommitResult;
  readonly status: string;
}

async function merge({ repository }: ParallelRun, options: Partial<AgentCommitOptions> = {}): Promise<Merged> {
  if (!existsSync(queue)) throw new Error('integrate-parallel-work is not built: run "pnpm build"');
  const home = join(repository.path, '../home');
  return agentCommit({ ...plain, ...options }, testContext({ cwd: repository.path, home }));
}

async function worked(agents: Readonly<Record<string, Readonly<Record<string, string>>>>): Promise<ParallelRun> {
  const run = await parallelRun({
    files: { 'README.md': '# Things\n', 'package.json': '{}\n' },
    agents: Object.fromEntries(
      Object.keys(agents).map((agent) => [
        agent,
        { owns: [`src/${agent}/**`, 'notes.md'].slice(0, agent === 'login' ? 2 : 1) },
      ]),
    ),
    checks: [{ name: 'sound', command: '! grep -rq broken src' }],
  });
  for (const [agent, files] of Object.entries(agents)) {
    await run.worktrees[agent]?.write(files);
    await run.finish(agent);
  }
  return run;
}

describe('--auto-merge', () => {
  test('has the queue test and merge what was committed; what fails there stays on its branch, with the reason', async () => {
    await using run = await worked({ login: { 'src/login/a.ts': 'a\n' }, search: { 'src/search/b.ts': 'broken\n' } });
    const { result, status } = await merge(run);
    expect(status).toBe('findings');
    expect(result.merge).toMatchObject({ target: 'main', merged: ['login'] });
    expect(result.merge?.refused).toEqual([{ agent: 'search', reason: expect.stringContaining('sound') }]);
    expect(await run.repository.git('ls-tree', '-r', '--name-only', 'main', 'src')).toBe('src/login/a.ts');
    expect(await run.repository.git('log', '-1', '--format=%s', 'cdev/demo-1-two-things/search')).toContain('search');
    const text = commitText(result, { style: testStyle, columns: 100 });
    expect(text).toContain('✓ in main: login\n✗ search  not merged: ');
  });

  test('is not tried with what the queue says that it would not take', async () => {
    await using run = await worked({ login: { 'src/login/a.txt': 'a\n' } });
    await run.repository.commit('Meanwhile', { 'src/login/a.txt': 'other\n' });
    const before = await run.repository.git('rev-parse', 'main');
    const { result, status } = await merge(run);
    expect(status).toBe('findings');
    expect(result.commits).toMatchObject([{ agent: 'login', isNew: true }]);
    expect(result.merge).toMatchObject({ merged: [], refused: [{ agent: 'login' }] });
    expect(result.merge?.report).toBeUndefined();
    expect(await run.repository.git('rev-parse', 'main')).toBe(before);
  });

  test('a second call finds it in the target, and a dry run asks for nothing', async () => {
    await using run = await worked({ login: { 'src/login/a.ts': 'a\n' } });
    expect((await merge(run, { isDryRun: true })).result.merge).toBeUndefined();
    const first = await merge(run, { isAll: false, agents: ['login'] });
    expect([first.status, first.result.merge?.merged]).toEqual(['ok', ['login']]);
    const second = await merge(run, { isAll: false, agents: ['login'] });
    expect([second.status, second.result.merge?.merged]).toEqual(['ok', ['login']]);
  });

  test('is refused with --partial, before anything is committed', async () => {
    await using run = await worked({ login: { 'src/login/a.ts': 'a\n' } });
    await expect(merge(run, { isPartial: true })).rejects.toMatchObject({ code: 'CDEV_E_AGENT_COMMIT_MERGE_PARTIAL' });
    expect(await run.repository.git('rev-list', '--count', '--all')).toBe('1');
  });

  test('tells what keeps the queue from its work; the commit is there', async () => {
    await using run = await worked({ login: { 'src/login/a.ts': 'a\n' } });
    await run.repository.git('branch', '--move', 'main', 'trunk');
    const refused = merge(run, { plan: run.plan.id });
    await expect(refused).rejects.toMatchObject({
      code: 'CDEV_E_AGENT_COMMIT_QUEUE_FAILED',
      message: expect.stringContaining('The work is committed and not merged'),
    });
    expect(await run.repository.git('log', '-1', '--format=%s', 'cdev/demo-1-two-things/login')).toContain('login');
  });
});

const same = (text: string): string => text;
const testStyle = { good: same, bad: same, warning: same, quiet: same, name: same, title: same } as Parameters<
  typeof commitText
>[1]['style'];
