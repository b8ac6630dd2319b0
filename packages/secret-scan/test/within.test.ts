import { chdir, cwd } from 'node:process';
import { expect, test } from '@jest/globals';
import { fillExample } from '@cdev/secret-rules';
import { tempFolder } from '@cdev/test-kit';
import { scanTree, type TreeScan } from '../src/index.ts';

test.each([1, 2])('a process in the folder finds what one elsewhere finds, with %i threads', async (threads) => {
  const line = `export const token = '${fillExample('npm_{a62:36}', 1)}';\n`;
  const others = Object.fromEntries(
    Array.from({ length: threads === 1 ? 2 : 3000 }, (_, at) => [`b/${at}.ts`, `export const at = ${at};\n`]),
  );
  await using folder = await tempFolder({ 'a.ts': line, 'b/c/-d e.ts': line, ...others });
  const scan = (): Promise<TreeScan> => scanTree({ root: folder.path, repository: undefined, threads });
  const elsewhere = await scan();
  const before = cwd();
  chdir(folder.path);
  try {
    expect(cwd()).toBe(folder.path);
    expect(await scan()).toEqual(elsewhere);
  } finally {
    chdir(before);
  }
  expect(elsewhere.findings.map(({ path }) => path)).toEqual(['a.ts', 'b/c/-d e.ts']);
  expect(elsewhere).toMatchObject({ skipped: [], files: Object.keys(others).length + 2 });
});
