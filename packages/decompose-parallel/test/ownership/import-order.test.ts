import { tempRepo, testContext } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { decomposeParallel } from '../../src/index.ts';
import { renameAgent } from '../../src/interactive/change-plan.ts';
import { plain } from '../plain-options.ts';

const files = {
  'package.json': '{ "name": "library" }\n',
  'src/page.ts': "import type { Loan } from './loan.ts';\nexport const page = (loan: Loan) => loan.due;\n",
  'src/loan.ts': 'export interface Loan {\n  due: string;\n}\n',
  'src/mail.ts': "import { page } from './page.ts';\nexport const mail = () => page({ due: '' });\n",
};

const planOf = async (text: string, more: Readonly<Record<string, string>> = {}) => {
  await using repository = await tempRepo({ ...files, ...more });
  const { result } = await decomposeParallel(
    { ...plain, text, maxFiles: 1, isDryRun: true, explain: true },
    testContext({ cwd: repository.path }),
  );
  return result.plan;
};

describe('the order in which a plan is merged', () => {
  const mail = '## 1. Mail\n\nGreet in `src/mail.ts`.';
  const page = '## 2. Page\n\nTidy `src/page.ts`.';
  const loan = '## 3. Loan\n\nThe state in `src/loan.ts`.';

  test('is that of imports where nothing else orders, with the reason', async () => {
    const plan = await planOf(`T\n\n${mail}\n\n${page}\n\n${loan}`);
    expect(plan.mergeOrder).toEqual(['loan', 'page', 'mail']);
    expect(plan.agents.flatMap(({ dependsOn }) => dependsOn)).toEqual([]);
    expect(plan.decisions).toContainEqual({
      decision: 'merge part 3 before part 2',
      reason: 'part 2 owns src/page.ts, which imports types of src/loan.ts',
    });
    expect(renameAgent(plan, 'page', 'pages').mergeOrder).toEqual(['loan', 'pages', 'mail']);
  });

  test('gives way to who waits for whom, and then claims no other reason', async () => {
    const plan = await planOf(`T\n\n${mail}\n\n${page} It depends on part 1.\n\n${loan}`);
    expect(plan.mergeOrder).toEqual(['loan', 'mail', 'page']);
    expect(plan.decisions.map(({ decision }) => decision)).not.toContain('merge part 2 before part 1');
  });

  test('has tests that are a part of their own after what they run, whatever is imported between', async () => {
    const plan = await planOf(
      'T\n\n- `test/mail.test.ts` checks the greeting\n- tidy `src/page.ts`\n- the state in `src/loan.ts`',
      { 'test/mail.test.ts': "import { mail } from '../src/mail.ts';\nmail();\n" },
    );
    expect(plan.agents.map(({ owns }) => owns)).toEqual([['test/mail.test.ts'], ['src/page.ts'], ['src/loan.ts']]);
    expect(plan.mergeOrder.at(-1)).toBe(plan.agents[0]?.id);
    expect(plan.agents.flatMap(({ dependsOn }) => dependsOn)).toEqual([]);
    expect(plan.decisions).toContainEqual({
      decision: 'merge part 2 before part 1',
      reason: 'part 1 is tests alone, and test/mail.test.ts runs src/page.ts',
    });
  });

  test('cuts a circle where least is lost', async () => {
    const plan = await planOf(`T\n\n${page}\n\n${loan}`, {
      'src/loan.ts':
        "import { page } from './page.ts';\nexport interface Loan {\n  due: string;\n}\nexport const shown = page;\n",
    });
    expect(plan.mergeOrder).toEqual(['loan', 'page']);
  });
});

test('a name that does not exist yet makes its users wait for whom brings it into being', async () => {
  const plan = await planOf(
    'T\n\n## 1. Page\n\nShow a `LateFee` in `src/page.ts`.\n\n## 2. Loan\n\nAdd a type `LateFee` to `src/loan.ts`.',
  );
  expect(plan.agents.map(({ id, dependsOn }) => [id, dependsOn])).toEqual([
    ['page', ['loan']],
    ['loan', []],
  ]);
  expect(plan.agents[0]?.reasons).toContain('waits for loan: it uses `LateFee`, which part 2 makes');
});
