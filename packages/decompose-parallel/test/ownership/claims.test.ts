import { indexRepository, type Mentions, type RankedFile, type RepositoryIndex } from '@cdev/code-graph';
import { tempRepo } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { assignPaths } from '../../src/ownership/assign-paths.ts';
import { claimsOf, inOrder, type Claim } from '../../src/ownership/claims.ts';
import type { Group } from '../../src/ownership/group.ts';

const files = {
  'src/desk.ts': 'export const desk = 1;\n',
  'src/loan.ts': 'export const loan = 1;\n',
  'src/main.ts': "import { desk } from './desk.ts';\nconsole.log(desk);\n",
  'src/print.ts': "import { desk } from './desk.ts';\nconsole.log(desk);\n",
  'test/desk.test.ts': "import { desk } from '../src/desk.ts';\nconsole.log(desk);\n",
  'test/loan.test.ts': "import { loan } from '../src/loan.ts';\nconsole.log(loan);\n",
};

async function index(): Promise<RepositoryIndex> {
  await using repository = await tempRepo(files);
  // Awaited here: the repository goes with the block.
  return await indexRepository(repository.path);
}

function ranked(scores: Readonly<Record<string, number>>): readonly RankedFile[] {
  const all = Object.values(scores).reduce((sum, score) => sum + score, 0);
  return Object.entries(scores).map(([path, score]) => ({ path, score, share: score / all, reasons: ['text: desk'] }));
}

function group(
  scores: Readonly<Record<string, number>>,
  { existing = [], created = [], folders = [] }: Partial<Omit<Mentions, 'identifiers'>> = {},
  number = 1,
  title = 't',
): Group {
  const requirement = { number, title, text: '', criteria: [], source: '' };
  const mentions = { existing, created, folders, identifiers: [] };
  return {
    studied: [{ requirement, mentions, defined: new Map(), unknown: [], ranked: ranked(scores), elsewhere: new Map() }],
    reasons: [],
  };
}

const all = { 'src/desk.ts': 1, 'src/main.ts': 0.8, 'src/loan.ts': 0.7, 'src/print.ts': 0.5, 'test/loan.test.ts': 0.1 };
const said = (claims: readonly Claim[]): readonly string[] => claims.map(({ reason }) => reason);

describe('what a group claims beside the files it names', () => {
  test('a part that names no files: what ranks high enough, and then tests of that', async () => {
    const claims = claimsOf(group(all), 0, { own: new Set(), index: await index() });
    expect(said(inOrder(claims))).toEqual([
      'src/desk.ts: text: desk (score 1.00)',
      'src/main.ts: text: desk (score 0.80)',
      'src/loan.ts: text: desk (score 0.70)',
      'src/print.ts: text: desk (score 0.50)',
      'test/desk.test.ts: tests src/desk.ts',
      'test/loan.test.ts: tests src/loan.ts',
    ]);
  });

  test('a part that names its files: only tests of them, and callers of them that rank high, each with its reason', async () => {
    const named = { existing: ['src/desk.ts'], created: ['src/queue.ts'] };
    const own = new Set(['src/desk.ts', 'src/queue.ts']);
    expect(said(claimsOf(group(all, named), 0, { own, index: await index() }))).toEqual([
      'src/main.ts: imports src/desk.ts, which part 1 names; text: desk (score 0.80)',
      'test/desk.test.ts: tests src/desk.ts',
    ]);
  });

  test('a part that names a folder: what ranks in it, and nothing that ranks elsewhere', async () => {
    const claims = claimsOf(group(all, { folders: ['test'] }), 0, { own: new Set(), index: await index() });
    expect(claims).toEqual([]);
    const scores = { ...all, 'test/loan.test.ts': 0.4 };
    expect(said(claimsOf(group(scores, { folders: ['test'] }), 0, { own: new Set(), index: await index() }))).toEqual([
      'test/loan.test.ts: in test, which part 1 names; text: desk (score 0.40)',
    ]);
  });

  test('one file named in passing is not yet a list of its files', async () => {
    const claims = claimsOf(group(all, { existing: ['src/desk.ts'] }), 0, { own: new Set(), index: await index() });
    expect(claims.map(({ path }) => path)).toContain('src/loan.ts');
  });

  test('guides and notes of a change named beside the work are no list of its files, unless the title is about them', async () => {
    const beside = { existing: ['docs/desk.md', 'docs/guide.md'], created: ['.changeset/new.md'] };
    const own = new Set([...beside.existing, ...beside.created]);
    const pathsOf = async (title: string) =>
      claimsOf(group(all, beside, 1, title), 0, { own, index: await index() }).map(({ path }) => path);
    expect(await pathsOf('Late fees')).toContain('src/loan.ts');
    expect(await pathsOf('Tell of late fees in desk.md and guide.md')).toEqual([]);
  });

  test('a file that another needs as much is less sure than one that nobody else needs', () => {
    const claim = (path: string, at: number, strength: number): Claim => ({ path, group: at, strength, reason: path });
    const claims = [claim('both', 0, 0.9), claim('both', 1, 0.8), claim('mine', 0, 0.7), claim('yours', 1, 0.6)];
    expect(inOrder(claims).map(({ path, group: at }) => `${path} ${at}`)).toEqual([
      'mine 0',
      'yours 1',
      'both 0',
      'both 1',
    ]);
  });
});

