import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { preparedRun, statusOf, type PreparedRun } from './prepared-run.ts';

const agents = { api: { owns: ['src/total.ts', 'src/use.ts'] }, ui: { owns: ['src/cart.ts'] } };
const checks = [{ name: 'test', command: 'echo x >> "$COUNT" && echo "# tests 1"' }];
const taking = (...names: string[]) =>
  `import { ${names.join(', ')} } from './total.ts';\n\nexport const cart = [${names.join(', ')}];\n`;
const files = {
  'src/total.ts': 'export const total = 1;\n\nexport const other = 2;\n',
  'src/cart.ts': taking('other'),
};
const without = { 'src/total.ts': 'export const sum = 1;\n\nexport const other = 2;\n' };
const reason = 'src/cart.ts imports total from src/total.ts, where api took it out';

/** `api` takes an export out, and `ui` begins to use it: every line of both merges. */
async function meeting(): Promise<PreparedRun> {
  const run = await preparedRun({ files, agents, checks });
  await run.work('api', without);
  await run.work('ui', { 'src/cart.ts': taking('other', 'total') });
  return run;
}

describe('an import whose export another agent took out', () => {
  test('ejects who comes later without a test run, with the task of bringing it in, which works', async () => {
    await using run = await meeting();
    const env = { COUNT: join(run.commonDir, 'count') };
    const forecast = await run.forecast();
    expect(forecast.agents.map(({ agent, kind, reason: why }) => [agent, kind, why])).toEqual([
      ['api', 'merges', undefined],
      ['ui', 'conflicts', 'src/cart.ts imports total from src/total.ts, where main with api took it out'],
    ]);
    const { status, report } = await run.integrate({}, { env });
    expect(status).toBe('findings');
    expect(report.merged.map(({ agent }) => agent)).toEqual(['api']);
    expect(report.notMerged).toMatchObject([{ agent: 'ui', kind: 'ejected', reason }]);
    expect(await statusOf(run, 'ui')).toBe('ejected');
    expect(await readFile(env.COUNT, 'utf8')).toBe('x\n');
    const file = report.notMerged[0]?.handOff ?? '';
    const task = await readFile(join(run.commonDir, 'cdev/runs', run.plan.id, file), 'utf8');
    expect(task).toContain('ui imports `total` from `src/total.ts`, and api took it out there.');
    for (const part of [
      'export const total = 1;',
      'export const sum = 1;',
      "import { other, total } from './total.ts';",
    ])
      expect(task).toContain(`\`\`\`ts\n${part}\n\`\`\`\n`);
    // As the task says.
    const [, command = ''] = /take the file over as it is there \(`git ([^`]*) -- <file>`/.exec(task) ?? [];
    await run.worktrees['ui']?.git(...command.split(' '), '--', 'src/total.ts');
    await run.work('ui', { 'src/cart.ts': taking('other', 'sum') });
    expect(await run.integrate({}, { env })).toMatchObject({ status: 'ok', report: { moved: true } });
    expect(await run.show('src/cart.ts')).toBe(taking('other', 'sum').trimEnd());
  });

  test('is told the other way round where who takes it out comes later', async () => {
    await using run = await meeting();
    const { report } = await run.integrate({ order: ['ui'] }, { env: { COUNT: join(run.commonDir, 'count') } });
    expect(report.notMerged).toMatchObject([
      { agent: 'api', reason: 'it takes total out of src/total.ts, which src/cart.ts of ui imports' },
    ]);
  });

  test('is the same after an interruption, and told once', async () => {
    await using run = await meeting();
    const env = { COUNT: join(run.commonDir, 'count') };
    await expect(run.integrate({ yes: false }, { env, answers: ['no'] })).rejects.toMatchObject({
      code: 'CDEV_E_CLI_DECLINED',
    });
    const { report } = await run.integrate({}, { env });
    expect(report).toMatchObject({ moved: true, notMerged: [{ agent: 'ui', reason }] });
    expect((await run.told()).filter((event) => event === 'ui ejected')).toHaveLength(1);
    expect(await readFile(env.COUNT, 'utf8')).toBe('x\n');
  });

  test('keeps nobody out when who took it out does not get in', async () => {
    const failing = [{ name: 'test', command: 'test ! -e src/use.ts && echo "# tests 1"' }];
    await using run = await preparedRun({ files, agents, checks: failing });
    await run.work('api', { ...without, 'src/use.ts': 'export {};\n' });
    await run.work('ui', { 'src/cart.ts': taking('other', 'total') });
    const { report } = await run.integrate();
    expect(report.merged.map(({ agent }) => agent)).toEqual(['ui']);
    expect(report.notMerged.map(({ agent, reason: why }) => [agent, why.slice(0, 19)])).toEqual([
      ['api', 'check "test" failed'],
    ]);
  });
});
