// The driver as a process, for a test that has git run it: merge-file %O %A %B %P --marker-size %L
import process from 'node:process';
import { createPrompt, silentLive, silentProgress } from '@cdev/core/cli';
import { silentLog } from '@cdev/core/log';
import { mergeFile } from '@cdev/resolve-conflicts';

const [, , , base = '', ours = '', theirs = '', path = ''] = process.argv;
const { status } = await mergeFile(
  { base, ours, theirs, path, markerSize: 7, minConfidence: 'likely' },
  {
    script: { name: 'resolve-conflicts', version: '0.1.0' },
    cwd: process.cwd(),
    env: process.env,
    stdin: async () => '',
    home: process.cwd(),
    log: silentLog,
    signal: new AbortController().signal,
    clock: () => new Date(),
    progress: silentProgress,
    prompt: createPrompt({}, true),
    live: silentLive,
  },
);
process.exitCode = status === 'ok' ? 0 : 1;
