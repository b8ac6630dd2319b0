import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { scanWorkflows, scanWorkflowTexts } from '../src/index.ts';

const sha = 'a'.repeat(40);
const head = (on: string): string => `on: ${on}\npermissions: { contents: read }\njobs:\n`;
const job = (on: string, steps: string): string =>
  `${head(on)}  one:\n    runs-on: ubuntu-latest\n    steps:\n${steps.replaceAll(/^/gm, '      ')}\n`;
function told(text: string): string[] {
  const { issues, gaps } = scanWorkflowTexts([{ path: '.github/workflows/a.yml', kind: 'workflow', text }]);
  expect(gaps).toEqual([]);
  return issues.map(({ ruleId, level, places: [{ line }] }) => `${level} ${ruleId} ${line}`);
}

describe('what strangers choose, on its way', () => {
  test.each([
    ['a comment on a commit', job('commit_comment', '- run: echo ${{ github.event.comment.body }}'), 7],
    ['an earlier title', job('issues', '- run: echo ${{ github.event.changes.title.from }}'), 7],
    ['all there is', job('issues', "- run: echo '${{ toJSON(github.event.*) }}'"), 7],
    ['a run as a whole', job('workflow_run', "- run: echo '${{ toJSON(github.event.workflow_run) }}'"), 7],
    [
      'a fork as a whole',
      job('pull_request_target', "- run: echo '${{ toJSON(github.event.pull_request.head.repo) }}'"),
      7,
    ],
    [
      'an output of a step',
      job(
        'issues',
        '- id: a\n  env: { T: "${{ github.event.issue.title }}" }\n  run: echo "title=$T" >> "$GITHUB_OUTPUT"\n- run: echo ${{ steps.a.outputs.title }}',
      ),
      10,
    ],
    [
      'an output of several lines',
      job(
        'issues',
        '- id: a\n  env: { T: "${{ github.event.issue.title }}" }\n  run: |\n    echo "title<<END" >> $GITHUB_OUTPUT\n    echo "$T" >> $GITHUB_OUTPUT\n- run: echo ${{ steps.a.outputs.title }}',
      ),
      12,
    ],
    [
      'an output of a job',
      `${head('issues')}  a:\n    runs-on: x\n    outputs: { title: "\${{ github.event.issue.title }}" }\n    steps: [{ run: a }]\n  b:\n    needs: a\n    runs-on: x\n    steps:\n      - run: echo \${{ needs.a.outputs.title }}\n`,
      12,
    ],
    [
      'past a condition that leaves a bot out',
      job('issue_comment', "- if: github.actor != 'dependabot[bot]'\n  run: echo ${{ github.event.comment.body }}"),
      8,
    ],
    [
      'past a condition that leaves a label out',
      job(
        'issues',
        '- if: "!contains(github.event.issue.labels.*.name, \'x\')"\n  run: echo ${{ github.event.issue.title }}',
      ),
      8,
    ],
    [
      'another script of an action',
      job(
        'issues',
        `- uses: nick-fields/retry@${sha}\n  with: { on_retry_command: 'echo \${{ github.event.issue.title }}' }`,
      ),
      8,
    ],
    [
      'the options of a container',
      job(
        'issues',
        `- uses: addnab/docker-run-action@${sha}\n  with: { options: '-e TITLE=\${{ github.event.issue.title }}' }`,
      ),
      8,
    ],
  ])('%s', (_, text, line) => {
    expect(told(text)).toEqual([`error template-injection ${line}`]);
  });

  test('an output that something else is written to is none', () => {
    const steps =
      '- id: a\n  env: { T: "${{ github.event.issue.title }}" }\n  run: |\n    echo "title=$T" >> $GITHUB_OUTPUT\n    echo "count=1" >> $GITHUB_OUTPUT\n- run: echo ${{ steps.a.outputs.count }}';
    expect(told(job('issues', steps))).toEqual([]);
  });

  test.each([
    '{\n      echo "A=$T"\n    } >> "$GITHUB_ENV"',
    'cat >> $GITHUB_ENV <<END\n    A=$T\n    END',
    'echo "A=$T" | tee --append "$GITHUB_ENV"',
  ])('to the variables of what follows: %s', (script) => {
    const text = job('issues', `- env: { T: "\${{ github.event.issue.title }}" }\n  run: |\n    ${script}`);
    expect(told(text)).toEqual([expect.stringMatching(/^error environment-file-write /)]);
  });
});

describe('code of a pull request', () => {
  const checkout = `- uses: actions/checkout@${sha}`;
  test.each([
    [
      'pull_request_target',
      `${checkout}\n  with:\n    ref: \${{ github['event']['pull_request']['head']['sha'] }}\n- run: npm ci`,
    ],
    [
      'pull_request_target',
      `${checkout}\n  env: { R: "\${{ github.head_ref }}" }\n  with: { ref: "\${{ env.R }}" }\n- run: npm ci`,
    ],
    ['pull_request_target', '- run: git checkout ${{ github.event.pull_request.head.sha }} && npm ci'],
    [
      'pull_request_target',
      '- env: { S: "${{ github.event.pull_request.head.sha }}" }\n  run: git checkout "$S"\n- run: npm ci',
    ],
    ['pull_request_target', '- run: git clone ${{ github.event.pull_request.head.repo.clone_url }} x\n- run: npm ci'],
    ['pull_request_target', '- run: |\n    git fetch origin pull/1/head\n    npm ci'],
    [
      'issue_comment',
      `- id: c\n  uses: xt0rted/pull-request-comment-branch@${sha}\n${checkout}\n  with: { ref: "\${{ steps.c.outputs.head_ref }}" }\n- run: npm ci`,
    ],
    [
      'issue_comment',
      `- id: c\n  run: echo "sha=$(gh pr view $N --json headRefOid)" >> $GITHUB_OUTPUT\n${checkout}\n  with: { ref: "\${{ steps.c.outputs.sha }}" }\n- run: npm ci`,
    ],
  ])('%s: %s', (on, steps) => {
    expect(told(job(on, steps))).toEqual(expect.arrayContaining([expect.stringMatching(/^error untrusted-checkout /)]));
  });

  test.each([
    [
      'pull_request_target',
      `${checkout}\n  with: { ref: "\${{ github.event.pull_request.base.sha }}" }\n- run: npm ci`,
    ],
    [
      'issue_comment',
      `- id: c\n  run: echo "v=$(cat version)" >> $GITHUB_OUTPUT\n${checkout}\n  with: { ref: "\${{ steps.c.outputs.v }}" }\n- run: npm ci`,
    ],
    ['issue_comment', '- run: git checkout main\n- run: npm ci'],
  ])('not: %s: %s', (on, steps) => {
    expect(told(job(on, steps))).toEqual([]);
  });
});

