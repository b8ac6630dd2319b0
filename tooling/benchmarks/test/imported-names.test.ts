import { describe, expect, test } from '@jest/globals';
import { importedNames } from '../src/frame/imported-names.ts';

const names = (text: string): ReadonlySet<string> | undefined => importedNames('src/file.ts', text);

describe('names that a script imports', () => {
  test.each([
    {
      name: 'the order of statements and of names',
      one: "import { a, b } from 'x';\nimport c from 'y';",
      other: 'import c from "y"\nimport { b, a } from "x"',
    },
    {
      name: 'one statement or two',
      one: "import c, { a } from 'x';",
      other: "import c from 'x';\nimport { a } from 'x';",
    },
    {
      name: 'where a type is said to be one',
      one: "import type { T } from 'x';",
      other: "import { type T } from 'x';",
    },
    { name: 'the code', one: "import 'x';\nrun();", other: "import 'x';" },
    { name: 'how a require is written', one: "const { a } = require('x');", other: 'const {\n  a,\n} = require("x")' },
  ])('$name does not count', ({ one, other }) => {
    expect(names(one)).toEqual(names(other));
    expect(names(one)?.size).toBeGreaterThan(0);
  });

  test.each([
    { name: 'the module', one: "import { a } from 'x';", other: "import { a } from 'y';" },
    { name: 'the name there', one: "import { a as b } from 'x';", other: "import { c as b } from 'x';" },
    { name: 'the name here', one: "import { a } from 'x';", other: "import { a as b } from 'x';" },
    { name: 'a default or all of a module', one: "import a from 'x';", other: "import * as a from 'x';" },
    { name: 'a type alone', one: "import { a } from 'x';", other: "import type { a } from 'x';" },
    { name: 'passing it on', one: "import { a } from 'x';", other: "export { a } from 'x';" },
    { name: 'the name that is passed on', one: "export * from 'x';", other: "export * as x from 'x';" },
    { name: 'a module for its effects', one: "import 'x';", other: "import 'x';\nimport 'y';" },
    { name: 'a name of a require', one: "const { a } = require('x');", other: "const { a, b } = require('x');" },
  ])('$name counts', ({ one, other }) => {
    expect(names(one)).not.toEqual(names(other));
  });

  test('what does not parse has none', () => {
    expect(names("import { from 'x';")).toBeUndefined();
  });
});
