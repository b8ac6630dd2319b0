import { describe, expect, test } from '@jest/globals';
import { openRules, scanText } from '../../src/index.ts';
import { UserMatcher } from '../../src/user-rules/match-rules.ts';
import { parseRules } from '../../src/user-rules/parse-rules.ts';
import { translateExpression } from '../../src/user-rules/translate-expression.ts';

const compiled = (expression: string): RegExp => {
  const { source, ignoreCase } = translateExpression(expression);
  return new RegExp(`^(?:${source})$`, ignoreCase ? 'i' : '');
};

/** What RE2 matches and does not match, by its own description of its syntax. */
describe('expressions of RE2', () => {
  test.each([
    ['(?i)abc', ['ABC', 'aBc'], ['ab']],
    ['a(?i)b(?-i)c', ['aBc', 'abc'], ['ABc', 'abC']],
    ['a(?i:b[c-e]f)g', ['aBDFg', 'abdfg'], ['abdfG', 'Abdfg']],
    ['x(?:(?i)y)z', ['xYz'], ['xyZ']],
    ['(?P<key>a+)', ['aaa'], ['b']],
    ['(?<key>a+)', ['aaa'], ['b']],
    ['[[:alnum:]_-]+', ['aZ0_-'], ['é', '.']],
    ['[[:xdigit:]]{2}', ['aF'], ['g0']],
    ['[]a]+', [']a]'], ['b']],
    ['[^]a]+', ['bc'], [']']],
    ['\\x60\\x{41}', ['`A'], ['`a']],
    ['(?i)\\x61', ['A', 'a'], ['b']],
    ['\\Qa.b*\\E+', ['a.b*', 'a.b**'], ['aab']],
    ['\\Aab\\z', ['ab'], ['abc']],
    ['a.b', ['a-b'], ['a\nb']],
    ['(?U)a(b+)(.*)', ['ab', 'abbb'], ['b']],
    ['(?s)a.b', ['a\nb'], ['ab']],
    ['a\\sb', ['a b', 'a\tb'], ['a\vb', 'a\u00a0b']],
    ['a[\\s,]b', ['a,b', 'a\nb'], ['a\vb']],
    ['\\${a}', ['${a}'], ['$a']],
    ['a{2}', ['aa'], ['a{2}']],
    ['{a}', ['{a}'], ['a']],
    ['a/b', ['a/b'], ['ab']],
    ['\\pL+', ['abc'], ['1']],
  ])('%s', (expression, matches, others) => {
    expect(matches.filter((text) => !compiled(expression).test(text))).toEqual([]);
    expect(others.filter((text) => compiled(expression).test(text))).toEqual([]);
  });
  test('with U repetitions take as little as they can', () => {
    const { source } = translateExpression('(?U)a+(?-U:b+)c{1,3}?d?');
    expect(new RegExp(source).exec('aaabbccc')?.[0]).toBe('aaabbccc');
    expect(new RegExp(translateExpression('(?U)"(.+)"').source).exec('"a" "b"')?.[1]).toBe('a');
  });
  test('letters outside ASCII are bytes', () => {
    expect(compiled('clé').test(Buffer.from('clé').toString('latin1'))).toBe(true);
  });
  test('multi-line ends are those of lines', () => {
    const { source } = translateExpression('(?m)^b$');
    expect('a\nb\nc'.search(new RegExp(source))).toBe(2);
  });
  test.each(['(a', 'a)', '[a', '(?=a)', 'a\\', '\\1', '\\y'])('%s is refused', (expression) => {
    expect(() => translateExpression(expression)).toThrow(SyntaxError);
  });
});

const find = (toml: string, path: string, text: string): string[] =>
  new UserMatcher(parseRules(toml, 'rules.toml'), 'rules.toml')
    .find(path, Buffer.from(text))
    .map(({ ruleId, secret, start }) => `${ruleId} ${secret} ${start}`);

const rule = (more = ''): string =>
  `[[rules]]\nid = "r"\nregex = '''key_([a-z0-9]{6})'''\nkeywords = ["KEY_"]\n${more}`;

