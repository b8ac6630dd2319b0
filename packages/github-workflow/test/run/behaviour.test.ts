import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { play, type WorkflowLiteral } from '../play.ts';

const sha256 = (bytes: string | Buffer): Buffer => createHash('sha256').update(bytes).digest();
const hashOfHash = sha256(sha256('data\n')).toString('hex');

/** Each is a workflow whose steps fail when something is not as on GitHub. */
const passing: Readonly<Record<string, WorkflowLiteral['jobs']>> = {
  'env of three levels, the nearest wins': {
    a: {
      env: { B: 'job', C: 'job' },
      steps: [
        { env: { C: 'step' }, run: 'test "$A$B$C" = workflowjobstep' },
        'test "$C" = job',
        'test "${{ env.A }}" = workflow',
      ],
    },
  },
  'env names that differ in case': {
    a: {
      env: { name: 'low', NAME: 'high' },
      steps: ['test "$name$NAME" = lowhigh && test "${{ env.name }}${{ env.NAME }}" = lowhigh'],
    },
  },
  'GITHUB_ENV, also with a delimiter': {
    a: {
      steps: [
        'echo ONE=1=1 >> "$GITHUB_ENV"\nprintf \'MANY<<END\\na=b\\nc\\nEND\\n\' >> "$GITHUB_ENV"',
        'test "$ONE" = 1=1 && test "$MANY" = "$(printf \'a=b\\nc\')"',
        { if: "env.ONE == '1=1' && env.a == ''", run: 'echo right >> mark' },
        'test -f mark',
      ],
    },
  },
  'a step’s env over what a step before it set': {
    a: { steps: ['echo X=set >> "$GITHUB_ENV"', { env: { X: 'own' }, run: 'test "$X" = own' }, 'test "$X" = set'] },
  },
  'GITHUB_PATH, the last first': {
    a: {
      steps: [
        'for n in 1 2; do mkdir p$n; printf "#!/bin/sh\\necho $n" > p$n/tool; chmod +x p$n/tool; echo "$PWD/p$n" >> "$GITHUB_PATH"; done',
        'test "$(tool)" = 2',
      ],
    },
  },
  'outputs by file and by command': {
    a: {
      steps: [
        { id: 'x', run: 'echo one=1 >> "$GITHUB_OUTPUT"; echo "::set-output name=two::2%0A2"' },
        'test "${{ steps.x.outputs.one }}" = 1 && test "${{ steps.x.outputs.two }}" = "$(printf \'2\\n2\')"',
      ],
    },
  },
  'outcome and conclusion': {
    a: {
      steps: [
        { id: 'x', 'continue-on-error': true, run: 'false' },
        { id: 'y', if: false, run: 'true' },
        'test "${{ steps.x.outcome }} ${{ steps.x.conclusion }} ${{ steps.y.outcome }}" = "failure success skipped"',
      ],
    },
  },
  'defaults of workflow, job and step': {
    a: {
      defaults: { run: { 'working-directory': 'sub' } },
      steps: [
        { 'working-directory': '.', run: 'mkdir sub other' },
        'test "$(basename "$PWD")" = sub',
        { 'working-directory': 'other', run: 'test "$(basename "$PWD")" = other' },
        { 'working-directory': '${{ github.workspace }}/other', run: 'test "$(basename "$PWD")" = other' },
      ],
    },
  },
  'a matrix with types, inclusions and its place in the strategy': {
    a: {
      strategy: { matrix: { n: [1], flag: [true], include: [{ n: 1, extra: 'more' }] } },
      steps: [
        'test "${{ matrix.n == 1 }}" = true',
        'test "${{ matrix.flag == true && matrix.extra == \'more\' }}" = true',
        'test "${{ strategy.job-index }} ${{ strategy.job-total }} ${{ strategy.fail-fast }}" = "0 1 true"',
      ],
    },
  },
  'a matrix from the output of a job': {
    a: {
      outputs: { m: '${{ steps.m.outputs.m }}' },
      steps: [{ id: 'm', run: 'echo \'m={"v":["x"]}\' >> "$GITHUB_OUTPUT"' }],
    },
    b: { needs: 'a', strategy: { matrix: '${{ fromJSON(needs.a.outputs.m) }}' }, steps: ['test ${{ matrix.v }} = x'] },
  },
  functions: {
    a: {
      steps: [
        "test \"${{ contains('Hello', 'ELL') && startsWith('abc', 'AB') && endsWith('abc', 'c') }}\" = true",
        "test \"${{ format('{0}-{1}-{{}}', 'a', 2) }}\" = 'a-2-{}'",
        "test \"${{ join(fromJSON('[1,2]'), '+') }}\" = 1+2",
        "test \"${{ 'it''s a ''quote''' }}\" = \"it's a 'quote'\"",
        'echo data > f.txt\n',
        `test "\${{ hashFiles('f.txt') }}" = ${hashOfHash}`,
        "test \"${{ hashFiles('none') }}\" = ''",
        'test \'${{ toJSON(fromJSON(\'{"a":[1]}\')) }}\' = "$(printf \'{\\n  "a": [\\n    1\\n  ]\\n}\')"',
        'test "${{ github.event_name == \'PUSH\' }}" = true',
        "test \"${{ '}}' }}\" = '}}'",
      ],
    },
  },
  'the runner’s variables': {
    a: {
      steps: [
        'test "$CI $GITHUB_ACTIONS $RUNNER_OS $GITHUB_JOB" = "true true Linux a"',
        'test "$GITHUB_WORKSPACE" = "$PWD" && test "$GITHUB_WORKSPACE" = "${{ github.workspace }}"',
        'test "$GITHUB_SHA" = "${{ github.sha }}" && grep -q "after.*$GITHUB_SHA" "$GITHUB_EVENT_PATH"',
        'test -d "$RUNNER_TEMP" && test "$RUNNER_TEMP" = "${{ runner.temp }}"',
        'test "$GITHUB_REF" = refs/heads/main && test "$GITHUB_REF_NAME" = main',
      ],
    },
  },
  'commands are not heeded between stop-commands': {
    a: {
      steps: [
        {
          id: 'x',
          run: 'echo ::stop-commands::tok\necho ::set-output name=a::1\necho ::tok::\necho ::set-output name=b::2',
        },
        'test "${{ steps.x.outputs.a }}${{ steps.x.outputs.b }}" = 2',
      ],
    },
  },
  'a condition over needs that went well': {
    a: { steps: ['true'] },
    b: { needs: 'a', if: "${{ !failure() && needs.a.result == 'success' }}", steps: ['true'] },
  },
  'nothing of the user’s environment': {
    a: { steps: ['test -z "$MY_TOKEN" && test "$HOME" != "$OLD_HOME" && test -d "$HOME"'] },
  },
};

