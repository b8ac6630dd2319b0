import { describe, expect, test } from '@jest/globals';
import { scanWorkflowTexts } from '../src/index.ts';

const sha = 'a'.repeat(40);
const job = (on: string, steps: string, more = ''): string =>
  `on: ${on}\npermissions: { contents: read }\njobs:\n  one:\n    runs-on: ubuntu-latest\n${more}    steps:\n${steps.replaceAll(/^/gm, '      ')}\n`;
function told(text: string): string[] {
  const { issues, gaps } = scanWorkflowTexts([{ path: '.github/workflows/a.yml', kind: 'workflow', text }]);
  expect(gaps).toEqual([]);
  return issues.map(({ ruleId, level }) => `${level} ${ruleId}`);
}
const after = (steps: string, take = `uses: actions/download-artifact@${sha}\n  with: { run-id: 1 }`): string =>
  job('workflow_run', `- ${take}\n${steps}`);
const into = (path: string): string => `uses: actions/download-artifact@${sha}\n  with: { run-id: 1, path: "${path}" }`;

describe('what a pull request left as an artifact', () => {
  test.each([
    ['laid over the repository', after('- run: npm ci')],
    ['by its folder', after('- run: make', into('${{ github.workspace }}'))],
    ['by another action', after('- uses: ./.github/actions/a', `uses: dawidd6/action-download-artifact@${sha}`)],
    ['by the tool of GitHub', after('- run: ./deploy', 'run: gh run download 1')],
    ['run where it lies', after('- run: bash pr/deploy.sh', into('pr'))],
    ['in its folder', after('- run: npm ci\n  working-directory: pr', into('./pr'))],
  ])('%s', (_, text) => {
    expect(told(text)).toEqual(['error artifact-poisoning']);
  });

  test.each([
    [
      'of a push',
      after('- run: npm ci').replace('    steps:', "    if: github.event.workflow_run.event == 'push'\n    steps:"),
    ],
  ])('more quietly: %s', (_, text) => {
    expect(told(text)).toEqual(['note artifact-poisoning']);
  });

  test.each([
    ['in a folder apart', after('- run: npm ci', into('${{ runner.temp }}/pr'))],
    ['that nothing runs', after('- run: gh pr comment 1')],
    ['that is read', after('- run: node read.js pr/title', into('pr'))],
    ['of the same run', after('- run: npm ci', `uses: actions/download-artifact@${sha}`)],
    ['without such an event', after('- run: npm ci').replace('workflow_run', 'push')],
  ])('not: %s', (_, text) => {
    expect(told(text)).toEqual([]);
  });

  test.each([
    'cat pr/env >> $GITHUB_ENV',
    'echo "A=$(cat pr/a)" >> "$GITHUB_ENV"',
    'A=$(< pr/a)\n    echo "A=$A" >> $GITHUB_ENV',
  ])('in the variables of later steps: %s', (run) => {
    expect(told(after(`- run: |\n    ${run}`, into('pr')))).toEqual(['error environment-file-write']);
  });

  test('in a script, by an output', () => {
    const steps = '- id: a\n  run: echo "n=$(cat pr/n)" >> "$GITHUB_OUTPUT"\n- run: echo ${{ steps.a.outputs.n }}';
    expect(told(after(steps, into('pr')))).toEqual(['error template-injection']);
    expect(told(job('workflow_run', steps))).toEqual([]);
  });

  test('of steps with the same id the first gives the output', () => {
    const [a, b] = ['$(cat pr/n)', '1'].map((value) => `- id: a\n  run: echo "n=${value}" >> "$GITHUB_OUTPUT"`);
    const use = '- run: echo ${{ steps.A.outputs.n }}';
    expect(told(after(`${a}\n${b}\n${use}`, into('pr')))).toEqual(['error template-injection']);
    expect(told(after(`${b}\n${a}\n${use}`, into('pr')))).toEqual([]);
  });
});

