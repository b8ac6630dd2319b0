import { createStyle } from '@cdev/core/cli';
import { checkPlan } from '@cdev/deployment-plan';
import { tempRepo, testContext } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { planText } from '../../src/human.ts';
import { decomposeParallel } from '../../src/index.ts';
import { mergeAgents } from '../../src/interactive/change-plan.ts';
import { plain } from '../plain-options.ts';

describe('a file that two parts name', () => {
  const desk = [
    '/** The fee. */\nexport function lateFee(days: number): number {\n  return days;\n}\n',
    'export function findBooks(text: string): string[] {\n  return [text];\n}\n',
    'export class LendingDesk {\n  lend(book: string): string {\n    return book;\n  }\n}\n',
  ].join('\n');
  const cut = (first: string, second: string) => `T\n\n## 1. Fees\n\n${first}\n\n## 2. Search\n\n${second}`;
  const plans = async (text: string, more: Record<string, string> = {}) => {
    await using repository = await tempRepo({
      'src/desk.ts': desk,
      'src/time.ts': 'export const today = 1;\n',
      ...more,
    });
    const options = { ...plain, text, explain: true, isDryRun: true };
    return await decomposeParallel(options, testContext({ cwd: repository.path }));
  };

  test('is split by symbol where each is about its own, with the reason', async () => {
    const { result } = await plans(
      cut('The late fee of `src/desk.ts` doubles each day.', '`findBooks` of `src/desk.ts` ignores case.'),
    );
    expect(result.plan.agents.map(({ id, owns }) => [id, owns.includes('src/desk.ts')])).toEqual([
      ['fees', false],
      ['search', false],
    ]);
    const reason = 'part 2 changes `findBooks` in it, part 1 what is left, and neither uses the other’s'.replace(
      '’',
      "'",
    );
    expect(result.plan.shared.find(({ path }) => path === 'src/desk.ts')).toEqual({
      path: 'src/desk.ts',
      rule: 'symbols',
      agents: ['fees', 'search'],
      reason,
      symbols: [
        { agent: 'search', names: ['findBooks'] },
        { agent: 'fees', names: ['*'] },
      ],
    });
    const page = planText(result, { style: createStyle(false), columns: 120 });
    expect(page).toContain('src/desk.ts  symbols  fees: everything but `findBooks`; search: `findBooks`');
    expect(page).toContain(`src/desk.ts is split by symbol: ${reason}`);
    expect(checkPlan(result.plan)).toEqual([]);
    expect(page).toContain('search  Search\n  src/desk.ts  of it `findBooks`\n');
    expect(page).not.toContain('owns nothing');
    expect(result.plan.agents.map(({ estimate }) => estimate.files)).toEqual([1, 1]);
    expect(result.warnings).toEqual([]);
  });

  test('is split by the class of a member that is named', async () => {
    const { result } = await plans(cut('`lateFee` of `src/desk.ts`.', 'Let `LendingDesk` of `src/desk.ts` refuse.'));
    expect(result.plan.shared.find(({ rule }) => rule === 'symbols')?.symbols).toEqual([
      { agent: 'search', names: ['LendingDesk'] },
      { agent: 'fees', names: ['*'] },
    ]);
    const long = desk.replace('  lend(', `${'  // Books are lent here.\n'.repeat(50)}  lend(`);
    const { plan } = (
      await plans(cut('`lateFee` of `src/desk.ts`.', 'Let `lend` of `src/desk.ts` refuse.'), { 'src/desk.ts': long })
    ).result;
    expect(plan.shared.find(({ rule }) => rule === 'symbols')?.symbols?.[0]?.names).toEqual(['LendingDesk']);
  });

  test.each([
    ['names nothing in it', cut('In `src/desk.ts`.', 'Also in `src/desk.ts`.'), {}],
    ['names the same', cut('`lateFee` of `src/desk.ts`.', '`lateFee` and `findBooks` of `src/desk.ts`.'), {}],
    [
      'uses what the other changes',
      cut('`lateFee` of `src/desk.ts`.', '`findBooks` of `src/desk.ts`.'),
      { 'src/desk.ts': desk.replace('return [text]', 'return [text, String(lateFee(1))]') },
    ],
    [
      'has no declarations',
      cut('`lateFee` in `docs/desk.txt`.', '`findBooks` in `docs/desk.txt`.'),
      { 'docs/desk.txt': 'lateFee\n' },
    ],
  ])('goes to one agent where one %s', async (_, wanted, more) => {
    const { plan } = (await plans(wanted, more)).result;
    expect(plan.agents.map(({ title }) => title)).toEqual(['Fees + Search']);
    expect(plan.shared.filter(({ rule }) => rule === 'symbols')).toEqual([]);
  });

  test('goes to the agent that two are merged into, with all its symbols', async () => {
    const { plan } = (await plans(cut('`lateFee` of `src/desk.ts`.', '`findBooks` of `src/desk.ts`.'))).result;
    const merged = mergeAgents(plan, 'fees', 'search');
    expect(merged.shared.find(({ rule }) => rule === 'symbols')).toMatchObject({
      agents: ['fees'],
      symbols: [{ agent: 'fees', names: ['*'] }],
    });
    expect(checkPlan(merged).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
