import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { readEvents } from '@cdev/agent-run';
import { parallelRun, type ParallelRun } from '@cdev/run-fixture';
import { testContext } from '@cdev/test-kit';
import { resolveConflicts, type ResolveConflictsOptions } from '../src/index.ts';

const plain: ResolveConflictsOptions = {
  plan: undefined,
  agents: [],
  ours: undefined,
  theirs: undefined,
  into: undefined,
  strategy: 'structured',
  minConfidence: 'likely',
  lockfiles: 'write',
  explain: false,
  remembers: true,
  apply: false,
  isDryRun: false,
};
const call = (run: ParallelRun, options: Partial<ResolveConflictsOptions> = {}) =>
  resolveConflicts({ ...plain, ...options }, testContext({ cwd: run.repository.path, yes: true }));

const barrel = (...names: string[]) => names.map((name) => `export { ${name} } from './${name}.ts';\n`).join('');
const shared = [{ path: 'src/*.ts', rule: 'imports', agents: ['*'], reason: 'both' }] as const;

async function withAgents(): Promise<ParallelRun> {
  const run = await parallelRun({
    files: { 'src/index.ts': barrel('start'), 'src/limit.ts': 'export const limit = 1;\n' },
    agents: {
      api: { owns: ['api/**'], task: 'Serve it.' },
      ui: { owns: ['ui/**'], task: 'Show it.' },
      idle: { owns: ['x/**'] },
    },
    shared,
  });
  await run.worktrees['api']?.commit('Api', {
    'src/index.ts': barrel('start', 'api'),
    'src/limit.ts': 'export const limit = api();\n',
  });
  await run.worktrees['ui']?.commit('Ui', {
    'src/index.ts': barrel('start', 'ui'),
    'src/limit.ts': 'export const limit = ["ui"];\n',
  });
  return run;
}

describe("resolving a plan's agents", () => {
  test('forecasts all of them in merge order on the target', async () => {
    await using run = await withAgents();
    const { result, status } = await call(run);
    expect(status).toBe('findings');
    expect(result.plan).toBe(run.plan.id);
    expect(result.merges.map(({ ours, theirs, isClean, open }) => [ours, theirs, isClean, open.length])).toEqual([
      ['main', 'api', true, 0],
      ['main with api', 'ui', false, 1],
    ]);
    expect(result.merges[1]?.resolved.map(({ path }) => path)).toEqual(['src/index.ts']);
    expect(result.notes).toEqual(['idle has committed nothing']);
    await run.repository.git('merge', '-q', run.plan.agents[0]?.branch ?? '');
    expect((await call(run)).result.notes).toContain('api is in main already');
  });

  test('lets the merge order decide between two, into a branch that is not the target, and the journal knows', async () => {
    await using run = await withAgents();
    const agents = { agents: ['ui', 'api'], strategy: 'priority', apply: true } as const;
    await expect(call(run, { ...agents, into: 'main' })).rejects.toMatchObject({ code: 'CDEV_E_RESOLVE_INTO_TARGET' });
    const { status } = await call(run, { ...agents, into: 'joined' });
    expect(status).toBe('ok');
    expect(await run.repository.git('show', 'joined:src/limit.ts')).toBe('export const limit = api();');
    expect(await run.repository.git('show', 'joined:src/index.ts')).toBe(barrel('start', 'api', 'ui').trimEnd());
    const note = (await readEvents(run.commonDir, run.plan.id)).at(-1);
    expect(note).toMatchObject({ type: 'note', text: expect.stringContaining('api, ui resolved into joined') });
  });

  test('hands off what is open with the two agents, what they were to do, and where they meet', async () => {
    await using run = await withAgents();
    const { result } = await call(run, { strategy: 'handoff', apply: true });
    const [file = ''] = result.handOffs;
    expect(file).toContain(`runs/${run.plan.id}/handoffs/ui--api.md`);
    const text = await readFile(file, 'utf8');
    for (const part of ['> Serve it.', '> Show it.', 'export const limit = api();', '`src/limit.ts` (content)'])
      expect(text).toContain(part);
  });

  test('hands off an import whose export another agent took out, as the queue does, and holds the branch back', async () => {
    const total = (name: string) => `export const limit = 1;\n\nexport const ${name} = limit;\n`;
    const cart = (name: string) => `import { ${name} } from '../api/total.ts';\n\nexport const cart = [${name}];\n`;
    await using run = await parallelRun({
      files: {
        'api/total.ts': total('total'),
        'api/total.test.ts': "import './total.ts';\n",
        'ü i/cart.ts': cart('limit'),
      },
      agents: { api: { owns: ['api/**'], task: 'Serve sums.' }, ui: { owns: ['ü i/**'], task: 'Show totals.' } },
      checks: [{ name: 'test', command: 'node --test' }],
    });
    await run.worktrees['api']?.commit('Api', { 'api/total.ts': total('sum') });
    await run.worktrees['ui']?.commit('Ui', { 'ü i/cart.ts': cart('total') });
    const into = { apply: true, into: 'joined' };
    const { result, status } = await call(run, { ...into, strategy: 'handoff' });
    expect(status).toBe('findings');
    expect(result.applied).toBeUndefined();
    expect(await run.repository.git('branch', '--list', 'joined')).toBe('');
    const [file = ''] = result.handOffs;
    expect(file).toContain(`runs/${run.plan.id}/handoffs/ui--api.md`);
    const text = await readFile(file, 'utf8');
    for (const part of [
      '> Serve sums.',
      '> Show totals.',
      '1 import would be broken: each side is whole, and both together are not. Nothing was written anywhere.',
      'ui imports `total` from `api/total.ts`, and api took it out there.',
      'Before, `api/total.ts`, line 3:\n\n```ts\nexport const total = limit;\n```',
      'api, `api/total.ts`, line 3:\n\n```ts\nexport const sum = limit;\n```',
      "ui, `ü i/cart.ts`, line 1:\n\n```ts\nimport { total } from '../api/total.ts';\n```",
      '- `node --test`: test, asked for by the plan',
      '- the tests in `api/total.test.ts`, about `api/total.ts`',
      `3. Run \`cdev-integrate-parallel-work ${run.plan.id}\`.`,
    ])
      expect(text).toContain(part);
    // Any other strategy leaves it to who applies it.
    expect(await call(run, into)).toMatchObject({ status: 'findings', result: { applied: { into: 'joined' } } });
  });

  test('names agents that are not there', async () => {
    await using run = await withAgents();
    await expect(call(run, { agents: ['nobody'] })).rejects.toMatchObject({ code: 'CDEV_E_RESOLVE_AGENT_UNKNOWN' });
    await run.repository.git('worktree', 'remove', run.worktrees['idle']?.path ?? '');
    await run.repository.git('branch', '-qD', run.plan.agents[2]?.branch ?? '');
    await expect(call(run, { agents: ['idle'] })).rejects.toMatchObject({ code: 'CDEV_E_RESOLVE_NO_BRANCH' });
  });
});