describe('in more than one file', () => {
  const action = (use: string): string =>
    `name: a\ninputs: { title: { required: true } }\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      run: echo ${use}\n`;
  const uses = job('issues', '- uses: ./tools/say\n  with: { title: "${{ github.event.issue.title }}" }');

  test('what is handed to an action of the repository that puts it into a script', async () => {
    await using folder = await tempFolder({
      '.github/workflows/a.yml': uses,
      'tools/say/action.yml': action('${{ inputs.title }}'),
    });
    const { issues, gaps, files } = await scanWorkflows({ root: folder.path });
    expect(issues.map(({ level, places: [{ path, line }] }) => `${level} ${path} ${line}`)).toEqual([
      'error .github/workflows/a.yml 8',
      'note tools/say/action.yml 7',
    ]);
    expect({ gaps, files }).toEqual({ gaps: [], files: 2 });
    const { issues: changed, files: looked } = await scanWorkflows({
      root: folder.path,
      paths: ['.github/workflows/a.yml'],
    });
    expect(changed.map(({ level, places: [{ path }] }) => `${level} ${path}`)).toEqual([
      'error .github/workflows/a.yml',
    ]);
    expect(looked).toBe(1);
  });

  test('and not to one that gives it to the script as a variable, or that is made by a step', async () => {
    await using folder = await tempFolder({
      '.github/workflows/a.yml': uses,
      '.github/workflows/b.yml': job('push', '- uses: ./made/by/a/step'),
      'tools/say/action.yml': action('"$TITLE"\n      env: { TITLE: "${{ inputs.title }}" }'),
    });
    expect(await scanWorkflows({ root: folder.path })).toMatchObject({ issues: [], gaps: [] });
  });

  test('what is handed to a workflow of the repository', () => {
    const called = '.github/workflows/say.yml';
    const { issues } = scanWorkflowTexts([
      { path: called, kind: 'workflow', text: job('workflow_call', '- run: echo ${{ inputs.title }}') },
      {
        path: '.github/workflows/a.yml',
        kind: 'workflow',
        text: `${head('issues')}  a:\n    uses: ./${called}\n    with: { title: "\${{ github.event.issue.title }}" }\n`,
      },
    ]);
    expect(issues.map(({ level, places: [{ path }] }) => `${level} ${path}`)).toEqual([
      `note ${called}`,
      'error .github/workflows/a.yml',
    ]);
  });

  test('a comment lets its own place stand, and none in other files', () => {
    const { issues } = scanWorkflowTexts(
      ['a', 'b'].map((name) => ({
        path: `.github/workflows/${name}.yml`,
        kind: 'workflow' as const,
        text: job('push', `- uses: ada/act@v1${name === 'a' ? ' # cdev-ignore unpinned-action: our own' : ''}`),
      })),
    );
    expect(issues.map(({ ignored, places }) => [ignored, places.map(({ path }) => path)])).toEqual([
      ['our own', ['.github/workflows/a.yml']],
      [undefined, ['.github/workflows/b.yml']],
    ]);
  });
});

test.each([
  ['spoofable-actor', job('pull_request_target', '- if: "\'dependabot[bot]\' == github.actor"\n  run: gh pr merge')],
  ['spoofable-actor', job('pull_request_target', "- if: contains(github.actor, 'dependabot')\n  run: gh pr merge")],
  ['insecure-commands', job('push', '- run: echo ACTIONS_ALLOW_UNSECURE_COMMANDS=true >> $GITHUB_ENV')],
  ['overprovisioned-secrets', job('push', '- run: a\n  env:\n    A: ${{ toJSON(\n      secrets) }}')],
  ['overprovisioned-secrets', job('push', '- run: a\n  env: { A: "${{ secrets[matrix.name] }}" }')],
  [
    'self-hosted-runner',
    job('pull_request', '- run: a').replace(
      'runs-on: ubuntu-latest',
      'strategy: { matrix: { os: [self-hosted] } }\n    runs-on: ${{ matrix.os }}',
    ),
  ],
])('%s', (rule, text) => {
  expect(told(text)).toEqual([expect.stringContaining(rule)]);
});

test.each([
  `- uses: actions/checkout@${sha}\n- uses: actions/upload-artifact@${sha} # v4.6.2\n  with: { path: . }`,
  `- uses: actions/checkout@${sha} # v6.0.1\n- uses: actions/upload-artifact@${sha} # v3\n  with: { path: . }`,
])('an artifact without the token: %s', (steps) => {
  expect(told(job('push', steps))).toEqual([]);
});
