import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runPaths } from '@cdev/agent-run';
import { learnMerges } from '@cdev/branch-merge';
import { createStyle } from '@cdev/core/cli';
import { openRepository } from '@cdev/git';
import { describe, expect, test } from '@jest/globals';
import { integrationText } from '../src/human.ts';
import { preparedRun, type PreparedRun } from './prepared-run.ts';

const limit = (middle: string) => `export const names = {\n  limit: ${middle},\n};\n`;
const [first, second, both] = [limit('first()'), limit('"second"'), limit('first("second")')];

/** Two agents in a conflict that no rule decides, and that somebody has decided in another file, on a branch that is not the target. */
async function decidedBefore(): Promise<PreparedRun & { readonly past: string }> {
  const run = await preparedRun({
    files: { 'src/names.ts': limit('1'), 'old.ts': limit('1') },
    agents: { api: { owns: ['src/api.ts'] }, ui: { owns: ['src/ui.ts'] } },
    shared: [{ path: 'src/names.ts', rule: 'imports', agents: ['*'], reason: 'both' }],
    checks: [{ name: 'test', command: 'echo "# tests 1"' }],
  });
  const { repository } = run;
  await repository.git('checkout', '-q', '-b', 'other');
  await repository.commit('One way', { 'old.ts': first });
  await repository.git('checkout', '-q', '-b', 'past', 'main');
  await repository.commit('Another way', { 'old.ts': second });
  await repository.git('merge', '-q', 'other').catch(() => {});
  const past = await repository.commit('Both', { 'old.ts': both });
  await repository.git('checkout', '-q', 'main');
  await run.work('api', { 'src/names.ts': first });
  await run.work('ui', { 'src/names.ts': second });
  return { ...run, past };
}

describe('what was decided before', () => {
  test('decides the same conflict in the queue, which says from where; a dry run learns nothing', async () => {
    const run = await decidedBefore();
    await using _run = run;
    expect((await run.forecast()).agents.map(({ kind }) => kind)).toEqual(['merges', 'conflicts']);
    const { result, status } = await run.call();
    if (result.kind !== 'integrated') throw new Error('not integrated');
    const { report } = result;
    expect([status, report.outcome]).toEqual(['ok', 'complete']);
    const reason = expect.stringMatching(
      new RegExp(String.raw`^decided before, on \d{4}-\d\d-\d\d, commit ${run.past.slice(0, 9)} \(old\.ts\)$`),
    );
    expect(report.merged[1]?.resolved).toEqual([
      {
        path: 'src/names.ts',
        rule: 'memory',
        confidence: 'likely',
        decisions: [{ where: 'line 2', reason, confidence: 'likely' }],
      },
    ]);
    expect(report.merged[1]?.checks).toMatchObject([{ name: 'test', status: 'passed' }]);
    expect(`${await run.show('src/names.ts')}\n`).toBe(both);
    expect(await run.repository.git('log', '-1', '--format=%b', 'main')).toContain(
      'Decided as it was before: src/names.ts',
    );
    const text = integrationText(result, { style: createStyle(false), columns: 100 });
    expect(text).toContain('src/names.ts  decided as it was before, likely\n');
    const markdown = await readFile(join(runPaths(run.commonDir, run.plan.id).reports, 'integration.md'), 'utf8');
    expect(markdown).toContain('- `src/names.ts` as it was decided before (likely)\n  - line 2: decided before');
  });

  test.each([{ remembers: false }, { minConfidence: 'certain' }] as const)('is not taken with %j', async (options) => {
    const run = await decidedBefore();
    await using _run = run;
    const { report } = await run.integrate(options);
    expect(report.notMerged).toMatchObject([{ agent: 'ui', kind: 'ejected' }]);
    expect(`${await run.show('src/names.ts')}\n`).toBe(first);
  });

  test('is not taken where it is damaged, which is told', async () => {
    const run = await decidedBefore();
    await using _run = run;
    await learnMerges(await openRepository(run.repository.path));
    const folder = join(run.commonDir, 'cdev/resolutions/remembered');
    const names = await readdir(folder);
    expect(names).toHaveLength(1);
    for (const name of names) await writeFile(join(folder, name), '{');
    const { report } = await run.integrate();
    expect(report.notMerged).toMatchObject([{ agent: 'ui', kind: 'ejected' }]);
    expect(report.notes).toEqual([
      `what is remembered in cdev/resolutions/remembered/${names[0]} is damaged and was not taken`,
    ]);
  });
});
