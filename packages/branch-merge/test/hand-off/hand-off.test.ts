import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { parse } from 'yaml';
import { handOffText, writeHandOff, type HandOff } from '../../src/index.ts';

const side = { mode: '100644', oid: 'f'.repeat(40) };
const handOff: HandOff = {
  plan: 'eng-1-login',
  ours: [
    { name: 'api', branch: 'cdev/eng-1-login/api', commit: 'a'.repeat(40), title: 'Serve', task: 'Serve it.\n\nWell.' },
  ],
  theirs: { name: 'ui', branch: 'cdev/eng-1-login/ui', commit: 'b'.repeat(40), title: 'Show', task: 'Show it.' },
  conflicts: [
    {
      path: 'src/ä b.ts',
      kind: 'content',
      reason: 'api and ui changed it in ways that do not go together',
      base: side,
      ours: side,
      theirs: side,
      hunks: [
        {
          where: 'line 3',
          base: undefined,
          ours: { line: 3, text: 'const a = `x`;\n```\n' },
          theirs: { line: 4, text: 'const a = 2;\n' },
        },
      ],
      resolutions: [{ rule: 'imports', where: 'import ./x', reason: 'both added it', confidence: 'certain' }],
    },
  ],
  next: 'cdev-integrate-parallel-work eng-1-login',
};

describe('a hand-off', () => {
  test('says who wanted what, where they meet and what to do, without a marker', () => {
    const text = handOffText(handOff);
    const [, head = ''] = /^---\n([^]*?)\n---\n/.exec(text) ?? [];
    expect(parse(head)).toEqual({
      schemaVersion: 1,
      plan: 'eng-1-login',
      ours: [{ name: 'api', branch: 'cdev/eng-1-login/api', commit: 'a'.repeat(40) }],
      theirs: { name: 'ui', branch: 'cdev/eng-1-login/ui', commit: 'b'.repeat(40) },
      paths: ['src/ä b.ts'],
    });
    for (const part of [
      '### api: Serve',
      '> Well.',
      '### `src/ä b.ts` (content)',
      '- decided: import ./x, both added it',
      'Before: nothing',
      'api, line 3:\n\n````ts\nconst a = `x`;\n```\n````',
      'ui, line 4:\n\n```ts\nconst a = 2;\n```',
      'On the branch `cdev/eng-1-login/ui`',
      'cdev-integrate-parallel-work eng-1-login',
    ])
      expect(text).toContain(part);
    expect(text).not.toMatch(/^(<{7}|={7}|>{7})/m);
  });

  test('says who imports what whoever else took out, and how each of them is mended', () => {
    const one = { importer: 'src/cart.ts', path: 'src/total.ts', name: 'total', removedBy: 'ours' } as const;
    const other = { importer: 'src/sum.ts', path: 'src/cart.ts', name: 'cart', removedBy: 'theirs' } as const;
    const text = handOffText({ ...handOff, conflicts: [], brokenImports: [one, other] });
    for (const part of [
      'paths: ["src/cart.ts","src/total.ts","src/sum.ts"]',
      '2 imports would be broken: each side is whole, and both together are not. Nothing was written anywhere.',
      '### `src/cart.ts` (import)\n\nui imports `total` from `src/total.ts`, and api took it out there.',
      '### `src/sum.ts` (import)\n\napi imports `cart` from `src/cart.ts`, and ui took it out there.',
      '   Where api took out what is imported here, take the file over as it is there (`git checkout aaaaaaaaaaaa -- <file>`',
      '   What api imports stays exported here, beside what is new.',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('could not be merged');
  });

  test('names what has to pass: the checks of all parties, each once, and the tests of what is in conflict', () => {
    const check = { name: 'tests', command: 'npm test -- `api`' };
    const [api] = handOff.ours;
    const text = handOffText({
      ...handOff,
      ours: api ? [{ ...api, checks: [check] }] : [],
      theirs: { ...handOff.theirs, checks: [check, { name: 'ui', command: 'npm run ui' }] },
      checks: [{ name: 'lint', command: 'npm run lint' }],
      tests: [{ path: 'test/ä b.test.ts', about: ['src/ä b.ts'] }],
    });
    expect(text).toContain(
      [
        '## What has to pass',
        '',
        '- `` npm test -- `api` ``: tests, asked for by `api`, `ui`',
        '- `npm run ui`: ui, asked for by `ui`',
        '- `npm run lint`: lint, asked for by the plan',
        '- the tests in `test/ä b.test.ts`, about `src/ä b.ts`',
      ].join('\n'),
    );
    expect(text).toContain('tests: ["test/ä b.test.ts"]');
    expect(text).toContain('2. See that everything above passes. Do not merge');
    expect(handOffText(handOff)).not.toContain('has to pass');
    expect(handOffText(handOff)).toContain('2. Do not merge');
  });

  test('is written beside the run, or without a plan beside the runs, and replaced by a newer one', async () => {
    await using folder = await tempFolder();
    const file = await writeHandOff(folder.path, handOff);
    expect(file).toBe(join(folder.path, 'cdev/runs/eng-1-login/handoffs/ui--api.md'));
    const { mtimeMs, ino } = await stat(file);
    await writeHandOff(folder.path, handOff);
    expect(await stat(file)).toMatchObject({ mtimeMs, ino });
    expect(await writeHandOff(folder.path, { ...handOff, next: 'something else' })).toBe(file);
    expect(await readFile(file, 'utf8')).toContain('something else');
    const { plan: _, ...free } = handOff;
    expect(await writeHandOff(folder.path, free)).toBe(join(folder.path, 'cdev/handoffs/ui--api.md'));
  });
});
