import { describe, expect, test } from '@jest/globals';
import { scanWorkflowTexts } from '../src/index.ts';

const job = (steps: string, on = 'push', more = ''): string =>
  `on: ${on}\npermissions: { contents: read }\n${more}jobs:\n  one:\n    runs-on: ubuntu-latest\n    steps:\n${steps
    .trim()
    .split('\n')
    .map((line) => `      ${line}`)
    .join('\n')}\n`;
function told(text: string, kind: 'workflow' | 'action' = 'workflow'): string[] {
  const path = kind === 'workflow' ? '.github/workflows/a.yml' : 'action.yml';
  const { issues, gaps } = scanWorkflowTexts([{ path, kind, text }]);
  expect(gaps).toEqual([]);
  return issues.map(({ ruleId, level, places: [{ line }] }) => `${level} ${ruleId} ${line}`);
}

describe('template-injection', () => {
  test.each([
    ['issues', 'run: echo "${{ github.event.issue.title }}"', 'error template-injection 7'],
    ['[pull_request_target]', 'run: echo ${{ github.head_ref }}', 'error template-injection 7'],
    ['pull_request', 'run: echo ${{ github.head_ref }}', 'warning template-injection 7'],
    ['push', 'run: echo ${{ github.event.head_commit.message }}', 'warning template-injection 7'],
    ['push', 'run: echo ${{ github.head_ref }}', 'note template-injection 7'],
    ['issue_comment', "run: echo ${{ format('x {0}', github.event.comment.body) }}", 'error template-injection 7'],
    ['issue_comment', "run: echo ${{ github.event.comment.body || 'none' }}", 'error template-injection 7'],
    ['issues', 'run: echo ${{ toJSON(github.event) }}', 'error template-injection 7'],
    [
      'issues',
      "if: github.event.issue.author_association == 'OWNER'\n  run: echo ${{ github.event.issue.body }}",
      'warning template-injection 8',
    ],
    [
      'workflow_run',
      'run: |\n    true\n    echo ${{ github.event.workflow_run.head_branch }}',
      'error template-injection 9',
    ],
    [
      'issues',
      'uses: actions/github-script@1234567890123456789012345678901234567890\n  with:\n    script: core.info("${{ github.event.issue.title }}")',
      'error template-injection 9',
    ],
    [
      'issues',
      'env: { TITLE: "${{ github.event.issue.title }}" }\n  run: echo ${{ env.TITLE }}',
      'error template-injection 8',
    ],
  ])('%s: %s', (on, step, expected) => {
    expect(told(job(`- ${step}`, on))).toEqual([expected]);
  });

  test.each([
    'run: echo "$TITLE"\n  env: { TITLE: "${{ github.event.issue.title }}" }',
    'run: echo ${{ github.event.issue.number }}',
    "run: echo ${{ contains(github.event.issue.body, 'x') }}",
    "run: echo ${{ github.event.issue.title == 'x' }}",
    "run: echo ${{ github.event.issue.title == 'x' && 'a' || 'b' }}",
    'run: echo ${{ hashFiles(github.event.issue.title) }}',
    '# run: echo ${{ github.event.issue.title }}\n  run: "true"',
    'uses: actions/github-script@1234567890123456789012345678901234567890\n  with: { result-encoding: "${{ github.event.issue.title }}" }',
  ])('not: %s', (step) => {
    expect(told(job(`- ${step}`, 'issues'))).toEqual([]);
  });

  test('names of files that a pull request brings, by the outputs of an action', () => {
    const sha = 'a'.repeat(40);
    const steps = `- id: files\n  uses: tj-actions/changed-files@${sha}\n- run: echo \${{ steps.files.outputs.all_changed_files }}\n- run: echo \${{ steps.files.outputs.any_changed }}`;
    expect(told(job(steps, 'pull_request_target'))).toEqual(['error template-injection 9']);
  });

  test('an input of a composite action is told quietly; with what it is', () => {
    const action =
      'name: a\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      run: echo ${{ inputs.name }}\n';
    expect(told(action, 'action')).toEqual(['note template-injection 6']);
    const { issues } = scanWorkflowTexts([{ path: 'action.yml', kind: 'action', text: action }]);
    expect(issues[0]?.mend.text).toContain('"$NAME"');
  });

  test('the flow by a variable is shown', () => {
    const text = job('- env:\n    TITLE: ${{ github.event.issue.title }}\n  run: echo ${{ env.TITLE }}', 'issues');
    const { issues } = scanWorkflowTexts([{ path: '.github/workflows/a.yml', kind: 'workflow', text }]);
    expect(issues[0]?.places).toMatchObject([
      { line: 9, column: 19, role: 'sink' },
      { line: 8, column: 18, role: 'source', note: 'TITLE is github.event.issue.title' },
    ]);
  });
});

