import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '@cdev/core/subprocess';
import { runBin, tempFolder, tempRepo, type TempRepo } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';

const issue = `---
id: DEMO-7
title: Two things
---

## 1. Alpha

Change \`src/alpha.js\`.

## 2. Beta

Change \`src/beta.js\`.
`;

/** Writes what its part asks for; the second part is wrong at its first attempt. */
const agent = `
if grep -q '# Alpha' "$CDEV_PROMPT"; then name=alpha; else name=beta; fi
text="export const $name = 'done';"
if [ "$name $CDEV_ATTEMPT $FIRST_IS_WRONG" = 'beta 1 1' ]; then text='throw new Error("wrong")'; fi
echo "$text" > "src/$name.js"
echo "wrote src/$name.js"
`;

const repository = (): Promise<TempRepo> =>
  tempRepo({
    'package.json': '{ "type": "module", "scripts": { "test": "node test/all.test.js" } }\n',
    // The tests are run by pnpm, which starts in a tenth of npm's time.
    'pnpm-workspace.yaml': 'packages: []\n',
    'src/alpha.js': '',
    'src/beta.js': '',
    'test/all.test.js':
      "import test from 'node:test';\nimport '../src/alpha.js';\nimport '../src/beta.js';\ntest('loads', () => {});\n",
    'tools/agent.sh': agent,
    'issue.md': issue,
  });

const cdev = (repo: TempRepo, argv: readonly string[], env: Record<string, string> = {}) =>
  runBin('cli', argv, { cwd: repo.path, env, timeLimit: 120_000 });
const work = ['parallel', '--issue', 'issue.md', '--command', 'sh tools/agent.sh'];

