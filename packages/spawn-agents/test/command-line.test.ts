import { describe, expect, test } from '@jest/globals';
import { runCommand } from '@cdev/core/cli';
import { testIo } from '@cdev/test-kit';
import { script } from '../src/cli.ts';
import { plannedRepo, planId, worker } from './planned-repo.ts';

async function run(cwd: string, ...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const { io, stdout, stderr } = testIo({ cwd });
  const code = await runCommand(script, '1.2.3', argv, io);
  return { code, out: stdout(), err: stderr() };
}

describe('the command line', () => {
  test('runs agents, says in one document how each ended, and has findings when one did not end well', async () => {
    await using it = await plannedRepo(
      { good: {}, bad: {} },
      { files: { 'cdev.config.yaml': 'spawn-agents:\n  driver: command\n  dependencies: none\n' } },
    );
    const command = `${worker}; [ $CDEV_AGENT = good ]`;
    const { code, out, err } = await run(
      it.repo.path,
      'demo-1',
      '--run',
      '--command',
      command,
      '--max-parallel',
      '2',
      '--json',
    );
    expect(code).toBe(1);
    const { status, data } = JSON.parse(out) as {
      status: string;
      data: { agents: { agent: string; run: { verdict: string } }[] };
    };
    expect(status).toBe('findings');
    expect(data).toMatchObject({ plan: planId, driver: 'command', maxParallel: 2 });
    expect(data.agents.map(({ agent, run: { verdict } }) => `${agent} ${verdict}`)).toEqual([
      'good done',
      'bad failed',
    ]);
    expect(err).toContain('✓ good  1 file');
    expect(err).toContain('✗ bad  exit code 1');
    const written = await it.events();
    expect(new Set(written.map(({ writer }) => writer))).toEqual(new Set([`cdev-spawn-agents 1.2.3 ${process.pid}`]));
  });

  test('takes further arguments as words and behind two dashes, and a folder relative to where it is', async () => {
    await using it = await plannedRepo({ login: {} });
    const command = `${worker}; echo "$@" > src/login/args.txt`;
    const argv = [
      '--run',
      '--command',
      command,
      "--agent-args=-m 'a b'",
      '--dependencies',
      'none',
      '--worktrees',
      '../w',
      '--',
      '-x',
      'y',
    ];
    const { code, out } = await run(it.repo.path, ...argv);
    expect(code).toBe(0);
    expect(out).toContain('✓  login  done');
    const worktree = await it.worktree('login');
    expect(worktree.endsWith(`/w/${planId}/login`)).toBe(true);
    expect(await it.repo.git('-C', worktree, 'grep', '--no-index', '-h', '', 'src/login/args.txt')).toBe('-m a b -x y');
  });
});