describe('untrusted-checkout', () => {
  const sha = 'b'.repeat(40);
  const checkout = `- uses: actions/checkout@${sha}\n  with: { ref: "\${{ github.event.pull_request.head.sha }}" }`;
  test('and run is an error, without running a warning, with a guard a warning', () => {
    expect(told(job(`${checkout}\n- run: npm ci`, 'pull_request_target'))).toEqual(['error untrusted-checkout 7']);
    expect(told(job(checkout, 'pull_request_target'))).toEqual(['warning untrusted-checkout 7']);
    expect(
      told(
        job(`${checkout}\n- run: npm ci`, 'pull_request_target').replace(
          '    steps:',
          "    if: contains(github.event.pull_request.labels.*.name, 'safe')\n    steps:",
        ),
      ),
    ).toEqual(['warning untrusted-checkout 8']);
    expect(told(job('- run: gh pr checkout "$NUMBER"\n- run: make', 'issue_comment'))).toEqual([
      'error untrusted-checkout 7',
    ]);
  });
  test('not: the base, a pull_request, the own branch', () => {
    expect(told(job(`- uses: actions/checkout@${sha}\n- run: npm ci`, 'pull_request_target'))).toEqual([]);
    expect(told(job(`${checkout}\n- run: npm ci`, 'pull_request'))).toEqual([]);
    expect(told(job(`- uses: actions/checkout@${sha}\n  with: { ref: main }\n- run: npm ci`, 'workflow_run'))).toEqual(
      [],
    );
  });
});

test.each([
  ['someone/tool@$(id)', "git ls-remote https://github.com/someone/tool '$(id)' '$(id)^{}'"],
  [
    "someone/tool@v1;a='b'",
    String.raw`git ls-remote https://github.com/someone/tool 'v1;a='\''b'\''' 'v1;a='\''b'\''^{}'`,
  ],
  ['docker://alpine:3`id`', "docker buildx imagetools inspect 'alpine:3`id`'"],
])('a command to copy has what the workflow names as one word: %s', (uses, command) => {
  const text = job(`- uses: "${uses}"`);
  const { issues } = scanWorkflowTexts([{ path: '.github/workflows/a.yml', kind: 'workflow', text }]);
  expect(issues.map(({ mend }) => mend.commands)).toEqual([[command]]);
});

describe('unpinned-action', () => {
  test.each([
    ['someone/tool@v3', ['warning unpinned-action 7']],
    ['someone/tool@main', ['warning unpinned-action 7']],
    ['actions/checkout@v6', ['note unpinned-action 7']],
    ['docker://alpine:3.20', ['warning unpinned-action 7']],
    [`docker://alpine@sha256:${'0'.repeat(64)}`, []],
    [`someone/tool@${'c'.repeat(40)}`, []],
    ['./.github/actions/own', []],
  ])('%s', (uses, expected) => {
    expect(told(job(`- uses: ${uses}`))).toEqual(expected);
  });
  test('one issue for all places, in whatever file; a reusable workflow too', () => {
    const text = job('- uses: someone/tool@v3\n- uses: someone/tool@v3');
    const called = 'on: push\npermissions: {}\njobs:\n  a:\n    uses: o/r/.github/workflows/x.yml@main\n';
    const { issues } = scanWorkflowTexts([
      { path: '.github/workflows/a.yml', kind: 'workflow', text },
      { path: '.github/workflows/b.yml', kind: 'workflow', text },
      { path: '.github/workflows/c.yml', kind: 'workflow', text: called },
    ]);
    expect(issues.map(({ places }) => places.length)).toEqual([4, 1]);
    expect(issues[1]?.mend.commands).toEqual(["git ls-remote https://github.com/o/r main 'main^{}'"]);
  });
});

describe('excessive-permissions', () => {
  const bare = (on: string, step = '- run: npm test'): string =>
    job(step, on).replace('permissions: { contents: read }\n', '');
  test('write-all, nothing said, and rights for every job', () => {
    expect(told(bare('push'))).toEqual(['note excessive-permissions 2']);
    expect(told(bare('issue_comment'))).toEqual(['warning excessive-permissions 2']);
    expect(told(job('- run: a').replace('{ contents: read }', 'write-all'))).toEqual([
      'warning excessive-permissions 2',
    ]);
    expect(
      told(
        `on: push\npermissions: { contents: write }\njobs:\n  a: { runs-on: x, steps: [{ run: a }] }\n  b: { runs-on: x, steps: [{ run: b }] }\n`,
      ),
    ).toEqual(['note excessive-permissions 2']);
  });
  test('the mend is offered only where nothing writes, and stands before the jobs', () => {
    const fixOf = (text: string): string | undefined =>
      scanWorkflowTexts([{ path: '.github/workflows/a.yml', kind: 'workflow', text }])
        .issues.find(({ ruleId }) => ruleId === 'excessive-permissions')
        ?.fix?.apply(text);
    expect(fixOf(bare('push'))).toContain('on: push\npermissions:\n  contents: read\n\njobs:\n');
    for (const step of [
      '- run: gh release create v1',
      '- run: git push',
      '- uses: peter-evans/create-pull-request@v7',
      '- run: x\n  env: { T: "${{ secrets.GITHUB_TOKEN }}" }',
    ])
      expect(fixOf(bare('push', step))).toBe(undefined);
  });
});

