import { describe, expect, test } from '@jest/globals';
import { outline, play, stepStatuses, workflowText } from '../play.ts';

const composite = (runs: object, rest: object = {}): string =>
  JSON.stringify({ name: 'Own', description: 'x', ...rest, runs: { using: 'composite', ...runs } });
const checkout = { uses: 'actions/checkout@v6' };

describe('actions of the repository', () => {
  test('composite: inputs, outputs, its folder, its own conditions, steps within steps', async () => {
    const files = {
      'own/action.yml': composite(
        {
          steps: [
            {
              id: 's',
              shell: 'bash',
              run: 'echo "word=${{ inputs.who }}-${{ inputs.how }}" >> "$GITHUB_OUTPUT"; test -f "$GITHUB_ACTION_PATH/action.yml"',
            },
            { uses: './inner' },
            { if: 'failure()', shell: 'bash', run: 'exit 1' },
          ],
        },
        {
          inputs: { who: { required: true }, how: { default: 'well' } },
          outputs: { word: { value: '${{ steps.s.outputs.word }}' } },
        },
      ),
      'inner/action.yaml': composite({
        steps: [{ shell: 'bash', run: 'test "$FROM" = caller; echo SET=inside >> "$GITHUB_ENV"' }],
      }),
    };
    const run = await play(
      {
        jobs: {
          a: {
            steps: [
              checkout,
              { id: 'o', uses: './own', with: { who: 'ada' }, env: { FROM: 'caller' } },
              'test "${{ steps.o.outputs.word }}" = ada-well && test "$SET" = inside && test -z "$FROM"',
            ],
          },
        },
      },
      { files },
    );
    expect(stepStatuses(run)).toEqual(['passed', 'passed', 'passed']);
    expect(run.jobs[0]?.steps[1]?.steps.map(({ status }) => status)).toEqual(['passed', 'passed', 'skipped']);
  });

  test('composite: a failure inside fails it, keeps its outputs, and runs what asks for failure', async () => {
    const steps = [
      { id: 's', shell: 'bash', run: 'echo a=1 >> "$GITHUB_OUTPUT"' },
      { name: 'Break', shell: 'bash', run: 'exit 4' },
      { shell: 'bash', run: 'true' },
      { if: 'failure()', shell: 'bash', run: 'true' },
    ];
    const files = { 'own/action.yml': composite({ steps }, { outputs: { a: { value: '${{ steps.s.outputs.a }}' } } }) };
    const run = await play(
      {
        jobs: {
          a: {
            steps: [
              checkout,
              { id: 'o', 'continue-on-error': true, uses: './own' },
              'test ${{ steps.o.outputs.a }} = 1',
            ],
          },
        },
      },
      { files },
    );
    expect(run.jobs[0]?.steps[1]).toMatchObject({ status: 'failed', isTolerated: true, reason: 'Break: exit code 4' });
    expect(run.jobs[0]?.steps[1]?.steps.map(({ status }) => status)).toEqual(['passed', 'failed', 'skipped', 'passed']);
    expect(run.status).toBe('passed');
  });

  test('JavaScript: inputs, outputs, state for its end, which comes last first and can fail the job', async () => {
    const action = (end: string): Record<string, string> => ({
      'action.yml': JSON.stringify({
        name: 'x',
        inputs: { 'my name': { default: 'none' } },
        runs: { using: 'node24', main: 'main.js', post: 'post.js' },
      }),
      'main.js': `const fs = require('fs'); fs.appendFileSync(process.env.GITHUB_OUTPUT, 'got=' + process.env.INPUT_MY_NAME + '\\n'); fs.appendFileSync(process.env.GITHUB_STATE, 'kept=' + process.env.INPUT_MY_NAME + '\\n');`,
      'post.js': `console.log('end of ' + process.env.STATE_kept); ${end}`,
    });
    const inFolder = (folder: string, files: Record<string, string>) =>
      Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
    const run = await play(
      {
        jobs: {
          a: {
            steps: [
              checkout,
              { id: 'x', uses: './one', with: { 'my name': 'ada' } },
              { uses: './two' },
              'test "${{ steps.x.outputs.got }}" = ada',
            ],
          },
        },
      },
      { files: { ...inFolder('one', action('')), ...inFolder('two', action('process.exit(2)')) } },
    );
    expect(run.lines).toEqual(['end of none', 'end of ada']);
    expect(run.jobs[0]).toMatchObject({ status: 'failed', reason: 'Post ./two: exit code 2' });
  });

  test.each([
    ['is not there', {}, /there is no action\.yml in \.\/own; is actions\/checkout missing/, 'failed'],
    [
      'is broken',
      { 'own/action.yml': '{ runs: { using: composite, steps: [{ run: a }] } }' },
      /a run step of an action needs a shell/,
      'failed',
    ],
    ['runs in a container', { 'own/action.yml': '{ runs: { using: docker, image: x } }' }, /container/, 'not-run'],
    ['is a Dockerfile alone', { 'own/Dockerfile': 'FROM x' }, /container/, 'not-run'],
    [
      'runs with something else',
      { 'own/action.yml': '{ runs: { using: deno } }' },
      /deno, which is not known/,
      'not-run',
    ],
  ] as const)('one that %s', async (_, files, reason, status) => {
    const run = await play({ jobs: { a: { steps: [checkout, { uses: './own' }] } } }, { files });
    expect(run.jobs[0]?.steps[1]).toMatchObject({ status, reason: expect.stringMatching(reason) });
  });
});