describe('rules in the form of gitleaks', () => {
  test.each<[string, string, string, string[]]>([
    ['the first group is the secret', rule(), 'x key_abc123 y', ['r abc123 6']],
    ['without its keyword it is not tried', rule().replace('KEY_', 'other'), 'key_abc123', []],
    ['no keywords: always', rule().replace('keywords = ["KEY_"]', ''), 'key_abc123', ['r abc123 4']],
    ['too little entropy', rule('entropy = 2.0'), 'key_aaaaab key_abc123', ['r abc123 15']],
    ['a named group', `[[rules]]\nid = "r"\nregex = "(k)(e)(y)"\nsecretGroup = 2`, 'key', ['r e 1']],
    ['a comment lets it through', rule(), 'key_abc123 # gitleaks:allow\nkey_abc124', ['r abc124 32']],
    ['stop words', rule('[[rules.allowlists]]\nstopwords = ["ABC"]'), 'key_abc123 key_xyz123', ['r xyz123 15']],
    ['stop words as others write them', rule('[[rules.allowlists]]\nstopWords = ["ABC"]'), 'key_abc123', []],
    ['old form', rule('[rules.allowlist]\nregexes = ["^abc"]'), 'key_abc123 key_xyz123', ['r xyz123 15']],
    [
      'the match',
      rule('[[rules.allowlists]]\nregexTarget = "match"\nregexes = ["key_a"]'),
      'key_abc123 key_xyz123',
      ['r xyz123 15'],
    ],
    [
      'the line',
      rule('[[rules.allowlists]]\nregexTarget = "line"\nregexes = ["fake"]'),
      'key_abc123 fake\nkey_xyz123',
      ['r xyz123 20'],
    ],
    [
      'all of it',
      rule('[[rules.allowlists]]\ncondition = "AND"\npaths = ["a.ts"]\nstopwords = ["abc"]'),
      'key_abc123 key_xyz123',
      ['r xyz123 15'],
    ],
    [
      'all of it, elsewhere',
      rule('[[rules.allowlists]]\ncondition = "AND"\npaths = ["b.ts"]\nstopwords = ["abc"]'),
      'key_abc123',
      ['r abc123 4'],
    ],
    ['a path that is let through', rule('[[rules.allowlists]]\npaths = ["src/"]'), 'key_abc123', []],
    ['everywhere', `${rule()}\n[allowlist]\nregexes = ["abc"]`, 'key_abc123', []],
    ['everywhere, a path', `${rule()}\n[[allowlists]]\npaths = ['''\\.ts$''']`, 'key_abc123', []],
    [
      'for some rules only',
      `${rule()}\n[[rules]]\nid = "s"\nregex = "key_"\n[[allowlists]]\ntargetRules = ["r"]\nregexes = ["abc"]`,
      'key_abc123',
      ['s key_ 0'],
    ],
    ['a path it is for', rule('path = "b.ts"'), 'key_abc123', []],
    ['a path alone', '[[rules]]\nid = "p"\npath = "a.ts$"', 'anything', ['p src/a.ts 0']],
    ['turned off', `[extend]\ndisabledRules = ["r"]\n${rule()}`, 'key_abc123', []],
    [
      'a generic rule gives way',
      `${rule()}\n[[rules]]\nid = "generic-api-key"\nregex = "abc123"`,
      'key_abc123',
      ['r abc123 4'],
    ],
  ])('%s', (_, toml, text, expected) => {
    expect(find(toml, 'src/a.ts', text)).toEqual(expected);
  });

  test('large content is searched around its keywords', () => {
    const filler = 'x = 1;\n'.repeat(100_000);
    expect(find(rule(), 'a.js', `${filler}key_abc123\n${filler}key_abc124`)).toEqual([
      `r abc123 ${filler.length + 4}`,
      `r abc124 ${filler.length * 2 + 15}`,
    ]);
  });

  test('what is not done is told', () => {
    const { notes } = parseRules(`[extend]\nuseDefault = true\n${rule('[[rules.allowlists]]\ncommits = ["a"]')}`, 'f');
    expect(notes).toHaveLength(2);
    expect(notes.join()).toMatch(/useDefault.*commits/);
  });
  test('a field that is mistyped is told', () => {
    expect(parseRules(rule('[[rules.allowlists]]\nregexs = ["a"]'), 'f').notes).toEqual([
      'regexs of allowlists is not known, and not looked at',
    ]);
  });
});

