import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import { describe, expect, test } from '@jest/globals';
import { withLock } from '@cdev/git';
import { tempRepo } from '@cdev/test-kit';
import { indexRepository, rankFiles, type RepositoryIndex } from '../../src/index.ts';
import { keptFile, readKept, writeKept } from '../../src/kept/keep-index.ts';
import { form, type KeptIndex } from '../../src/kept/kept-index.ts';
import { plain } from './plain.ts';

const files = {
  'src/fee.ts': `import { loan } from './loan.ts';\nexport const lateFee = loan + 1;\n`,
  'src/loan.ts': 'export const loan = 1;\n',
  'src/old.js': `const loan = require('./loan');\n`,
  'docs/fee.md': '# The fee\n\nA late fee is charged on return.\n',
};
const keptOf = (path: string): string => keptFile(join(path, '.git'));

/** What a caller can see of an index. */
function answers(index: RepositoryIndex): unknown {
  const rank = (query: string) => rankFiles({ query, index });
  return {
    files: index.inventory.files,
    edges: index.graph.edges,
    unresolved: index.graph.unresolved,
    unparsed: index.graph.unparsed,
    neighbours: ['none', ...index.inventory.files.map(({ path }) => path)].map((path) => [
      index.graph.importsOf(path),
      index.graph.importersOf(path),
    ]),
    history: index.history,
    pairs: index.testPairs,
    ranks: [rank('raise the late fee'), rank('loan'), rank('reminder of a member'), rank('first')],
  };
}

function withoutTimes(kept: KeptIndex | undefined): unknown {
  return kept && plain({ ...kept, seen: undefined });
}

async function expectSame(path: string, commit?: string): Promise<void> {
  const [kept, anew] = [
    await indexRepository(path, { commit }),
    await indexRepository(path, { commit, isKept: false }),
  ];
  expect(answers(kept)).toEqual(answers(anew));
}

test('an index that is taken over answers as one that is made anew, whatever changed between', async () => {
  await using repository = await tempRepo(files);
  const { path } = repository;
  await expectSame(path);
  const first = (await stat(keptOf(path))).mtimeMs;
  await expectSame(path);
  expect((await stat(keptOf(path))).mtimeMs).toBe(first);

  await repository.write({
    'src/fee.ts': `export const lateFee = 2;\n`,
    'src/a-first.ts': `import './fee.ts';\nexport const reminder = 'member';\n`,
    'src/zz-last.ts': `import '../docs/fee.md';\n`,
  });
  await expectSame(path);
  await rm(join(path, 'src/loan.ts'));
  await rm(join(path, 'src/zz-last.ts'));
  await expectSame(path);
  await repository.commit('Charge the first reminder');
  await expectSame(path);
  await expectSame(path, 'HEAD~1');
  await repository.write({ 'src/fee.ts': files['src/fee.ts'] });
  await expectSame(path);
  expect(readKept(keptOf(path))?.text.paths).toEqual(['docs/fee.md', 'src/a-first.ts', 'src/fee.ts', 'src/old.js']);
});

test('a file is read again only when it has changed since', async () => {
  await using repository = await tempRepo(files);
  const { path } = repository;
  await indexRepository(path);
  const kept = readKept(keptOf(path)) as KeptIndex;
  const contents = kept.contents.map((_, at) => String(at));
  const seen = { ...kept.seen!, at: Date.now() + 60_000 };
  await writeKept(keptOf(path), { ...kept, contents, seen });
  await indexRepository(path);
  expect(readKept(keptOf(path))?.contents).toEqual(contents);
  // As long as before.
  await repository.write({ 'src/loan.ts': 'export const lent = 2;\n' });
  await indexRepository(path);
  const after = readKept(keptOf(path)) as KeptIndex;
  expect(after.contents).not.toEqual(contents);
  expect(after.text.pieces.words).toContain('lent');
  // Of another working tree, and of a file that changed just before, nothing is taken for granted.
  for (const wrong of [
    { ...seen, root: '/elsewhere' },
    { ...seen, at: seen.changedAt[0]! + 1 },
  ]) {
    await writeKept(keptOf(path), { ...kept, contents, seen: wrong });
    await indexRepository(path);
    expect(readKept(keptOf(path))?.contents.filter((name) => name.length < 40)).toEqual([]);
  }
});

