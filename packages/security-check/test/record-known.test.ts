import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { createStyle } from '@cdev/core/cli';
import { fillExample } from '@cdev/secret-rules';
import { tempRepo, testContext } from '@cdev/test-kit';
import { recordKnown, type RecordKnownOptions } from '../src/record-known.ts';
import { shownId } from '../src/baseline/shown-id.ts';
import { recordText } from '../src/report/baseline-text.ts';
import { secretLines } from '../src/report/secret-text.ts';
import { securityText } from '../src/report/security-text.ts';
import { securityCheck, type SecurityReport } from '../src/security-check.ts';
import { checkOptions } from './check-options.ts';

const options: RecordKnownOptions = {
  ids: [],
  all: false,
  reason: 'looked at',
  owner: undefined,
  expires: undefined,
  baseline: undefined,
  prune: false,
  isDryRun: false,
};

test('one id: kinds are looked at until it is found, and what comes after is not', async () => {
  await using repo = await tempRepo({
    'a.ts': `const a = '${fillExample('npm_{a62:36}', 1)}';\nprocess.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';\n`,
  });
  const begun: string[] = [];
  const base = testContext({ cwd: repo.path });
  const context = {
    ...base,
    progress: {
      ...base.progress,
      begin: (title: string) => {
        begun.push(title);
        return base.progress.begin(title);
      },
    },
  };
  const { result } = await securityCheck(
    {
      ...checkOptions,
      only: ['secrets', 'code'],
    },
    base,
  );
  const secret = result.secrets[0]?.secretId ?? '';
  const issue = result.issues[0]?.fingerprint ?? '';
  const first = await recordKnown({ ...options, ids: [secret.slice(0, 12)] }, context);
  expect(first.result.added).toMatchObject([{ id: secret, rule: 'npm-token', where: 'a.ts' }]);
  expect(begun).toContain('work tree');
  expect(begun).not.toContain('code');
  const second = await recordKnown({ ...options, ids: [issue] }, context);
  expect(second.result).toMatchObject({ added: [{ id: issue, check: 'code' }], kept: 1 });
  expect(begun).toContain('code');
  const text = await readFile(join(repo.path, 'security-baseline.yaml'), 'utf8');
  expect(text).toContain(secret);
  expect(text).toContain(issue);
});

test('a path with a line feed is told in one line', async () => {
  await using repo = await tempRepo({ 'a\nb.js': `const a = '${fillExample('npm_{a62:36}', 1)}';\n` });
  const context = testContext({ cwd: repo.path });
  const { result } = await recordKnown({ ...options, all: true }, context);
  const lines = recordText(result, { style: createStyle(false), columns: 80 }).split('\n');
  expect(lines.filter((line) => line.startsWith('+') || line.includes('b.js'))).toEqual([
    expect.stringMatching(/^ {2}\+ {2}\w{12} {2}npm-token {2}a b\.js$/),
  ]);
});

test('what a rule of the repository is called is printed in one line, and entered as text', async () => {
  await using repo = await tempRepo({
    '.gitleaks.toml': `[[rules]]\nid = "acme: key\\n  - id: x"\ndescription = "a key\\n\\u001b[31mof Acme"\nregex = '''acme-\\w+'''\n`,
    'a.js': `key('acme-${fillExample('{a62:24}', 3)}');\n`,
  });
  const context = testContext({ cwd: repo.path });
  const check = async (): Promise<SecurityReport> =>
    (await securityCheck({ ...checkOptions, only: ['worktree'] }, context)).result;
  const before = await check();
  const page = { style: createStyle(false), columns: 100 };
  expect(before.secrets.flatMap((secret) => secretLines(secret, page))[0]).toMatch(
    /^✗ error {2}a key of Acme {2}\w{12}$/,
  );
  await recordKnown({ ...options, all: true }, context);
  expect((await check()).known.map(({ secret }) => secret.ruleId)).toEqual(['acme: key\n  - id: x']);
});

test('an id that is shown names one issue, also where other files have the same; what several begin with is refused', async () => {
  const workflow = 'on: pull_request\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: npm test\n';
  await using repo = await tempRepo({ '.github/workflows/a.yml': workflow, '.github/workflows/b.yml': workflow });
  const context = testContext({ cwd: repo.path });
  const check = async (): Promise<SecurityReport> =>
    (await securityCheck({ ...checkOptions, only: ['workflows'] }, context)).result;
  const report = await check();
  const [first, second] = report.issues.map(shownId) as [string, string];
  expect(first).not.toBe(second);
  const text = securityText(report, { style: createStyle(false), columns: 100, all: true });
  expect(text).toContain(first);
  expect(text).toContain(second);
  const whole = report.issues[0]?.fingerprint ?? '';
  await expect(recordKnown({ ...options, ids: [whole.slice(0, 12)] }, context)).rejects.toMatchObject({
    code: 'CDEV_E_SECURITY_CHECK_FINDING_AMBIGUOUS',
    message: expect.stringContaining(`${first}, ${second}`) as unknown,
  });
  expect((await recordKnown({ ...options, ids: [second] }, context)).result.added).toHaveLength(1);
  expect((await check()).issues.map(shownId)).toEqual([first]);
  expect((await recordKnown({ ...options, ids: [whole] }, context)).result.added).toHaveLength(1);
  expect((await check()).issues).toEqual([]);
});
