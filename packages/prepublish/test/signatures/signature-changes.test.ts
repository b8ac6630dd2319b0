import { describe, expect, test } from '@jest/globals';
import type { PackageTarball } from '@cdev/package-tarball';
import type { Change } from '../../src/signatures/change.ts';
import { signatureChanges } from '../../src/signatures/signature-changes.ts';
import { tarballOf } from '../pack-object.ts';

type Files = Readonly<Record<string, string>>;

const pack = (version: string, files: Files): PackageTarball => {
  const entries = Object.keys(files).filter((path) => /^(?:index|case-\d+)\.d\.ts$/.test(path));
  const exports = Object.fromEntries(entries.map((path) => [`./${path.replace('.d.ts', '')}`, { types: `./${path}` }]));
  return tarballOf({ name: 'signed', version, type: 'module', exports }, files);
};

async function changes(before: Files, after: Files): Promise<readonly Change[]> {
  const compared = await signatureChanges({ before: pack('1.0.0', before), after: pack('1.0.1', after) });
  if ('notCompared' in compared) throw new Error(compared.notCompared);
  return compared.changes;
}

const sentences = (all: readonly Change[]): readonly string[] =>
  all.map(({ kind, what }) => `${kind}: ${what}`).toSorted();

/** Each case is an entry point of one package, since starting the compiler is what takes time; the answers are those of the case. */
function compared(cases: readonly (readonly [what: string, before: string, after: string, ...unknown[]])[]) {
  const files = (side: 1 | 2): Files =>
    Object.fromEntries(cases.map((each, at) => [`case-${at}.d.ts`, `${each[side]}\nexport {};\n`]));
  let all: Promise<readonly Change[]> | undefined;
  return async (what: string): Promise<readonly string[]> => {
    const own = `case-${cases.findIndex(([name]) => name === what)}.d.ts`;
    return sentences((await (all ??= changes(files(1), files(2)))).filter(({ file }) => file === own));
  };
}

const options = (members: string): string =>
  `export interface Options { ${members} }\nexport declare function run(options: Options): void;\n`;
const result = (members: string): string =>
  `export interface Result { ${members} }\nexport declare function run(): Promise<Result>;\n`;
const call = (signature: string): string => `export declare function run${signature};\n`;

describe('breaks are told', () => {
  const cases: readonly (readonly [what: string, before: string, after: string, told: string])[] = [
    [
      'a required parameter added',
      call('(a: string): void'),
      call('(a: string, b: number): void'),
      'break: run(): a required parameter "b" was added',
    ],
    [
      'a parameter that became required',
      call('(a?: string): void'),
      call('(a: string): void'),
      'break: run(): parameter "a" is required now',
    ],
    [
      'a parameter gone',
      call('(a: string, b?: number): void'),
      call('(a: string): void'),
      'break: run(): parameter "b" is gone',
    ],
    [
      'a narrowed parameter',
      call('(mode: "a" | "b"): void'),
      call('(mode: "a"): void'),
      'break: run(): parameter "mode" takes "a", was "a" | "b"',
    ],
    [
      'another parameter',
      call('(a: string): void'),
      call('(a: number): void'),
      'break: run(): parameter "a" takes number, was string',
    ],
    [
      'a widened return',
      call('(): string'),
      call('(): string | undefined'),
      'break: run() returns string | undefined, was string',
    ],
    [
      'a widened promise',
      call('(): Promise<string>'),
      call('(): Promise<string | null>'),
      'break: run() returns string | null, was string',
    ],
    [
      'a member that is gone, where the index signature is not everywhere',
      'interface Known { a: string; b: string }\nexport declare function read(): Known & { [name: string]: any };\nexport declare function known(): Known;',
      'interface Known { a: string }\nexport declare function read(): Known & { [name: string]: any };\nexport declare function known(): Known;',
      'break: Known.b is gone',
    ],
    ['a member that is gone', result('a: string; b: number'), result('a: string'), 'break: Result.b is gone'],
    [
      'a member that may be undefined now',
      result('a: string'),
      result('a?: string'),
      'break: Result.a may be undefined now',
    ],
    ['an option that is required now', options('a?: string'), options('a: string'), 'break: Options.a is required now'],
    [
      'a new option that is required',
      options('a?: string'),
      options('a?: string; b: number'),
      'break: Options.b is new, and required of users',
    ],
    [
      'what a callback is given no longer',
      call('(done: (error: Error, value: string) => void): void'),
      call('(done: (error: Error) => void): void'),
      'break: run(): parameter "value" is gone',
    ],
    [
      'a method of a class that is gone',
      'export declare class A { a(): void; b(): void; }',
      'export declare class A { a(): void; }',
      'break: A.b() is gone',
    ],
    [
      'a constructor that needs more',
      'export declare class A { constructor(a: string); }',
      'export declare class A { constructor(a: string, b: number); }',
      'break: new A(): a required parameter "b" was added',
    ],
    [
      'a member that was made private',
      'export declare class A { a: string; }',
      'export declare class A { private a: string; }',
      'break: A.a is no longer public',
    ],
    [
      'a class that was made abstract',
      'export declare class A { a: string; }',
      'export declare abstract class A { a: string; }',
      'break: A is abstract now',
    ],
    [
      'a case of an enum that is gone',
      'export declare enum E { A = 1, B = 2 }',
      'export declare enum E { A = 1 }',
      'break: E.B is gone',
    ],
    [
      'a member of a namespace that is gone',
      'export declare namespace N { const a: string; const b: string; }',
      'export declare namespace N { const a: string; }',
      'break: N.b is gone',
    ],
    [
      'a type argument that is required',
      'export interface Box<T> { a: T }',
      'export interface Box<T, U> { a: T }',
      'break: Box: a type argument "U" is required now',
    ],
  ];

  const told = compared(cases);
  test.each(cases)('%s', async (what, _before, _after, sentence) => {
    expect(await told(what)).toContain(sentence);
  });
});

