import { describe, expect, test } from '@jest/globals';
import { conflict, merged } from '../merge.ts';

const manifest = (dependencies: Record<string, string>, rest: Record<string, unknown> = {}): string =>
  `${JSON.stringify({ name: 'x', ...rest, dependencies }, undefined, 2)}\n`;

const pair = (base: string | undefined, ours: string, theirs: string) => ({
  path: 'package.json',
  base: manifest(base === undefined ? {} : { zod: base }),
  ours: manifest({ zod: ours }),
  theirs: manifest({ zod: theirs }),
});

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

describe('versions in package.json', () => {
  test.each([
    ['^1.0.0', '^1.2.0', '^1.10.0', '^1.10.0'],
    ['^1.0.0', '^2.0.0-beta.2', '^2.0.0-beta.10', '^2.0.0-beta.10'],
    ['^1.0.0', '^2.0.0', '^2.0.0-rc.1', '^2.0.0'],
    ['^1.0.0', '^2.0.0', '~1.5.0', '^2.0.0'],
    ['^1.0.0', 'workspace:^1.0.0', '^1.1.0', 'workspace:^1.1.0'],
    ['>=1.0.0 <2.0.0', '>=1.1.0 <2.0.0', '>=1.2.0 <2.0.0', '>=1.2.0 <2.0.0'],
    ['npm:zod-fork@^1.0.0', 'npm:zod-fork@^1.1.0', 'npm:zod-fork@^1.2.0', 'npm:zod-fork@^1.2.0'],
    ['1.0.0', '~1.0.0', '1.0.4', '~1.0.4'],
    ['^1.0.0', '^2.0.0', '~2.0.0', '~2.0.0'],
    [undefined, '^1.0.0', '^1.1.0', '^1.1.0'],
  ])('%p, here %p, there %p: %p', async (base, ours, theirs, expected) => {
    const result = await merged(pair(base, ours, theirs));
    expect(JSON.parse(result.content)).toEqual({ name: 'x', dependencies: { zod: expected } });
    expect(result.resolutions).toEqual([
      {
        rule: 'package-json',
        where: 'dependencies.zod',
        reason: `ours has ${ours}, theirs has ${theirs}: ${expected} is kept`,
        confidence: 'likely',
      },
    ]);
  });

  test.each([
    ['^1.0.0', 'npm:one@^1.0.0', 'npm:other@^1.0.0'],
    ['^1.0.0', 'latest', '^2.0.0'],
    ['1.0.0', '^2.0.0', '~2.0.0'],
    ['^1.0.0', 'file:../one', 'file:../other'],
  ])('%p, here %p, there %p: a conflict', async (base, ours, theirs) => {
    expect((await conflict(pair(base, ours, theirs))).hunks[0]?.where).toBe('dependencies.zod');
  });

  test('a dependency removed here and moved to another version there stays removed', async () => {
    const result = await merged({
      path: 'package.json',
      base: manifest({ ajv: '^1.0.0', zod: '^1.0.0' }),
      ours: manifest({ ajv: '^1.0.0' }),
      theirs: manifest({ ajv: '^1.0.0', zod: '^1.0.1' }),
    });
    expect(result.content).toBe(manifest({ ajv: '^1.0.0' }));
    expect(result.resolutions).toEqual([
      {
        rule: 'package-json',
        where: 'dependencies.zod',
        reason: 'Removed on one side, moved from ^1.0.0 to ^1.0.1 on the other: the removal is kept',
        trait: 'removed',
        confidence: 'likely',
      },
    ]);
  });

  test('the higher version of the package itself wins', async () => {
    const result = await merged({
      path: 'package.json',
      base: manifest({}, { version: '1.0.0' }),
      ours: manifest({}, { version: '1.1.0' }),
      theirs: manifest({}, { version: '1.0.1' }),
    });
    expect(result.content).toBe(manifest({}, { version: '1.1.0' }));
  });

  test('scripts and exports that both sides changed stay conflicts', async () => {
    const scripts = (test: string): string => manifest({}, { scripts: { test } });
    const input = {
      path: 'package.json',
      base: scripts('jest'),
      ours: scripts('jest --ci'),
      theirs: scripts('vitest'),
    };
    expect((await conflict(input)).hunks[0]?.where).toBe('scripts.test');
    const exported = (main: string): string => manifest({}, { exports: { '.': main } });
    const other = { ...input, base: exported('./a.js'), ours: exported('./b.js'), theirs: exported('./c.js') };
    expect((await conflict(other)).hunks[0]?.where).toBe('exports."."');
  });

  test('a package that one side adds moves with the family that the other side moved on', async () => {
    const family = (version: string, ...names: string[]): Record<string, string> =>
      Object.fromEntries(names.map((name) => [`@house/${name}`, version]));
    const manifest = (dependencies: Record<string, string>): string =>
      `${JSON.stringify({ name: 'a', dependencies }, undefined, 2)}\n`;
    const { content, resolutions } = await merged({
      path: 'package.json',
      base: manifest(family('1.0.0', 'a', 'b')),
      ours: manifest({ ...family('1.0.0', 'a', 'b', 'c'), zod: '1.0.0' }),
      theirs: manifest(family('1.1.0', 'a', 'b')),
    });
    expect(JSON.parse(content)).toMatchObject({ dependencies: { ...family('1.1.0', 'a', 'b', 'c'), zod: '1.0.0' } });
    expect(resolutions).toContainEqual(
      expect.objectContaining({ where: 'dependencies.@house/c', confidence: 'likely' }),
    );
  });

  test('a package of the workspace that one side adds is asked for as the other side asks for all of them by now', async () => {
    const manifest = (range: string, ...names: string[]): string =>
      json({ name: 'a', dependencies: Object.fromEntries(names.map((name) => [name, `workspace:${range}`])) });
    const { content } = await merged({
      path: 'package.json',
      base: manifest('^', '@house/b', 'tool'),
      ours: manifest('^', '@house/a', '@house/b', 'tool'),
      theirs: manifest('*', '@house/b', 'tool'),
    });
    expect(content).toBe(manifest('*', '@house/a', '@house/b', 'tool'));
  });
});
