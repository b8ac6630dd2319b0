// A merge queue that kills itself at lines of its journal: node --conditions=@cdev/source queue-victim.ts <repository> <line> <counted> <torn> <at once>
import { open } from 'node:fs/promises';
import { createPrompt, silentLive, silentProgress } from '@cdev/core/cli';
import { silentLog } from '@cdev/core/log';
import { integrateParallelWork } from '@cdev/integrate-parallel-work';

const [, , cwd = '', line = '0', lines = 'all', torn = '', atOnce = '1'] = process.argv;
const counting: Readonly<Record<string, RegExp>> = {
  all: /"seq":\d+,/,
  own: /"type":"(?:integration-|candidate-|ejected|target-moved)/,
};
const counted = counting[lines] ?? new RegExp(`"type":"${lines}"`);

/** Counts lines as they are written, and goes with the one asked for: when it is on the disk, or with half of it. */
async function dieAtLine(last: number): Promise<void> {
  const own = await open(new URL(import.meta.url));
  const prototype = Object.getPrototypeOf(own) as { appendFile: (text: string | Uint8Array) => Promise<void> };
  await own.close();
  const append = prototype.appendFile;
  let seen = 0;
  prototype.appendFile = async function (this: typeof prototype, text) {
    const isLast = typeof text === 'string' && counted.test(text) && (seen += 1) === last;
    await append.call(this, isLast && torn === 'torn' ? text.slice(0, text.length / 2) : text);
    if (isLast) process.kill(process.pid, 'SIGKILL');
  };
}

if (Number(line) > 0) await dieAtLine(Number(line));
await integrateParallelWork(
  {
    plan: undefined,
    target: undefined,
    order: [],
    skip: [],
    only: [],
    strategy: 'merge',
    cleanup: false,
    push: undefined,
    pullRequest: false,
    atOnce: Number(atOnce),
    abort: false,
    isDryRun: false,
    yes: true,
  },
  {
    script: { name: 'integrate-parallel-work', version: '0.1.0' },
    cwd,
    env: process.env,
    stdin: async () => '',
    home: cwd,
    log: silentLog,
    signal: new AbortController().signal,
    clock: () => new Date(),
    progress: silentProgress,
    prompt: createPrompt({}, true),
    live: silentLive,
  },
);
