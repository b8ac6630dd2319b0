import type { SharedPath } from '@cdev/deployment-plan';
import { tempRepo } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { foreignSymbols, foreignSymbolText } from '../src/index.ts';

const members = Array.from({ length: 30 }, (_, at) => `  step${at}() {\n    return ${at};\n  }\n`).join('');
const parts = {
  head: "import { today } from './time.ts';\n",
  fee: '/** The fee. */\nexport function lateFee(days: number): number {\n  return days;\n}\n',
  overloads:
    'export function due(a: string): string;\nexport function due(a: number): number;\nexport function due(a: unknown): unknown {\n  return a;\n}\n',
  search: 'export const search = (text: string) => [text];\n',
  desk: `export class Desk {\n${members}}\n`,
};
type Parts = typeof parts;
const textOf = (changed: Partial<Parts> = {}) => Object.values({ ...parts, ...changed }).join('\n');
const path = 'src/desk.ts';
const split: SharedPath = {
  path,
  rule: 'symbols',
  agents: ['fees', 'search'],
  reason: '',
  symbols: [
    { agent: 'search', names: ['search'] },
    { agent: 'fees', names: ['*'] },
  ],
};

async function foreign(agent: string, text: string | undefined, entry: SharedPath = split): Promise<readonly string[]> {
  await using repository = await tempRepo({ [path]: textOf(), 'other.ts': '' });
  const from = await repository.git('rev-parse', 'HEAD');
  if (text === undefined) await repository.git('rm', '--quiet', path);
  const to = await repository.commit('Work', { ...(text !== undefined && { [path]: text }), 'other.ts': '1;\n' });
  const found = await foreignSymbols(
    repository.path,
    { shared: [entry] },
    { agent, from, to, paths: [path, 'other.ts'] },
  );
  return found.map(foreignSymbolText);
}

describe('foreignSymbols', () => {
  test.each<[string, string, Partial<Parts>]>([
    ['its own symbol', 'search', { search: 'export const search = (text: string) => [text, text];\n' }],
    [
      'an import and a new function',
      'search',
      { head: `${parts.head}import './b.ts';\n\nexport function byAuthor() {}\n` },
    ],
    [
      'all but what another has',
      'fees',
      { fee: 'export function lateFee() {}\n', desk: 'class Desk {}\n', overloads: '' },
    ],
    ['other line ends', 'search', { fee: parts.fee.replaceAll('\n', '\r\n') }],
  ])('lets an agent change %s', async (_, agent, changed) => {
    expect(await foreign(agent, textOf(changed))).toEqual([]);
  });

  test.each<[string, string, Partial<Parts>, string]>([
    [
      'body',
      'search',
      { fee: parts.fee.replace('return days', 'return 2 * days') },
      '`lateFee` of src/desk.ts (of fees)',
    ],
    ['comment', 'search', { fee: parts.fee.replace('The fee', 'A fee') }, '`lateFee` of src/desk.ts (of fees)'],
    ['name', 'search', { fee: parts.fee.replace('lateFee', 'fee') }, '`lateFee` of src/desk.ts (of fees)'],
    [
      'overload',
      'search',
      { overloads: parts.overloads.replace('export function due(a: string): string;\n', '') },
      '`due` of src/desk.ts (of fees)',
    ],
    [
      'member',
      'search',
      { desk: parts.desk.replace('return 7;', 'return 8;') },
      '`Desk.step7` of src/desk.ts (of fees)',
    ],
    ['only symbol', 'fees', { search: '' }, '`search` of src/desk.ts (of search)'],
  ])('tells that the %s of another was changed', async (_, agent, changed, told) => {
    expect(await foreign(agent, textOf(changed))).toEqual([told]);
  });

  test('tells of all symbols of a file that is taken away, and of those of nobody', async () => {
    expect(await foreign('search', undefined)).toHaveLength(33);
    const nobody = { ...split, symbols: [split.symbols![0]!] };
    expect(await foreign('search', textOf({ fee: '' }), nobody)).toEqual([
      '`lateFee` of src/desk.ts (of nobody in the plan)',
    ]);
    // Under another rule the file merges as that says.
    expect(await foreign('search', textOf({ fee: '' }), { ...split, rule: 'union' })).toEqual([]);
  });

  test('reads many files at once, and does not take a commit that is not there for one without changes', async () => {
    const paths = Array.from({ length: 40 }, (_, at) => `src/ü ${at}/desk.ts`);
    const all = (text: string) => Object.fromEntries(paths.map((one) => [one, text]));
    await using repository = await tempRepo(all(textOf()));
    const from = await repository.git('rev-parse', 'HEAD');
    const to = await repository.commit('Work', all(textOf({ fee: '' })));
    const shared = paths.map((one) => ({ ...split, path: one }));
    const asked = { agent: 'search', from, to, paths };
    const found = await foreignSymbols(repository.path, { shared }, asked);
    expect(found.map(({ path: one, name }) => [one, name])).toEqual(paths.map((one) => [one, 'lateFee']));
    for (const unknown of [{ from: 'a'.repeat(40) }, { to: 'a'.repeat(40) }])
      await expect(foreignSymbols(repository.path, { shared }, { ...asked, ...unknown })).rejects.toMatchObject({
        code: 'CDEV_E_GIT_UNKNOWN_REVISION',
      });
  });
});
