import { describe, expect, test } from '@jest/globals';
import { call, changes, compared, result, sentences, type Files } from './comparing.ts';

describe('what cannot be decided is told so', () => {
  const cases: readonly (readonly [what: string, before: string, after: string])[] = [
    [
      'types of packages that are not here',
      "import type { A } from 'elsewhere';\nexport declare function run(a: A): void;",
      "import type { A, B } from 'elsewhere';\nexport declare function run(a: B): void;",
    ],
    [
      'members that a base of elsewhere may have',
      'export interface Own { a: string; b: string }',
      "import type { Base } from 'elsewhere';\nexport interface Own extends Base { a: string }",
    ],
    [
      'types that depend on type arguments',
      'export declare function run<T>(a: T): T extends string ? 1 : 2;',
      'export declare function run<T>(a: T): T extends string ? 1 : 3;',
    ],
    [
      'several overloads at once',
      call('(a: string): void;\nexport declare function run(a: number): void'),
      call('(a: string[]): void;\nexport declare function run(a: number[]): void'),
    ],
    ['a type that is only named', 'export type Mode = "a" | "b";', 'export type Mode = "a";'],
    ['a number that was another one', 'export declare const version: 1;', 'export declare const version: 2;'],
    [
      'names that a bundler made',
      'interface A$1 { a: string }\nexport declare function run(): A$1;',
      'interface A$1 { a: string }\ninterface A$2 { b: string }\nexport declare function run(): A$2;',
    ],
    ['a function that became a class', 'export declare function Thing(): void;', 'export declare class Thing {}'],
    [
      'another base',
      'export declare class A extends Map<string, string> {}',
      'export declare class A extends Set<string> {}',
    ],
    [
      'a static method that a base may have',
      'declare class Base { static a(): void; }\nexport declare class A extends Base { static a(): void; }',
      'declare class Base { static a(): void; }\nexport declare class A extends Base {}',
    ],
    ['any that may be left out', result('a: any'), result('a?: any')],
    [
      'a member that is gone beside an index signature',
      'interface Known { a: string; b: string }\nexport declare function read(): Known & Record<string, any>;',
      'interface Known { a: string }\nexport declare function read(): Known & Record<string, any>;',
    ],
    ['any that became something', call('(a: any): void'), call('(a: string): void')],
  ];

  const told = compared(cases);
  test.each(cases)('%s', async (what) => {
    const all = await told(what);
    expect(all).not.toEqual([]);
    expect(all.filter((each) => !each.startsWith('unknown: '))).toEqual([]);
  });
});

describe('of what was tagged as unstable nothing is promised', () => {
  const cases: readonly (readonly [what: string, before: string, after: string, told: readonly string[]])[] = [
    [
      'an experimental member that is gone, beside one that was not experimental',
      result('a: string;\n  /** @experimental */\n  b: number; c: number'),
      result('a: string'),
      ['break: Result.c is gone', 'unknown: Result.b is gone; it was @experimental'],
    ],
    [
      'a type of a beta member that the compiler is asked for',
      result('\n/** Soon.\n * @beta\n */ a: string'),
      result('a: number'),
      ['unknown: Result.a is number, was string; it was @beta'],
    ],
    [
      'members of what is alpha as a whole',
      `/** @alpha */ ${result('a: string')}`,
      result(''),
      ['unknown: Result.a is gone; it was @alpha'],
    ],
    [
      'a function',
      `/** @internal */ ${call('(): void')}`,
      call('(a: string): void'),
      ['unknown: run(): a required parameter "a" was added; it was @internal'],
    ],
    [
      'names of a namespace and an enum',
      'export declare namespace N { const a: 1;\n  /** @experimental */ const b: 2; }\nexport declare enum E { A = 1,\n  /** @beta */ B = 2 }',
      'export declare namespace N { const a: 1; }\nexport declare enum E { A = 1 }',
      ['unknown: E.B is gone; it was @beta', 'unknown: N.b is gone; it was @experimental'],
    ],
    [
      'an addition to it is one all the same',
      `/** @beta */ ${call('(a: string): void')}`,
      call('(a: string, b?: number): void'),
      ['addition: run() has an optional parameter "b"'],
    ],
    [
      'a tag that only the new version has excuses nothing, and a member that became internal is still there',
      result('a: string; b: string'),
      `/** @experimental */ ${result('\n  /** @internal */\n  a: string')}`,
      ['break: Result.b is gone', 'unknown: Result.a is @internal now'],
    ],
  ];

  const told = compared(cases);
  test.each(cases)('%s', async (what, _before, _after, all) => {
    expect(await told(what)).toEqual(all);
  });
});

test('follows re-exports, aliases and types of other files', async () => {
  const files = (more: string): Files => ({
    'index.d.ts': "export * from './inner.js';\nexport { hidden as shown } from './other.js';\n",
    'inner.d.ts':
      "import type { Options } from './other.js';\nexport declare const run: (options?: Options) => void;\n",
    'other.d.ts': `export interface Options { a?: string; nested: { deep: ${more} } }\nexport declare function hidden(): ${more};\n`,
  });
  expect(sentences(await changes(files('string | number'), files('string')))).toEqual([
    'break: Options.nested.deep is string, was string | number',
  ]);
  expect(sentences(await changes(files('string'), files('string | undefined')))).toEqual([
    'addition: Options.nested.deep is string | undefined, was string',
    'break: shown() returns string | undefined, was string',
  ]);
});
