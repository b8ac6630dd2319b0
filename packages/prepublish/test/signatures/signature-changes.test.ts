import { describe, expect, test } from '@jest/globals';
import { call, compared, options, result } from './comparing.ts';

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
