import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runBin, tempFolder, tempRepo } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { scriptNames } from '../src/index.ts';

/** Every file below a folder, so that what a refused command left behind is seen. */
const listing = async (folder: string): Promise<string[]> => (await readdir(folder, { recursive: true })).sort();

/** Words that make a script get as far as its input. */
const words: Partial<Record<(typeof scriptNames)[number], readonly string[]>> = {
  'cache-linear-issue': ['ENG-1', '--offline'],
  'intelligent-agent-generator': ['--issue', 'ENG-1'],
  'decompose-parallel': ['ENG-1'],
};

describe.each(scriptNames)('cdev-%s', (script) => {
  const input = words[script] ?? [];
  const codeOf = ({ stderr }: { stderr: string }): string => /CDEV_E_[A-Z_]+/.exec(stderr)?.[0] ?? stderr;

  test('refuses what is not there and what is broken with a code and its exit code, and leaves nothing behind', async () => {
    await using folder = await tempFolder();
    await using repo = await tempRepo({ 'a ü.txt': 'x\n', 'broken.yaml': 'a: [', 'broken.json': '{"a":' });
    const before = await listing(repo.path);
    const start = async (cwd: string, argv: readonly string[]) => {
      const result = await runBin(script, argv, { cwd });
      return { code: codeOf(result), exitCode: result.exitCode, stdout: result.stdout };
    };
    const outside =
      script === 'cache-linear-issue' || script === 'intelligent-agent-generator' ? [] : [start(folder.path, input)];
    const inside = [
      // An unknown option, another format and a folder that is not there are part of the contract of each package.
      ['nope.yaml'],
      ['broken.yaml'],
      ['broken.json'],
      input,
    ];
    const results = await Promise.all([
      ...outside,
      ...inside.map((argv) =>
        start(
          repo.path,
          script === 'intelligent-agent-generator' && argv[0]?.includes('.') ? ['--issue', ...argv] : argv,
        ),
      ),
    ]);
    for (const { code, exitCode, stdout } of results) {
      expect(code).toMatch(/^CDEV_E_(?!CLI_DEFECT)[A-Z_]+$/);
      expect([1, 2, 3]).toContain(exitCode);
      expect(stdout).toBe('');
    }
    expect(await listing(repo.path)).toEqual(before);
    expect(await listing(folder.path)).toEqual([]);
  }, 120_000);

  test('names a repository without a commit, a bare one and a linked worktree for what they are, and never fails by its own fault', async () => {
    await using bare = await tempRepo({ 'a.txt': '' }, { bare: true });
    await using repo = await tempRepo({ 'a.txt': '' });
    const linked = await repo.worktree('other');
    await repo.git('switch', '--quiet', '--detach');
    for (const cwd of [bare.path, linked.path, repo.path, join(repo.path, '.git')]) {
      const result = await runBin(script, input, { cwd });
      expect({ cwd, exitCode: result.exitCode, code: codeOf(result) }).toMatchObject({
        code: expect.not.stringContaining('DEFECT'),
      });
      expect([0, 1, 2, 3]).toContain(result.exitCode);
    }
  }, 120_000);
});
