import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runBin, tempFolder, tempRepo, testContext, transcript, type TempRepo } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { init } from '../src/index.ts';
import { additions, diffLines } from '../src/init/diff-lines.ts';
import type { RepositoryFacts } from '../src/init/find-facts.ts';
import { planConfig } from '../src/init/plan-config.ts';

const manifest = (more: object = {}): string =>
  `${JSON.stringify({ name: 'app', version: '1.0.0', packageManager: 'pnpm@12.0.0', scripts: { test: 'node --test' }, ...more })}\n`;
const read = (repo: { path: string }, file: string): Promise<string> => readFile(join(repo.path, file), 'utf8');
const facts: RepositoryFacts = {
  branch: 'trunk',
  packageManager: 'npm',
  publishable: ['app'],
  testCommand: undefined,
  agents: ['codex', 'qwen'],
};

/** A PATH on which nothing is but git and programs of these names: what else this machine has would be found too. */
async function programs(repo: TempRepo, ...names: readonly string[]): Promise<string> {
  const folder = join(repo.path, '.git/programs');
  await mkdir(folder, { recursive: true });
  const git = (process.env['PATH'] ?? '').split(':').map((place) => join(place, 'git'));
  await symlink(git.find((file) => existsSync(file)) ?? '', join(folder, 'git'));
  for (const name of names) await writeFile(join(folder, name), '#!/bin/sh\n', { mode: 0o755 });
  return folder;
}

