import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { runCommand } from '@cdev/core/cli';
import { createScriptCommand } from '@cdev/create-script';
import { tempFolder, testIo } from '@cdev/test-kit';

async function create(
  argv: readonly string[],
): Promise<{ exitCode: number; stdout: string; stderr: string; made: boolean }> {
  await using root = await tempFolder({ 'packages/core/package.json': '{}', 'tooling/build/package.json': '{}' });
  const { io, stdout, stderr } = testIo({ cwd: root.path });
  const exitCode = await runCommand(createScriptCommand(root.path), '0.0.0', argv, io);
  const made = existsSync(join(root.path, 'packages', argv[0] ?? ''));
  return { exitCode, stdout: stdout(), stderr: stderr(), made };
}

describe('a name is refused', () => {
  test.each([
    ['CountWords', 'it is not in kebab case'],
    ['count_words', 'it is not in kebab case'],
    ['../escape', 'it is not in kebab case'],
    ['9-lives', 'it is not in kebab case'],
    ['a'.repeat(41), 'it is longer than 40 letters'],
    ['helpers', 'a drawer says nothing of what is in it'],
    ['delete', 'it is a word of the language'],
    ['cdev-count', 'the bin gets cdev- before it by itself'],
  ])('%s', async (name, problem) => {
    const { exitCode, stderr } = await create([name]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(problem);
    expect(stderr).toContain('CDEV_E_CREATE_SCRIPT_NAME_INVALID');
  });

  test.each([
    ['core', 'packages/core'],
    ['build', 'tooling/build'],
  ])('%s, which there is', async (name, place) => {
    const { exitCode, stderr } = await create([name]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`"${name}" is taken by ${place}`);
  });
});

test('--dry-run shows the files and writes none', async () => {
  const { exitCode, stdout, made } = await create(['count-words', '--dry-run']);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('packages/count-words/bin/cdev-count-words.js');
  expect(stdout).toContain('.changeset/new-count-words.md');
  expect(made).toBe(false);
});

test('names, areas and the summary take their places in the files', async () => {
  const { stdout } = await create(['count-words', '--dry-run', '--json', '--summary', "Counts one's words."]);
  const { files } = (JSON.parse(stdout) as { data: { files: Record<string, string> } }).data;
  expect(files['packages/count-words/src/count-words.ts']).toContain('export async function countWords(');
  expect(files['packages/count-words/src/errors.ts']).toContain('CDEV_E_COUNT_WORDS_FILE_UNREADABLE');
  expect(files['packages/count-words/package.json']).toContain('"Counts ones words"');
  expect(Object.values(files).join('')).not.toMatch(/__\w+__/);
});
