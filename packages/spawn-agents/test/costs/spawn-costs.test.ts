import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { appendEvent, runPaths, type NewRunEvent } from '@cdev/agent-run';
import { createStyle } from '@cdev/core/cli';
import { tempRepo, testContext } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { costsText } from '../../src/human/costs-text.ts';
import { spawnCosts, type CostsOptions, type CostsResult } from '../../src/index.ts';
import { plannedRepo, planId, worker } from '../planned-repo.ts';

const page = { style: createStyle(false), columns: 100 };
const everything: CostsOptions = { plan: undefined, by: 'agent', since: undefined };
const ask = (cwd: string, options: Partial<CostsOptions> = {}) =>
  spawnCosts({ ...everything, ...options }, testContext({ cwd }));

/** Runs as their writers leave them, on the days that are told. */
async function recorded(runs: Readonly<Record<string, readonly (readonly [day: string, event: NewRunEvent])[]>>) {
  const repo = await tempRepo({ 'a.txt': 'a\n' });
  const commonDir = join(repo.path, '.git');
  for (const [plan, events] of Object.entries(runs)) {
    for (const [, event] of events) await appendEvent(commonDir, plan, { writer: 'test', event });
    const { journal } = runPaths(commonDir, plan);
    const lines = (await readFile(journal, 'utf8')).trimEnd().split('\n');
    const dated = lines.map((line, index) => line.replace(/"time":"[^T]+/, `"time":"${events[index]?.[0]}`));
    await writeFile(journal, `${dated.join('\n')}\n`);
  }
  return { path: repo.path, commonDir, [Symbol.asyncDispose]: () => repo[Symbol.asyncDispose]() };
}

const start = (agent: string, driver: string): NewRunEvent => ({
  type: 'agent-started',
  agent,
  attempt: 1,
  driver,
  pid: 7,
  startTime: '',
  log: '/l',
});
const used = (agent: string, tokens: number, cost?: number): NewRunEvent => ({
  type: 'agent-activity',
  agent,
  attempt: 1,
  activity: { kind: 'usage', text: '', tokens, ...(cost !== undefined && { cost }) },
});
const two = {
  'eng-1': [
    ['2026-11-26', start('api', 'claude')],
    ['2026-11-26', used('api', 1000, 0.1)],
    ['2026-11-27', used('api', 500, 0.2)],
  ],
  'eng-2': [
    ['2026-11-27', start('api', 'codex')],
    ['2026-11-27', used('api', 20_110)],
  ],
} as const;
const names = ({ groups }: CostsResult): string[] => groups.map(({ name }) => name);

describe('what the agents cost', () => {
  test('is added up over all runs, by agent, plan, day or driver', async () => {
    await using it = await recorded(two);
    const { result, status } = await ask(it.path);
    expect(status).toBe('ok');
    expect(result.total).toEqual({ attempts: 2, tokens: 21_610, cost: 0.3, unpricedTokens: 20_110 });
    expect(names(result)).toEqual(['eng-1/api', 'eng-2/api']);
    expect(result.entries.map(({ plan, day, tokens }) => [plan, day, tokens])).toEqual([
      ['eng-1', '2026-11-26', 1000],
      ['eng-1', '2026-11-27', 500],
      ['eng-2', '2026-11-27', 20_110],
    ]);
    expect(names((await ask(it.path, { by: 'plan' })).result)).toEqual(['eng-1', 'eng-2']);
    expect(names((await ask(it.path, { by: 'driver' })).result)).toEqual(['claude', 'codex']);
    const days = (await ask(it.path, { by: 'day' })).result;
    expect(costsText(days, page)).toBe(
      [
        '  2026-11-26   1 attempt   1,000 tokens  $0.100',
        '  2026-11-27   1 attempt  20,610 tokens  $0.200',
        '  all of it   2 attempts  21,610 tokens  $0.300',
        '  ! 20,110 tokens are without a price: their assistant tells none, so it cost more than that',
        '',
      ].join('\n'),
    );
  });

  test('can be asked of one plan, and from a day on', async () => {
    await using it = await recorded(two);
    expect((await ask(it.path, { plan: 'eng-1' })).result.total.tokens).toBe(1500);
    expect((await ask(it.path, { plan: 'eng-1', since: '2026-11-27' })).result.total.tokens).toBe(500);
    await expect(ask(it.path, { plan: 'eng-3' })).rejects.toMatchObject({ code: 'CDEV_E_PLAN_NOT_FOUND' });
    for (const since of ['yesterday', '2026-13-01', '2026-02-30'])
      await expect(ask(it.path, { since })).rejects.toMatchObject({ code: 'CDEV_E_SPAWN_DAY' });
  });

  test('with a journal that cannot be read is told as too low', async () => {
    await using it = await recorded(two);
    await appendFile(runPaths(it.commonDir, 'eng-2').journal, 'not an event\n');
    const { result, status } = await ask(it.path);
    expect(status).toBe('findings');
    expect(result.total.tokens).toBe(1500);
    expect(costsText(result, page)).toContain('✗ eng-2 is not in it: ');
    expect((await ask(it.path, { plan: 'eng-1' })).status).toBe('ok');
  });

  test('is told of a run as it was run; nothing before it', async () => {
    await using it = await plannedRepo({ login: {} });
    expect(costsText((await ask(it.repo.path)).result, page)).toBe('No agent has been at work\n');
    await expect(ask(it.repo.path, { plan: planId })).rejects.toMatchObject({ code: 'CDEV_E_SPAWN_NO_RUN' });
    await it.spawn({ run: true, command: worker });
    const { result } = await ask(it.repo.path, { plan: planId });
    expect(result.entries).toMatchObject([{ agent: 'login', driver: 'command', attempts: 1, tokens: 0, cost: 0 }]);
    expect(costsText(result, page)).toBe(`  ${planId}/login  1 attempt\n`);
  });
});