describe('cdev init', () => {
  test('shows what it would write, asks, writes, and has nothing to do afterwards', async () => {
    await using repo = await tempRepo({
      'package.json': manifest(),
      'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
      '.gitignore': 'dist\n',
    });
    const env = { PATH: await programs(repo, 'codex', 'claude') };
    const start = (...argv: string[]) => runBin('cli', ['init', ...argv], { cwd: repo.path, env });
    const planned = await start('--dry-run');
    expect(transcript(planned)).toMatchInlineSnapshot(`
"$ cdev init --dry-run
exit 0
--- stdout
<folder>
  package manager  pnpm <version>
  test command     pnpm test
  main branch      main
  agents here      claude, codex

cdev.config.yaml (new)
  + # Options of the cdev scripts in this repository. The command line and variables CDEV_… go before them.
  +
  + # Who does the work of \`cdev parallel\`; also here: codex
  + cdev:
  +   agent: claude
  +
  + # The same for \`cdev spawn-agents --run\`
  + spawn-agents:
  +   driver: claude

.gitignore
    dist
  + .cdev/
  + node_modules/

Nothing was written (dry run)
--- stderr
✓ looking at the repository  <duration>
"
`);
    expect(await repo.git('status', '--porcelain')).toBe('');
    const unasked = await start();
    expect(unasked).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('CDEV_E_CLI_CONFIRMATION_NEEDED') });
    expect(unasked.stderr).toContain('+   driver: claude');
    expect(await repo.git('status', '--porcelain')).toBe('');
    expect((await start('--yes')).stdout).toContain('✓ Wrote cdev.config.yaml and .gitignore');
    expect(await read(repo, '.gitignore')).toBe('dist\n.cdev/\nnode_modules/\n');
    const again = await start('--yes', '--json');
    expect(again.document()).toMatchObject({ status: 'ok', data: { status: 'nothing-to-do', changes: [] } });
    // What it wrote is configuration that the scripts take.
    const plan = await runBin('cli', ['parallel', '--resume', '--json'], { cwd: repo.path, env });
    expect(plan.document()).toMatchObject({ error: { code: 'CDEV_E_PARALLEL_NOTHING_TO_RESUME' } });
  });

  test('leaves what is there, in whatever form the configuration is, and tells what it cannot add', async () => {
    await using repo = await tempRepo({
      'package.json': manifest(),
      'cdev.config.yaml': '{ cdev: { agent: gemini } }\n',
      'cdev.config.json': '{}',
    });
    const context = testContext({ cwd: repo.path, yes: true, env: { PATH: await programs(repo, 'claude') } });
    const { result } = await init({ isDryRun: false }, context);
    expect(await read(repo, 'cdev.config.yaml')).toBe('{ cdev: { agent: gemini } }\n');
    expect(result.notes).toContain('cdev.config.yaml is not laid out so that sections can be added: spawn-agents');
    await using other = await tempRepo({
      'package.json': manifest({ cdevConfig: {} }),
      '.gitignore': '.*\nnode_modules\n',
    });
    const second = await init(
      { isDryRun: false },
      testContext({ cwd: other.path, env: { PATH: await programs(other, 'claude') } }),
    );
    expect(second.result).toMatchObject({
      status: 'nothing-to-do',
      notes: ['The configuration is in package.json#cdevConfig, which is left as it is'],
    });
  });

  test('says of a repository without anything what is missing', async () => {
    await using repo = await tempRepo({ 'a.txt': '' });
    const { result } = await init(
      { isDryRun: true },
      testContext({ cwd: repo.path, env: { PATH: await programs(repo) } }),
    );
    expect(result.facts).toEqual({ branch: 'main', publishable: [], agents: [] });
    expect(result.changes).toEqual([{ file: '.gitignore', isNew: true, lines: ['+ .cdev/'] }]);
    expect(result.notes[0]).toContain('No test command was found');
  });

  test('works from a subfolder, with the branch that the remote names, in a linked worktree', async () => {
    await using repo = await tempRepo(
      { 'package.json': manifest(), 'sub/x': '' },
      { origin: true, worktrees: ['feature'] },
    );
    await repo.git('branch', '-m', 'main', 'trunk');
    await repo.git('push', '-q', 'origin', 'trunk');
    await repo.git('remote', 'set-head', 'origin', 'trunk');
    const tree = repo.worktrees['feature'];
    const context = testContext({
      cwd: join(tree?.path ?? '', 'sub'),
      yes: true,
      env: { PATH: await programs(repo, 'qwen') },
    });
    const { result } = await init({ isDryRun: false }, context);
    expect(result).toMatchObject({
      facts: { branch: 'trunk', publishable: ['app'], testCommand: 'pnpm test' },
      folder: tree?.path,
    });
    expect(await readFile(join(tree?.path ?? '', 'cdev.config.yaml'), 'utf8')).toContain(
      'prepublish:\n  branch:\n    - trunk\n',
    );
    expect(await repo.git('status', '--porcelain')).toBe('');
  });

  test('refuses a bare repository, no repository and a configuration that is broken; a no changes nothing', async () => {
    await using bare = await tempRepo({ 'a.txt': '' }, { bare: true });
    await using folder = await tempFolder();
    await using repo = await tempRepo({ 'package.json': manifest(), 'cdev.config.yaml': 'a: [' });
    const at = (cwd: string) => init({ isDryRun: false }, testContext({ cwd, answers: ['n'] }));
    await expect(at(bare.path)).rejects.toMatchObject({ code: 'CDEV_E_FRONT_NO_WORKING_TREE' });
    await expect(at(folder.path)).rejects.toMatchObject({ code: 'CDEV_E_GIT_NOT_A_REPOSITORY' });
    await expect(at(repo.path)).rejects.toMatchObject({ code: 'CDEV_E_FRONT_CONFIG_UNUSABLE' });
    await repo.write({ 'cdev.config.yaml': '# nothing yet' });
    await expect(at(repo.path)).rejects.toMatchObject({ code: 'CDEV_E_CLI_DECLINED' });
    expect(await read(repo, 'cdev.config.yaml')).toBe('# nothing yet');
  });

  test('writes nothing over a change that came while it asked', async () => {
    await using repo = await tempRepo({ 'package.json': manifest(), '.gitignore': 'dist\n' });
    const context = testContext({ cwd: repo.path });
    const confirm = async (): Promise<void> => writeFile(join(repo.path, '.gitignore'), 'mine\n');
    await expect(
      init({ isDryRun: false }, { ...context, prompt: { ...context.prompt, confirm } }),
    ).rejects.toMatchObject({
      code: 'CDEV_E_FRONT_CHANGED_MEANWHILE',
    });
    expect(await read(repo, '.gitignore')).toBe('mine\n');
  });
});

describe('what is added', () => {
  test('to a configuration stands behind what it has, and only once', () => {
    const { text } = planConfig('# mine\nprepublish:\n  tag: next # so\n', facts);
    expect(text).toBe(
      '# mine\nprepublish:\n  tag: next # so\n\n# Who does the work of `cdev parallel`; also here: qwen\ncdev:\n  agent: codex\n\n# The same for `cdev spawn-agents --run`\nspawn-agents:\n  driver: codex\n',
    );
    expect(planConfig(text, facts)).toEqual({ text: undefined, byHand: [] });
    expect(planConfig('', { ...facts, agents: [] }).text).toContain('prepublish:\n  branch:\n    - trunk\n');
    expect(planConfig(undefined, { ...facts, agents: [], branch: 'main' }).text).toBeUndefined();
    expect(() => planConfig('- a\n', facts)).toThrow('it is no mapping');
  });

  test('keeps line ends, and is shown with three lines before it', () => {
    expect(additions('a\r\nb', ['c'])).toBe('a\r\nb\r\nc\r\n');
    expect(additions('', ['c'])).toBe('c\n');
    expect(diffLines('1\n2\n3\n4\n', '1\n2\n3\n4\n5\n\n')).toEqual(['  2', '  3', '  4', '+ 5', '+']);
    expect(diffLines('', 'a\n')).toEqual(['+ a']);
  });
});
