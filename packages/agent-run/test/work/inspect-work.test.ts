import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readFilesAt } from '@cdev/git';
import { inspectWork, type Work } from '../../src/index.ts';
import { agent } from '../sound-plan.ts';
import { agentRepo, branch, failureOf, removeAgentRepo, type AgentRepo } from './agent-repo.ts';

afterAll(removeAgentRepo);

const inspect = (at: AgentRepo, base = at.base): Promise<Work> =>
  inspectWork({ worktree: at.tree.path, plan: at.plan, agentId: 'auth', base });

describe('inspectWork', () => {
  test('finds what was committed, staged, changed and added, and whose it is', async () => {
    const at = await agentRepo({
      agents: [agent('auth', { creates: ['src/auth/none.ts', 'src/auth/new.ts'] }), agent('cart')],
    });
    const tip = await at.tree.commit('wip', {
      'src/auth/committed.ts': 'c\n',
      'src/auth/login.ts': 'again\n',
      'README.md': 'x\n',
    });
    await at.tree.write({ 'src/auth/staged.ts': 's\n' });
    await at.tree.git('add', '--all');
    await at.tree.write({
      'src/auth/new.ts': 'n\n',
      'src/auth/login.ts': 'export const login = 1;\n',
      'package.json': '{}\n',
    });
    await rm(join(at.tree.path, 'src/cart/cart.ts'));
    const work = await inspect(at);
    expect(work).toMatchObject({
      branch,
      base: at.base,
      tip,
      isEmpty: false,
      leftovers: [],
      missing: ['src/auth/none.ts'],
      ignored: [],
      nested: [],
    });
    expect(work.changed.map(({ kind, path, stage, mode }) => `${kind} ${path} ${stage} ${mode}`)).toEqual([
      'modified README.md committed 100644',
      'modified package.json uncommitted 100644',
      'added src/auth/committed.ts committed 100644',
      'added src/auth/new.ts uncommitted 100644',
      'added src/auth/staged.ts uncommitted 100644',
      'deleted src/cart/cart.ts uncommitted ',
    ]);
    expect(work.owned).toEqual(['src/auth/committed.ts', 'src/auth/new.ts', 'src/auth/staged.ts']);
    expect(work.shared).toEqual(['package.json']);
    expect(work.foreign.map(({ path, owner }) => [path, owner.kind])).toEqual([
      ['README.md', 'nobody'],
      ['src/cart/cart.ts', 'agent'],
    ]);
    const contents = await readFilesAt(at.tree.path, work.tree, ['src/auth/new.ts', 'src/auth/staged.ts']);
    expect([...contents.values()].map(String)).toEqual(['n\n', 's\n']);
  });

  test('says that there is nothing, touches nothing, and works from a folder within the worktree', async () => {
    const at = await agentRepo();
    const index = join(await at.tree.git('rev-parse', '--absolute-git-dir'), 'index');
    const before = await readFile(index);
    expect(await inspect(at)).toMatchObject({ isEmpty: true, changed: [], tip: at.base });
    await at.tree.write({ 'src/auth/a.ts': 'a\n' });
    const inside = { worktree: join(at.tree.path, 'src', 'auth'), plan: at.plan, agentId: 'auth', base: at.base };
    expect((await inspectWork(inside)).owned).toEqual(['src/auth/a.ts']);
    expect((await readFile(index)).equals(before)).toBe(true);
    expect(await at.status()).toBe('?? src/auth/a.ts');
    expect(await at.repo.git('for-each-ref', 'refs/cdev')).toBe('');
  });

  test('is not led astray by the user’s settings', async () => {
    const at = await agentRepo();
    const settings = {
      'grep.lineNumber': 'true',
      'grep.column': 'true',
      'grep.patternType': 'fixed',
      'color.ui': 'always',
      'core.quotePath': 'true',
      'diff.noprefix': 'true',
      'diff.renames': 'copies',
      'status.showUntrackedFiles': 'no',
      'core.safecrlf': 'true',
      'core.autocrlf': 'input',
    };
    for (const [name, value] of Object.entries(settings)) await at.repo.git('config', name, value);
    await at.tree.git('mv', 'src/auth/login.ts', 'src/auth/ä.ts');
    await at.tree.write({
      'src/auth/two\nlines.ts': '<<<<<<< a\r\n=======\r\n>>>>>>> b\r\n',
      'src/auth/plain.ts': '<<<<<<<\n',
    });
    const work = await inspect(at);
    expect(work.owned).toEqual(['src/auth/login.ts', 'src/auth/plain.ts', 'src/auth/two\nlines.ts', 'src/auth/ä.ts']);
    expect(work.leftovers.map(({ path, line }) => [path, line])).toEqual([
      ['src/auth/plain.ts', 1],
      ['src/auth/two\nlines.ts', 1],
      ['src/auth/two\nlines.ts', 2],
      ['src/auth/two\nlines.ts', 3],
    ]);
  });

  test('sees a repository within what the agent may write, and passes over others', async () => {
    const at = await agentRepo();
    await at.tree.write({ 'src/auth/[app]/a.ts': 'x\n', 'elsewhere/b.ts': 'x\n' });
    await at.tree.git('init', '--quiet', 'src/auth/[app]');
    await at.tree.git('init', '--quiet', 'elsewhere');
    expect(await inspect(at)).toMatchObject({ nested: ['src/auth/[app]'], changed: [], foreign: [] });
  });

  test('names a base that is not there', async () => {
    const at = await agentRepo();
    expect(await failureOf(inspect(at, 'no-such-commit'))).toMatchObject({ code: 'CDEV_E_GIT_UNKNOWN_REVISION' });
  });
});
