import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ownerOf, planFile, readPlan, writePlan } from '@cdev/deployment-plan';
import { afterAll, describe, expect, test } from '@jest/globals';
import {
  changeOwnership,
  contextFile,
  createContext,
  promptFile,
  readContext,
  runState,
  writeContext,
  type ChangeOwnershipOptions,
} from '../../src/index.ts';
import { agentRepo, branch, removeAgentRepo, type AgentRepo } from '../work/agent-repo.ts';
import { agent } from '../sound-plan.ts';

afterAll(removeAgentRepo);

const agents = [agent('auth', { owns: ['src/auth/**', 'docs/auth.md'] }), agent('cart')];

async function begun(): Promise<AgentRepo & { readonly file: string }> {
  const made = await agentRepo({ agents });
  const { repo, tree, plan, base, journal } = made;
  const file = planFile(join(repo.path, '.git'), plan.id);
  await writePlan(file, plan);
  await journal.append({ type: 'run-created', plan: file, target: 'main', base });
  await journal.append({ type: 'workspace-created', agent: 'auth', path: tree.path, branch, base });
  await writeContext(
    contextFile(tree.path),
    createContext({ plan, agentId: 'auth', worktree: tree.path, feedback: 'kept' }),
  );
  return { ...made, file };
}

const change = ({ file, journal }: Awaited<ReturnType<typeof begun>>, options: Partial<ChangeOwnershipOptions>) =>
  changeOwnership({
    deed: 'claim',
    agent: 'auth',
    paths: [],
    reason: 'it is needed',
    planFile: file,
    journal,
    ...options,
  });

const ownerId = async (file: string, path: string): Promise<string> => {
  const owner = ownerOf(await readPlan(file), path);
  return owner.kind === 'agent' ? owner.agent.id : owner.kind;
};

