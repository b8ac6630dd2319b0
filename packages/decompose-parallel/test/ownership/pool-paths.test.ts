import { indexRepository, type RankedFile, type RepositoryIndex } from '@cdev/code-graph';
import { createStyle } from '@cdev/core/cli';
import { tempRepo, testContext } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { planText } from '../../src/human.ts';
import { decomposeParallel, type DecomposeOptions } from '../../src/index.ts';
import { mergeAgents, renameAgent } from '../../src/interactive/change-plan.ts';
import { assignPaths } from '../../src/ownership/assign-paths.ts';
import type { Group } from '../../src/ownership/group.ts';
import { poolPaths } from '../../src/ownership/pool-paths.ts';
import { plain } from '../plain-options.ts';

const names = Array.from({ length: 9 }, (_, at) => `src/f${at}.ts`);

async function index(): Promise<RepositoryIndex> {
  await using repository = await tempRepo(Object.fromEntries(names.map((name) => [name, 'export {};\n'])));
  // Awaited here: the repository goes with the block.
  return await indexRepository(repository.path);
}

function group(number: number, scores: Readonly<Record<string, number>>): Group {
  const all = Object.values(scores).reduce((sum, score) => sum + score, 0);
  const ranked = Object.entries(scores).map(([path, score]): RankedFile => ({
    path,
    score,
    share: score / all,
    reasons: ['text: fee'],
  }));
  const requirement = { number, title: 't', text: '', criteria: [], source: '' };
  const mentions = { existing: [], created: [], folders: [], identifiers: [] };
  const studied = { requirement, mentions, defined: new Map(), unknown: [], ranked, elsewhere: new Map() };
  return { studied: [studied], reasons: [] };
}

describe('poolPaths', () => {
  test('lists what nobody got and ranks high, best first, with everybody who would need it and why', async () => {
    const known = await index();
    const groups = [
      group(1, { 'src/f0.ts': 1, 'src/f2.ts': 0.6, 'src/f3.ts': 0.41, 'src/f4.ts': 0.39, 'src/gone.ts': 0.5 }),
      group(2, { 'src/f1.ts': 1, 'src/f2.ts': 0.7, 'src/f0.ts': 0.5 }),
    ];
    const pool = poolPaths(groups, assignPaths(groups, known, { maxFiles: 1 }), known);
    expect(pool).toEqual([
      {
        path: 'src/f2.ts',
        groups: [1, 0],
        reason: 'part 2: text: fee (score 0.70); part 1: text: fee (score 0.60)',
      },
      { path: 'src/f3.ts', groups: [0], reason: 'part 1: text: fee (score 0.41)' },
    ]);
  });

  test('leaves out what somebody owns by a pattern and what is shared, and offers a group five files at most', async () => {
    const known = await index();
    const wish = [group(1, Object.fromEntries(names.map((name, at) => [name, 1 - at / 100])))];
    const owned = [{ owns: ['src/f{0,1}.ts'], creates: [], reads: [], reasons: [] }];
    const shared = [{ path: 'src/f2.ts', rule: 'union' as const, groups: undefined, reason: '' }];
    expect(poolPaths(wish, { owned, shared }, known).map(({ path }) => path)).toEqual(names.slice(3, 8));
  });

  test('lists twenty files at most, the best of all groups', async () => {
    await using repository = await tempRepo(
      Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`f${at}.ts`, 'export {};\n'])),
    );
    const known = await indexRepository(repository.path);
    const wishes = Array.from({ length: 6 }, (_, of) =>
      group(of + 1, Object.fromEntries(Array.from({ length: 5 }, (__, at) => [`f${of * 5 + at}.ts`, 0.9 - of / 10]))),
    );
    const pool = poolPaths(wishes, { owned: [], shared: [] }, known);
    expect(pool.map(({ groups }) => groups[0])).toEqual([0, 1, 2, 3].flatMap((of) => [of, of, of, of, of]));
  });
});

const options: DecomposeOptions = {
  ...plain,
  text: '# Desk\n\n## 1. Late fees\n\nLate fees are charged on loans.\n\n## 2. Search\n\nSearch books by author.\n',
  maxFiles: 1,
  isDryRun: true,
  explain: true,
};

test('a plan lists them by agent, never an owned one; they are shown with their reasons, and names follow', async () => {
  await using repository = await tempRepo({
    'src/loans/late-fee.ts': 'export const lateFee = 1; // late fees on loans\n',
    'src/loans/fee-table.ts': 'export const feeTable = 1; // late fees on loans\n',
    'src/search.ts': 'export const search = 1; // search books by author\n',
  });
  const { result } = await decomposeParallel(options, testContext({ cwd: repository.path }));
  const { plan } = result;
  const owned = plan.agents.flatMap(({ owns }) => owns);
  const claimable = plan.claimable ?? [];
  expect(claimable.map(({ path, agents }) => [path, agents])).toEqual([
    [owned.includes('src/loans/late-fee.ts') ? 'src/loans/fee-table.ts' : 'src/loans/late-fee.ts', ['late-fees']],
  ]);
  expect(result.findings.filter(({ where }) => where.startsWith('claimable'))).toEqual([]);
  const page = { style: createStyle(false), columns: 100 };
  const text = planText(result, page);
  expect(text).toMatch(
    /\nclaimable {2}owned by nobody; .*claim <path>\n {2}src\/loans\/\S+ {2}late-fees\n {2}· part 1: /,
  );
  expect(planText({ ...result, explain: false }, page)).not.toContain('· part 1: ');
  expect(planText({ ...result, plan: { ...plan, claimable: [] } }, page)).not.toContain('claimable');
  expect(renameAgent(plan, 'late-fees', 'Fees').claimable?.[0]?.agents).toEqual(['fees']);
  expect(mergeAgents(plan, 'search', 'late-fees').claimable?.[0]?.agents).toEqual(['search']);
});
