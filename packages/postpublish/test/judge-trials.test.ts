import { describe, expect, test } from '@jest/globals';
import type { BinTrial, ImportTrial, TypeTrial } from '@cdev/installed-package';
import type { CheckSubject } from '../src/checks/check.ts';
import { judgeBins, judgeImports, judgeNpx, judgeTypes } from '../src/checks/judge-trials.ts';

const start = { reason: '', exitCode: 0, signal: undefined, stdout: '', stderr: '', duration: 1 } as const;
const about = (published: object = {}, files: readonly string[] = []): CheckSubject =>
  ({
    one: { name: 'a', version: '1.1.0', distTag: 'latest', files: files.map((path) => ({ path })) },
    published,
    packument: { name: 'a', 'dist-tags': { latest: '1.1.0' }, versions: { '1.1.0': {} } },
  }) as unknown as CheckSubject;

const bin = (fields: Partial<BinTrial>): BinTrial => ({
  ...start,
  bin: 'a',
  file: 'a.js',
  args: ['--help'],
  outcome: 'ok',
  versionAgrees: undefined,
  ...fields,
});
const imported = (
  entry: string,
  how: 'import' | 'require',
  outcome: ImportTrial['outcome'],
  code?: string,
): ImportTrial => ({
  entry,
  specifier: entry.replace('.', 'a'),
  isByPattern: false,
  how,
  outcome,
  code,
  reason: outcome === 'ok' ? '' : 'why',
  names: [],
  duration: 1,
});
const typed = (
  consumer: TypeTrial['consumer'],
  ...problems: readonly Partial<TypeTrial['problems'][number]>[]
): TypeTrial => ({
  consumer,
  outcome: problems.length === 0 ? 'ok' : 'failed',
  reason: '',
  entries: ['.'],
  problems: problems.map((problem) => ({
    code: 'TS1',
    message: 'm',
    entry: undefined,
    file: undefined,
    line: undefined,
    ...problem,
  })),
  typescript: '7.0.2',
  duration: 1,
});
const brief = ({ status, detail }: { status: string; detail: string }): string => `${status}: ${detail}`;

describe('bins', () => {
  test('that crash, do not start or say another version fail, with the way out', () => {
    const crashed = judgeBins([bin({ outcome: 'crashed', reason: 'TypeError: x' })], about());
    expect(brief(crashed)).toBe('failed: a --help crashed: TypeError: x');
    expect(crashed.steps[0]).toBe('npm deprecate a@1.1.0 "Broken, use 1.1.1"');
    const other = bin({ args: ['--version'], versionAgrees: false, stdout: '1.0.9\n' });
    expect(brief(judgeBins([bin({}), other], about()))).toBe('failed: a --version says 1.0.9, not 1.1.0');
  });

  test('that refuse an argument in words of their own run; a server is told', () => {
    expect(brief(judgeBins([bin({ outcome: 'refused' })], about()))).toBe('passed: a starts');
    expect(brief(judgeBins([bin({ outcome: 'kept running' })], about()))).toMatch(/^warning: a --help kept running/);
    expect(brief(judgeBins([], about()))).toBe('not-run: it has no bin');
    expect(judgeNpx({ ...start, outcome: 'crashed', reason: 'x', command: 'npx a' }, about()).status).toBe('failed');
  });
});

