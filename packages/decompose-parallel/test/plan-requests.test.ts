import { createStyle } from '@cdev/core/cli';
import { tempRepo, testContext } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { requestsText } from '../src/human.ts';
import { planRequests } from '../src/index.ts';

const files = {
  'package.json': '{ "name": "shop" }\n',
  'src/basket.js': 'export function addToBasket(item) { return [item]; }\n',
  'src/basket.test.js': "import { addToBasket } from './basket.js';\naddToBasket(1);\n",
  'src/invoice.js': 'export function printInvoice(order) { return String(order); }\n',
  'src/mail.js': 'export function sendMail(to) { return to; }\n',
};
const requests = (...texts: string[]) =>
  JSON.stringify({ requests: texts.map((text, at) => ({ id: `r${at + 1}`, text })) });

async function planOf(document: string, maxFiles = 10) {
  await using repository = await tempRepo({ ...files, 'requests.json': document });
  const { result } = await planRequests({ file: 'requests.json', maxFiles }, testContext({ cwd: repository.path }));
  return result;
}

describe('planRequests', () => {
  test('gives each request the files that it is about, in the order of the requests', async () => {
    const { agents } = await planOf(
      requests('Print the invoice in two columns', 'Basket: count items in `addToBasket`'),
    );
    expect(agents.map(({ request }) => request)).toEqual(['r1', 'r2']);
    expect(agents[0]?.owns).toContain('src/invoice.js');
    expect(agents[1]?.owns).toEqual(expect.arrayContaining(['src/basket.js', 'src/basket.test.js']));
    expect(agents[1]?.reasons.join('\n')).toContain('src/basket.js: defines `addToBasket`');
  });

  test('owns no file twice, also where two requests name the same one: the other reads it', async () => {
    const { agents, shared } = await planOf(requests('Rewrite src/mail.js', 'Log in src/mail.js who is written to'));
    expect(agents[0]?.owns).toContain('src/mail.js');
    expect(agents[1]).toMatchObject({ reads: ['src/mail.js'] });
    const owned = agents.flatMap(({ owns }) => owns);
    expect(new Set(owned).size).toBe(owned.length);
    expect(shared.map(({ path }) => path)).toEqual(['package.json']);
  });

  test('what git ignores is told of, and nobody makes it', async () => {
    const text = 'Avoid creating `node_modules/.cache/` and dist/worker.js where no invoice is printed';
    await using repository = await tempRepo({
      ...files,
      '.gitignore': 'node_modules\ndist/\n',
      'requests.json': requests(text),
    });
    const { result } = await planRequests(
      { file: 'requests.json', maxFiles: 10 },
      testContext({ cwd: repository.path }),
    );
    expect(result.agents[0]?.owns).toContain('src/invoice.js');
    expect(result.agents[0]?.owns.filter((path) => /node_modules|dist/.test(path))).toEqual([]);
  });

  test('owns as many files as it may at most', async () => {
    const { agents } = await planOf(requests('Basket, invoice and mail: another item for each order'), 1);
    expect(agents[0]?.owns).toHaveLength(1);
  });

  test('reads stdin for -', async () => {
    await using repository = await tempRepo(files);
    const context = { ...testContext({ cwd: repository.path }), stdin: async () => requests('Print src/invoice.js') };
    const { result } = await planRequests({ file: '-', maxFiles: 10 }, context);
    expect(requestsText(result, { style: createStyle(false), columns: 80 })).toMatch(
      /^r1\n(?: {2}.*\n)* {2}src\/invoice\.js\n/,
    );
  });

  test.each([
    ['{', /not JSON/],
    ['null', /not a list/],
    ['{"requests": {}}', /not a list/],
    ['{"requests": []}', /empty/],
    ['{"requests": [null]}', /requests\[0\]\.id/],
    ['{"requests": [{"id": "a", "text": " "}]}', /requests\[0\]\.text/],
    ['{"requests": [{"id": "a", "text": "x"}, {"id": "a", "text": "y"}]}', /the id a is there twice/],
  ])('refuses %s', async (document, problem) => {
    await expect(planOf(document)).rejects.toMatchObject({
      code: 'CDEV_E_DECOMPOSE_REQUESTS_INVALID',
      message: expect.stringMatching(problem),
    });
  });

  test('says which file is missing, and that one must be named', async () => {
    await using repository = await tempRepo(files);
    const context = testContext({ cwd: repository.path });
    await expect(planRequests({ file: 'none.json', maxFiles: 10 }, context)).rejects.toMatchObject({
      code: 'CDEV_E_DECOMPOSE_FILE_UNREADABLE',
    });
    await expect(planRequests({ file: undefined, maxFiles: 10 }, context)).rejects.toThrow(/no file is named/);
    await expect(planRequests({ file: 'package.json', maxFiles: 0 }, context)).rejects.toMatchObject({
      code: 'CDEV_E_DECOMPOSE_LIMIT_INVALID',
    });
  });
});