describe('changeOwnership', () => {
  test('gives a path of nobody to an agent: in the journal, in the plan, and in what the agent is told', async () => {
    const run = await begun();
    expect(await change(run, { paths: ['src/session.ts'] })).toEqual({
      moves: [{ path: 'src/session.ts', from: undefined, to: 'auth', isNew: true }],
      told: ['auth'],
      widened: [],
    });
    expect(await ownerId(run.file, 'src/session.ts')).toBe('auth');
    expect(runState(await run.journal.read()).ownershipChanges).toEqual([
      { agent: 'auth', path: 'src/session.ts', reason: 'it is needed' },
    ]);
    const told = await readContext(contextFile(run.tree.path));
    expect(told).toMatchObject({ owns: ['src/auth/**', 'docs/auth.md', 'src/session.ts'], feedback: 'kept' });
    expect(await readFile(promptFile(run.tree.path), 'utf8')).toContain('`src/session.ts`');
  });

  test.each([
    ['somebody', ['cart', 'auth']],
    ['nobody in particular', []],
  ])(
    'takes a claimable path for %s out of the lists of all, says for whom it was, and says when it was in no list',
    async (_, likely) => {
      const run = await begun();
      const claimable = [
        { path: 'docs/fees.md', agents: likely, reason: 'it ranks high' },
        { path: 'docs/old.md', agents: ['auth'], reason: '' },
      ];
      const plan = { ...run.plan, claimable };
      await writePlan(run.file, plan);
      await writeContext(contextFile(run.tree.path), createContext({ plan, agentId: 'auth', worktree: run.tree.path }));
      const paths = ['docs/fees.md', 'src/session.ts'];
      const planned = await change(run, { agent: 'cart', paths, dryRun: true });
      expect((await readPlan(run.file)).claimable).toEqual(claimable);
      const { moves, told } = await change(run, { agent: 'cart', paths });
      expect(moves).toEqual(planned.moves);
      expect(moves.map((move) => [move.path, move.claimable?.map((one) => one.agents)])).toEqual([
        ['docs/fees.md', [likely]],
        ['src/session.ts', []],
      ]);
      // The claimant has no worktree yet, and the other one must not go for what is taken.
      expect(told).toEqual(['auth']);
      expect((await readPlan(run.file)).claimable).toEqual([claimable[1]]);
      expect((await readContext(contextFile(run.tree.path))).claimable).toEqual([claimable[1]]);
      expect(await readFile(promptFile(run.tree.path), 'utf8')).not.toContain('docs/fees.md');
      await expect(change(run, { paths: ['docs/fees.md'] })).rejects.toMatchObject({ code: 'CDEV_E_PLAN_PATH_TAKEN' });
      const again = await change(run, { agent: 'cart', paths: ['docs/fees.md'] });
      expect(again.moves).toEqual([{ path: 'docs/fees.md', from: undefined, to: 'cart', isNew: false }]);
    },
  );

  test('brings the folder into a worktree that is filled in part, also when it is claimed a second time', async () => {
    const run = await begun();
    await run.tree.git('sparse-checkout', 'set', '--cone', 'src/auth');
    const claimed = { paths: ['lib/new/session.ts'] };
    expect(await change(run, claimed)).toMatchObject({ widened: [{ agent: 'auth', folders: ['lib/new'] }] });
    expect(await run.tree.git('sparse-checkout', 'list')).toBe('lib/new\nsrc/auth');
    await run.tree.git('sparse-checkout', 'set', '--cone', 'src/auth');
    expect(await change(run, claimed)).toMatchObject({
      moves: [{ isNew: false }],
      widened: [{ folders: ['lib/new'] }],
    });
    await run.tree.write({ 'lib/new/session.ts': 'export {};\n' });
    const done = await run.commit({ plan: await readPlan(run.file) });
    expect(done).toMatchObject({ files: ['lib/new/session.ts'], foreign: [] });
  });

  test('makes a change of the agent that was foreign its own', async () => {
    const run = await begun();
    await run.tree.write({ 'src/session.ts': 'export {};\n' });
    await change(run, { paths: ['src/session.ts'] });
    const done = await run.commit({ plan: await readPlan(run.file) });
    expect(done).toMatchObject({ files: ['src/session.ts'], foreign: [] });
  });

  test('hands a path over from another agent, and tells both', async () => {
    const run = await begun();
    const { moves, told } = await change(run, { agent: 'cart', paths: ['docs/auth.md'], from: 'auth' });
    expect(moves).toEqual([{ path: 'docs/auth.md', from: 'auth', to: 'cart', isNew: true }]);
    expect(told).toEqual(['auth']);
    expect(await ownerId(run.file, 'docs/auth.md')).toBe('cart');
    expect((await readContext(contextFile(run.tree.path))).owns).toEqual(['src/auth/**']);
  });

  test('takes nothing from an agent that has changed it, committed or not', async () => {
    const run = await begun();
    await run.tree.write({ 'docs/auth.md': 'How to log in.\n' });
    const claim = () => change(run, { agent: 'cart', paths: ['docs/auth.md'], from: 'auth' });
    await expect(claim()).rejects.toMatchObject({ code: 'CDEV_E_RUN_PATH_WORKED_ON' });
    await run.commit();
    await expect(claim()).rejects.toMatchObject({ code: 'CDEV_E_RUN_PATH_WORKED_ON' });
    expect(await ownerId(run.file, 'docs/auth.md')).toBe('auth');
    expect(runState(await run.journal.read()).ownershipChanges).toEqual([]);
  });

  test('changes all paths or none', async () => {
    const run = await begun();
    await expect(change(run, { paths: ['src/session.ts', 'src/cart/cart.ts'] })).rejects.toMatchObject({
      code: 'CDEV_E_PLAN_PATH_TAKEN',
    });
    expect(await ownerId(run.file, 'src/session.ts')).toBe('nobody');
  });

  test('releases a path, but not the last one of an agent that may write nothing else', async () => {
    const run = await begun();
    await change(run, { deed: 'release', paths: ['docs/auth.md'] });
    expect(await ownerId(run.file, 'docs/auth.md')).toBe('nobody');
    expect(runState(await run.journal.read()).ownershipChanges).toEqual([
      { path: 'docs/auth.md', from: 'auth', reason: 'it is needed' },
    ]);
    await expect(change(run, { agent: 'cart', deed: 'release', paths: ['src/cart/**'] })).rejects.toMatchObject({
      code: 'CDEV_E_PLAN_UNSOUND',
    });
  });

  test('called again it records nothing twice, also after a kill between the journal and the plan', async () => {
    const run = await begun();
    await run.journal.append({ type: 'ownership-changed', agent: 'auth', path: 'src/session.ts', reason: 'first' });
    await change(run, { paths: ['src/session.ts'] });
    expect(await ownerId(run.file, 'src/session.ts')).toBe('auth');
    const again = await change(run, { paths: ['src/session.ts'] });
    expect(again.moves).toEqual([{ path: 'src/session.ts', from: undefined, to: 'auth', isNew: false }]);
    expect(runState(await run.journal.read()).ownershipChanges).toHaveLength(1);
  });

  test('changes nothing when it is only asked what it would do', async () => {
    const run = await begun();
    const before = await readFile(run.file, 'utf8');
    expect((await change(run, { paths: ['src/session.ts'], dryRun: true })).moves).toMatchObject([{ isNew: true }]);
    expect(await readFile(run.file, 'utf8')).toBe(before);
    expect(runState(await run.journal.read()).ownershipChanges).toEqual([]);
  });

  test('calls at the same time do not lose each other', async () => {
    const run = await begun();
    await Promise.all(['a.ts', 'b.ts', 'c.ts', 'd.ts'].map((path) => change(run, { paths: [path] })));
    expect((await readPlan(run.file)).agents[0]?.owns.toSorted()).toEqual([
      'a.ts',
      'b.ts',
      'c.ts',
      'd.ts',
      'docs/auth.md',
      'src/auth/**',
    ]);
  });
});
