import { createStyle } from '@cdev/core/cli';
import { readPlan } from '@cdev/deployment-plan';
import { tempRepo, testContext, type TempRepo } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { requestsText } from '../../src/human.ts';
import { decomposeParallel, planRequests, type DecomposeOptions } from '../../src/index.ts';
import { plain } from '../plain-options.ts';

/** The ledger speaks of both parts alike, each of which has a folder. */
const files = {
  'fines/fine.ts': 'export const fine = 1;\n',
  'fines/rate.ts': 'export const rate = 1;\n',
  'finds/find.ts': 'export const find = 1;\n',
  'finds/sort.ts': 'export const sort = 1;\n',
  'press/letter.ts': 'export const letter = 1;\n',
  'press/mail.ts': 'export const mail = 1;\n',
  'lib/ledger.ts': '// the ledger of fines and of finds\nexport const ledger = 1;\n',
  'lib/other.ts': 'export const other = 1;\n',
};
const text =
  'Shop\n\n## 1. Fines\n\n`fines/fine.ts`: the ledger.\n\n## 2. Finds\n\n`finds/find.ts`: the ledger.\n\n## 3. New\n\nIn `news/letter.ts`.';
const apart = 'Shop\n\n## 1. A\n\n`fines/fine.ts`\n\n## 2. B\n\n`finds/find.ts`\n\n## 3. C\n\n`press/letter.ts`';
const owners = '* @org/shop\n/fines/ @fay @org/money\n/finds/ @sam\n/finds/sort.ts\n/news/ @fay\n';

const shop = (codeOwners?: string): Promise<TempRepo> =>
  tempRepo({ ...files, ...(codeOwners !== undefined && { '.github/CODEOWNERS': codeOwners }) });
const decompose = async (repository: TempRepo, options: Partial<DecomposeOptions> = {}) =>
  (await decomposeParallel({ ...plain, text, isDryRun: true, ...options }, testContext({ cwd: repository.path })))
    .result;
describe('owners of the repository', () => {
  test('are in the plan, with the paths of which their review is asked, and in the reasons of each agent', async () => {
    await using repository = await shop(owners);
    const { plan, file } = await decompose(repository, { isDryRun: false });
    const paths = (who: string) => plan.reviewers?.find(({ anyOf }) => anyOf.join(' ') === who)?.paths;
    expect(paths('@fay @org/money')).toContain('fines/fine.ts');
    expect(paths('@sam')).toContain('finds/find.ts');
    expect(paths('@fay')).toEqual(['news/letter.ts']);
    expect(plan.reviewers?.flatMap((entry) => entry.paths)).not.toContain('finds/sort.ts');
    expect(plan.agents[0]?.reasons.join('\n')).toMatch(
      /@fay or @org\/money own .*fines\/fine\.ts.* \(\.github\/CODEOWNERS:2\)/,
    );
    expect(plan.agents[2]?.reasons).toContain('@fay owns news/letter.ts (.github/CODEOWNERS:5)');
    expect((await readPlan(file)).reviewers).toEqual(plan.reviewers);
  });

  test('are nobody where no file names any: the plan is as it was', async () => {
    await using repository = await shop();
    const { plan } = await decompose(repository);
    expect(plan).not.toHaveProperty('reviewers');
    await repository.commit('owners', { '.github/CODEOWNERS': '# nobody yet\n' });
    expect((await decompose(repository)).plan).not.toHaveProperty('reviewers');
  });

  test('decide where two parts need a file alike, and the reason says so', async () => {
    const holderOf = async (codeOwners: string) => {
      await using repository = await shop(codeOwners);
      const { agents } = (await decompose(repository)).plan;
      return agents.find(({ owns }) => owns.includes('lib/ledger.ts'));
    };
    expect((await holderOf('* @org/shop\n'))?.id).toBe('fines');
    const holder = await holderOf('/fines/ @fay\n/finds/ @sam\n/lib/ @sam\n');
    expect(holder?.id).toBe('finds');
    expect(holder?.reasons.join('\n')).toMatch(
      /lib\/ledger\.ts: .*; part 1 needs it about as much, and more files of @sam are here/,
    );
  });

  test('decide which parts are joined where nothing else hangs them together', async () => {
    const titles = async (codeOwners: string) => {
      await using repository = await shop(codeOwners);
      const { agents } = (await decompose(repository, { text: apart, maxAgents: 2 })).plan;
      return agents.map(({ title, reasons }) =>
        reasons.some((reason) => sameOwners.test(reason)) ? `${title}!` : title,
      );
    };
    const sameOwners = /these two have the same owners/;
    expect(await titles('* @org/shop\n')).toEqual(['A + B', 'C']);
    expect(await titles('/fines/ @fay\n/finds/ @sam\n/press/ @fay\n')).toEqual(['A + C!', 'B']);
  });

  test('are told of several requests too', async () => {
    await using repository = await tempRepo({
      ...files,
      'docs/CODEOWNERS': '/fines/ @fay\n',
      'requests.json': '{"requests": [{"id": "r1", "text": "The fine in fines/fine.ts"}]}',
    });
    const context = testContext({ cwd: repository.path });
    const { result } = await planRequests({ file: 'requests.json', maxFiles: 1 }, context);
    expect(result.reviewers).toEqual([{ anyOf: ['@fay'], paths: ['fines/fine.ts'] }]);
    expect(requestsText(result, { style: createStyle(false), columns: 80 })).toMatch(
      /\nreview\n {2}ask @fay \(1 path\)\n$/,
    );
  });
});
