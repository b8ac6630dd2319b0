import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { changeOwnership, guardWorktree, writeContext, contextFile, createContext } from '../../../src/index.ts';
import { planFile, writePlan } from '@cdev/deployment-plan';
import { agentRepo, branch, removeAgentRepo, type AgentRepo } from '../../work/agent-repo.ts';

afterAll(removeAgentRepo);

async function guarded(fields: Parameters<typeof agentRepo>[0] = {}): Promise<AgentRepo> {
  const it = await agentRepo(fields);
  await guard(it);
  return it;
}

function guard({ repo, tree, plan, base }: AgentRepo): Promise<string | undefined> {
  return guardWorktree({ commonDir: join(repo.path, '.git'), worktree: tree.path, plan, agentId: 'auth', base });
}

/** What git says when it fails. */
async function refusal(action: Promise<unknown>): Promise<string> {
  return action.then(
    () => Promise.reject(new Error('git did it')),
    (error: unknown) => (error as Error).message,
  );
}

const tip = ({ tree }: AgentRepo): Promise<string> => tree.git('rev-parse', branch);

describe("an assistant's own hook before it writes", () => {
  /** As Claude Code, Gemini CLI and Qwen Code start it: by a shell, with JSON on stdin. */
  const judge = (command: string, input: object) =>
    spawnSync('sh', ['-c', command], { input: JSON.stringify({ tool_input: input }), encoding: 'utf8' });

  test('is told whose a path is, as it stands now; what lies outside the worktree is not its affair', async () => {
    const it = await agentRepo();
    const command = (await guard(it)) ?? '';
    const said = (input: object): readonly [number | null, string] => {
      const { status, stderr } = judge(command, input);
      return [status, stderr.trim()];
    };
    expect(said({ file_path: join(it.tree.path, 'src/auth/new folder/a.ts') })).toEqual([0, '']);
    expect(said({ file_path: 'package.json' })).toEqual([0, '']);
    expect(said({ file_path: '.cdev/checklist.md' })).toEqual([0, '']);
    expect(said({ file_path: join(it.tree.path, '..', 'elsewhere.txt') })).toEqual([0, '']);
    expect(said({ command: 'npm test' })).toEqual([0, '']);
    const cart = 'cdev: refused, src/cart/cart.ts is owned by cart; leave it to that agent';
    expect(said({ file_path: join(it.tree.path, 'src/cart/cart.ts') })).toEqual([2, cart]);
    expect(said({ absolute_path: join(it.tree.path, 'src/auth/../cart/cart.ts') })).toEqual([2, cart]);
    const nobody = expect.stringContaining('README.md is owned by nobody; claim it first');
    expect(said({ notebook_path: 'README.md' })).toEqual([2, nobody]);
    const { agents, ...plan } = it.plan;
    const more = agents.map((agent) =>
      agent.id === 'auth' ? { ...agent, owns: [...agent.owns, 'README.md'] } : agent,
    );
    await guard({ ...it, plan: { ...plan, agents: more } });
    expect(said({ file_path: 'README.md' })).toEqual([0, '']);
  });

  test('lets pass what cannot be judged: git does it again', async () => {
    const it = await agentRepo();
    const command = (await guard(it)) ?? '';
    const { status, stderr } = spawnSync('sh', ['-c', command], { input: 'no JSON', encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, expect.stringContaining('not judged')]);
  });
});

