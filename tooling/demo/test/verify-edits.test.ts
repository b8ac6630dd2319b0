import { glob, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mergeContents } from '@cdev/structured-merge';
import { tempFolder, tempRepo, type TempFolder } from '@cdev/test-kit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addExport, addScript } from '../src/extend-file.ts';
import { parts, withPredecessors, type Part } from '../src/part.ts';
import { preparedEdits } from '../src/prepared-edits.ts';
import { applicationFolder, verifyParts } from '../src/verify-edits.ts';

const baseTests = 31;
const partNamed = (wanted: string): Part => parts.find(({ name }) => name === wanted) as Part;

describe('the application', () => {
  let folder: TempFolder;
  beforeAll(async () => {
    folder = await tempFolder();
  });
  afterAll(() => folder.remove());

  const verify = async (chosen: readonly Part[], attempt: number, stayInside: boolean) =>
    verifyParts(chosen, { folder: folder.path, attempt, stayInside });

  test('passes its tests as it is', async () => {
    expect(await verify([], 1, true)).toMatchObject({ passed: true, tests: baseTests });
  });

  test.each(parts)('passes its tests and more with $name alone, without what is not its own', async (part) => {
    const { passed, failures, tests } = await verify(withPredecessors(part), 2, true);
    expect({ passed, failures }).toEqual({ passed: true, failures: [] });
    expect(tests).toBeGreaterThan(baseTests);
  });

  test('fails tests that passed before with the first attempt at paged search', async () => {
    const { passed, failures } = await verify([partNamed('paged-search')], 1, true);
    expect(passed).toBe(false);
    expect(failures).toEqual(['is searched, and says how many copies are in', 'lists a small shelf in one answer']);
  });

  test('passes with late fees also where nobody stopped the agent, so that only ownership finds it', async () => {
    expect(await verify([partNamed('late-fees')], 1, false)).toMatchObject({ passed: true });
  });

  test('passes all tests with all parts together', async () => {
    const { passed, tests } = await verify(parts, 2, true);
    expect({ passed, tests }).toEqual({ passed: true, tests: 57 });
  });
});

describe('the parts', () => {
  test('touch no file of each other, but for one that steps outside', async () => {
    const ownedBy = new Map<string, string>();
    for (const part of parts) {
      for (const { path } of (await preparedEdits(part, 1)).own) {
        expect(ownedBy.get(path)).toBeUndefined();
        ownedBy.set(path, part.name);
      }
    }
    const { outside } = await preparedEdits(partNamed('late-fees'), 1);
    expect(outside.map(({ path }) => ownedBy.get(path))).toEqual(['reminders']);
  });

  test('leave nothing of the first attempt behind at the second', async () => {
    for (const part of parts) {
      const pathsAt = async (attempt: number) => (await preparedEdits(part, attempt)).own.map(({ path }) => path);
      expect(await pathsAt(1)).toEqual(await pathsAt(2));
    }
  });

  test('are the sections of the issue, which names the files they create', async () => {
    const issue = await readFile(fileURLToPath(new URL('../issue.md', import.meta.url)), 'utf8');
    const headings = [...issue.matchAll(/^## \d+\. (.*)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(parts.map(({ heading }) => heading));
    const existing = await applicationFiles();
    for (const part of parts) {
      const created = (await preparedEdits(part, 2)).own.map(({ path }) => path).filter((path) => !(path in existing));
      expect(created).toContain(part.module);
      for (const path of created) expect(issue).toContain(`\`${path}\``);
    }
  });
});

describe('two parts that meet in the barrel and in package.json', () => {
  const sharing = parts.filter(({ exports }) => exports.length > 0);
  const shared = (files: Record<string, string>, part: Part) => ({
    'src/index.ts': part.exports.reduce(addExport, files['src/index.ts'] ?? ''),
    'package.json': Object.entries(part.scripts).reduce(
      (json, [name, command]) => addScript(json, name, command),
      files['package.json'] ?? '',
    ),
  });

  test('stop a plain git merge there, and nowhere else', async () => {
    const files = await applicationFiles();
    expect(sharing.map(({ name }) => name)).toEqual(['reminders', 'statistics']);
    await using repo = await tempRepo(files, {
      branches: Object.fromEntries(sharing.map((part) => [part.name, shared(files, part)])),
    });
    const merged = repo.git('merge-tree', '--write-tree', '--name-only', '--no-messages', 'reminders', 'statistics');
    await expect(merged).rejects.toMatchObject({
      stdout: expect.stringMatching(/^\w+\npackage\.json\nsrc\/index\.ts$/),
    });
  });

  test.each([
    ['reminders', 'statistics'],
    ['statistics', 'reminders'],
  ])('are merged by structure, %s before %s', async (first, second) => {
    const files = await applicationFiles();
    const [ours, theirs] = [shared(files, partNamed(first)), shared(files, partNamed(second))];
    for (const path of ['src/index.ts', 'package.json'] as const) {
      const base = files[path] ?? '';
      const merged = await mergeContents({ path, base, ours: ours[path], theirs: theirs[path] });
      const added = sharing.flatMap(({ exports, scripts }) =>
        path === 'package.json' ? Object.keys(scripts) : exports,
      );
      expect(merged.kind).toBe('merged');
      const { content } = merged as { content: string };
      expect(content.split('\n')).toHaveLength(base.split('\n').length + 2);
      for (const text of added) expect(content).toContain(text);
    }
  });
});

async function applicationFiles(): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for await (const file of glob('**/*.{ts,json,md}', { cwd: applicationFolder })) {
    files[file.split(sep).join('/')] = await readFile(join(applicationFolder, file), 'utf8');
  }
  return files;
}