describe('filters of betterleaks', () => {
  test.each<[string, string, string[]]>([
    ['entropy(finding["secret"]) <= 2.0', 'key_aaaaab key_abc123', ['r abc123 15']],
    ['containsAny(finding["secret"], ["abc", "def"])', 'key_abc123 key_xyz123', ['r xyz123 15']],
    [
      '// why\n(matchesAny(finding["secret"], [\n `^abc`,\n "^def",\n]) || entropy(finding["secret"]) < 1)',
      'key_abc123 key_xyz123',
      ['r xyz123 15'],
    ],
    ['!filter.matchesAny(finding["match"], [`xyz`])', 'key_abc123 key_xyz123', ['r xyz123 15']],
    ['matchesAny((attributes["path"] ?? ""), [`\\.ts$`])', 'key_abc123', []],
  ])('%s', (filter, text, expected) => {
    expect(find(rule(`filter = '''${filter}'''`), 'src/a.ts', text)).toEqual(expected);
  });
  test('a rule whose filter is a program is left out, and that is told', () => {
    const rules = parseRules(rule(`filter = "let a = 1; a > 0"`), 'f');
    expect(rules.rules).toEqual([]);
    expect(rules.notes[0]).toMatch(/^rule r: its filter .* left out$/);
  });
});

describe('what is wrong in a file is told with its place', () => {
  test.each([
    ['[[rules]\n', 'rules.toml, line 1: '],
    ['[[rules]]\nregex = "a"', 'rules.toml, rule 1: it has no id'],
    ['[[rules]]\nid = "r"', 'rules.toml, rule r: it has neither regex nor path'],
    ['[[rules]]\nid = "r"\nregex = "(a"', 'rules.toml, rule r: (a cannot be used: a ( has no )'],
    ['[[rules]]\nid = "r"\nregex = 3', 'rules.toml, rule r: an expression is no text'],
    ['[[rules]]\nid = "r"\nregex = "a"\nentropy = "high"', 'rules.toml, rule r: entropy is no number'],
    [rule('[[rules.allowlists]]\nregexTarget = "file"'), 'rules.toml, rule r: regexTarget is file'],
    [rule('[[rules.allowlists]]\ncondition = "NONE"'), 'rules.toml, rule r: condition is NONE, and can be AND or OR'],
    [rule('[rules.allowlist]\npaths = "^test/"'), 'rules.toml, rule r: paths is no list; write paths = ["…"]'],
    ['[allowlist]\nstopwords = "abc"', 'rules.toml, allowlist: stopwords is no list'],
    ['[allowlist]\nregexes = ["a", 3]', 'rules.toml, allowlist: regexes has something in it that is no text'],
    ['[[allowlists]]\ntargetRules = "r"\nregexes = ["a"]', 'rules.toml, allowlist: targetRules is no list'],
    ['[extend]\ndisabledRules = "r"', 'rules.toml, [extend]: disabledRules is no list'],
    ['[[rules]]\nid = "r"\nregex = "a"\nkeywords = "a"', 'rules.toml, rule r: keywords is no list'],
    [
      '[[rules]]\nid = "r"\nregex = "(a)"\nsecretGroup = 2',
      'rule r: secretGroup is 2, and its expression has 1 groups',
    ],
  ])('%j', (toml, message) => {
    expect(() => parseRules(toml, 'rules.toml')).toThrow(message);
  });
});

test('beside our own rules: ours say more of what both find', async () => {
  const rules = { name: 'r.toml', text: rule() };
  const password = ['key', 'xyz9#k'].join('_');
  await openRules(rules);
  const secrets = scanText(
    { path: 'src/a.ts', bytes: Buffer.from(`a(key_abc123)\nDB_PASSWORD = "${password}"\n`) },
    { rules, reveal: true },
  );
  expect(secrets.map(({ ruleId, secret, line }) => [ruleId, secret, line])).toEqual([
    ['r', 'abc123', 1],
    ['generic-password', password, 2],
  ]);
});

test('what one of ours takes for a random value is what a rule of the repository says it is', async () => {
  const rules = { name: 'own.toml', text: `[[rules]]\nid = "acme-token"\nregex = '''acme-\\w{24}'''\n` };
  await openRules(rules);
  const bytes = Buffer.from("key('acme-q7Rk2mXw9Tz4Lp8BNc5VhJ3D');\n");
  const seen = (given: typeof rules | undefined): string[][] =>
    scanText({ path: 'src/a.ts', bytes }, { rules: given }).map(({ ruleId, level }) => [ruleId, level]);
  expect(seen(undefined)).toEqual([['generic-random', 'warning']]);
  expect(seen(rules)).toEqual([['acme-token', 'error']]);
});