describe('imports', () => {
  const exports = { '.': './i.js', './sub': './s.js', './*': './*' };

  test('of an entry of its own that fails is a failure, of what a pattern leads to a warning', () => {
    const trials = [imported('.', 'import', 'ok'), imported('./sub', 'import', 'failed', 'ERR_MODULE_NOT_FOUND')];
    expect(brief(judgeImports(trials, about({ exports })))).toBe('failed: import of a/sub: ERR_MODULE_NOT_FOUND why');
    const licence = [imported('.', 'import', 'ok'), imported('./LICENSE', 'import', 'failed')];
    expect(judgeImports(licence, about({ exports })).status).toBe('warning');
  });

  test('an ESM package that cannot be required, an entry for browsers and types alone are no failures', () => {
    const esm = [imported('.', 'import', 'ok'), imported('.', 'require', 'failed', 'ERR_REQUIRE_ASYNC_MODULE')];
    expect(brief(judgeImports(esm, about({ exports })))).toBe('passed: a can be imported');
    const browser = [imported('.', 'import', 'ok'), imported('./browser', 'import', 'failed')];
    expect(judgeImports(browser, about({ exports: { ...exports, './browser': './b.js' } })).status).toBe('warning');
    expect(judgeImports([imported('.', 'import', 'not offered')], about({ exports })).status).toBe('not-run');
  });
});

describe('types', () => {
  const missing = { code: 'TS7016', entry: '.' };

  test('that are declared and cannot be used fail; a package without any promises nothing', () => {
    expect(judgeTypes([typed('bundler', missing)], about({ types: './gone.d.ts' })).status).toBe('failed');
    expect(brief(judgeTypes([typed('bundler', missing)], about()))).toBe('not-run: it has no declarations');
    expect(judgeTypes([typed('bundler', missing)], about({}, ['index.d.ts'])).status).toBe('failed');
    const other = { exports: { '.': './i.js', './browser': { types: './b.d.ts' } } };
    expect(judgeTypes([typed('bundler', missing)], about(other)).status).toBe('not-run');
  });

  test('with a problem inside, or of a further entry, are told; without @types/node nothing is said', () => {
    const inside = { code: 'TS2835', file: 'b.d.ts', line: 1 };
    expect(brief(judgeTypes([typed('bundler'), typed('nodenext import', inside)], about({ types: 'x' })))).toBe(
      'warning: nodenext import: b.d.ts:1 TS2835 m',
    );
    const node = { code: 'TS2591', file: 'o.d.ts', line: 1, message: "Cannot find name 'node:os'." };
    expect(judgeTypes([typed('bundler', node)], about({ types: 'x' })).status).toBe('not-run');
    expect(judgeTypes([typed('bundler')], about()).status).toBe('passed');
  });
});

describe('what an empty project of Node has not', () => {
  const failing = (entry: string, reason: string, code?: string): ImportTrial => ({
    ...imported(entry, 'import', 'failed', code),
    reason,
  });
  const judged = (trial: ImportTrial, more: object = {}): string => {
    const published = { exports: { '.': './a.js', './more': './more.js' }, ...more };
    return judgeImports([imported('.', 'import', 'ok'), trial], about(published)).status;
  };
  const optional = { peerDependenciesMeta: { 'to-string': { optional: true }, other: {} } };

  test.each<[string, ImportTrial, object]>([
    ['warning', failing('./more', "Error: Cannot find package 'to-string' imported from a.mjs"), optional],
    ['warning', failing('./more', 'Error: missing "to-string" dependency.'), optional],
    ['failed', failing('./more', "Error: Cannot find package 'other' imported from a.mjs"), optional],
    ['failed', failing('./more', "Error: Cannot find package 'to-string' imported from a.mjs"), {}],
    ['warning', failing('./more', 'Error: Only URLs with …', 'ERR_UNSUPPORTED_ESM_URL_SCHEME'), {}],
    ['warning', failing('./more', 'ReferenceError: document is not defined'), {}],
    ['failed', failing('./more', 'ReferenceError: documents is not defined'), {}],
  ])('%s: %j', (status, trial, more) => expect(judged(trial, more)).toBe(status));

  test('files behind a pattern promise no declarations; those that are broken are told', () => {
    const published = { types: './a.d.ts', exports: { '.': './a.js', './*': './*' } };
    const entry = './bin/a.js';
    const of = (code: string): string =>
      judgeTypes([typed('nodenext import', { code, entry })], about(published, ['a.d.ts'])).status;
    expect([of('TS7016'), of('TS2307'), of('TS1259')]).toEqual(['passed', 'passed', 'warning']);
  });
});
