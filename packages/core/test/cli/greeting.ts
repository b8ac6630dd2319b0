import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineCommand, runCommand, type Io, type Script } from '../../src/cli/index.ts';
import { defineErrors, errorEntry } from '../../src/errors/index.ts';

const errors = defineErrors({
  CDEV_E_GREETING_REFUSED: errorEntry<{ name: string }>({
    kind: 'environment',
    title: 'Nobody of that name',
    message: ({ name }) => `Nobody here is called ${name}`,
    steps: () => ['Try another name'],
  }),
  CDEV_E_GREETING_INTERRUPTED: errorEntry<{ name: string }>({
    kind: 'interrupted',
    title: 'Interrupted in the middle of a greeting',
    message: ({ name }) => `Interrupted; ${name} was greeted by half`,
    steps: () => ['Greet again'],
  }),
});

const greet = defineCommand({
  name: '',
  summary: 'Greets people',
  positionals: { names: { description: 'Who is greeted', array: true } },
  options: {
    times: { type: 'number', description: 'How often', default: 1 },
    tone: { type: 'string', description: 'In which tone', choices: ['warm', 'dry'], default: 'warm' },
    tag: { type: 'string', description: 'A tag', array: true },
    title: { type: 'string', description: 'A title' },
    loud: { type: 'boolean', description: 'Loudly' },
  },
  changesWorld: true,
  pending: 'nobody has answered yet',
  examples: [
    ['cdev-greeting Ada', 'Greets Ada.'],
    ['cdev-greeting Ada --times 2', 'Greets her twice.'],
  ],
  toOptions: (args) => args,
  run: async (options, context) => {
    const [name = 'nobody'] = options.names;
    if (name === 'refused')
      throw errors.make('CDEV_E_GREETING_REFUSED', { name }, { cause: new Error('outside reason') });
    if (name === 'defect') throw new TypeError('x is not a function');
    const refusedFile = /^refused by the system: (\w+)$/.exec(name)?.[1];
    if (refusedFile !== undefined)
      throw Object.assign(new Error(`${refusedFile}: as the system has it`), {
        code: refusedFile,
        syscall: 'open',
        path: '/a b/ü',
      });
    if (name === 'full') writeFileSync('/dev/full', name);
    const unmade = /^not made: (.+)$/.exec(name)?.[1];
    if (unmade !== undefined)
      throw Object.assign(new Error('ENOENT: no such file or directory'), {
        code: 'ENOENT',
        syscall: 'mkdir',
        path: unmade,
      });
    if (name === 'slow') await sleep(5000, undefined, { signal: context.signal });
    if (name === 'told')
      await sleep(5000, undefined, { signal: context.signal }).catch(() => {
        throw errors.make('CDEV_E_GREETING_INTERRUPTED', { name });
      });
    if (name === 'ask') await context.prompt.confirm('Really?');
    if (name === 'follow') for (const turn of [1, 2]) await context.live.append({ ...options, turn });
    if (name === 'watch') for (const turn of [1, 2]) await context.live.show({ ...options, turn });
    return { result: options, status: name === 'findings' || name === 'pending' ? name : 'ok' };
  },
  human: ({ names, times, tone, loud }) => `${loud ? 'HELLO' : 'hello'} ${names.join(' and ')} ${times} ${tone}\n`,
});

const list = defineCommand({
  name: 'list',
  summary: 'Lists greetings',
  positionals: {},
  options: {},
  changesWorld: false,
  examples: [['cdev-greeting list', 'Lists them.']],
  toOptions: () => ({}),
  run: async () => ({ result: ['hello'], status: 'ok' as const }),
  human: (greetings) => `${greetings.join('\n')}\n`,
});

const count = defineCommand({
  name: 'count',
  summary: 'Counts greetings, in the form of another program',
  positionals: {},
  options: {},
  changesWorld: false,
  isBare: true,
  examples: [['cdev-greeting count', 'Counts them.']],
  toOptions: () => ({}),
  run: async () => ({ result: { greetings: 1 }, status: 'findings' as const }),
  human: ({ greetings }) => `${greetings}\n`,
});

export const greeting: Script = {
  name: 'cdev-greeting',
  summary: 'Greets people',
  commands: [greet, list, count],
  health: async ({ env }) => [
    { title: 'voice', status: 'ok', detail: 'clear' },
    ...(env['HOARSE'] === undefined
      ? []
      : [{ title: 'throat', status: 'failed' as const, detail: 'hoarse', fix: 'drink tea' }]),
  ],
};

/** An `Io` whose streams are strings. */
export function recordingIo(
  folder: string,
  changes: Partial<Io> = {},
): { io: Io; out: () => string; err: () => string } {
  let out = '';
  let err = '';
  const io: Io = {
    cwd: folder,
    env: {},
    userFolder: folder,
    stdout: { write: (text) => void (out += text), isTerminal: false },
    stderr: { write: (text) => void (err += text), isTerminal: false },
    signal: new AbortController().signal,
    clock: () => new Date('2026-11-22T10:00:00Z'),
    ...changes,
  };
  return { io, out: () => out, err: () => err };
}

/** Types the words into the script, in a folder that is its home too. */
export async function typeIn(
  folder: string,
  argv: string[],
  { script = greeting, ...changes }: Partial<Io> & { readonly script?: Script } = {},
): Promise<{ exitCode: number; out: string; err: string }> {
  const { io, out, err } = recordingIo(folder, changes);
  const exitCode = await runCommand(script, '1.2.3', argv, io);
  return { exitCode, out: out(), err: err() };
}
