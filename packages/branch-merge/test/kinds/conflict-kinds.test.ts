import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mergeTrees, readBlobs, replaceInTree, unmergedPaths, type MergeResult } from '@cdev/git';
import { tempRepo, type TempRepo } from '@cdev/test-kit';
import { explainStopped, resolveConflicts, type DecidedConflicts, type ResolveOptions } from '../../src/index.ts';
import { importSides } from './import-sides.ts';
import { rows, type Entry, type Row, type Tree } from './rows.ts';

/** The strategies of the command as the merge is asked for them; hand-off is structured, and staged takes what is certain. */
const strategies = {
  structured: { takesSides: true, atLeast: 'likely' },
  ours: { strategy: 'ours' },
  theirs: { strategy: 'theirs' },
  union: { strategy: 'union' },
  priority: { leftOver: 'ours', takesSides: true },
  staged: { atLeast: 'certain' },
} as const satisfies Record<string, ResolveOptions>;
type Strategy = keyof typeof strategies;

interface Outcome extends DecidedConflicts {
  /** Paths of the tree that would be handed out, open ones as git left them. */
  readonly files: ReadonlyMap<string, { readonly mode: string; readonly oid: string; readonly text: string }>;
}

let repo: TempRepo;
let merged: MergeResult;
const outcomes = new Map<Strategy, Outcome>();

beforeAll(async () => {
  repo = await tempRepo();
  importSides(repo.path, rows);
  const commits = { ours: 'ours', theirs: 'theirs' };
  merged = await mergeTrees(repo.path, commits);
  const found = await explainStopped(repo.path, merged.conflicts, commits);
  for (const [name, options] of Object.entries(strategies)) {
    const decided = await resolveConflicts(repo.path, { ...found, messages: merged.messages }, options);
    const tree = await replaceInTree(repo.path, merged.tree, decided.resolved);
    outcomes.set(name as Strategy, { ...decided, files: await filesOf(tree) });
  }
});
afterAll(() => repo.remove());

async function filesOf(tree: string): Promise<Outcome['files']> {
  const fields = (await repo.git('ls-tree', '-r', '-z', tree)).split('\0').filter((field) => field !== '');
  const entries = fields.map((field) => /^(\d+) \w+ (\w+)\t(.*)$/s.exec(field) ?? []);
  const blobs = await readBlobs(
    repo.path,
    entries.flatMap(([, mode, oid = '']) => (mode === '160000' ? [] : [oid])),
  );
  return new Map(
    entries.map(([, mode = '', oid = '', path = '']) => [
      path,
      { mode, oid, text: blobs.get(oid)?.toString('latin1') ?? '' },
    ]),
  );
}

const inRow = (row: string, path: string): boolean => path.startsWith(`${row}/`);

/** `left:O+T` has the changes of both; `*` is executable; then the kinds of what is open. */
function told(row: string, strategy: Strategy): string {
  const { files, open } = outcomes.get(strategy) as Outcome;
  const left = open.filter(({ path }) => inRow(row, path));
  const isOpen = (path: string): boolean => left.some((one) => one.path === path);
  const shown = [...files]
    .filter(([path]) => inRow(row, path) && !isOpen(path) && !/\/(?:keep|[abc])$/.test(path))
    .map(([path, file]) => `${path.slice(row.length + 1)}:${sketch(file)}`);
  return [...shown, ...new Set(left.map(({ kind }) => `open ${kind}`))].join(' ') || 'gone';
}

function sketch({ mode, oid, text }: { mode: string; oid: string; text: string }): string {
  if (mode === '160000') return oid.slice(0, 1);
  if (mode === '120000') return `->${text}`;
  if (text.startsWith('\0')) return String(text.charCodeAt(4));
  const sides = [/OURS/.test(text) && 'O', /THEIRS/.test(text) && 'T'].filter(Boolean).join('+') || '-';
  return `${sides}${mode === '100755' ? '*' : ''}`;
}

type Told = readonly [row: string, structured: string, ours: string, theirs: string, union: string];

/** What `priority` makes of it is what `ours` does, unless structure decides it. */
const table: readonly Told[] = [
  ['rename-rename-1to2', 'open rename/rename', 'left:O+T', 'right:O+T', 'open rename/rename'],
  ['rename-rename-2to1', 'open rename/rename', 'both:O two:T', 'both:T one:O', 'open rename/rename'],
  ['rename-delete', 'open rename/delete', 'new:O', 'gone', 'open rename/delete'],
  ['delete-rename', 'open rename/delete', 'gone', 'new:T', 'open rename/delete'],
  ['modify-delete', 'open modify/delete', 'file:O', 'gone', 'open modify/delete'],
  ['delete-modify', 'open modify/delete', 'gone', 'file:T', 'open modify/delete'],
  ['add-add', 'open add/add', 'file:O', 'file:T', 'file:O+T'],
  ['directory-rename', 'new/d:T', 'new/d:T', 'new/d:T', 'new/d:T'],
  ['directory-split', 'old/d:T open other', 'old/d:T open other', 'old/d:T open other', 'old/d:T open other'],
  [
    'file-directory',
    'thing/inside:T open file/directory',
    'thing/inside:T open file/directory',
    'thing/inside:T open file/directory',
    'thing/inside:T open file/directory',
  ],
  [
    'directory-file',
    'thing/inside:O open file/directory',
    'thing/inside:O open file/directory',
    'thing/inside:O open file/directory',
    'thing/inside:O open file/directory',
  ],
  [
    'file-directory-changed',
    'thing/inside:T open file/directory',
    'thing/inside:T open file/directory',
    'thing/inside:T open file/directory',
    'thing/inside:T open file/directory',
  ],
  ['binary', 'open binary', 'file:1', 'file:2', 'open binary'],
  ['binary-add', 'open binary', 'file:1', 'file:2', 'open binary'],
  ['submodule', 'open submodule', 'sub:2', 'sub:3', 'open submodule'],
  ['submodule-delete', 'open submodule', 'sub:5', 'gone', 'open submodule'],
  ['link-link', 'open symlink', 'link:->one', 'link:->two', 'open symlink'],
  ['link-file', 'open distinct types', 'file:->one', 'file:T', 'open distinct types'],
  ['file-link', 'open distinct types', 'file:O', 'file:->one', 'open distinct types'],
  ['link-file-add', 'open distinct types', 'file:->one', 'file:T', 'open distinct types'],
  ['mode-and-content', 'file:T*', 'file:T*', 'file:T*', 'file:T*'],
  ['mode-and-conflict', 'file.ts:-*', 'file.ts:-*', 'file.ts:-*', 'file.ts:-*'],
  ['mode-both', 'file:O+T*', 'file:O+T*', 'file:O+T*', 'file:O+T*'],
  ['mode-add', 'file:-*', 'file:-*', 'file:-', 'file:-*'],
  ['rename-add', 'open rename/add', 'new:O', 'new:T old:O', 'open rename/add'],
  ['delete-mode', 'gone', 'gone', 'file:-*', 'gone'],
  ['rename-content', 'new.ts:-', 'new.ts:-', 'new.ts:-', 'new.ts:-'],
];