test('imports are followed again when packages were installed, or the way to them has changed', async () => {
  await using repository = await tempRepo({
    '.gitignore': 'node_modules\n',
    'src/fee.ts': `import 'lib';\nimport '#loan';\nimport './gone.ts';\nimport './loan';\nexport { loan } from './loan';\n`,
    'src/loan.ts': 'export const loan = 1;\n',
    'src/broken.ts': `import './loan';\nexport const = ;\n`,
    'libs/one.js': 'export {};\n',
    'libs/package.json': '{"main":"one.js"}\n',
    'package.json': '{"name":"x"}\n',
  });
  const { path } = repository;
  const edges = async () =>
    (await indexRepository(path)).graph.edges.filter(({ from }) => from === 'src/fee.ts').length;
  await expectSame(path);
  expect(await edges()).toBe(2);
  await mkdir(join(path, 'node_modules'));
  await symlink('../libs', join(path, 'node_modules/lib'));
  await expectSame(path);
  await expectSame(path);
  expect(await edges()).toBe(3);
  await repository.write({ 'package.json': '{"name":"x","imports":{"#loan":"./src/loan.ts"}}\n' });
  await expectSame(path);
  await expectSame(path);
  expect((await indexRepository(path)).graph.edges.map(({ specifier }) => specifier)).toContain('#loan');
});

test('words that no file has any more are not kept', async () => {
  await using repository = await tempRepo(files);
  await repository.write({ 'src/loan.ts': 'export const zebra = 1;\n' });
  await indexRepository(repository.path);
  expect(readKept(keptOf(repository.path))?.text.pieces.words).toContain('zebra');
  await repository.write({ 'src/loan.ts': 'export const loan = 1;\n' });
  await indexRepository(repository.path);
  expect(readKept(keptOf(repository.path))?.text.pieces.words).not.toContain('zebra');
});

describe('where those with different needs take turns', () => {
  const codeOnly = (path: string): boolean => !path.endsWith('.md');
  const times = async (path: string): Promise<readonly (number | undefined)[]> =>
    Promise.all(
      (['disk', 'commit'] as const).map(async (of) =>
        stat(keptFile(join(path, '.git'), of)).then(
          ({ mtimeMs }) => mtimeMs,
          () => undefined,
        ),
      ),
    );

  test.each([
    ['all files, then some', [undefined, codeOnly]],
    ['some files, then all', [codeOnly, undefined]],
  ])('%s: nothing is written again, and each is told of its own', async (_, needs) => {
    await using repository = await tempRepo({ ...files, 'src/member.js': '// The reminder of a member\n' });
    const { path } = repository;
    const run = async () => {
      for (const accept of needs) {
        const [kept, anew] = [
          await indexRepository(path, { accept }),
          await indexRepository(path, { accept, isKept: false }),
        ];
        expect(answers(kept)).toEqual(answers(anew));
      }
    };
    await run();
    const before = await times(path);
    await run();
    expect(await times(path)).toEqual(before);
    // What changed and is not looked at is left to who looks at it.
    await repository.write({ 'docs/fee.md': '# The zebra\n' });
    await indexRepository(path, { accept: codeOnly });
    expect(await times(path)).toEqual(before);
    await run();
    expect(readKept(keptOf(path))?.text.pieces.words).toContain('zebra');
  });

  test('what is on disk and what is in a commit, while they differ', async () => {
    await using repository = await tempRepo(files);
    const { path } = repository;
    // As long as they are the same, one index is enough.
    await expectSame(path);
    await expectSame(path, 'HEAD');
    expect((await times(path))[1]).toBeUndefined();
    await repository.write({ 'src/fee.ts': 'export const lateFee = 2;\n', 'src/new.ts': `import './fee.ts';\n` });
    const run = async () => {
      await expectSame(path);
      await expectSame(path, 'HEAD');
    };
    await run();
    const before = await times(path);
    await run();
    expect(await times(path)).toEqual(before);
  });
});

