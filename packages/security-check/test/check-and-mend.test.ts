import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { fillExample } from '@cdev/secret-rules';
import { tempRepo, testContext } from '@cdev/test-kit';
import { checkAndMend } from '../src/fix/check-and-mend.ts';
import { schemaProblems } from './report/junit-schemas.ts';
import { junit } from '../src/report/junit.ts';
import type { SecurityCheckOptions } from '../src/security-check.ts';
import { checkOptions } from './check-options.ts';

const options: SecurityCheckOptions = {
  ...checkOptions,
  only: ['workflows', 'hygiene'],
};
const workflow =
  'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: someone/tool@v1\n      - uses: "someone/tool@v1" # keep\n      - run: npm test\n';

test('a dry run shows the diff and changes nothing; then the files are changed, and looked at again', async () => {
  await using repo = await tempRepo({
    '.env': `API_KEY=${fillExample('{a62:24}', 3)}\n`,
    '.github/workflows/a.yml': 'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: npm test\n',
  });
  const dry = await checkAndMend(options, { fix: true, isDryRun: true }, testContext({ cwd: repo.path }));
  expect(dry.result.mended).toMatchObject({
    isApplied: false,
    files: [
      { path: '.gitignore', diff: expect.stringContaining('+ /.env') as unknown },
      { path: '.github/workflows/a.yml' },
    ],
  });
  expect(await repo.git('status', '--porcelain')).toBe('');
  const { result } = await checkAndMend(
    options,
    { fix: true, isDryRun: false },
    testContext({ cwd: repo.path, yes: true }),
  );
  expect(result.mended.isApplied).toBe(true);
  expect(await readFile(join(repo.path, '.gitignore'), 'utf8')).toBe('/.env\n');
  expect(await readFile(join(repo.path, '.github/workflows/a.yml'), 'utf8')).toContain(
    'permissions:\n  contents: read\n\njobs:',
  );
  expect(result.issues.map(({ ruleId }) => ruleId)).toEqual(['tracked-secret-file']);
  const none = await checkAndMend(options, { fix: false, isDryRun: false }, testContext({ cwd: repo.path }));
  expect(none.result.mended).toEqual({ isApplied: false, files: [], gaps: [] });
});

test('actions are pinned to the commit that their repository says, annotated tags too; what cannot be asked is told', async () => {
  await using action = await tempRepo({ 'action.yml': 'runs: { using: node24, main: a.js }' });
  await action.git('tag', '-a', 'v1', '-m', 'One');
  const commit = await action.git('rev-parse', 'HEAD');
  await using repo = await tempRepo({ '.github/workflows/a.yml': workflow });
  await repo.git('config', `url.${action.path}.insteadOf`, 'https://github.com/someone/tool');
  const context = testContext({ cwd: repo.path, yes: true });
  const { result } = await checkAndMend(
    { ...options, offline: false, only: ['workflows'] },
    { fix: true, isDryRun: false },
    context,
  );
  const text = await readFile(join(repo.path, '.github/workflows/a.yml'), 'utf8');
  expect(text).toContain(
    `      - uses: someone/tool@${commit.trim()} # v1\n      - uses: "someone/tool@${commit.trim()}" # v1 keep\n`,
  );
  expect(result.issues.filter(({ ruleId }) => ruleId === 'unpinned-action')).toEqual([]);
  await repo.write({ '.github/workflows/a.yml': workflow.replaceAll('\n', '\r\n').replace('# keep', '# v1') });
  await checkAndMend({ ...options, offline: false, only: ['workflows'] }, { fix: true, isDryRun: false }, context);
  const windows = await readFile(join(repo.path, '.github/workflows/a.yml'), 'utf8');
  expect(windows).toContain(`      - uses: "someone/tool@${commit.trim()}" # v1\r\n`);
  expect(windows).not.toMatch(/(?<!\r)\n/);
  await repo.write({ '.github/workflows/a.yml': workflow.replaceAll('@v1', '@v9') });
  const gone = await checkAndMend(
    { ...options, offline: false, only: ['workflows'] },
    { fix: true, isDryRun: true },
    context,
  );
  expect(gone.result.mended.gaps).toEqual([
    'someone/tool@v9 was not pinned: its repository did not say which commit v9 is',
  ]);
  const offline = await checkAndMend(options, { fix: true, isDryRun: true }, context);
  expect(offline.result.mended.gaps).toEqual([expect.stringContaining('over the network')]);
});

test('JUnit: a finding fails, a note and what did not run are skipped; texts from outside end nothing', async () => {
  await using repo = await tempRepo({
    '.github/workflows/<&">.yml': `${workflow}      - run: echo "\${{ github.event.head_commit.message }}"\n`,
  });
  const { result } = await checkAndMend(
    { ...options, only: ['workflows'] },
    { fix: false, isDryRun: false },
    testContext({ cwd: repo.path }),
  );
  const text = junit(result);
  expect(text).toMatch(/ name="workflows" .* tests="3" failures="2" errors="0" skipped="1" /);
  expect(text).toMatch(
    / name="code" .* tests="1" .* skipped="1" time="0">\n {4}<properties\/>\n {4}<testcase classname="code" name="not run" time="0"><skipped message="it was not asked for"\/>/,
  );
  expect(text).toContain('&lt;&amp;&quot;&gt;.yml');
  expect(text.match(/<testsuite /g)?.length).toBe(5);
  expect(await schemaProblems(text)).toEqual([]);
  // What is looked for is found: the schemas refuse what lacks something.
  expect(await schemaProblems(text.replaceAll(' time="0"', ''))).toEqual([expect.stringMatching(/^ant: .*'time'/)]);
  expect(await schemaProblems(text.replaceAll(' classname=', ' class='))).toHaveLength(2);
});
