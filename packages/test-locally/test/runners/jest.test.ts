import { describe, expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { lend, runHere } from '../test-project.ts';

describe('with jest', () => {
  const config = "export default { testMatch: ['<rootDir>/test/**/*.test.js'], transform: {} };\n";
  const ofJest = (name: string): Record<string, string> => ({
    [`packages/${name}/package.json`]: JSON.stringify({ name: `@x/${name}`, scripts: { test: 'jest' } }),
    [`packages/${name}/jest.config.mjs`]: config,
    [`packages/${name}/test/${name}.test.js`]: `test('of ${name}', () => { expect('${name}').not.toBe('b'); });\n`,
  });

  test('runs several packages in one process and tells them apart', async () => {
    await using repo = await tempRepo({
      'package.json': '{"name":"top","private":true}',
      '.gitignore': 'node_modules\n',
      ...ofJest('a'),
      ...ofJest('b'),
    });
    await lend(repo, 'jest');
    const { result, status } = await runHere(repo);
    expect(status).toBe('findings');
    expect(result.processes).toMatchObject([{ runner: 'jest', packages: ['@x/a', '@x/b'], files: 2 }]);
    expect(result.tests.map(({ package: owner, name, status: one }) => [owner, name, one])).toEqual([
      ['@x/a', 'of a', 'passed'],
      ['@x/b', 'of b', 'failed'],
    ]);
  });

  test('a package whose tests use the current folder gets a process that starts there', async () => {
    await using repo = await tempRepo({
      'package.json': '{"name":"top","private":true}',
      '.gitignore': 'node_modules\n',
      ...ofJest('a'),
      ...ofJest('c'),
      'packages/c/test/c.test.js': "test('is here', () => { expect(process.cwd()).toMatch(/packages.c$/); });\n",
    });
    await lend(repo, 'jest');
    const { result, status } = await runHere(repo);
    expect({ status, processes: result.processes.map(({ packages }) => packages) }).toEqual({
      status: 'ok',
      processes: expect.arrayContaining([['@x/a'], ['@x/c']]) as unknown,
    });
  });

  test('a file that jest does not take for a test is not called missing', async () => {
    await using repo = await tempRepo({
      '.gitignore': 'node_modules\n',
      ...ofJest('a'),
      'packages/a/test/tools.js': '',
    });
    await lend(repo, 'jest');
    const { result, status } = await runHere(repo);
    expect({ status, tools: result.files.find(({ path }) => path.endsWith('tools.js'))?.status }).toEqual({
      status: 'ok',
      tools: 'no-test',
    });
  });

  test('a configuration that jest refuses is a problem, not a pass', async () => {
    await using repo = await tempRepo({
      '.gitignore': 'node_modules\n',
      ...ofJest('a'),
      'packages/a/jest.config.mjs': 'throw new Error("broken");\n',
    });
    await lend(repo, 'jest');
    const { result, status } = await runHere(repo);
    expect(status).toBe('findings');
    expect(result.problems).toMatchObject([
      { package: '@x/a', problem: 'jest: the runner ended with exit code 1 and left no result' },
    ]);
    expect(result.files).toMatchObject([{ status: 'not-run' }]);
  });
});