test('a damaged, cut or foreign index is made anew, and none is written that is too large', async () => {
  await using repository = await tempRepo(files);
  const { path } = repository;
  const file = keptOf(path);
  await indexRepository(path);
  const whole = await readFile(file);
  const sound = readKept(file);
  const flipped = Buffer.from(whole);
  flipped.writeUInt8((flipped.at(-20) ?? 0) ^ 1, flipped.length - 20);
  for (const damaged of [Buffer.alloc(0), whole.subarray(0, 13), whole.subarray(0, -1), flipped, serialize({ form })]) {
    await writeFile(file, damaged);
    expect(readKept(file)).toBeUndefined();
    await indexRepository(path);
    expect(withoutTimes(readKept(file))).toEqual(withoutTimes(sound));
  }
  const kept = readKept(file) as KeptIndex;
  expect(await writeKept(file, { ...kept, form: form + 1 })).toBe(true);
  expect(readKept(file)).toBeUndefined();
  await rm(file);
  expect(await writeKept(file, kept, 100)).toBe(false);
  expect(readKept(file)).toBeUndefined();
});

test('while one process writes, others read and go on without writing', async () => {
  await using repository = await tempRepo(files);
  const { path } = repository;
  const file = keptOf(path);
  await withLock(`${file}.lock`, { what: 'a test' }, async () => expectSame(path));
  expect(readKept(file)).toBeUndefined();
  // Many writers at once: whoever reads sees a whole one.
  await Promise.all(Array.from({ length: 3 }, async () => indexRepository(path)));
  const kept = readKept(file) as KeptIndex;
  const writes = Array.from({ length: 20 }, async () => writeKept(file, kept));
  for (let read = 0; read < 50; read += 1) expect(readKept(file)).toBeDefined();
  expect(await Promise.all(writes)).toContain(true);
  expect(plain(readKept(file))).toEqual(plain(kept));
});

test('all worktrees share one index; where it may not be written, everything else goes on', async () => {
  await using repository = await tempRepo(files);
  const other = await repository.worktree('other');
  await indexRepository(repository.path);
  const before = await readFile(keptOf(repository.path));
  await expectSame(other.path);
  expect(await readFile(keptOf(repository.path))).toEqual(before);
  await rm(join(repository.path, '.git/cdev'), { recursive: true });
  await writeFile(join(repository.path, '.git/cdev'), 'no folder');
  await expectSame(repository.path);
});

test('what is kept has a new form when something else is found in the same texts', async () => {
  await using repository = await tempRepo({
    ...files,
    'fee.py': 'from .loan import (late,\n  early)\n',
    'fee.go': 'package fee\nimport ("fmt"; l "example.org/loan")\n',
    'fee.md': 'Late fees by URLs and userIDs.\n',
    'fee.rs': 'mod loan;\nuse loan::{self, late};\n',
    'Fee.java': 'package org;\nimport org.loan.*;\n',
    'fee.tsx': 'export const Fee = () => <p title="late">{import("./loan")} fees</p>;\n',
    'fee.cjs': 'define(["./loan", "late"], (loan) => loan);\nrequire.ensure(["./fee"], () => require("./late"));\n',
  });
  await indexRepository(repository.path);
  const { text, imports, contents } = readKept(keptOf(repository.path)) as KeptIndex;
  const found = JSON.stringify([text, imports, contents]);
  // Another digest: raise `form`, then write both here.
  expect([form, createHash('sha256').update(found).digest('hex').slice(0, 16)]).toEqual([8, '3ee382e6320cc2ab']);
});
