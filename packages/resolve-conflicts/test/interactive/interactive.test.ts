import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createStyle, displayWidth } from '@cdev/core/cli';
import { tempFolder, tempRepo, testContext, type TempRepo } from '@cdev/test-kit';
import { resolveText } from '../../src/human.ts';
import { resolveConflicts } from '../../src/index.ts';
import { interactive, sitDown } from './at-terminal.ts';

const limit = (value: string) => `// How much\nexport const limit = ${value};\nexport const end = '本';\n`;
const barrel = (...names: string[]) => names.map((name) => `export { ${name} } from './${name}.ts';\n`).join('');

/** A merge that stopped at two values that no rule decides, and at a barrel that one does. */
async function stopped(): Promise<TempRepo> {
  const side = (name: string, value: string) => ({
    'a.ts': limit(value),
    'ï b.ts': limit(value),
    'index.ts': barrel('start', name),
  });
  const repo = await tempRepo(
    { 'a.ts': limit('1'), 'ï b.ts': limit('1'), 'index.ts': barrel('start') },
    { branches: { topic: side('b', '["theirs"]') } },
  );
  await repo.commit('Ours', side('a', 'ours()'));
  await repo.git('merge', 'topic').catch(() => {});
  return repo;
}

const text = (repo: TempRepo, path: string) => readFile(join(repo.path, path), 'utf8');
const isAnswered = (repo: TempRepo) =>
  stat(join(repo.path, '.git/cdev/resolutions/answers.json')).then(
    () => true,
    () => false,
  );