describe('assignPaths', () => {
  const owned = async (...groups: readonly Group[]) =>
    assignPaths(groups, await index(), { maxFiles: 10 }).owned.map(({ owns }) => owns);

  test('a new folder that a part names is its own, unless another names it, a folder in it, or one above it', async () => {
    const naming = (number: number, ...folders: string[]) => group({}, { folders }, number);
    expect(await owned(naming(1, 'src/reports'), naming(2, 'src/other'))).toEqual([
      ['src/reports/**'],
      ['src/other/**'],
    ]);
    expect(await owned(naming(1, 'src/reports'), naming(2, 'src/reports'))).toEqual([[], []]);
    expect(await owned(naming(1, 'src/reports'), naming(2, 'src/reports/deep'))).toEqual([[], []]);
    expect(await owned(naming(1, 'src/report'), naming(2, 'src/reports'))).toEqual([
      ['src/report/**'],
      ['src/reports/**'],
    ]);
  });

  test("a folder that is there is nobody's whole, and does not keep others from new folders in it", async () => {
    const makes = group({}, { created: ['src/reports/report.ts'] }, 2);
    expect(await owned(group({}, { folders: ['src'] }), makes)).toEqual([[], ['src/reports/**']]);
  });

  test('no path is owned twice, and nobody owns more than allowed unless the issue names more', async () => {
    const repository = await index();
    const groups = [
      group(all),
      group({ 'src/loan.ts': 1, 'src/desk.ts': 0.9, 'src/print.ts': 0.8 }, {}, 2),
      group({}, { existing: ['src/main.ts', 'test/loan.test.ts'], created: ['a.ts', 'b.ts'] }, 3),
    ];
    const { owned } = assignPaths(groups, repository, { maxFiles: 2 });
    const paths = owned.flatMap(({ owns }) => owns);
    expect(new Set(paths).size).toBe(paths.length);
    expect(owned.map(({ owns }) => owns)).toEqual([
      ['src/desk.ts', 'test/desk.test.ts'],
      ['src/loan.ts', 'src/print.ts'],
      ['a.ts', 'b.ts', 'src/main.ts', 'test/loan.test.ts'],
    ]);
  });

  test('of two that score a file about alike in the same place, the one that means few files gets it, not the one that means any', async () => {
    const vague = group({ 'test/desk.test.ts': 1, 'src/print.ts': 0.92, 'test/loan.test.ts': 0.91, 'a.ts': 0.9 });
    const sure = group({ 'src/loan.ts': 1, 'src/print.ts': 0.9 }, {}, 2);
    for (const groups of [
      [vague, sure],
      [sure, vague],
    ]) {
      const { owned } = assignPaths(groups, await index(), { maxFiles: 10 });
      const owners = groups.filter((_, at) => owned[at]?.owns.includes('src/print.ts'));
      expect(owners).toEqual([sure]);
    }
  });

  test('of two that score a file alike, the one for whom it stands further up gets it', async () => {
    const first = group({ 'src/desk.ts': 1, 'src/main.ts': 0.9, 'src/print.ts': 0.8 });
    const second = group({ 'src/loan.ts': 1, 'src/print.ts': 0.8 }, {}, 2);
    const { owned } = assignPaths([first, second], await index(), { maxFiles: 10 });
    expect(owned.map(({ owns }) => owns.includes('src/print.ts'))).toEqual([false, true]);
  });
});
