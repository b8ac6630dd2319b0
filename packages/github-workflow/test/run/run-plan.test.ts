import { readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { outline, play, stepStatuses } from '../play.ts';

describe('steps', () => {
  test('run in order, in a workspace that is empty until it is checked out', async () => {
    const run = await play(
      { jobs: { a: { steps: ['ls -A', { uses: 'actions/checkout@v6' }, 'cat own.txt && git log --format=%s'] } } },
      { files: { 'own.txt': 'of the commit\n' } },
    );
    expect(run.lines).toEqual(['of the commit', 'Begin']);
    expect(run).toMatchObject({ status: 'passed', event: 'push', notRun: [] });
  });

  test.each([
    ['a failure ends the job for what does not ask', ['exit 3', 'true'], ['failed', 'skipped'], 'failed'],
    ['failure() runs after it', ['exit 3', { if: 'failure()', run: 'true' }], ['failed', 'passed'], 'failed'],
    ['always() runs after it', ['exit 3', { if: '${{ always() }}', run: 'true' }], ['failed', 'passed'], 'failed'],
    ['failure() does not run without one', ['true', { if: 'failure()', run: 'true' }], ['passed', 'skipped'], 'passed'],
    [
      'continue-on-error lets go on',
      [{ 'continue-on-error': true, run: 'false' }, 'true'],
      ['failed', 'passed'],
      'passed',
    ],
    ['a text around an expression is true', [{ if: '${{ false }} == true', run: 'true' }], ['passed'], 'passed'],
    ['if: false', [{ if: false, run: 'true' }], ['skipped'], 'passed'],
    ['a pipe without pipefail', ['false | true'], ['passed'], 'passed'],
    ['a pipe with shell: bash', [{ shell: 'bash', run: 'false | true' }], ['failed'], 'failed'],
    ['the first failing line ends a script', ['false\ntrue'], ['failed'], 'failed'],
    ['sh', [{ shell: 'sh', run: 'test -z "$BASH_VERSION"' }], ['passed'], 'passed'],
    ['a shell of one’s own', [{ shell: 'node {0}', run: 'if (2 + 2 !== 4) process.exit(1)' }], ['passed'], 'passed'],
    ['a name that is no shell', [{ shell: 'node', run: '1' }], ['failed'], 'failed'],
    ['a folder that is not there', [{ 'working-directory': 'none', run: 'true' }], ['failed'], 'failed'],
    ['an expression that is wrong when it runs', ["echo ${{ fromJSON('{') }}"], ['failed'], 'failed'],
    ['another system’s shell', [{ shell: 'cmd', run: 'dir' }, 'true'], ['not-run', 'passed'], 'incomplete'],
  ] as const)('%s', async (_, steps, statuses, status) => {
    const run = await play({ jobs: { a: { steps } } });
    expect(stepStatuses(run)).toEqual(statuses);
    expect(run.status).toBe(status);
  });

  test('tell why they failed, with exit code and last lines', async () => {
    const { jobs } = await play({
      jobs: { a: { steps: [{ name: 'Test', run: 'echo before; echo after >&2; exit 7' }] } },
    });
    expect(jobs[0]?.steps[0]).toMatchObject({ name: 'Test', reason: 'exit code 7', exitCode: 7 });
    expect([...(jobs[0]?.steps[0]?.tail ?? [])].sort()).toEqual(['after', 'before']);
    expect(jobs[0]?.reason).toBe('Test: exit code 7');
  });

  test('are ended after timeout-minutes, with all they started', async () => {
    const run = await play({
      jobs: {
        a: {
          steps: [
            { 'timeout-minutes': 0.01, run: 'sleep 60 & sleep 60' },
            { if: 'always()', run: 'echo still' },
          ],
        },
      },
    });
    expect(run.jobs[0]?.steps.map(({ status, reason }) => [status, reason])).toEqual([
      ['failed', 'it took longer than 0.01 min'],
      ['passed', undefined],
    ]);
  });

  test('share what they started in the background, which ends with the job', async () => {
    const run = await play({
      jobs: {
        a: {
          steps: [
            "(trap '' HUP; while true; do echo tick >> ticks; sleep 0.05; done) &\necho $! > pid",
            'sleep 0.3; test "$(wc -l < ticks)" -gt 2; echo "pid=$(cat pid)"',
          ],
        },
      },
    });
    expect(run.status).toBe('passed');
    const pid = /pid=(\d+)/.exec(run.lines.join('\n'))?.[1];
    expect(isRunning(pid)).toBe(false);
  });
});

describe('jobs', () => {
  test('run after those they need and see their outputs and results', async () => {
    const run = await play({
      jobs: {
        last: {
          needs: ['first'],
          steps: ['test "${{ needs.first.outputs.word }} ${{ needs.first.result }}" = "hello success"'],
        },
        first: {
          outputs: { word: '${{ steps.say.outputs.word }}' },
          steps: [{ id: 'say', run: 'echo word=hello >> "$GITHUB_OUTPUT"' }],
        },
      },
    });
    expect(outline(run)).toEqual(['last: passed', 'first: passed']);
  });

  test('behind a failed one are skipped, also by way of one that ran always', async () => {
    const run = await play({
      jobs: {
        broken: { steps: ['false'] },
        tidy: { needs: 'broken', if: 'always()', steps: ['true'] },
        after: { needs: 'tidy', steps: ['true'] },
        told: { needs: 'tidy', if: 'failure()', steps: ['true'] },
      },
    });
    expect(outline(run)).toEqual(['broken: failed', 'tidy: passed', 'after: skipped', 'told: passed']);
    expect(run.status).toBe('failed');
  });

  test('with a matrix run each combination, the first failure ends the rest', async () => {
    const steps = ['test ${{ matrix.n }} != 2'];
    const quick = await play({ jobs: { a: { strategy: { matrix: { n: [1, 2, 3] } }, steps } } });
    expect(outline(quick)).toEqual(['a (1): passed', 'a (2): failed', 'a (3): cancelled']);
    const whole = await play({ jobs: { a: { strategy: { 'fail-fast': false, matrix: { n: [1, 2, 3] } }, steps } } });
    expect(outline(whole)).toEqual(['a (1): passed', 'a (2): failed', 'a (3): passed']);
  });

  test('with continue-on-error fail without failing the workflow', async () => {
    const run = await play({
      jobs: { a: { 'continue-on-error': true, steps: ['false'] }, b: { needs: 'a', steps: ['true'] } },
    });
    expect(outline(run)).toEqual(['a: failed', 'b: passed']);
    expect(run.status).toBe('passed');
  });

  test('run at the same time when that is asked for', async () => {
    const meet = (own: string, other: string) =>
      `touch "$ROOM/${own}"; for i in $(seq 200); do [ -e "$ROOM/${other}" ] && exit 0; sleep 0.05; done; exit 1`;
    const env = { ROOM: '${{ github.workspace }}/../../../room' };
    const run = await play(
      {
        env,
        jobs: {
          a: { steps: [`mkdir -p "$ROOM"; ${meet('a', 'b')}`] },
          b: { steps: [`mkdir -p "$ROOM"; ${meet('b', 'a')}`] },
        },
      },
      { jobsAtOnce: 2 },
    );
    expect(outline(run)).toEqual(['a: passed', 'b: passed']);
  });

  test('are ended after timeout-minutes; what is to be done always is done', async () => {
    const run = await play({
      jobs: { a: { 'timeout-minutes': 0.01, steps: ['sleep 60', 'true', { if: 'always()', run: 'echo end' }] } },
    });
    expect(run.jobs[0]).toMatchObject({ status: 'failed', reason: 'it took longer than 0.01 min' });
    expect(stepStatuses(run)).toEqual(['cancelled', 'skipped', 'passed']);
    expect(run.lines).toEqual(['end']);
  });
});

test('an interruption ends everything and leaves nothing', async () => {
  const abort = new AbortController();
  const mark = `cdev-mark-${process.pid}`;
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith('cdev-workflow-'));
  const running = play(
    { jobs: { a: { steps: [`exec -a ${mark} sleep 60`] }, b: { steps: ['sleep 60'] } } },
    {
      abort: abort.signal,
      jobsAtOnce: 2,
      onEvent: ({ type }) => type === 'step-started' && setTimeout(() => abort.abort(), 200),
    },
  );
  await expect(running).rejects.toMatchObject({ code: 'CDEV_E_WORKFLOW_INTERRUPTED', kind: 'interrupted' });
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('cdev-workflow-'))).toEqual(before);
});

/** What has ended and nobody has taken note of yet is listed still. */
function isRunning(pid: string | undefined): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
