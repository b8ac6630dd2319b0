import { describe, expect, test } from '@jest/globals';
import { declarationsOf } from '../../src/index.ts';

const outline = async (path: string, text: string) =>
  (await declarationsOf(path, text)).map(({ name, startLine, endLine }) => `${startLine}-${endLine} ${name}`);
const filler = (count: number) => Array.from({ length: count }, (_, at) => `        // line ${at}`).join('\n');

describe('declarationsOf', () => {
  test('gives what a script declares, with its comments, and no imports', async () => {
    const text = `import a from 'a';
export * from 'b';
const c = require('c');

/** Grüße 😀
 *  in two lines. */
@decorated()
export class Desk {
  lend() {}
}

export const limit = 1, other = 2;
app.use = function use() {
  return 1;
};
export default function () {}
export interface Loan<T> { due: T }
declare module 'x' {}
describe('a desk', () => {
  test();
});
run();
`;
    expect(await outline('a b/ü.ts', text)).toEqual([
      '5-10 Desk',
      '12-12 limit, other',
      '13-15 app.use',
      '16-16 default',
      '17-17 Loan',
      "18-18 'x'",
      "19-21 describe('a desk')",
    ]);
  });

  test('gives a long class as its head and members', async () => {
    const text = `export class Desk {\n  limit = 1;\n  /** Lends. */\n  lend() {\n${filler(50)}\n  }\n  static {}\n}\n`;
    expect(await outline('desk.js', text)).toEqual([
      '1-1 Desk',
      '2-2 Desk.limit',
      '3-55 Desk.lend',
      '56-56 Desk.static',
    ]);
  });

  test('gives a long suite as its tests', async () => {
    const text = `describe('a desk', () => {\n  test('lends', async () => {\n${filler(30)}\n  });\n  describe('closed', function () {\n    beforeEach(() => {\n    });\n${filler(30)}\n  });\n});\n`;
    expect(await outline('desk.test.js', text)).toEqual(["2-33 test('lends')", "34-67 describe('closed')"]);
  });

  test('reads Python by its indentation', async () => {
    const text = `import os

# What is lent.
@dataclass
class Loan:
    def fee(self):
        return 1

    async def due(
        self,
    ):

        return 2


def late_fee(loan): return 3
x = 1
`;
    expect(await outline('loan.py', text)).toEqual(['3-13 Loan', '16-16 late_fee']);
    const long = `class Desk:\n    """Doc"""\n    def lend(self):\n${filler(50)}\n        pass\n    def back(self):\n        pass\n`;
    expect(await outline('desk.py', long)).toEqual(['1-2 Desk', '3-54 Desk.lend', '55-56 Desk.back']);
  });

  test('reads languages with braces by their words', async () => {
    const go = `package desk

// Lend lends.
func (d *Desk) Lend(
	loan Loan,
) (error) {
	if true {
	}
	return nil
}

type Desk struct {
	limit int
}
`;
    expect(await outline('desk.go', go)).toEqual(['3-10 Lend', '12-14 Desk']);
    const rust = `use std::io;\n\n#[derive(Debug)]\npub(crate) struct Loan {\n    due: u32,\n}\n\nimpl Loan {\n    pub fn fee(&self) -> u32 {\n        1\n    }\n}\n`;
    expect(await outline('loan.rs', rust)).toEqual(['3-6 Loan', '8-12 Loan']);
    const java = `package desk;\n\npublic final class Desk\n{\n    private int limit;\n\n    public List<Loan> lend(Loan loan) {\n        if (loan == null) {\n            return null;\n        }\n${filler(40)}\n        return back(loan);\n    }\n}\n`;
    expect(await outline('Desk.java', java)).toEqual(['3-6 Desk', '7-52 Desk.lend']);
  });

  test('falls back to words where a script cannot be parsed, and finds nothing in prose', async () => {
    expect(await outline('a.ts', '<<<<<<< ours\nfunction a() {\n  1;\n}\n=======\n')).toEqual(['2-4 a']);
    expect(await outline('a.vue', '<script>\nfunction a() {\n}\n</script>\n')).toEqual(['2-3 a']);
    expect(await outline('a.md', '# The function of a class\n\nText\n')).toEqual([]);
    expect(await outline('empty.ts', '')).toEqual([]);
  });
});