describe('what strangers choose, on more ways', () => {
  const title = '${{ github.event.issue.title }}';
  test.each([
    job('issues', '- run: echo ${{ matrix.t }}', `    strategy: { matrix: { t: ["${title}"] } }\n`),
    job('issues', '- run: echo ${{ matrix.t }}', `    strategy: { matrix: { include: [{ t: "${title}" }] } }\n`),
    job(
      'issues',
      '- run: echo ${{ matrix.t }}',
      '    strategy: { matrix: "${{ fromJSON(github.event.issue.body) }}" }\n',
    ),
    job('issues', `- run: a\n  shell: 'bash -c "echo ${title}" {0}'`),
    job(
      'issue_comment',
      `- id: a\n  uses: actions/github-script@${sha}\n  with:\n    script: core.setOutput('c', context.payload.comment.body.trim())\n- run: echo \${{ steps.a.outputs.c }}`,
    ),
    job(
      'pull_request_target',
      '- id: a\n  run: |\n    files=$(git diff --name-only a b)\n    echo "files=$files" >> "$GITHUB_OUTPUT"\n- run: echo ${{ steps.a.outputs.files }}',
    ),
  ])('%s', (text) => {
    expect(told(text)).toEqual(['error template-injection']);
  });

  test.each([
    job('issues', '- run: echo ${{ matrix.o }}', `    strategy: { matrix: { t: ["${title}"], o: [1] } }\n`),
    job(
      'issue_comment',
      `- id: a\n  uses: actions/github-script@${sha}\n  with:\n    script: core.setOutput('c', context.payload.comment.id)\n- run: echo \${{ steps.a.outputs.c }}`,
    ),
    job(
      'workflow_dispatch: { inputs: { a: { type: boolean } } }'.replace(/(.*)/, '{ $1 }'),
      '- run: echo ${{ inputs.a }}',
    ),
  ])('not: %s', (text) => {
    expect(told(text)).toEqual([]);
  });

  test('a variable that a script makes of it goes to the variables of later steps', () => {
    const env = 'env: { T: "${{ github.event.pull_request.title }}" }';
    const run = (value: string): string =>
      job('pull_request_target', `- ${env}\n  run: |\n    a=${value}\n    echo "a=$a" >> $GITHUB_ENV`);
    expect(told(run('$(echo "$T" | tr a b)'))).toEqual(['error environment-file-write']);
    expect(told(run('$(date)'))).toEqual([]);
  });

  test('an input that can be any text, of whoever starts it', () => {
    expect(told(job('{ workflow_dispatch: { inputs: { a: {} } } }', '- run: echo ${{ inputs.a }}'))).toEqual([
      'note template-injection',
    ]);
  });
});

describe('conditions', () => {
  const on = (condition: string): string[] => told(job('pull_request_target', '- run: a', `    if: ${condition}\n`));

  test.each([
    `contains(fromJSON('["dependabot[bot]","renovate[bot]"]'), github.actor)`,
    `github['actor'] == 'dependabot[bot]'`,
    `github.event.pull_request.user.login == 'dependabot[bot]' || github.actor == 'dependabot[bot]'`,
  ])('a bot that acted last: %s', (condition) => {
    expect(on(condition)).toEqual(['warning spoofable-actor']);
  });

  test.each([
    [`contains('main,prod', github.ref_name)`, ['warning condition-contains']],
    [`contains('refs/heads/a refs/heads/b', github.ref) == true`, ['warning condition-contains']],
    [`contains(github.ref, 'main,prod')`, []],
    [`contains('main', github.ref_name)`, []],
    [`contains(fromJSON('["main", "prod"]'), github.ref_name)`, []],
    [`github.event.pull_request.user.login == 'dependabot[bot]' && github.actor == 'dependabot[bot]'`, []],
  ])('%s', (condition, expected) => {
    expect(on(condition)).toEqual(expected);
  });
});

test.each([
  ['container: node:18', ['note unpinned-action']],
  ['container: { image: someone/tool }', ['warning unpinned-action']],
  ['container: { image: "someone/tool:v1" }', ['note unpinned-action']],
  ['services: { db: { image: "postgres:16" } }', ['note unpinned-action']],
  [`container: "node@sha256:${'a'.repeat(64)}"`, []],
  ['container: "${{ matrix.image }}"', []],
])('the image of a job: %s', (image, expected) => {
  expect(told(job('push', '- run: a', `    ${image}\n`))).toEqual(expected);
});