describe('cdev parallel', () => {
  test('takes an issue to a merged and tested branch, and sends back to work what failed', async () => {
    await using repo = await repository();
    const { exitCode, stdout, stderr } = await cdev(repo, [...work, '--yes', '--json'], { FIRST_IS_WRONG: '1' });
    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
    const { data } = JSON.parse(stdout);
    expect(data.agents).toMatchObject([
      { id: 'alpha', status: 'merged', attempt: 1 },
      { id: 'beta', status: 'merged', attempt: 2 },
    ]);
    expect(data.integration.movedTo).toBe(await repo.git('rev-parse', 'main'));
    expect(await readFile(join(repo.path, 'src/beta.js'), 'utf8')).toBe("export const beta = 'done';\n");
    expect(await repo.git('status', '--porcelain')).toBe('');
    expect(data.steps.map(({ name }: { name: string }) => name)).toContain('retry');
  }, 180_000);

  test('says of work that a hook keeps out of every commit what to do, and goes on from there', async () => {
    await using repo = await repository();
    const hooks = join(repo.path, '.git/hooks');
    await mkdir(hooks, { recursive: true });
    await writeFile(join(hooks, 'pre-commit'), '#!/bin/sh\necho no issue number >&2\nexit 1\n', { mode: 0o755 });
    const refused = await cdev(repo, [...work, '--yes']);
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toMatch(/\n✗ commit {2}/);
    expect(refused.stdout).toMatch(
      /→ In no commit yet: alpha, beta\. See why, and mend it: cdev-agent-commit --all --plan \S+\n→ Then run/,
    );
    await rm(join(hooks, 'pre-commit'));
    const again = await cdev(repo, [...work, '--yes']);
    expect({ exitCode: again.exitCode, arrows: again.stdout.includes('→') }).toEqual({ exitCode: 0, arrows: false });
  }, 240_000);

  test('shows the plan and changes nothing with --dry-run', async () => {
    await using repo = await repository();
    const { exitCode, stderr } = await cdev(repo, [...work, '--dry-run']);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('not written (dry run)');
    expect(await repo.git('branch', '--list', 'cdev/*')).toBe('');
  });

  test('stops after the step it is told, goes on from there, and asks before the branch is moved', async () => {
    await using repo = await repository();
    const before = await repo.git('rev-parse', 'main');
    expect((await cdev(repo, [...work, '--until', 'validate'])).exitCode).toBe(0);
    const unanswered = await cdev(repo, ['parallel', '--resume', '--command', 'sh tools/agent.sh']);
    expect(unanswered.exitCode).toBe(2);
    expect(unanswered.stderr).toContain('CDEV_E_CLI_CONFIRMATION_NEEDED');
    expect(await repo.git('rev-parse', 'main')).toBe(before);
    await repo.write({ 'src/beta.js': 'mine' });
    const inTheWay = await cdev(repo, ['parallel', '--resume', '--command', 'node tools/agent.mjs', '--yes']);
    expect(inTheWay.exitCode).toBe(1);
    expect(inTheWay.stderr).toMatch(/CDEV_E_MERGE_WOULD_OVERWRITE[^]*CDEV_E_PARALLEL_STEP_FAILED\n$/);
    await repo.git('checkout', '--', 'src/beta.js');
    const { exitCode, stdout } = await cdev(repo, [
      'parallel',
      '--resume',
      '--command',
      'sh tools/agent.sh',
      '--yes',
      '--json',
    ]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).data.agents.map(({ attempt }: { attempt: number }) => attempt)).toEqual([1, 1]);
  }, 180_000);

  test('plans another issue in a file of the same name, and says when the same was changed', async () => {
    await using repo = await repository();
    const plan = async (title: string, what: string) => {
      await repo.write({ 'issue.md': `# ${title}\n\n## Alpha\n\n${what} in \`src/alpha.js\`.\n` });
      return cdev(repo, [...work, '--until', 'plan', '--json']);
    };
    const planId = ({ stdout }: { readonly stdout: string }): string => JSON.parse(stdout).data.plan.id;
    expect(planId(await plan('First', 'Do this'))).toBe('issue-first');
    expect(planId(await plan('Second', 'Do that'))).toBe('issue-second');
    const { exitCode, stderr } = await plan('Second', 'Do less');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('CDEV_E_PARALLEL_ISSUE_CHANGED');
    expect(stderr).toContain('cdev decompose-parallel issue --replace');
  });

  test.each([
    [['parallel'], 2, 'CDEV_E_PARALLEL_ISSUE_MISSING'],
    [['parallel', '--resume'], 2, 'CDEV_E_PARALLEL_NOTHING_TO_RESUME'],
    [['parallel', '--issue', 'issue.md'], 2, 'CDEV_E_PARALLEL_AGENT_MISSING'],
    [['parallel', '--issue', 'none.md', '--agent', 'claude'], 1, 'CDEV_E_ISSUE_UNREADABLE'],
    [['parallel', '--agent', 'somebody'], 2, 'CDEV_E_CLI_USAGE'],
    [['nothing'], 2, 'CDEV_E_CLI_USAGE'],
  ])('refuses %j', async (argv, code, error) => {
    await using repo = await repository();
    const { exitCode, stderr, stdout } = await cdev(repo, argv);
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: '' });
    expect(stderr).toContain(error);
  });
});

describe('cdev <script>', () => {
  test('becomes that script, with its options, its output and its exit code', async () => {
    await using repo = await repository();
    const { exitCode, stdout } = await cdev(repo, ['decompose-parallel', 'issue.md', '--dry-run', '--json']);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ command: 'cdev-decompose-parallel', data: { written: 'dry-run' } });
    expect((await cdev(repo, ['monitor-agents', '--no-such-option'])).exitCode).toBe(2);
    expect((await cdev(repo, ['spawn-agents', '--help'])).stdout).toContain('Usage: cdev-spawn-agents');
  });

  test.each([
    ['the front door', ['list']],
    ['a script', ['decompose-parallel', 'issue.md']],
  ])('says in a folder that has gone that it is not there: %s', async (_, argv) => {
    await using folder = await tempFolder({});
    const bin = fileURLToPath(new URL('../bin/cdev.js', import.meta.url));
    const { exitCode, stderr } = await run(
      'sh',
      ['-c', 'mkdir gone && cd gone && rmdir ../gone && exec "$@"', 'sh', process.execPath, bin, ...argv],
      {
        cwd: folder.path,
        allowFailure: true,
      },
    );
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: `✗ No folder at ${join(folder.path, 'gone')}\n  → Change into a folder that exists, or give one with --cwd\n  CDEV_E_CLI_FOLDER_MISSING\n`,
    });
  });

  test('lists every script with its version', async () => {
    await using repo = await repository();
    expect((await cdev(repo, ['list'])).stdout).toMatch(/cdev decompose-parallel +0\.\d+\.\d+ +Cuts an issue/);
  });
});