describe('asking at a terminal', () => {
  test('shows each chunk with its versions and where one is, and writes what was chosen', async () => {
    await using repo = await stopped();
    const { screens, outcome } = sitDown(repo, { keys: ['t', 'b', 'u', 'r', 'u', 'o', 'return'] });
    const { result, status } = await outcome;
    expect(status).toBe('ok');
    const [first = '', second = '', doubted = ''] = screens;
    expect(first.split('\n')[0]).toMatch(/^a\.ts {2}line 2 +chunk 1 of 1, file 1 of 2$/);
    expect(first).toContain('\nx before, line 2\n    2 - export const limit = 1;\n');
    expect(first).toContain('\no ours: main, line 2\n    2 + export const limit = ours();\n');
    expect(first).toContain('\nt theirs: topic, line 2\n    2 + export const limit = ["theirs"];\n');
    expect(first).toContain('    1   // How much\n');
    expect(first).toContain('No rule proposes anything here.');
    expect(second.split('\n')[0]).toContain('file 2 of 2');
    // Twice the same name may be wanted, and is said at once.
    expect(doubted).toMatch(/both, main first +mind that .*limit/);
    expect(screens.at(-1)).toContain('All 2 chunks are decided.');
    expect(await text(repo, 'a.ts')).toBe(limit('["theirs"]'));
    expect(await text(repo, 'ï b.ts')).toBe(limit('ours()'));
    expect(await text(repo, 'index.ts')).toBe(barrel('start', 'a', 'b'));
    expect(result.merges[0]?.resolved.map(({ rule }) => rule)).toEqual(['chosen', 'imports', 'chosen']);
    expect(result.merges[0]?.resolved[0]?.lost).toMatchObject([{ side: 'ours', line: 2 }]);
    expect(await isAnswered(repo)).toBe(false);
  });

  test('takes back over files, as often as there was something', async () => {
    await using repo = await stopped();
    const { screens, outcome } = sitDown(repo, { keys: ['o', 'o', 'u', 'u', 'u', 't', 't', 'q'] });
    await outcome;
    expect(screens.map((screen) => /file (\d)/.exec(screen)?.[1])).toEqual([
      '1',
      '2',
      undefined,
      '2',
      '1',
      '1',
      '2',
      undefined,
    ]);
    expect(screens[5]).toContain('There is nothing to take back');
    expect(await text(repo, 'a.ts')).toBe(limit('["theirs"]'));
  });

  test('offers what a rule decides and is not sure enough of, with its tier and reason', async () => {
    await using repo = await stopped();
    const options = { minConfidence: 'certain' } as const;
    const { screens, outcome } = sitDown(repo, { keys: ['s', 'return', 's', 'return'], options });
    const { result } = await outcome;
    const screen = screens.find((one) => one.startsWith('index.ts')) ?? '';
    expect(screen).toMatch(/\ny proposal(?:: both, main first)?, likely\n {2}\S/);
    expect(await text(repo, 'index.ts')).toBe(barrel('start', 'a', 'b'));
    expect(result.merges[0]?.open.map(({ path }) => path)).toEqual(['a.ts', 'ï b.ts']);
    expect(await repo.git('diff', '--name-only', '--diff-filter=U', '-z')).toBe('a.ts\0ï b.ts\0');
  });

  test('goes on after an interruption where it was, and has written nothing', async () => {
    await using repo = await stopped();
    const before = await repo.git('status', '--porcelain');
    const { outcome } = sitDown(repo, { keys: ['t'], isInterrupted: true });
    await expect(outcome).rejects.toBe('SIGINT');
    expect(await repo.git('status', '--porcelain')).toBe(before);
    const again = sitDown(repo, { keys: ['t', 'return'] });
    expect((await again.outcome).status).toBe('ok');
    expect(again.screens[0]).toContain('file 2 of 2');
    expect(again.screens[0]).toContain('1 of 2 chunks was decided before');
    expect(await text(repo, 'a.ts')).toBe(limit('["theirs"]'));
    expect(await isAnswered(repo)).toBe(false);
  });

  test('keeps answers of a look without --apply for the run that writes them', async () => {
    await using repo = await stopped();
    const look = await sitDown(repo, { keys: ['t', 't', 'return'], options: { apply: false } }).outcome;
    expect(resolveText(look.result, { style: createStyle(false), columns: 100 })).toContain(
      'Nothing was changed; the answers are kept. To write them: --strategy interactive --apply\n',
    );
    const { screens, outcome } = sitDown(repo, { keys: ['return'] });
    expect((await outcome).status).toBe('ok');
    expect(screens[0]).toContain('All 2 chunks are decided.');
    expect(await text(repo, 'ï b.ts')).toBe(limit('["theirs"]'));
  });

  test('asks again the next time about what was skipped, and not about what was decided', async () => {
    await using repo = await stopped();
    await sitDown(repo, { keys: ['s', 't', 'return'], options: { apply: false } }).outcome;
    const { screens, outcome } = sitDown(repo, { keys: ['o', 'return'] });
    expect((await outcome).status).toBe('ok');
    expect(screens[0]).toContain('file 1 of 2');
    expect(screens[1]).toContain('All 2 chunks are decided.');
    expect(await text(repo, 'a.ts')).toBe(limit('ours()'));
    expect(await text(repo, 'ï b.ts')).toBe(limit('["theirs"]'));
  });

  test('has a chunk edited, and takes no marker and nothing that does not parse', async () => {
    await using repo = await stopped();
    // The first time it leaves the markers, then something broken, then a value.
    const editor = `#!/bin/sh
cd "$(dirname "$0")"; echo x >> calls; cp "$1" "seen-$(grep -c x calls)"
case $(grep -c x calls) in
  1) echo '// see' >> "$1" ;;
  2) echo 'export const = ;' > "$1" ;;
  *) echo 'export const limit = 42;' > "$1" ;;
esac
`;
    await using folder = await tempFolder({ 'editor.sh': editor });
    const env = { GIT_EDITOR: `sh '${join(folder.path, 'editor.sh')}'` };
    const { screens, outcome } = sitDown(repo, { keys: ['e', 'e', 'e', 'f', 'return'], env });
    await outcome;
    expect(screens[1]).toContain('✗ Not taken: it holds conflict markers');
    expect(screens[2]).toContain('✗ Not taken: it would not parse');
    expect(screens[3]).toContain('file 2 of 2');
    expect(screens.at(-1)).toMatch(/✓ {2}a\.ts +edited\n {2}✗ {2}ï b\.ts +skipped +stays open/);
    expect(await text(repo, 'a.ts')).toBe(limit('42'));
    const shown = await Promise.all(['1', '2', '3'].map((at) => readFile(join(folder.path, `seen-${at}`), 'utf8')));
    const marked = '<<<<<<< main\nexport const limit = ours();\n||||||| before\nexport const limit = 1;\n=======\n';
    expect(shown[0]).toBe(`${marked}export const limit = ["theirs"];\n>>>>>>> topic\n`);
    // What was not taken is not lost.
    expect(shown[1]).toBe(`${shown[0]}// see\n`);
    expect(shown[2]).toBe('export const = ;\n');
  });

  test('puts a line end between both sides of a file that has none at its end', async () => {
    await using repo = await tempRepo(
      { 'notes.txt': 'top\nend' },
      { branches: { topic: { 'notes.txt': 'top\ntheirs' } } },
    );
    await repo.commit('Ours', { 'notes.txt': 'top\nours' });
    await repo.git('merge', 'topic').catch(() => {});
    await sitDown(repo, { keys: ['b', 'return'] }).outcome;
    expect(await text(repo, 'notes.txt')).toBe('top\nours\ntheirs');
  });

  test.each([
    [80, 24],
    [160, 50],
    [40, 10],
  ])('fills a terminal of %d columns and %d rows exactly, side by side where there is room', async (columns, rows) => {
    await using repo = await stopped();
    const keys = ['?', '?', 'n', 'down', ' ', 'n', 'p', 'y', 'f', 'u'];
    const page = { columns, rows };
    const { screens, outcome } = sitDown(repo, { keys, page, options: { apply: false } });
    await outcome;
    expect(screens).toHaveLength(keys.length + 1);
    for (const screen of screens) {
      const lines = screen.replace(/\n$/, '').split('\n');
      expect(lines).toHaveLength(rows);
      expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(columns);
      expect(screen).not.toContain('\u001B');
    }
    expect(/x before.*│ o ours.*│ t theirs/.test(screens[0] ?? '')).toBe(columns === 160);
  });

  test('loses nothing of a line that is too wide, and cuts only what no person reads', async () => {
    const words = Array.from({ length: 60 }, (_, at) => `word${at}`);
    const side = (name: string) => `${name} ${words.join(' ')} 本本本\n${name}${'x'.repeat(20_000)}\n`;
    await using repo = await tempRepo({ 'a.txt': side('base') }, { branches: { topic: { 'a.txt': side('theirs') } } });
    await repo.commit('Ours', { 'a.txt': side('ours') });
    await repo.git('merge', 'topic').catch(() => {});
    for (const columns of [39, 40, 41, 80]) {
      const { screens, outcome } = sitDown(repo, { keys: [], page: { columns, rows: 400 }, options: { apply: false } });
      await outcome;
      const lines = screens[0]?.split('\n').slice(3) ?? [];
      expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(columns);
      const shown = lines.flatMap((line) => line.slice(8).split(' '));
      for (const word of [...words, '本本本']) expect(shown.filter((one) => one === word)).toHaveLength(3);
      expect(lines.filter((line) => line.endsWith('…'))).toHaveLength(3);
    }
  });

  test('colours syntax only where colour is wanted', async () => {
    await using repo = await stopped();
    const { screens, outcome } = sitDown(repo, { keys: [], hasColour: true, options: { apply: false } });
    await outcome;
    expect(screens[0]).toContain('\u001B[35mexport\u001B[39m');
  });

  test('is refused where there is no terminal', async () => {
    await using repo = await stopped();
    const asked = { code: 'CDEV_E_RESOLVE_NO_TERMINAL' };
    await expect(resolveConflicts(interactive, testContext({ cwd: repo.path, yes: true }))).rejects.toMatchObject(
      asked,
    );
    await expect(sitDown(repo, { keys: [], env: { TERM: 'dumb' } }).outcome).rejects.toMatchObject(asked);
  });
});
