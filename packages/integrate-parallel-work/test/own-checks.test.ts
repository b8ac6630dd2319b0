import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runPaths } from '@cdev/agent-run';
import { createStyle } from '@cdev/core/cli';
import { describe, expect, test } from '@jest/globals';
import { integrationText } from '../src/human.ts';
import { preparedRun, type PreparedRun } from './prepared-run.ts';

const page = { style: createStyle(false), columns: 100 };
const own = (name: string) => [{ name, command: `echo ${name} >> "$SEEN"; echo "# tests 1"` }];

async function withoutPlanChecks(): Promise<PreparedRun> {
  const run = await preparedRun({
    files: {},
    agents: { a: { owns: ['a/**'], checks: own('of-a') }, b: { owns: ['b/**'], checks: own('of-b') } },
  });
  await run.work('a', { 'a/a.txt': 'a\n' });
  await run.work('b', { 'b/b.txt': 'b\n' });
  return run;
}

describe('a plan whose agents alone have checks', () => {
  test('is told of as checked, and its queue is chosen by what those checks cost', async () => {
    await using run = await withoutPlanChecks();
    const dry = await run.call({ isDryRun: true, explain: true });
    expect(dry.result).toMatchObject({
      forecast: { checks: [expect.stringContaining('of-a'), expect.stringContaining('of-b')] },
      explanation: { choices: [{ left: 2 }] },
    });
    expect(integrationText(dry.result, page)).not.toContain('nothing would be checked');
    const env = { SEEN: join(run.commonDir, 'seen') };
    const { report } = await run.integrate({}, { env });
    expect((await readFile(env.SEEN, 'utf8')).trim().split('\n')).toEqual(['of-a', 'of-b']);
    expect(report).toMatchObject({ outcome: 'complete', checks: ['of-a', 'of-b'], queue: [{ left: 2 }] });
    const markdown = await readFile(join(runPaths(run.commonDir, run.plan.id).reports, 'integration.md'), 'utf8');
    expect(markdown).toContain('`of-a`, `of-b`');

    // What they cost is known now.
    await run.work('a', { 'a/a.txt': 'aa\n' });
    await run.work('b', { 'b/b.txt': 'bb\n' });
    const next = await run.call({ isDryRun: true, explain: true });
    expect(next.result).toMatchObject({ explanation: { choices: [{ load: { wall: expect.any(Number) } }] } });
  });

  test('has them in its report, too, where that was lost in an interruption', async () => {
    await using run = await withoutPlanChecks();
    const env = { SEEN: join(run.commonDir, 'seen') };
    await expect(run.integrate({ yes: false }, { env, answers: ['no'] })).rejects.toMatchObject({});
    const tip = (await run.journal.read()).findLast((event) => event.type === 'candidate-merged');
    await run.repository.git('merge', '-q', '--ff-only', tip?.type === 'candidate-merged' ? tip.commit : '');
    await run.repository.write({ [join('.git/cdev/runs', run.plan.id, 'reports/integration.yaml')]: '' });
    const { report } = await run.integrate({}, { env });
    expect(report).toMatchObject({ moved: true, checks: ['of-a', 'of-b'] });
  });
});
