import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tempFolder, tempRepo, testContext, type TempRepo } from '@cdev/test-kit';
import { intelligentAgentGenerator, targetNames, type GenerateOptions } from '../src/index.ts';
import { generateOptions } from './generate-options.ts';
import { libraryRepo } from './library-repo.ts';

let repository: TempRepo;
beforeAll(async () => {
  repository = await libraryRepo();
});
afterAll(() => repository.remove());

const fee = 'Charge a higher late fee';
const generate = async (given: Partial<GenerateOptions>, more: object = {}) => {
  const context = testContext({ cwd: repository.path, ...more });
  return (await intelligentAgentGenerator(generateOptions({ text: fee, ...given }), context)).result;
};
const read = (path: string) => readFile(join(repository.path, path), 'utf8');

describe('intelligentAgentGenerator', () => {
  test('makes a pack and writes nothing', async () => {
    const result = await generate({});
    expect(result).toMatchObject({ target: 'context', file: undefined, leftOut: [] });
    expect(result.text).toMatch(/^# Charge a higher late fee\n\nFor a software engineer: about \d+ minutes/);
    expect(await repository.git('status', '--porcelain')).toBe('');
  });

  test('writes a pack to a file, from a folder below', async () => {
    const { file } = await generate({ out: 'pack ü.md' }, { cwd: join(repository.path, 'src') });
    expect(file).toEqual({ path: 'pack ü.md', action: 'create', doubt: undefined, kept: undefined, isWritten: true });
    expect(await read('src/pack ü.md')).toMatch(/^# Charge a higher late fee\n/);
    await rm(join(repository.path, 'src/pack ü.md'));
  });

  test.each(targetNames.filter((name) => name !== 'context'))(
    'a second run for %s leaves the file as it is, although the file repeats the request',
    async (target) => {
      const first = await generate({ target });
      expect(first.file).toMatchObject({ action: 'create', isWritten: true });
      const written = await read(first.file?.path ?? '');
      expect(written).toContain('src/loans/late-fee.js');
      const second = await generate({ target });
      expect(second.file).toMatchObject({ action: 'unchanged', isWritten: false });
      expect(await read(first.file?.path ?? '')).toBe(written);
      await repository.git('clean', '-fdq');
    },
  );

  test('a second run to the same file leaves a pack as it is', async () => {
    await generate({ out: 'pack.md' });
    expect((await generate({ out: 'pack.md' })).file).toMatchObject({ action: 'unchanged' });
    await rm(join(repository.path, 'pack.md'));
  });

  test('does not replace the agent of another requirement under the same name', async () => {
    await generate({ target: 'claude', name: 'fees' });
    const other = { text: 'Reserve a book', target: 'claude', name: 'fees' } as const;
    await expect(generate(other)).rejects.toMatchObject({
      code: 'CDEV_E_CLI_CONFIRMATION_NEEDED',
      message: expect.stringContaining('.claude/agents/fees.md is for another requirement'),
    });
    expect(await read('.claude/agents/fees.md')).toContain(fee);
    const { file } = await generate(other, { yes: true });
    expect(file?.kept).toBe('refs/cdev/snapshots/intelligent-agent-generator/1');
    await repository.git('clean', '-fdq');
  });

  test('writes nothing in a dry run, and says what it would do', async () => {
    await repository.write({ '.gemini/agents/fees.md': 'mine\n' });
    const { file, text } = await generate({ target: 'gemini', name: 'fees', isDryRun: true });
    expect(file).toMatchObject({ action: 'replace', doubt: 'was not written by this script', isWritten: false });
    expect(text).toContain('kind: local');
    expect(await read('.gemini/agents/fees.md')).toBe('mine\n');
    await repository.git('clean', '-fdq');
  });

  test('reads an issue that this repository has cached', async () => {
    const issue = {
      schemaVersion: 1,
      source: 'linear',
      id: 'ENG-7',
      title: fee,
      description: '- [ ] shown',
      fetchedAt: 'x',
    };
    await repository.write({ '.git/cdev/issues/ENG-7.json': JSON.stringify(issue) });
    const { text, brief } = await generate({ text: undefined, issue: 'ENG-7' });
    expect(brief.requirement).toMatchObject({ source: 'issue ENG-7', issue: { id: 'ENG-7' } });
    expect(text).toContain('## Task\n\nENG-7\n\n- [ ] shown');
  });

  test.each([
    [{ maxTokens: 1.5 }, 'CDEV_E_AGENT_GENERATOR_NUMBER_INVALID'],
    [{ maxFiles: 0 }, 'CDEV_E_AGENT_GENERATOR_NUMBER_INVALID'],
    [{ maxTokens: 20 }, 'CDEV_E_AGENT_GENERATOR_BUDGET_TOO_SMALL'],
    [{ name: '../escape' }, 'CDEV_E_AGENT_GENERATOR_NAME_INVALID'],
    [{ name: 'a'.repeat(61) }, 'CDEV_E_AGENT_GENERATOR_NAME_INVALID'],
  ])('%j ends with %s', async (given, code) => {
    await expect(generate(given)).rejects.toMatchObject({ code });
  });
});

describe('other places', () => {
  test('a folder without a repository', async () => {
    await using folder = await tempFolder({ 'src/fee.py': 'def late_fee(loan):\n    return 1\n' });
    const { brief, file } = await generate({ target: 'codex' }, { cwd: folder.path });
    expect(brief.files.map(({ path }) => path)).toEqual(['src/fee.py']);
    expect(file).toMatchObject({ action: 'create', path: '.codex/agents/charge-higher-late-fee.toml' });
    expect(await readFile(join(folder.path, '.codex/agents/charge-higher-late-fee.toml'), 'utf8')).toMatch(/^name = /);
  });

  test('a bare repository has packs, and definitions only elsewhere', async () => {
    await using bare = await tempRepo({ 'fee.js': 'export const lateFee = 1;\n' }, { bare: true });
    const { brief } = await generate({}, { cwd: bare.path });
    expect(brief.files.map(({ path }) => path)).toEqual(['fee.js']);
    await expect(generate({ target: 'claude' }, { cwd: bare.path })).rejects.toMatchObject({
      code: 'CDEV_E_AGENT_GENERATOR_NO_FOLDER',
    });
    await using folder = await tempFolder();
    const out = join(folder.path, 'agent.md');
    expect((await generate({ target: 'claude', out }, { cwd: bare.path })).file).toMatchObject({ isWritten: true });
  });

  test('a linked worktree gets its own file', async () => {
    const worktree = await repository.worktree('elsewhere');
    await generate({ target: 'claude', name: 'fees' }, { cwd: worktree.path });
    expect(await worktree.git('status', '--porcelain')).toBe('?? .claude/');
    expect(await repository.git('status', '--porcelain')).toBe('');
  });

  test('a repository without a commit', async () => {
    await using folder = await tempFolder({ 'fee.js': 'export const lateFee = 1;\n' });
    await repository.git('init', '--quiet', folder.path);
    const { brief } = await generate({}, { cwd: folder.path });
    expect(brief.files.map(({ path }) => path)).toEqual(['fee.js']);
    expect(brief.risks.map(({ text }) => text)).toContain('the history has only 0 commits to learn from');
  });
});
