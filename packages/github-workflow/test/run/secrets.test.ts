import { describe, expect, test } from '@jest/globals';
import { inRepo, play } from '../play.ts';

describe('secrets', () => {
  const secrets = { TOKEN: 'tok-en-12345', LINES: 'first-part\nsecond-part' };
  test('reach steps and are masked in everything that comes out, in the forms they take', async () => {
    const run = await play(
      {
        jobs: {
          a: {
            outputs: { out: '${{ steps.x.outputs.out }}' },
            steps: [
              {
                id: 'x',
                name: 'With ${{ secrets.TOKEN }}',
                env: { T: '${{ secrets.TOKEN }}' },
                run: [
                  'test "$T" = tok-en-12345 || exit 9',
                  'echo "plain $T"; printf %s "x:$T" | base64; echo "::warning::$T"',
                  'echo "${{ secrets.LINES }}"',
                  'echo "out=$T" >> "$GITHUB_OUTPUT"; echo "$T" >> "$GITHUB_STEP_SUMMARY"',
                  'echo "::add-mask::later-value"; echo later-value',
                ].join('\n'),
              },
              'test "${{ steps.x.outputs.out }}" = tok-en-12345',
            ],
          },
        },
      },
      { secrets },
    );
    expect(run.status).toBe('passed');
    const everything = JSON.stringify([run.jobs, run.events]);
    for (const value of [
      'tok-en-12345',
      'first-part',
      'second-part',
      'later-value',
      Buffer.from('x:tok-en-12345').toString('base64').slice(4, 18),
    ])
      expect(everything).not.toContain(value);
    expect(run.lines.slice(0, 1)).toEqual(['plain ***']);
    expect(run.jobs[0]?.outputs).toEqual({ out: '***' });
  });

  test('are in no plan that is written down', async () => {
    const plan = await inRepo(
      { jobs: { a: { steps: ['echo ${{ secrets.TOKEN }}'] } } },
      { secrets },
      async (made) => made,
    );
    expect(JSON.stringify(plan)).not.toContain('tok-en-12345');
    expect(plan.options.secrets).toEqual(secrets);
  });

  test('that were not given are empty, and the job says so', async () => {
    const run = await play({ jobs: { a: { steps: ['test -z "${{ secrets.NPM_TOKEN }}${{ vars.PLACE }}"'] } } });
    expect(run.jobs[0]).toMatchObject({
      status: 'passed',
      notes: ['secret NPM_TOKEN was not given and is empty here', 'variable PLACE was not given and is empty here'],
    });
  });
});