describe('a conflict that is not of lines', () => {
  test.each(table)('%s', (row, structured, ours, theirs, union) => {
    const all = {
      structured: told(row, 'structured'),
      ours: told(row, 'ours'),
      theirs: told(row, 'theirs'),
      union: told(row, 'union'),
    };
    expect(all).toEqual({ structured, ours, theirs, union });
    expect(told(row, 'priority')).toBe(structured.includes('open') ? ours : structured);
    // Only what git itself merged is certain.
    const isConflict = merged.conflicts.some(({ path }) => inRow(row, path));
    expect(told(row, 'staged').includes('open')).toBe(isConflict || structured.includes('open'));
  });

  test('has a row in the table for each that is made here', () => {
    expect(table.map(([row]) => row)).toEqual(rows.map(({ name }) => name));
  });

  test.each(Object.keys(strategies) as Strategy[])(
    '%s: each line that a side added survives or is named',
    (strategy) => {
      const { files, open, resolved } = outcomes.get(strategy) as Outcome;
      for (const row of rows) {
        if (open.some(({ path }) => inRow(row.name, path) || row.name === path.split('/')[0])) continue;
        const got = new Set([...files].flatMap(([path, { text }]) => (inRow(row.name, path) ? text.split('\n') : [])));
        const named = new Set(
          resolved.flatMap(({ path, lost }) => (inRow(row.name, path) ? lost.map(({ text }) => text) : [])),
        );
        const missing = addedLines(row).filter((line) => !got.has(line) && !named.has(line));
        expect([row.name, missing]).toEqual([row.name, []]);
        for (const { path, lost, resolutions } of resolved) {
          expect([path, resolutions.every(({ reason }) => reason !== '')]).toEqual([path, true]);
          expect(lost.every(({ reason }) => reason !== '')).toBe(true);
        }
      }
    },
  );

  test('holds a marker in nothing that is decided, under any strategy', () => {
    for (const { resolved } of outcomes.values())
      for (const { path, content } of resolved)
        expect([path, content?.includes('<<<<<<<') ?? false]).toEqual([path, false]);
  });

  test('is told alike when a real merge, rebase or cherry-pick stopped on it', async () => {
    const wanted = outcomes.get('priority') as Outcome;
    const shape = ({ resolved, open }: DecidedConflicts, isApart: boolean) => [
      ...resolved.map(({ path, mode, content }) => [path.replace(/~.*/, '~'), mode, content?.toString('hex')]),
      // A folder that was split has no path of its own in an index.
      ...open
        .filter(({ ours, theirs }) => !isApart || ours || theirs)
        .map(({ path, kind }) => [path.replace(/~.*/, '~'), kind]),
    ];
    for (const [operation, from, head] of [
      [['merge', '--quiet', 'theirs'], 'ours', 'MERGE_HEAD'],
      [['cherry-pick', 'theirs'], 'ours', 'CHERRY_PICK_HEAD'],
    ] as const) {
      await repo.git('checkout', '--quiet', '--force', '--detach', from);
      await expect(repo.git(...operation)).rejects.toThrow('CONFLICT');
      const conflicts = await unmergedPaths(repo.path);
      expect(conflicts.length).toBeGreaterThan(rows.length / 2);
      const found = await explainStopped(repo.path, conflicts, { ours: 'HEAD', theirs: head, base: 'base' });
      expect(shape(await resolveConflicts(repo.path, found, strategies.priority), true)).toEqual(shape(wanted, true));
      await repo.git('reset', '--quiet', '--hard');
    }
  });
});

function addedLines({ base, ours, theirs }: Row): string[] {
  const before = new Set(linesOf(base));
  return [...linesOf(ours), ...linesOf(theirs)].filter((line) => line !== '' && !before.has(line));
}

function linesOf(tree: Tree): string[] {
  const text = (entry: Entry): string =>
    typeof entry === 'string' ? entry : 'run' in entry ? entry.run : 'link' in entry ? entry.link : '';
  return Object.values(tree).flatMap((entry) => text(entry).split('\n'));
}
