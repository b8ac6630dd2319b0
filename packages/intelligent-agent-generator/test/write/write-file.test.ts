import { mkdir, readFile, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder, tempRepo, testContext } from '@cdev/test-kit';
import { applyFile } from '../../src/write/apply-file.ts';
import { digest, readSignature, signText } from '../../src/write/mark.ts';
import { planFile, type PlanFileOptions } from '../../src/write/plan-file.ts';

const requirement = digest('the requirement');
const plan = (folder: string, more: Partial<PlanFileOptions> = {}) => {
  const shown = more.shown ?? 'agents/é f.md';
  const file = join(folder, shown);
  return planFile({ file, shown, text: 'Text\n', name: 'fees', requirement, comment: 'html', ...more });
};

describe('a file of ours', () => {
  test('says who wrote it, for which requirement, and whether it was changed since', () => {
    const signed = signText('Text\n', { requirement, comment: 'hash' });
    expect(signed).toMatch(/^Text\n\n# cdev-intelligent-agent-generator: requirement \w{12}, text \w{12}\n$/);
    expect(readSignature(signed)).toEqual({ requirement, isUntouched: true });
    expect(readSignature(signed.replaceAll('\n', '\r\n'))).toEqual({ requirement, isUntouched: true });
    expect(readSignature(signed.replace('Text', 'Mine'))).toEqual({ requirement, isUntouched: false });
    expect(readSignature('Text\n')).toBeUndefined();
  });

  test('is created, left when it says the same, and replaced without a question', async () => {
    await using repository = await tempRepo();
    const context = testContext({ cwd: repository.path });
    const write = async (text: string) => {
      const planned = await plan(repository.path, { text });
      await applyFile(planned, { top: repository.path }, context);
      return planned.action;
    };
    expect(await write('one\n')).toBe('create');
    const { mtimeMs } = await stat(join(repository.path, 'agents/é f.md'));
    expect(await write('one\n')).toBe('unchanged');
    expect((await stat(join(repository.path, 'agents/é f.md'))).mtimeMs).toBe(mtimeMs);
    expect(await write('two\n')).toBe('replace');
    expect(await readFile(join(repository.path, 'agents/é f.md'), 'utf8')).toContain('two\n');
  });

  test.each([
    ['mine\n', 'was not written by this script'],
    [
      signText('Text\n', { requirement, comment: 'html' }).replace('Text', 'Mine'),
      'was changed since this script wrote it',
    ],
    [signText('Other\n', { requirement: digest('other'), comment: 'html' }), 'is for another requirement'],
  ])('%j is replaced only when somebody agrees', async (before, doubt) => {
    await using repository = await tempRepo();
    await repository.write({ 'agents/é f.md': before });
    const planned = await plan(repository.path);
    expect(planned.doubt).toBe(doubt);
    const ask = (more: object) =>
      applyFile(planned, { top: repository.path }, testContext({ cwd: repository.path, ...more }));
    await expect(ask({})).rejects.toMatchObject({ code: 'CDEV_E_CLI_CONFIRMATION_NEEDED' });
    await expect(ask({ answers: ['n'] })).rejects.toMatchObject({ code: 'CDEV_E_CLI_DECLINED' });
    expect(await readFile(join(repository.path, 'agents/é f.md'), 'utf8')).toBe(before);
    const { kept } = await ask({ yes: true });
    expect(await repository.git('cat-file', 'blob', `${kept}:agents/é f.md`)).toBe(before.trimEnd());
    expect(await readFile(join(repository.path, 'agents/é f.md'), 'utf8')).toContain('Text\n');
  });

  test('is not kept when HEAD has it', async () => {
    await using repository = await tempRepo({ 'agents/é f.md': 'mine\n' });
    const context = testContext({ cwd: repository.path, yes: true });
    expect(await applyFile(await plan(repository.path), { top: repository.path }, context)).toEqual({
      kept: undefined,
    });
    expect(await repository.git('for-each-ref', 'refs/cdev')).toBe('');
  });

  test('is kept beside itself where there is no repository, byte for byte', async () => {
    await using folder = await tempFolder({ 'pack.md': Buffer.from([0xff, 0x0a]), 'pack.md.orig': 'older' });
    const planned = await plan(folder.path, { shown: 'pack.md' });
    const context = testContext({ cwd: folder.path, yes: true });
    expect(await applyFile(planned, { top: undefined }, context)).toEqual({ kept: 'pack.md.orig-2' });
    expect([...(await readFile(join(folder.path, 'pack.md.orig-2')))]).toEqual([0xff, 0x0a]);
    expect(await readFile(join(folder.path, 'pack.md.orig'), 'utf8')).toBe('older');
  });

  test('is not written when it was changed meanwhile', async () => {
    await using repository = await tempRepo();
    const planned = await plan(repository.path);
    await repository.write({ 'agents/é f.md': 'mine\n' });
    const writing = applyFile(planned, { top: repository.path }, testContext({ cwd: repository.path, yes: true }));
    await expect(writing).rejects.toMatchObject({ message: expect.stringContaining('it was changed meanwhile') });
  });
});

describe('a section', () => {
  test('is added to a file of others without a question, through a link', async () => {
    await using repository = await tempRepo({ 'CLAUDE.md': '# House\n' });
    await symlink('CLAUDE.md', join(repository.path, 'AGENTS.md'));
    const planned = await plan(repository.path, { shown: 'AGENTS.md', comment: 'section' });
    expect(planned).toMatchObject({ action: 'add-section', doubt: undefined });
    await applyFile(planned, { top: repository.path }, testContext({ cwd: repository.path }));
    expect(await readFile(join(repository.path, 'CLAUDE.md'), 'utf8')).toMatch(/^# House\n\n<!-- cdev-agent fees /);
    const again = await plan(repository.path, { shown: 'AGENTS.md', comment: 'section' });
    expect(again.action).toBe('unchanged');
  });
});

describe('a place where nothing can be written', () => {
  test.each([
    ['a folder', 'it is a folder'],
    ['file/agent.md', 'a part of its path is a file'],
    ['dangling.md', 'it is a link that leads nowhere'],
  ])('%s: %s', async (shown, problem) => {
    await using folder = await tempFolder({ file: '' });
    await mkdir(join(folder.path, 'a folder'));
    await symlink('nowhere', join(folder.path, 'dangling.md'));
    await expect(plan(folder.path, { shown })).rejects.toMatchObject({
      code: 'CDEV_E_AGENT_GENERATOR_NOT_WRITTEN',
      message: `${shown} could not be written: ${problem}; what was there before is unchanged`,
    });
  });

  test('a file that is not UTF-8 gets no section', async () => {
    await using folder = await tempFolder({ 'AGENTS.md': Buffer.from([0xff, 0x0a]) });
    await expect(plan(folder.path, { shown: 'AGENTS.md', comment: 'section' })).rejects.toMatchObject({
      message: expect.stringContaining('it is not UTF-8'),
    });
  });
});
