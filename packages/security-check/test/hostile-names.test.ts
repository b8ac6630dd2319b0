import { mkdir, writeFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { tempRepo, testContext } from '@cdev/test-kit';
import { junit } from '../src/report/junit.ts';
import { toSarif } from '../src/report/sarif.ts';
import { securityCheck, type SecurityCheckOptions, type SecurityReport } from '../src/security-check.ts';
import { checkOptions } from './check-options.ts';

// File systems of others refuse such names, or write them in another way.
const onLinux = process.platform === 'linux' ? describe : describe.skip;
const direction = '\u202E';

async function check(cwd: string, only: SecurityCheckOptions['only']): Promise<SecurityReport> {
  const { result } = await securityCheck({ ...checkOptions, only }, testContext({ cwd }));
  return result;
}

onLinux('files whose names are not in UTF-8', () => {
  test('are no code that was looked at, and no lock file that was', async () => {
    await using repo = await tempRepo({ 'a.ts': '', 'package.json': '{}' });
    const below = (name: string): Buffer => Buffer.concat([Buffer.from(`${repo.path}/`), Buffer.from(name, 'latin1')]);
    await writeFile(below('b\xff.ts'), 'eval(process.argv[2]);\n');
    await mkdir(below('c\xff'));
    await writeFile(below('c\xff/package-lock.json'), '{}');
    await repo.git('add', '.');
    const { checks } = await check(repo.path, ['code', 'vulnerabilities', 'hygiene']);
    const gaps = checks.map((each) => [each.check, each.gaps.filter((gap) => gap.includes('\uFFFD'))]);
    const why = 'has a name that is not in UTF-8, by which it cannot be opened';
    expect(Object.fromEntries(gaps)).toMatchObject({
      code: [`b\uFFFD.ts ${why}`],
      vulnerabilities: [`c\uFFFD/package-lock.json was not looked at: it ${why}`],
      hygiene: [`c\uFFFD/package-lock.json was not looked at: it ${why}`],
    });
  });
});

test('a name cannot turn the direction of what machines show, nor paint it', async () => {
  await using repo = await tempRepo({
    'package.json': JSON.stringify({
      name: `shop\u001B[31m${direction}`,
      version: '1.0.0',
      dependencies: { ms: 'git+https://git.example/ms.git' },
    }),
  });
  const report = await check(repo.path, ['hygiene']);
  const titles = report.issues.map(({ title }) => title).join('\n');
  expect(titles).toContain(direction);
  const messages = JSON.stringify(toSarif(report, '1.0.0'));
  // As the file writes it the sequence is text, and stays.
  expect([messages, junit(report)].filter((text) => /[\u202E\uFFFD]|[^\\]\\u001b/.test(text))).toEqual([]);
});

test('a command to copy has the path of a lock file as one word', async () => {
  const entry = { version: '1.0.0', resolved: 'https://packages.example/b/-/b-1.0.0.tgz', integrity: 'sha512-AA==' };
  const packages = { '': { dependencies: { a: '1' } }, 'node_modules/a': entry };
  await using repo = await tempRepo({ 'x;id>y/package-lock.json': JSON.stringify({ lockfileVersion: 3, packages }) });
  const { issues } = await check(repo.path, ['hygiene']);
  expect(issues.flatMap(({ mend }) => mend.commands ?? [])).toEqual(["git log -p -- 'x;id>y/package-lock.json'"]);
});

test('the path of a lock file that cannot be read stands as it is', async () => {
  await using repo = await tempRepo({ 'a$&b/package-lock.json': '{' });
  const { checks } = await check(repo.path, ['vulnerabilities']);
  const gaps = checks.flatMap((each) => each.gaps);
  expect(gaps).toContainEqual(expect.stringMatching(/^a\$&b\/package-lock\.json was not looked at: /));
  expect(gaps.filter((gap) => gap.includes(repo.path))).toEqual([]);
});