describe('in a guarded worktree', () => {
  test('a commit within the files of the agent goes through, also of what it shares', async () => {
    const it = await guarded();
    await it.tree.write({ 'src/auth/login.ts': 'new\n', 'src/auth/deep/naïve file.ts': 'x\n', 'package.json': '{}\n' });
    await it.tree.git('add', '-A');
    await it.tree.git('commit', '-m', 'Own work');
    expect(await it.changes(it.base, branch)).toEqual([
      'M package.json',
      'A src/auth/deep/naïve file.ts',
      'M src/auth/login.ts',
    ]);
  });

  test('a foreign commit is refused, with --no-verify too; branch and files stay as they were, and it says whose they are', async () => {
    const it = await guarded();
    await it.tree.write({ 'src/auth/login.ts': 'new\n', 'src/cart/cart.ts': 'mine\n', 'README.md': 'mine\n' });
    await it.tree.git('add', '-A');
    const said = await refusal(it.tree.git('commit', '--no-verify', '-m', 'Too much'));
    expect(said).toContain('auth does not own what this would change');
    expect(said).toContain('src/cart/cart.ts  (owner: cart)');
    expect(said).toContain('README.md  (owner: nobody)');
    expect(await tip(it)).toBe(it.base);
    expect(await readFile(join(it.tree.path, 'src/cart/cart.ts'), 'utf8')).toBe('mine\n');
    await it.tree.git('restore', '--staged', 'src/cart/cart.ts', 'README.md');
    await it.tree.git('commit', '-m', 'Own part');
    expect(await it.changes(it.base, branch)).toEqual(['M src/auth/login.ts']);
  });

  test('neither plumbing, nor an amended commit, nor a merge brings foreign changes into the branch', async () => {
    const it = await guarded();
    await it.repo.commit('Elsewhere', { 'src/cart/cart.ts': 'main\n' });
    expect(await refusal(it.tree.git('merge', 'main'))).toContain('src/cart/cart.ts  (owner: cart)');
    await it.tree.git('reset', '--hard');
    expect(await refusal(it.tree.git('update-ref', `refs/heads/${branch}`, 'main'))).toContain('owner: cart');
    await it.tree.write({ 'src/auth/login.ts': 'new\n' });
    await it.tree.git('commit', '-am', 'Own');
    await it.tree.write({ 'README.md': 'mine\n' });
    expect(await refusal(it.tree.git('commit', '-a', '--amend', '--no-edit', '--no-verify'))).toContain('README.md');
    expect(await it.changes(it.base, branch)).toEqual(['M src/auth/login.ts']);
  });

  test('what belongs to others cannot be moved or deleted; branches of its own can be made', async () => {
    const it = await guarded();
    await it.repo.git('branch', 'cdev/plan-1/cart');
    await it.repo.git('update-ref', 'refs/cdev/snapshots/plan-1/auth/1', it.base);
    await it.tree.write({ 'src/auth/login.ts': 'new\n' });
    await it.tree.git('commit', '-am', 'Own');
    expect(await refusal(it.tree.git('update-ref', 'refs/heads/main', 'HEAD'))).toContain(
      'main is not the branch of auth',
    );
    expect(await refusal(it.tree.git('branch', '-f', 'cdev/plan-1/cart', 'HEAD'))).toContain('work only on');
    expect(await refusal(it.tree.git('update-ref', '-d', 'refs/cdev/snapshots/plan-1/auth/1'))).toContain('keeps work');
    expect(await refusal(it.tree.git('update-ref', '-d', `refs/heads/${branch}`))).toContain('stays until');
    await it.tree.git('branch', 'try-out');
    expect(await it.repo.git('rev-parse', 'main')).toBe(it.base);
  });

  test('nothing changes elsewhere: the main working tree and other worktrees commit as before', async () => {
    const it = await guarded();
    await it.repo.commit('In main', { 'src/cart/cart.ts': 'main\n' });
    const other = await it.repo.worktree('side');
    await other.commit('Aside', { 'README.md': 'side\n' });
    expect(await it.repo.git('log', '-1', '--format=%s', 'side')).toBe('Aside');
    await it.repo.git('worktree', 'remove', '--force', other.path);
  });

  test('our own commit is made in the same place, with the foreign part set aside', async () => {
    const it = await guarded();
    await it.tree.write({ 'src/auth/login.ts': 'new\n', 'README.md': 'mine\n' });
    const { files, foreign, setAside } = await it.commit();
    expect(files).toEqual(['src/auth/login.ts']);
    expect(foreign.map(({ path }) => path)).toEqual(['README.md']);
    expect(await it.content(setAside[0]?.ref ?? '', 'README.md')).toBe('mine');
  });

  test('a path that was claimed can be committed at once', async () => {
    const it = await guarded();
    const file = planFile(join(it.repo.path, '.git'), it.plan.id);
    await mkdir(dirname(file), { recursive: true });
    await writePlan(file, it.plan);
    await it.journal.append({ type: 'run-created', plan: file, target: 'main', base: it.base });
    const workspace = { path: it.tree.path, branch, base: it.base };
    await it.journal.append({ type: 'workspace-created', agent: 'auth', ...workspace });
    await mkdir(join(it.tree.path, '.cdev'), { recursive: true });
    const context = createContext({ plan: it.plan, agentId: 'auth', worktree: it.tree.path });
    await writeContext(contextFile(it.tree.path), context);
    await it.tree.write({ 'README.md': 'mine\n' });
    expect(await refusal(it.tree.git('commit', '-am', 'Claimed'))).toContain('README.md  (owner: nobody)');
    await changeOwnership({
      deed: 'claim',
      agent: 'auth',
      paths: ['README.md'],
      reason: '',
      planFile: file,
      journal: it.journal,
    });
    await it.tree.git('commit', '-am', 'Claimed');
    expect(await it.changes(it.base, branch)).toEqual(['M README.md']);
  });
});

