import type { Script } from '@cdev/core/cli';
import { attach } from './commands/attach.ts';
import { cleanup } from './commands/cleanup.ts';
import { costs } from './commands/costs.ts';
import { doctor } from './commands/doctor.ts';
import { message } from './commands/message.ts';
import { pool } from './commands/pool.ts';
import { restore } from './commands/restore.ts';
import { spawn } from './commands/spawn.ts';
import { stop } from './commands/stop.ts';
import { takeOver } from './commands/take-over.ts';
import { worker } from './commands/worker.ts';
import { verify } from './commands/verify.ts';

export const script: Script = {
  name: 'cdev-spawn-agents',
  summary: spawn.summary,
  commands: [spawn, stop, attach, message, takeOver, restore, cleanup, verify, costs, pool, doctor, worker],
  health: async (context) => (await import('./health.ts')).health(context),
};
