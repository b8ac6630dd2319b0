import { expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { scanWorkflows, scanWorkflowTexts } from '../src/index.ts';

const bad =
  'on: issues\npermissions: {}\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: echo ${{ github.event.issue.title }}\n';

test('workflows, own actions and the action of the repository are looked at; nothing else is', async () => {
  await using folder = await tempFolder({
    '.github/workflows/a.yml': bad,
    '.github/workflows/b.yaml': bad,
    '.github/workflows/sub/c.yml': bad,
    '.github/actions/own/action.yml':
      'runs: { using: composite, steps: [{ shell: bash, run: "echo ${{ github.head_ref }}" }] }',
    'action.yml': 'runs: { using: node24, main: a.js }',
    'docs/d.yml': bad,
  });
  const { issues, files, scripts } = await scanWorkflows({ root: folder.path });
  expect(files).toBe(4);
  expect(issues.map(({ places: [{ path }] }) => path)).toEqual([
    '.github/actions/own/action.yml',
    '.github/workflows/a.yml',
    '.github/workflows/b.yaml',
  ]);
  expect(scripts.map(({ path, text, placeOf }) => [path, text, placeOf({ line: 1, column: 1 })])).toContainEqual([
    '.github/workflows/a.yml',
    'echo ${{ github.event.issue.title }}',
    { line: 7, column: 14 },
  ]);
  const named = await scanWorkflows({ root: folder.path, paths: ['.github/workflows/b.yaml', 'docs/d.yml'] });
  expect(named.issues.map(({ places: [{ path }] }) => path)).toEqual(['.github/workflows/b.yaml']);
});

test.each([
  ['on: [push\njobs:', 'cannot be read: line'],
  ['just a text', 'cannot be read: it is no mapping'],
  ['', 'cannot be read'],
])('a file that is none is told: %j', (text, part) => {
  const { gaps, files } = scanWorkflowTexts([{ path: '.github/workflows/a.yml', kind: 'workflow', text }]);
  expect(gaps).toEqual([expect.stringContaining(part)]);
  expect(files).toBe(0);
});

test.each([
  'on: push',
  'jobs: 3',
  'jobs: { a: 1 }',
  'jobs: { a: { steps: 3 } }',
  'jobs: { a: { steps: [1, { run: [] }] } }',
  'on: { push: }\njobs: { a: { steps: [{ uses: }] } }',
  'on: issues\njobs: { a: { steps: [{ run: "${{ github.event.issue.title" }, { run: "${{ )( }}" }] } }',
])('a workflow that GitHub would refuse is looked at as far as it goes: %j', (text) => {
  const { gaps } = scanWorkflowTexts([{ path: '.github/workflows/a.yml', kind: 'workflow', text }]);
  expect(gaps).toEqual([]);
});

test('a file that is missing or too large is told', async () => {
  await using folder = await tempFolder({ '.github/workflows/big.yml': `#${' '.repeat(1024 * 1024)}\n${bad}` });
  const { gaps } = await scanWorkflows({
    root: folder.path,
    paths: ['.github/workflows/big.yml', '.github/workflows/none.yml'],
  });
  expect(gaps).toEqual([
    '.github/workflows/big.yml is larger than 1 MB',
    '.github/workflows/none.yml cannot be read (ENOENT)',
  ]);
});

test('an issue keeps its fingerprint when lines are put before it, and has another in another file', () => {
  const idOf = (text: string, path = '.github/workflows/a.yml'): string | undefined =>
    scanWorkflowTexts([{ path, kind: 'workflow', text }]).issues[0]?.fingerprint;
  expect(idOf(`# more\n\n${bad}`)).toBe(idOf(bad));
  expect(idOf(bad, '.github/workflows/b.yml')).not.toBe(idOf(bad));
  expect(idOf(bad.replace('title', 'body'))).not.toBe(idOf(bad));
  const twice = scanWorkflowTexts([
    {
      path: '.github/workflows/a.yml',
      kind: 'workflow',
      text: `${bad}      - run: echo \${{ github.event.issue.title }}\n`,
    },
  ]);
  expect(new Set(twice.issues.map(({ fingerprint }) => fingerprint)).size).toBe(2);
});

test('a comment lets one stand', () => {
  const text = bad.replace('      - run', '      # cdev-ignore template-injection: a test\n      - run');
  expect(scanWorkflowTexts([{ path: '.github/workflows/a.yml', kind: 'workflow', text }]).issues[0]?.ignored).toBe(
    'a test',
  );
});

test('an interruption comes through between two files', async () => {
  await using folder = await tempFolder({ '.github/workflows/a.yml': bad, '.github/workflows/b.yml': bad });
  const controller = new AbortController();
  const read = async (): Promise<string> => {
    controller.abort(new Error('stopped'));
    return bad;
  };
  await expect(scanWorkflows({ root: folder.path, read, signal: controller.signal })).rejects.toThrow('stopped');
});