describe("the repository's own hooks", () => {
  const hook = async (folder: string, name: string, body: string): Promise<void> => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, name), `#!/bin/sh\n${body}\n`);
    await chmod(join(folder, name), 0o755);
  };

  test('run from where the repository has them, and may refuse', async () => {
    const it = await guarded();
    const folder = join(it.repo.path, '.git', 'hooks');
    await hook(folder, 'pre-commit', 'echo "not today"; exit 1');
    await hook(folder, 'reference-transaction', 'echo "$1" >> "$GIT_DIR/seen"; cat >> "$GIT_DIR/seen"');
    await it.tree.write({ 'src/auth/login.ts': 'new\n' });
    expect(await refusal(it.tree.git('commit', '-am', 'Own'))).toContain('not today');
    await it.tree.git('commit', '--no-verify', '-am', 'Own');
    const gitDir = await it.tree.git('rev-parse', '--absolute-git-dir');
    const seen = await readFile(join(gitDir, 'seen'), 'utf8');
    expect(seen).toContain('prepared');
    expect(seen).toContain(`refs/heads/${branch}`);
  });

  test('run also where core.hooksPath names another folder, as husky does, and get their arguments', async () => {
    const it = await guarded();
    await it.repo.git('config', 'core.hooksPath', '.husky');
    await hook(join(it.tree.path, '.husky'), 'commit-msg', 'echo "checked" >> "$1"');
    await it.tree.write({ 'src/auth/login.ts': 'new\n' });
    await it.tree.git('commit', '-am', 'Own');
    expect(await it.tree.git('log', '-1', '--format=%B')).toContain('checked');
  });
});

describe('the guard itself', () => {
  test('is written once, however often it is asked for', async () => {
    const it = await guarded();
    await guard(it);
    const gitDir = await it.tree.git('rev-parse', '--absolute-git-dir');
    const text = await readFile(join(gitDir, 'config.worktree'), 'utf8');
    expect(text.match(/hooksPath/g)).toHaveLength(1);
    expect(await it.tree.git('config', '--get', 'core.hooksPath')).toContain(join('.git', 'cdev', 'hooks'));
  });

  test('keeps what git had in the configuration of all worktrees, also of a bare repository', async () => {
    const it = await agentRepo();
    const common = join(it.repo.path, '.git', 'config');
    await it.repo.git('config', '--file', common, 'core.bare', 'true');
    await guard(it);
    expect(await it.repo.git('config', '--file', join(it.repo.path, '.git', 'config.worktree'), 'core.bare')).toBe(
      'true',
    );
    expect(await it.tree.git('rev-parse', '--is-bare-repository')).toBe('false');
    await it.tree.write({ 'README.md': 'mine\n' });
    expect(await refusal(it.tree.git('commit', '-am', 'No'))).toContain('README.md');
  });

  test('takes another node when the one it was made with is gone, and refuses when it cannot judge', async () => {
    const it = await guarded();
    const hooks = join(it.repo.path, '.git', 'cdev', 'hooks');
    await writeFile(join(hooks, 'node-path'), '/nowhere/node');
    await it.tree.write({ 'README.md': 'mine\n' });
    expect(await refusal(it.tree.git('commit', '-am', 'No'))).toContain('owner: nobody');
    await rename(join(hooks, 'judge-refs.mjs'), join(hooks, 'gone.mjs'));
    expect(await refusal(it.tree.git('commit', '-am', 'No'))).toContain('judge-refs.mjs');
  });
});