describe('other rules', () => {
  const sha = 'd'.repeat(40);
  test.each([
    [
      'persisted-credentials',
      'warning',
      job(`- uses: actions/checkout@${sha}\n- uses: actions/upload-artifact@${sha} # v3.1.2\n  with: { path: . }`),
    ],
    [
      'environment-file-write',
      'error',
      job('- run: echo "T=$TITLE" >> "$GITHUB_ENV"\n  env: { TITLE: "${{ github.event.issue.title }}" }', 'issues'),
    ],
    ['insecure-commands', 'error', job('- run: a\n  env: { ACTIONS_ALLOW_UNSECURE_COMMANDS: true }')],
    [
      'written-credentials',
      'error',
      job('- run: a').replace(
        '    steps:',
        '    container: { image: "x@sha256:1", credentials: { username: a, password: hunter2 } }\n    steps:',
      ),
    ],
    ['overprovisioned-secrets', 'warning', job('- run: a\n  env: { ALL: "${{ toJSON(secrets) }}" }')],
    ['unmasked-secret', 'warning', job('- run: a\n  env: { ONE: "${{ fromJSON(secrets.ALL).one }}" }')],
    [
      'inherited-secrets',
      'warning',
      `on: push\npermissions: {}\njobs:\n  a:\n    uses: o/r/.github/workflows/x.yml@${sha}\n    secrets: inherit\n`,
    ],
    [
      'spoofable-actor',
      'warning',
      job("- if: github.actor == 'dependabot[bot]'\n  run: gh pr merge", 'pull_request_target'),
    ],
    ['condition-always-true', 'warning', job("- if: |\n    ${{ github.ref == 'x' }}\n  run: a")],
    ['condition-always-true', 'warning', job("- if: ${{ github.ref == 'x' }} && ${{ always() }}\n  run: a")],
    ['self-hosted-runner', 'warning', job('- run: a', 'pull_request').replace('ubuntu-latest', '[self-hosted, linux]')],
    ['cache-poisoning', 'note', job(`- uses: actions/setup-node@${sha}\n  with: { cache: npm }\n- run: npm publish`)],
    [
      'long-lived-publish-token',
      'note',
      job('- run: npm publish\n  env: { NODE_AUTH_TOKEN: "${{ secrets.NPM_TOKEN }}" }'),
    ],
  ])('%s', (rule, level, text) => {
    expect(told(text).map((each) => each.replace(/ \d+$/, ''))).toEqual([`${level} ${rule}`]);
  });

  test.each([
    job(
      `- uses: actions/checkout@${sha}\n  with: { persist-credentials: false }\n- uses: actions/upload-artifact@${sha} # v3.1.2\n  with: { path: . }`,
    ),
    job(`- uses: actions/checkout@${sha}\n- uses: actions/upload-artifact@${sha}\n  with: { path: dist }`),
    job('- run: echo "N=$NUMBER" >> "$GITHUB_ENV"\n  env: { NUMBER: "${{ github.event.issue.number }}" }', 'issues'),
    job('- run: a').replace(
      '    steps:',
      '    container: { image: "x@sha256:1", credentials: { username: a, password: "${{ secrets.P }}" } }\n    steps:',
    ),
    `on: push\npermissions: {}\njobs:\n  a:\n    uses: ./.github/workflows/x.yml\n    secrets: inherit\n`,
    job("- if: github.actor == 'dependabot[bot]'\n  run: npm test", 'pull_request'),
    job("- if: ${{ github.ref == 'x' }}\n  run: a"),
    job("- if: github.ref == 'x' && always()\n  run: a"),
    job('- run: a', 'push').replace('ubuntu-latest', 'self-hosted'),
    job('- run: npm publish\n  env: { NODE_AUTH_TOKEN: "${{ github.token }}" }'),
  ])('not %#', (text) => {
    expect(told(text)).toEqual([]);
  });
});
