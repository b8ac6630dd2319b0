import { expect, test } from '@jest/globals';
import yargs from 'yargs';
import { parseArguments, parserConfiguration } from '../../src/cli/parse-arguments.ts';
import { defineCommand, type OptionSpec, type Script } from '../../src/cli/command.ts';
import { houseOptions } from '../../src/cli/house-options.ts';

const command = defineCommand({
  name: '',
  summary: 'Tries options',
  positionals: { first: { description: 'one' }, rest: { array: true, description: 'more' } },
  options: {
    text: { type: 'string', description: 'a text', alias: 't' },
    list: { type: 'string', array: true, description: 'texts' },
    count: { type: 'number', description: 'a number', alias: 'n' },
    'dry-wet': { type: 'boolean', description: 'a switch', alias: 'w' },
    time: { type: 'string', description: 'a time' },
  },
  changesWorld: true,
  examples: [],
  toOptions: (args) => args,
  run: async (result) => ({ result, status: 'ok' }),
  human: () => '',
});
const script: Script = { name: 'cdev-trial', summary: '', commands: [command], health: async () => [] };
const specs: Readonly<Record<string, OptionSpec>> = { ...command.options, ...houseOptions(command) };

/** The same line read by the whole of yargs: its values as typed, before they are checked, or that it refuses. */
function byYargs(words: readonly string[]): unknown {
  try {
    const parsed = yargs()
      .parserConfiguration(parserConfiguration)
      .help(false)
      .version(false)
      .exitProcess(false)
      .detectLocale(false)
      .fail((message: string | null, error: Error | undefined) => {
        throw error ?? new Error(message ?? '');
      })
      .strictOptions()
      .options(
        Object.fromEntries(
          Object.entries(specs).map(([name, { type, alias, array }]) => [
            name,
            {
              type: type === 'boolean' ? ('boolean' as const) : ('string' as const),
              ...(alias !== undefined && { alias }),
              ...(array && { array: true }),
              ...(type !== 'boolean' && { requiresArg: true }),
              default: undefined,
            },
          ]),
        ),
      )
      .parseSync([...words]) as Record<string, unknown> & { _: (string | number)[]; '--'?: string[] };
    const { _: free, '--': rest = [], $0: _script, ...typed } = parsed;
    const values = Object.fromEntries(
      Object.keys(specs).flatMap((name) => (typed[name] === undefined ? [] : [[name, typed[name]]])),
    );
    return { values: lastOnly(values), free: free.map(String), rest: rest.map(String) };
  } catch {
    return 'refused';
  }
}

/** Of a list what is not empty, of anything else the last. */
function lastOnly(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]): [string, unknown][] => {
      const list = (Array.isArray(value) ? (value as unknown[]) : [value])
        .filter((item) => item !== undefined)
        .map(String);
      if (specs[name]?.array !== true) return [[name, list.at(-1)]];
      const parts = list.flatMap((item) => item.split(',')).filter((part) => part.trim() !== '');
      return parts.length === 0 ? [] : [[name, parts]];
    }),
  );
}

function byUs(words: readonly string[]): unknown {
  try {
    const { first, rest, '--': behind, ...given } = parseArguments(script, words).values as Record<string, unknown>;
    const free = [first, ...(rest as string[])].filter((word) => word !== undefined);
    return { values: lastOnly(given), free, rest: behind };
  } catch {
    return 'refused';
  }
}

const words = [
  [
    '--text',
    '--text=a',
    '-t',
    '-ta',
    '-t=b',
    '--list',
    '--list=a,b',
    '--list=c',
    '--count',
    '--count=3',
    '-n',
    '-n4',
    '-n=-1',
  ],
  [
    '--dry-wet',
    '-w',
    '--no-dry-wet',
    '--dry-wet=false',
    '--time=5m',
    '--yes',
    '--dry-run',
    '--json',
    '-wn5',
    '-wx',
    '--unknown',
  ],
  [
    '--unknown=1',
    '--dryWet',
    '--te',
    '--text.a=1',
    '--',
    '-',
    '-5',
    '5',
    'a',
    'b c',
    '',
    '--=1',
    'ü',
    '--verbose',
    '-v',
    '-vw',
  ],
].flat();

test('600 command lines are read as yargs as a whole reads them', () => {
  let state = 7;
  const next = (below: number): number => {
    state = (Math.imul(state, 0x19_66_0d) + 0x3c_6e_f3_5f) | 0;
    return (state >>> 8) % below;
  };
  let refused = 0;
  for (let round = 0; round < 600; round += 1) {
    const line = Array.from({ length: next(6) }, () => words[next(words.length)]!);
    const ours = byUs(line);
    const theirs = byYargs(line);
    if (ours === 'refused') refused += 1;
    // We refuse more: values that are not of their type, and `--name=`.
    if ((ours !== 'refused' || theirs === 'refused') && JSON.stringify(ours) !== JSON.stringify(theirs))
      expect({ line, read: ours }).toEqual({ line, read: theirs });
  }
  expect(refused).toBeGreaterThan(60);
  expect(refused).toBeLessThan(540);
});
