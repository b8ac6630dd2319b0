import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { createStyle } from '@cdev/core/cli';
import { signCommits, tempRepo, testContext, type TempRepo, type TestContextOptions } from '@cdev/test-kit';
import { resolveConflicts, undoResolution, type AppliedBranches, type ResolveConflictsOptions } from '../src/index.ts';
import { resolveText } from '../src/human.ts';

const plainOptions: ResolveConflictsOptions = {
  plan: undefined,
  agents: [],
  ours: undefined,
  theirs: undefined,
  into: undefined,
  strategy: 'structured',
  minConfidence: 'likely',
  lockfiles: 'write',
  explain: false,
  remembers: true,
  apply: false,
  isDryRun: false,
};

const call = (
  repo: Pick<TempRepo, 'path'>,
  options: Partial<ResolveConflictsOptions> = {},
  context: Partial<TestContextOptions> = {},
) => resolveConflicts({ ...plainOptions, ...options }, testContext({ cwd: repo.path, yes: true, ...context }));

const barrel = (...names: string[]) => names.map((name) => `export { ${name} } from './${name}.ts';\n`).join('');
const limit = (value: string) => `export const limit = ${value};\n`;
const sides = { ours: 'a', theirs: 'b' };

/** Two branches that meet in a barrel, which structure decides, and where asked in a value, which nothing does. */
function meeting(hasOpen: boolean): Promise<TempRepo> {
  const files = (name: string, value: string) => ({
    'src/index.ts': barrel('start', name),
    ...(hasOpen && { 'src/limit.ts': limit(value) }),
  });
  return tempRepo(
    { 'src/index.ts': barrel('start'), 'src/limit.ts': limit('1') },
    { branches: { a: files('a', 'ours()'), b: files('b', '["theirs"]') } },
  );
}