describe('reusable workflows', () => {
  const called = workflowText({
    on: {
      workflow_call: {
        inputs: {
          word: { type: 'string', required: true },
          flag: { type: 'boolean', default: true },
          count: { type: 'number', default: 2 },
        },
        secrets: { TOKEN: { required: true } },
        outputs: { said: { value: '${{ jobs.say.outputs.said }}' } },
      },
    },
    jobs: {
      say: {
        outputs: { said: '${{ steps.s.outputs.said }}' },
        steps: [
          {
            id: 's',
            run: 'test "$T" = token-value && echo "said=${{ inputs.word }}${{ inputs.count }}" >> "$GITHUB_OUTPUT"',
            env: { T: '${{ secrets.TOKEN }}' },
          },
          { if: 'inputs.flag == true', run: 'test ${{ github.event_name }} = push' },
        ],
      },
    },
  });
  const secrets = { TOKEN: 'token-value' };

  test.each(['inherit', { TOKEN: '${{ secrets.TOKEN }}' }])('with inputs, secrets (%j) and outputs', async (given) => {
    const run = await play(
      {
        jobs: {
          call: { uses: './.github/workflows/called.yml', with: { word: 'hi' }, secrets: given },
          after: { needs: 'call', steps: ['test ${{ needs.call.outputs.said }} = hi2'] },
        },
      },
      { files: { '.github/workflows/called.yml': called }, secrets },
    );
    expect(outline(run)).toEqual(['call / say: passed', 'after: passed']);
    expect(run.status).toBe('passed');
  });

  test.each([
    [
      'without an input it needs',
      { uses: './.github/workflows/called.yml' },
      'failed',
      /the input word .* is required/,
    ],
    ['that is not there', { uses: './.github/workflows/none.yml' }, 'not-run', /none\.yml cannot be read/],
    ['from elsewhere', { uses: 'some/repo/.github/workflows/x.yml@main' }, 'not-run', /a workflow from elsewhere/],
    ['that cannot be called', { uses: './.github/workflows/ci.yml' }, 'not-run', /no workflow_call/],
  ] as const)('%s', async (_, job, status, reason) => {
    const run = await play({ jobs: { call: job } }, { files: { '.github/workflows/called.yml': called } });
    expect(run.jobs[0]).toMatchObject({ status, reason: expect.stringMatching(reason) });
  });
});