describe('what breaks nobody is not told as a break', () => {
  const cases: readonly (readonly [what: string, before: string, after: string, told: readonly string[]])[] = [
    [
      'comments, layout, quotes and names of parameters',
      call("(a: 'x'): void"),
      `/** More. */\n${call('(b:  "x"):void')}`,
      [],
    ],
    ['the order of a union', call('(): "a" | "b"'), call('(): "b" | "a"'), []],
    [
      'an optional parameter',
      call('(a: string): void'),
      call('(a: string, b?: number): void'),
      ['addition: run() has an optional parameter "b"'],
    ],
    [
      'a parameter that takes more',
      call('(a: string): void'),
      call('(a: string | URL): void'),
      ['addition: run(): parameter "a" takes string | URL, was string'],
    ],
    ['a return that became narrower', call('(): string | undefined'), call('(): string'), []],
    ['a new member of a result', result('a: string'), result('a: string; b: number'), ['addition: Result.b is new']],
    ['a result that is always there now', result('a?: string'), result('a: string'), []],
    ['a new option', options('a?: string'), options('a?: string; b?: number'), ['addition: Options.b is new']],
    ['an option that may be left out now', options('a: string'), options('a?: string'), []],
    [
      'what a callback is given besides',
      call('(done: (error: Error) => void): void'),
      call('(done: (error: Error, value: string) => void): void'),
      ['addition: run() is given "value" too'],
    ],
    [
      'another overload',
      call('(a: string): void'),
      call('(a: string): void;\nexport declare function run(a: number): void'),
      ['addition: run() can be called in another way'],
    ],
    [
      'a member that moved to a base',
      'export interface A { a: string; b: string }',
      'interface Base { b: string }\nexport interface A extends Base { a: string }',
      [],
    ],
    [
      'private members',
      'export declare class A { private a; constructor(); }',
      'export declare class A { private b; #c; constructor(); }',
      [],
    ],
    [
      'another case that users may read',
      call('(): "a" | "b"'),
      call('(): "a" | "b" | "c"'),
      ['growth: run() returns "a" | "b" | "c", was "a" | "b"'],
    ],
    [
      'another case in what a container holds',
      'export declare const kinds: Set<"a" | "b">;',
      'export declare const kinds: Set<"a" | "b" | "c">;',
      ['growth: kinds is Set<"a" | "b" | "c">, was Set<"a" | "b">'],
    ],
    [
      'one case less in what a container holds',
      'export declare const kinds: Set<"a" | "b" | "c">;',
      'export declare const kinds: Set<"a" | "b">;',
      [],
    ],
    [
      'another case in what a container holds that is given',
      call('(kinds: Set<"a" | "b">): void'),
      call('(kinds: Set<"a" | "b" | "c">): void'),
      ['addition: run(): parameter "kinds" takes Set<"a" | "b" | "c">, was Set<"a" | "b">'],
    ],
    [
      'a class with private parts, where the rest is alike',
      'export declare class A { #a; }\nexport declare function make(): A | undefined;',
      'export declare class A { #a; }\nexport declare function make(): undefined | A;',
      [],
    ],
    [
      'a required member of what users got from the package and hand back',
      'export interface Handle { a: string }\nexport declare function open(): Handle;\nexport declare function close(handle: Handle): void;',
      'export interface Handle { a: string; b: string }\nexport declare function open(): Handle;\nexport declare function close(handle: Handle): void;',
      ['addition: Handle.b is new', 'unknown: Handle.b is new, and required of users'],
    ],
  ];

  const told = compared(cases);
  test.each(cases)('%s', async (what, _before, _after, all) => {
    expect(await told(what)).toEqual(all);
  });
});

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