describe('resolving two commits', () => {
  test('shows each resolution as a diff with its reason and how sure it is, and changes nothing', async () => {
    await using repo = await meeting(true);
    const refs = await repo.git('for-each-ref');
    const { result, status } = await call(repo, sides);
    expect(status).toBe('findings');
    const [merge] = result.merges;
    expect(merge).toMatchObject({ ours: 'a', theirs: 'b', isClean: false });
    expect(merge?.resolved).toMatchObject([{ path: 'src/index.ts', rule: 'imports', confidence: 'likely' }]);
    expect(merge?.resolved[0]?.diff).toMatch(/^@@ .*\n(?: .*\n)*\+export \{ b \} from '.\/b.ts';\n$/);
    expect(merge?.resolved[0]?.resolutions[0]?.reason).not.toBe('');
    expect(merge?.open.map(({ path, kind }) => [path, kind])).toEqual([['src/limit.ts', 'content']]);
    expect(await repo.git('for-each-ref')).toBe(refs);
    expect(await repo.git('status', '--porcelain')).toBe('');
  });

  test('tells with --explain what was tried for each path, the odds, and what was made of it', async () => {
    await using repo = await meeting(true);
    const { result } = await call(repo, { ...sides, explain: true, minConfidence: 'certain' });
    const [index, limits] = result.merges[0]?.open ?? [];
    expect(index?.explanation?.policy).toBe('left open, and only offered: at least certain is taken');
    expect(index?.explanation?.steps.filter(({ outcome }) => outcome === 'won')).not.toEqual([]);
    expect(limits?.explanation?.policy).toBe('left open: nothing decided it');
    const human = resolveText(result, { style: createStyle(false), columns: 100 });
    expect(human).toMatch(/ · +line 1 +token +Both sides changed the same words/);
    expect(human).toContain('→ left open: nothing decided it');
    const taken = await call(repo, { ...sides, explain: true, strategy: 'theirs' });
    expect(taken.result.merges[0]?.resolved[0]?.explanation?.policy).toBe(
      'taken: it is a guess, and at least a guess is taken',
    );
    expect((await call(repo, sides)).result.merges[0]?.open[0]).not.toHaveProperty('explanation');
  });

  test('applies nothing while something is open, and else one merge commit that can be undone', async () => {
    await using repo = await meeting(true);
    await signCommits(repo);
    const open = await call(repo, { ...sides, apply: true, into: 'joined' });
    expect(open.result.applied).toBeUndefined();
    expect(await repo.git('branch', '--list', 'joined')).toBe('');
    const { result, status } = await call(repo, { ...sides, apply: true, into: 'joined', strategy: 'priority' });
    expect(status).toBe('ok');
    expect(await repo.git('show', 'joined:src/limit.ts')).toBe(limit('ours()').trimEnd());
    expect(await repo.git('show', 'joined:src/index.ts')).toBe(barrel('start', 'a', 'b').trimEnd());
    expect(await repo.git('log', '-1', '--format=%P', 'joined')).toBe(
      (await repo.git('rev-parse', 'a', 'b')).replace('\n', ' '),
    );
    await repo.git('verify-commit', 'joined');
    const again = await call(repo, { ...sides, apply: true, into: 'joined', strategy: 'priority' });
    expect(again.result.applied).toMatchObject({ to: (result.applied as AppliedBranches).to });
    const undone = await undoResolution({ isDryRun: false }, testContext({ cwd: repo.path, yes: true }));
    expect(undone.result.what).toBe('joined is gone');
    expect(await repo.git('branch', '--list', 'joined')).toBe('');
  });

  test('moves a branch that is checked out with its files, keeps where it was, and takes it back', async () => {
    await using repo = await meeting(false);
    await repo.git('switch', '-q', 'a');
    await repo.write({ 'own.txt': 'own\n' });
    const before = await repo.git('rev-parse', 'a');
    const { result } = await call(repo, { ...sides, apply: true, into: 'a' });
    expect(result.applied).toMatchObject({ into: 'a', from: before, backup: 'refs/cdev/backup/a/1' });
    expect(await readFile(`${repo.path}/src/index.ts`, 'utf8')).toBe(barrel('start', 'a', 'b'));
    expect(await repo.git('rev-parse', 'refs/cdev/backup/a/1')).toBe(before);
    await undoResolution({ isDryRun: false }, testContext({ cwd: repo.path, yes: true }));
    expect(await repo.git('rev-parse', 'a')).toBe(before);
    expect(await readFile(`${repo.path}/src/index.ts`, 'utf8')).toBe(barrel('start', 'a'));
    expect(await repo.git('status', '--porcelain')).toBe('?? own.txt');
  });

  test('refuses to undo what others have built on', async () => {
    await using repo = await meeting(false);
    await call(repo, { ...sides, apply: true, into: 'joined' });
    await repo.git('switch', '-q', 'joined');
    const further = await repo.commit('Further', { 'x.txt': 'x\n' });
    const undo = undoResolution({ isDryRun: false }, testContext({ cwd: repo.path, yes: true }));
    await expect(undo).rejects.toMatchObject({ code: 'CDEV_E_RESOLVE_UNDO_TOO_LATE' });
    expect(await repo.git('rev-parse', 'joined')).toBe(further);
  });

  test('takes a side, both, or only what is certain, as asked', async () => {
    await using repo = await meeting(true);
    const into = { ...sides, apply: true, into: 'out' };
    for (const [strategy, value] of [
      ['ours', 'ours()'],
      ['theirs', '["theirs"]'],
    ] as const) {
      await call(repo, { ...into, strategy, into: strategy });
      expect(await repo.git('show', `${strategy}:src/limit.ts`)).toBe(limit(value).trimEnd());
    }
    const staged = await call(repo, { ...into, strategy: 'staged' });
    expect(staged.result.merges[0]).toMatchObject({
      resolved: [],
      open: [
        { path: 'src/index.ts', reason: 'There is a resolution, but it is only likely' },
        { path: 'src/limit.ts' },
      ],
    });
    const union = await call(repo, { ...sides, strategy: 'union' });
    // Both lines would declare the same name twice.
    expect(union.result.merges[0]?.open.map(({ path }) => path)).toContain('src/limit.ts');
  });

  test('asks about each piece, and joins what is chosen with what structure decided', async () => {
    await using repo = await meeting(true);
    const into = { ...sides, apply: true, into: 'out', strategy: 'interactive' } as const;
    const pressing = (...keys: string[]) => ({
      keys: async function* (): AsyncGenerator<string> {
        yield* keys;
      },
    });
    const left = await call(repo, into, pressing('s', 'return'));
    expect(left.result).toMatchObject({ merges: [{ open: [{ path: 'src/limit.ts' }] }] });
    const { status } = await call(repo, into, pressing('t', 'return'));
    expect(status).toBe('ok');
    expect(await repo.git('show', 'out:src/limit.ts')).toBe(limit('["theirs"]').trimEnd());
    expect(await repo.git('show', 'out:src/index.ts')).toBe(barrel('start', 'a', 'b').trimEnd());
    const isOpen = { merges: [{ open: [{ path: 'src/limit.ts' }] }] };
    expect((await call(repo, { ...into, remembers: false }, pressing())).result).toMatchObject(isOpen);
    // What was committed is not asked again, until it is taken back.
    const again = await call(repo, into, pressing());
    expect(again.result.merges[0]?.resolved.map(({ rule }) => rule)).toEqual(['imports', 'memory']);
    await undoResolution({ isDryRun: false }, testContext({ cwd: repo.path, yes: true }));
    expect((await call(repo, into, pressing())).result).toMatchObject(isOpen);
  });

  test('finds an import that both sides had and the merge has not, of branches and of a merge that stopped', async () => {
    const cart = (...names: string[]) =>
      `import { ${names.join(', ')} } from './total.js';\n\nexport const cart = [${names.join(', ')}];\n`;
    const total = (name: string) => `export const ${name} = 1;\n\nexport const other = 2;\n`;
    const note = (text: string) => ({ 'src/index.ts': barrel('start', text) });
    await using repo = await tempRepo(
      { 'src/total.ts': total('total'), 'src/cart.ts': cart('other'), 'src/index.ts': barrel('start') },
      {
        branches: {
          a: { 'src/total.ts': total('sum'), ...note('a') },
          b: { 'src/cart.ts': cart('other', 'total'), ...note('b') },
        },
      },
    );
    const brokenImports = [{ importer: 'src/cart.ts', path: 'src/total.ts', name: 'total' }];
    const { result, status } = await call(repo, sides);
    expect(status).toBe('findings');
    expect(result.merges).toMatchObject([{ open: [], brokenImports }]);
    const human = resolveText(result, { style: createStyle(false), columns: 100 });
    expect(human).toContain('! src/cart.ts imports total from src/total.ts, which does not export it in the merge');
    expect(human).toMatch(/^✗ .*1 resolved, 1 broken import$/m);
    expect(human).toContain('--apply --into <branch>, --strategy handoff for a task of mending the imports');
    await repo.git('switch', '-q', 'a');
    await repo.git('merge', 'b').catch(() => {});
    const stopped = await call(repo, { apply: true });
    expect(stopped).toMatchObject({ status: 'findings', result: { merges: [{ open: [], brokenImports }] } });
    expect(stopped.result.handOffs).toEqual([]);
    await undoResolution({ isDryRun: false }, testContext({ cwd: repo.path, yes: true }));
    const handed = await call(repo, { apply: true, strategy: 'handoff' });
    expect(handed.result.applied).toMatchObject({ kind: 'stopped', paths: ['src/index.ts'] });
    const text = await readFile(handed.result.handOffs[0] ?? '', 'utf8');
    for (const part of [
      'b imports `total` from `src/total.ts`, and a took it out there.',
      'a, `src/total.ts`, line 1:\n\n```ts\nexport const sum = 1;\n```',
      'What could be decided stands in the working tree where the merge stopped.',
      `1. In \`${await repo.git('rev-parse', '--show-toplevel')}\`, where the merge stopped, change the files`,
      '3. Run `git merge --continue`.',
    ])
      expect(text).toContain(part);
    // As the task says.
    await repo.write({ 'src/cart.ts': cart('other', 'sum') });
    await repo.git('add', 'src/cart.ts');
    await repo.git('-c', 'core.editor=true', 'merge', '--continue');
    expect((await call(repo, { ours: 'a~', theirs: 'HEAD' })).result.merges).toMatchObject([{ brokenImports: [] }]);
  });

  test('makes no merge of what is in the other already', async () => {
    await using repo = await meeting(false);
    const { result, status } = await call(repo, { ours: 'a', theirs: 'main', apply: true, into: 'out' });
    expect(status).toBe('ok');
    expect(result).toMatchObject({ merges: [], notes: ['main is in a already'] });
    expect(result.applied).toBeUndefined();
    expect(await repo.git('branch', '--list', 'out')).toBe('');
  });

  test('writes a task for what is left open, with a command that a shell takes', async () => {
    await using repo = await meeting(true);
    expect((await call(repo, { ...sides, strategy: 'handoff' })).result.handOffs).toEqual([]);
    const { result, status } = await call(repo, { ...sides, strategy: 'handoff', apply: true });
    expect(status).toBe('findings');
    expect(result.handOffs).toHaveLength(1);
    const text = await readFile(result.handOffs[0] ?? '', 'utf8');
    expect(text).toContain('# Bring `b` together with `a`');
    expect(text).toContain('Run `cdev-resolve-conflicts --ours a --theirs b`.');
    await repo.git('branch', "b;echo$IFS'x'", 'b');
    const odd = await call(repo, { ...sides, theirs: "b;echo$IFS'x'", strategy: 'handoff', apply: true });
    const command = String.raw`--ours a --theirs 'b;echo$IFS'\''x'\'''`;
    expect(await readFile(odd.result.handOffs[0] ?? '', 'utf8')).toContain(`cdev-resolve-conflicts ${command}`);
    expect(text).not.toMatch(/^(<{7}|>{7})/m);
  });

  test.each([
    [{ ours: 'a' }, 'CDEV_E_RESOLVE_ONE_SIDE_MISSING'],
    [{ theirs: 'a' }, 'CDEV_E_RESOLVE_ONE_SIDE_MISSING'],
    [{ ...sides, agents: ['x'] }, 'CDEV_E_RESOLVE_OPTIONS_CONTRADICT'],
    [{ ...sides, apply: true, isDryRun: true }, 'CDEV_E_RESOLVE_OPTIONS_CONTRADICT'],
    [{ ...sides, apply: true }, 'CDEV_E_RESOLVE_INTO_MISSING'],
    [{ ...sides, apply: true, into: 'elsewhere' }, 'CDEV_E_RESOLVE_INTO_ELSEWHERE'],
    [{ ...sides, apply: true, into: 'HEAD' }, 'CDEV_E_RESOLVE_INTO_NO_BRANCH'],
    [{ ...sides, apply: true, into: 'refs/heads/elsewhere' }, 'CDEV_E_RESOLVE_INTO_NO_BRANCH'],
    [{ ...sides, apply: true, into: 'two words' }, 'CDEV_E_RESOLVE_INTO_NO_BRANCH'],
    [{ ours: 'a', theirs: 'gone' }, 'CDEV_E_GIT_UNKNOWN_REVISION'],
    [{}, 'CDEV_E_PLAN_NOT_FOUND'],
  ])('%j is refused with %s, and nothing is changed', async (options, code) => {
    await using repo = await meeting(false);
    await repo.branch('elsewhere', { 'other.txt': 'o\n' });
    const refs = await repo.git('for-each-ref');
    await expect(call(repo, options)).rejects.toMatchObject({ code });
    expect(await repo.git('for-each-ref')).toBe(refs);
  });
});
