import { describe, expect, test } from '@jest/globals';
import { readMentions } from '../../src/mentions/read-mentions.ts';

const tracked = [
  'src/server/catalogue-routes.ts',
  'src/a/index.ts',
  'src/b/index.ts',
  'package.json',
  'docs/ä.md',
  'Dockerfile',
];
const read = (text: string) => readMentions(text, tracked);

describe('readMentions', () => {
  test('knows a file by its path or by an ending that only one has', () => {
    expect(read('change `src/server/catalogue-routes.ts`').existing).toEqual(['src/server/catalogue-routes.ts']);
    expect(read('the route in catalogue-routes.ts, and ./package.json.').existing).toEqual([
      'package.json',
      'src/server/catalogue-routes.ts',
    ]);
    expect(read('in `a/index.ts`').existing).toEqual(['src/a/index.ts']);
    expect(read('the `Dockerfile`').existing).toEqual(['Dockerfile']);
  });

  test('takes no side when several files end like that', () => {
    expect(read('in index.ts')).toMatchObject({ existing: [], created: [] });
  });

  test('takes a path with a folder that nobody has as one to be made', () => {
    expect(read('new: `src/loans/late-fee.ts` and test/loans/late-fee.test.ts').created).toEqual([
      'src/loans/late-fee.ts',
      'test/loans/late-fee.test.ts',
    ]);
  });

  test.each([
    'version 1.2.3 of node.js',
    'see https://example.org/a/b.ts',
    'e.g. this and/or that',
    '../outside.ts',
    'fee.ts',
    'the ratio 3/4.5',
  ])('finds nothing to make in %j', (text) => expect(read(text).created).toEqual([]));

  test.each(['a', '.', '-', 'a/', 'a.', '`a', '/'])(
    'a token of a megabyte of %j hides nothing beside it',
    (letters) => {
      const text = `${letters.repeat(1_000_000 / letters.length)} in src/a/index.ts, new: src/c.ts`;
      expect(read(text)).toMatchObject({ existing: ['src/a/index.ts'], created: ['src/c.ts'] });
    },
  );

  test('a path from the root of a machine is none of the repository, unless it has that folder', () => {
    expect(read('gives file:/project/suite.js and /project/suite.js').created).toEqual([]);
    expect(read('new: /src/loans/fee.ts').created).toEqual(['src/loans/fee.ts']);
    expect(read('change /src/a/index.ts').existing).toEqual(['src/a/index.ts']);
  });

  test('knows folders by the slash at their end, those that are there and those to be made', () => {
    expect(read('all of `src/server/`, and src/a/, new: (test/reports/); `./docs/`.').folders).toEqual([
      'docs',
      'src/a',
      'src/server',
      'test/reports',
    ]);
    expect(
      read('one and/ or another, ../outside/, either/or, https://x.org/a/b/ `src/server` ../src/a/').folders,
    ).toEqual([]);
    expect(read('in `src/server/catalogue-routes.ts`, see src/a/**').folders).toEqual(['src/a']);
  });

  test('collects identifiers in code marks', () => {
    expect(read('`createApplication` calls `lateFee(loan, today)`, not plain words').identifiers).toEqual([
      'createApplication',
      'lateFee',
    ]);
  });
});

test('paths with other letters are read whole, and in code marks those with spaces and brackets too', () => {
  const there = [
    'src/über/main.ts',
    'app/[id]/page.tsx',
    'app/page.tsx',
    'src/größe.ts',
    'src/a.js',
    'docs/my file.md',
  ];
  const of = (text: string) => readMentions(text, there);
  expect(of('change src/über/main.ts and größe.ts').existing).toEqual(['src/größe.ts', 'src/über/main.ts']);
  expect(of('change src/über/main.ts').created).toEqual([]);
  expect(of('make src/über/neu.ts').created).toEqual(['src/über/neu.ts']);
  expect(of('in src/über/').folders).toEqual(['src/über']);
  expect(of('change `app/[id]/page.tsx` and `docs/my file.md`')).toMatchObject({
    existing: ['app/[id]/page.tsx', 'docs/my file.md'],
    created: [],
  });
  expect(of('make `app/[id]/edit/page.tsx` and `src/ünï cödé.js`').created).toEqual([
    'app/[id]/edit/page.tsx',
    'src/ünï cödé.js',
  ]);
  expect(of('run `node src/a.js`, then `src/a.js src/b.js` and `src/a.js --to docs/x.md`')).toMatchObject({
    existing: ['src/a.js'],
    created: ['docs/x.md', 'src/b.js'],
  });
});