describe('as on GitHub', () => {
  test.each(Object.entries(passing))('%s', async (_, jobs) => {
    const run = await play({ env: { A: 'workflow' }, jobs }, { processEnv: { MY_TOKEN: 'private' } });
    const failed = run.jobs.flatMap(({ name, reason, steps }) => [
      ...(reason === undefined ? [] : [`${name}: ${reason}`]),
      ...steps.filter(({ status }) => status === 'failed').flatMap(({ tail }) => tail),
    ]);
    expect([run.status, failed]).toEqual(['passed', []]);
  });
});

describe('workflow commands', () => {
  test('make annotations with their place, groups, and fail where GitHub has switched them off', async () => {
    const run = await play({
      jobs: {
        a: {
          steps: [
            'echo "::warning file=a.ts,line=3,col=7,title=Oh%2C dear::Mind%0Athis"\necho "::notice::Seen"\necho "::debug::not shown"',
            'echo "::group::Part"; echo inside; echo ::endgroup::',
            'echo "::set-env name=X::1"',
          ],
        },
      },
    });
    expect(run.jobs[0]?.steps[0]?.annotations).toEqual([
      { level: 'warning', message: 'Mind\nthis', title: 'Oh, dear', file: 'a.ts', line: 3, column: 7 },
      { level: 'notice', message: 'Seen' },
    ]);
    expect(run.events.filter(({ type }) => type === 'group').map((event) => 'title' in event && event.title)).toEqual([
      'Part',
      undefined,
    ]);
    expect(run.lines).toEqual(['inside']);
    expect(run.jobs[0]?.steps[2]).toMatchObject({ status: 'failed', reason: expect.stringContaining('$GITHUB_ENV') });
  });

  test('give a summary', async () => {
    const run = await play({ jobs: { a: { steps: ['echo "# Done" >> "$GITHUB_STEP_SUMMARY"'] } } });
    expect(run.jobs[0]?.steps[0]?.summary).toBe('# Done\n');
  });

  test.each([
    ['a line that is no assignment', 'echo nothing >> "$GITHUB_OUTPUT"'],
    ['a delimiter that does not come', 'echo "A<<END" >> "$GITHUB_ENV"'],
  ])('%s fails the step', async (_, run) => {
    const { jobs } = await play({ jobs: { a: { steps: [run] } } });
    expect(jobs[0]?.steps[0]).toMatchObject({ status: 'failed', reason: expect.stringMatching(/^GITHUB_/) });
  });
});