describe('artifacts and caches', () => {
  test('an artifact goes from job to job, its paths begin at what all files share', async () => {
    const upload = (more: object) => ({ uses: 'actions/upload-artifact@v4', with: { name: 'built', ...more } });
    const run = await play({
      jobs: {
        make: {
          steps: [
            'mkdir -p out/deep && echo 1 > out/a.txt && echo 2 > out/deep/b.txt && echo 3 > out/deep/c.log',
            upload({ path: 'out\n!out/**/*.log' }),
          ],
        },
        take: {
          needs: 'make',
          steps: [
            { uses: 'actions/download-artifact@v4', with: { name: 'built', path: 'here' } },
            'cd here && test "$(find . -type f | sort | tr "\\n" " ")" = "./a.txt ./deep/b.txt "',
            { uses: 'actions/download-artifact@v4' },
            'test -f built/a.txt',
          ],
        },
      },
    });
    expect(outline(run)).toEqual(['make: passed', 'take: passed']);
  });

  test.each([
    ['warns of no files', { path: 'none' }, 'passed'],
    ['fails for no files when that is asked', { path: 'none', 'if-no-files-found': 'error' }, 'failed'],
    ['fails for a name that is none', { name: 'a/b', path: 'x' }, 'failed'],
  ] as const)('an upload %s', async (_, input, status) => {
    expect(
      stepStatuses(await play({ jobs: { a: { steps: [{ uses: 'actions/upload-artifact@v4', with: input }] } } })),
    ).toEqual([status]);
  });

  test('an artifact of no step of this run is not run, and who takes it cannot be blamed', async () => {
    const run = await play({
      jobs: { a: { steps: [{ uses: 'actions/download-artifact@v4', with: { name: 'x' } }, 'cat x'] } },
    });
    expect(stepStatuses(run)).toEqual(['not-run', 'failed']);
    expect(run.jobs[0]?.isInDoubt).toBe(true);
  });

  test('a cache is saved by a job that went well and restored by its key or a beginning of it', async () => {
    const cache = (key: string) => ({
      id: 'c',
      uses: 'actions/cache@v4',
      with: { path: 'store\n~/.tool', key, 'restore-keys': 'k-' },
    });
    const check = (hit: string, store: string) =>
      `test "\${{ steps.c.outputs.cache-hit }}" = "${hit}" && test "$(cat store/x ~/.tool/y 2>/dev/null | tr -d '\\n')" = "${store}"`;
    const run = await play({
      jobs: {
        one: {
          steps: [cache('k-1'), check('', ''), 'mkdir -p store ~/.tool && echo 1 > store/x && echo 1 > ~/.tool/y'],
        },
        two: { needs: 'one', steps: ['rm -rf ~/.tool', cache('k-1'), check('true', '11')] },
        three: { needs: 'two', steps: ['rm -rf ~/.tool', cache('k-2'), check('false', '11')] },
      },
    });
    expect(outline(run)).toEqual(['one: passed', 'two: passed', 'three: passed']);
  });
});

test('a tool’s version may be another when that is asked for, with a note', async () => {
  const steps = [
    { id: 'n', uses: 'actions/setup-node@v6', with: { 'node-version': 4 } },
    'test -n "${{ steps.n.outputs.node-version }}"',
  ];
  const run = await play({ jobs: { a: { steps } } }, { otherVersions: 'run' });
  expect(run.jobs[0]?.steps[0]?.notes).toEqual([expect.stringMatching(/^it wants Node 4, and /)]);
  expect(run.status).toBe('passed');
});

test.each([
  ['.nvmrc', 'v4\n', 'not-run'],
  ['.tool-versions', 'python 3.9\nnodejs 4.0.0\n', 'not-run'],
  ['package.json', '{ "engines": { "node": ">=20" } }', 'passed'],
  ['none', '', 'failed'],
] as const)('a version from %s', async (file, content, status) => {
  const run = await play(
    { jobs: { a: { steps: [checkout, { uses: 'actions/setup-node@v6', with: { 'node-version-file': file } }] } } },
    { files: file === 'none' ? {} : { [file]: content } },
  );
  expect(run.jobs[0]?.steps[1]?.status).toBe(status);
});
