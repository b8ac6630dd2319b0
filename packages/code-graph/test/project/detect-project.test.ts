import { describe, expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { detectProject, readInventory } from '../../src/index.ts';

async function project(files: Record<string, string>) {
  await using repository = await tempRepo(files);
  return await detectProject(await readInventory(repository.path));
}
const commands = async (files: Record<string, string>) =>
  (await project(files)).commands.map(({ purpose, command, folder }) => `${purpose} ${folder} ${command}`);

describe('detectProject', () => {
  test('finds the scripts of a manifest, called with the manager that the lock file names', async () => {
    const files = {
      'package.json': JSON.stringify({
        scripts: { test: 'jest', lint: 'eslint .', 'type-check': 'tsc', build: 'tsc -b' },
      }),
      'pnpm-lock.yaml': '',
    };
    expect(await commands(files)).toEqual([
      'install . pnpm install --frozen-lockfile',
      'build . pnpm build',
      'types . pnpm type-check',
      'lint . pnpm lint',
      'test . pnpm test',
    ]);
  });

  test('names the place of each, the root first, and the packages of a workspace', async () => {
    const found = await project({
      'package.json': JSON.stringify({ packageManager: 'yarn@4.1.0', scripts: { test: 'turbo test' } }),
      'packages/ä b/package.json': JSON.stringify({ name: '@x/a', scripts: { test: 'jest' } }),
    });
    expect(found.packageManagers).toEqual([{ name: 'yarn', foundIn: 'package.json packageManager' }]);
    expect(found.workspaces).toEqual([{ name: '@x/a', folder: 'packages/ä b' }]);
    expect(found.commands.filter(({ purpose }) => purpose === 'test')).toEqual([
      { purpose: 'test', command: 'yarn test', folder: '.', foundIn: 'package.json scripts.test' },
      {
        purpose: 'test',
        command: 'yarn test',
        folder: 'packages/ä b',
        foundIn: 'packages/ä b/package.json scripts.test',
      },
    ]);
  });

  test("does not take npm's placeholder for a test, nor a broken manifest for one", async () => {
    expect(
      await commands({
        'package.json': JSON.stringify({ scripts: { test: 'echo "Error: no test specified" && exit 1' } }),
      }),
    ).toEqual(['install . npm install']);
    expect(await commands({ 'package.json': '{ broken' })).toEqual([]);
    expect(await commands({ 'a.txt': 'x' })).toEqual([]);
  });

  test.each([
    ['Makefile', 'CC := gcc\ntest: build\n\tmake x\nbuild:\n', ['build . make build', 'test . make test']],
    [
      'go.mod',
      'module x\n',
      ['install . go mod download', 'build . go build ./...', 'lint . go vet ./...', 'test . go test ./...'],
    ],
    ['pyproject.toml', '[tool.pytest.ini_options]\nx = 1\n[tool.ruff]\n', ['lint . ruff check .', 'test . pytest']],
  ])('reads %s', async (file, text, expected) => expect(await commands({ [file]: text })).toEqual(expected));

  test('tells conventions that the files show, with their evidence', async () => {
    const { conventions, languages } = await project({
      'package.json': '{"type":"module"}',
      'src/a.ts': '',
      'src/b.ts': '',
      'src/c.ts': '',
      'test/a.test.ts': '',
      'test/b.test.ts': '',
      'script.py': '',
    });
    expect(conventions.map(({ text, evidence }) => `${text} (${evidence})`)).toEqual([
      'Test files end in `.test.ts`. (2 of 2 test files)',
      'Tests are in `test/` at the top. (2 of 2 test files)',
      'Sources are in `src/`. (3 of 4 source files)',
      'Packages are ES modules. (package.json type: module)',
    ]);
    expect(languages[0]).toMatchObject({ language: 'typescript', files: 5 });
  });
});
