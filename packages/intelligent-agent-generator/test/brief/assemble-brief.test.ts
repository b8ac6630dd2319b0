import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { detectProject, indexRepository } from '@cdev/code-graph';
import { tempFolder, type Files, type TempRepo } from '@cdev/test-kit';
import { assembleBrief } from '../../src/brief/assemble-brief.ts';
import { libraryRepo } from '../library-repo.ts';

let repository: TempRepo;
beforeAll(async () => {
  const importers = Array.from({ length: 12 }, (_, at) => [`src/use-${at}.js`, "import './time.js';\n"]);
  repository = await libraryRepo({
    ...Object.fromEntries(importers),
    'src/long.js': 'export const catalogue = 1;\n'.repeat(600),
    'src/gone.js': 'export const zebra = 1;\n',
  });
  await rm(join(repository.path, 'src/gone.js'));
});
afterAll(() => repository.remove());

async function brief(text: string, more: { name?: string; cwd?: string; maxFiles?: number; title?: string } = {}) {
  const index = await indexRepository(more.cwd ?? repository.path);
  const options = {
    requirement: { title: more.title ?? text.split('\n')[0] ?? '', text, source: 'the text given' },
    index,
    project: await detectProject(index.inventory),
    maxFiles: more.maxFiles ?? 10,
    name: more.name,
    signal: new AbortController().signal,
  };
  return await assembleBrief(options);
}

describe('assembleBrief', () => {
  test('names the files with reasons, lines and the tests that cover them', async () => {
    const { brief: found, texts } = await brief('Charge a higher late fee');
    expect(found.files[0]).toMatchObject({
      path: 'src/loans/late-fee.js',
      score: 1,
      lines: 10,
      isTest: false,
      isNamed: false,
      tests: ['test/late-fee.test.js'],
    });
    expect(found.files[0]?.reasons.length).toBeGreaterThan(0);
    expect(found.files.map(({ path }) => path)).toContain('src/loans/lending desk.js');
    expect(texts.get('src/loans/late-fee.js')).toContain('export function lateFee');
    expect(found).toMatchObject({ name: 'charge-higher-late-fee', role: 'software engineer' });
  });

  test('finds what changes together without an import, and neither tests nor imports among it', async () => {
    const { brief: found } = await brief('Charge a higher late fee');
    expect(found.companions).toEqual([{ path: 'src/loans/late-fee.js', with: 'config/fees.json', together: 3, of: 3 }]);
  });

  test('takes the commands as criteria and keeps the others apart', async () => {
    const { brief: found } = await brief('Charge a higher late fee\n\n- [ ] it is shown');
    expect(found.criteria.map(({ text, command }) => command ?? text)).toEqual([
      'it is shown',
      'npm run lint',
      'npm test',
    ]);
    expect(found.commands.map(({ command }) => command)).toEqual(['npm ci', 'npm run format']);
  });

  test('warns of files without tests, with many importers, and that are long', async () => {
    const { brief: found } = await brief('Change `src/time.js` and `src/long.js`, and src/réservation.js');
    const risks = found.risks.map(({ rule, path = '' }) => `${rule} ${path}`);
    expect(risks.toSorted()).toEqual([
      'large-file src/long.js',
      'many-importers src/time.js',
      'no-test src/long.js',
      'no-test src/réservation.js',
      'no-test src/time.js',
      'short-history ',
    ]);
  });

  test('calls nothing there that is not: what is named and missing is to be made, what was deleted is not spoken of', async () => {
    const { brief: found } = await brief('Move the zebra of late fees to `src/loans/zebra.js` and `src/gone.js`');
    expect(found.toMake).toEqual(['src/gone.js', 'src/loans/zebra.js']);
    const spoken = [...found.files.map(({ path }) => path), ...found.companions.map((companion) => companion.with)];
    expect(spoken).not.toContain('src/gone.js');
    expect(spoken.length).toBeGreaterThan(0);
  });

  test('keeps what is named beside the ranked files', async () => {
    const { brief: found } = await brief('Raise the late fee, see `package-lock.json`', { maxFiles: 1 });
    expect(found.files.map(({ path, isNamed }) => [path, isNamed])).toContainEqual(['package-lock.json', true]);
    expect(found.files.filter(({ isNamed }) => !isNamed).length).toBeLessThanOrEqual(1);
  });

  test('estimates by files, files to make and criteria', async () => {
    const small = await brief('Reserve');
    const large = await brief('Reserve `src/a/b.js` and `src/a/c.js`\n\n- [ ] one\n- [ ] two');
    expect(large.brief.estimate.minutes).toBeGreaterThan(small.brief.estimate.minutes);
    expect(large.brief.estimate.files).toBeGreaterThanOrEqual(2);
  });

  test('is named as asked, or after the title, or after the issue where the title has no word for it', async () => {
    expect((await brief('x', { name: 'my-agent' })).brief.name).toBe('my-agent');
    expect((await brief('Übersicht der Gebühren')).brief.name).toBe('ubersicht-der-gebuhren');
    expect((await brief('日本語')).brief.name).toBe('agent');
  });

  test('works in a folder without repository, and without any sign of the request', async () => {
    const files: Files = { 'a.py': 'def fee():\n    pass\n' };
    await using folder = await tempFolder(files);
    const { brief: found } = await brief('zebra crossing', { cwd: folder.path });
    expect(found).toMatchObject({ files: [], criteria: [], companions: [], role: 'software engineer' });
    expect(found.risks.map(({ rule }) => rule)).toEqual(['no-test-command']);
  });
});
