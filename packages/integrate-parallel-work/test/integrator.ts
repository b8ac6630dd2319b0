// A process that integrates, for tests that kill it: node --conditions=@cdev/source integrator.ts <repository> <start file>
import { writeFileSync } from 'node:fs';
import { env, argv } from 'node:process';
import { createPrompt, silentLive, silentProgress } from '@cdev/core/cli';
import { silentLog } from '@cdev/core/log';
import { integrateParallelWork } from '@cdev/integrate-parallel-work';

const [, , cwd = '', started = ''] = argv;
writeFileSync(started, '');
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
    abort: false,
    isDryRun: false,
    yes: true,
  },
  {
    script: { name: 'integrate-parallel-work', version: '0.1.0' },
    cwd,
    env,
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
