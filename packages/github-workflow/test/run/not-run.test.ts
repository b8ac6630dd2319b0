import { describe, expect, test } from '@jest/globals';
import { outline, play, stepStatuses } from '../play.ts';

describe('what was not run', () => {
  test('is told with its reason; what asks for it is not run, the rest goes on', async () => {
    const run = await play({
      jobs: {
        a: {
          outputs: { made: '${{ steps.x.outputs.made }}', sure: 'yes' },
          steps: [
            { id: 'x', uses: 'some/action@v1' },
            'true',
            'echo ${{ steps.x.outputs.made }}',
            { if: "steps.x.outcome == 'success'", run: 'true' },
            { env: { MADE: '${{ steps.x.outputs.made }}' }, run: 'true' },
            { if: "github.ref == 'no' && steps.x.outputs.made", run: 'true' },
          ],
        },
        b: { needs: 'a', steps: ['test ${{ needs.a.outputs.sure }} = yes', 'echo ${{ needs.a.outputs.made }}'] },
      },
    });
    expect(stepStatuses(run)).toEqual(['not-run', 'passed', 'not-run', 'not-run', 'not-run', 'skipped']);
    expect(run.jobs[1]?.steps.map(({ status, reason }) => [status, reason])).toEqual([
      ['passed', undefined],
      ['not-run', 'it needs what is not there: step x was not run'],
    ]);
    expect(run.status).toBe('incomplete');
    expect(run.notRun).toHaveLength(5);
    expect(run.notRun[0]).toMatchObject({
      job: 'a',
      reason: 'some/action@v1 is an action from elsewhere; it is not fetched',
    });
  });

  test.each([
    ['a container', { container: 'node:24' }, 'it runs in a container'],
    ['services', { services: { db: { image: 'postgres' } } }, 'it needs services in containers: db'],
    ['another system', { 'runs-on': 'windows-latest' }, 'it runs on windows-latest, and this is Linux'],
    [
      'a list of labels',
      { 'runs-on': ['self-hosted', 'macos-14'] },
      'it runs on self-hosted, macos-14, and this is Linux',
    ],
    ['an image of Docker', { steps: [{ uses: 'docker://alpine' }] }, 'it runs in a container'],
    [
      'a token of identity',
      { steps: ['curl "$ACTIONS_ID_TOKEN_REQUEST_URL"'] },
      'it asks GitHub for an identity token (OIDC)',
    ],
    [
      'another version of a tool',
      { steps: [{ uses: 'actions/setup-node@v6', with: { 'node-version': 4 } }, 'true'] },
      /^it wants Node 4, and \d+\.\d+\.\d+ is here$/,
    ],
    [
      'another repository',
      { steps: [{ uses: 'actions/checkout@v6', with: { repository: 'some/other' } }] },
      'it checks out another repository, some/other',
    ],
  ] as const)('%s: a run in which nothing ran has not passed', async (_, job, reason) => {
    const run = await play({ jobs: { a: { steps: ['true'], ...job } } });
    expect(run).toMatchObject({ status: 'not-run', jobs: [{ status: 'not-run' }] });
    expect(run.jobs[0]?.reason).toEqual(typeof reason === 'string' ? reason : expect.stringMatching(reason));
  });

  test('an action of the repository of which nothing could run: why, as deep as it stands, and not its outputs', async () => {
    const action = [
      'name: a',
      'outputs: { made: { value: "x" } }',
      'runs:',
      '  using: composite',
      '  steps:',
      "    - { if: inputs.never == 'yes', run: 'true', shell: bash }",
      '    - uses: some/action@v1',
    ];
    const run = await play(
      {
        jobs: {
          a: { steps: [{ uses: 'actions/checkout@v6' }, { id: 'x', uses: './a' }, 'echo ${{ steps.x.outputs.made }}'] },
        },
      },
      { files: { 'a/action.yml': `${action.join('\n')}\n` } },
    );
    const reason = 'some/action@v1 is an action from elsewhere; it is not fetched';
    expect(run).toMatchObject({ status: 'not-run', jobs: [{ status: 'not-run', reason }], notRun: [{ reason }] });
    expect(stepStatuses(run)).toEqual(['passed', 'not-run', 'not-run']);
  });

  test('an action of the workflow’s own repository needs no checkout', async () => {
    const action = 'name: a\nruns: { using: composite, steps: [{ run: echo here, shell: bash }] }\n';
    const jobs = { a: { steps: [{ uses: '$/a' }] }, b: { steps: [{ uses: '$/none' }] } };
    const run = await play({ jobs }, { files: { 'a/action.yml': action } });
    expect(outline(run)).toEqual(['a: passed', 'b: failed']);
    expect(run.lines).toContain('here');
    expect(run.jobs[1]?.reason).toContain('there is no action.yml in ./none of the repository');
  });

  test('holds back the jobs that need it, unless they are to go on', async () => {
    const jobs = { a: { container: 'x', steps: ['true'] }, b: { needs: 'a', steps: ['true'] }, c: { steps: ['true'] } };
    const held = await play({ jobs });
    expect(outline(held)).toEqual(['a: not-run', 'b: not-run', 'c: passed']);
    expect(held.jobs[1]?.reason).toBe('it needs a, which was not run');
    expect(outline(await play({ jobs }, { afterNotRun: 'go-on' }))).toEqual(['a: not-run', 'b: passed', 'c: passed']);
  });

  test('puts a failure after it in doubt, not one before it', async () => {
    const use = { uses: 'some/action@v1' };
    const after = await play({ jobs: { a: { steps: ['true', use, 'false'] } } });
    expect(after.jobs[0]).toMatchObject({ status: 'failed', isInDoubt: true });
    expect(after.jobs[0]?.steps[2]?.notes).toEqual(['it comes after Run some/action@v1, which was not run']);
    const before = await play({ jobs: { a: { steps: ['false', { ...use, if: 'always()' }] } } });
    expect(before.jobs[0]).toMatchObject({ status: 'failed', isInDoubt: false });
  });

  test('another system’s job runs when that is asked for, with a note', async () => {
    const run = await play({ jobs: { a: { 'runs-on': 'macos-latest', steps: ['true'] } } }, { otherSystems: 'run' });
    expect(run.jobs[0]).toMatchObject({
      status: 'passed',
      notes: ['although it runs on macos-latest, and this is Linux'],
    });
  });
});
