import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { run } from '@cdev/core/subprocess';
import type { Assistant } from './assistants.ts';
import { binOf } from './run-script.ts';
import { statesOf } from './states-of.ts';
import type { TrialRepository } from './trial-repository.ts';

/** The agent `killed` is killed, with all that it started, after its first file. */
export async function killInTheMiddle(
  repository: TrialRepository,
  {
    assistant,
    env,
    tell,
  }: { assistant: Assistant; env: Readonly<Record<string, string>>; tell: (line: string) => void },
): Promise<void> {
  const args = [
    binOf('spawn-agents'),
    '--run',
    '--driver',
    assistant.name,
    '--dependencies',
    'none',
    '--time-limit',
    '4m',
    '--only',
    'killed',
  ];
  tell(`\n$ cdev-spawn-agents ${args.slice(1).join(' ')}   (and its process is killed after its first file)`);
  const running = run(process.execPath, args, { cwd: repository.path, env, allowFailure: true });
  for (let waited = 0; waited < 1200; waited += 1) {
    const { workspace = '', pid, status } = (await statesOf(repository)).get('killed') ?? {};
    if (status === 'running' && pid !== undefined && existsSync(join(workspace, 'src/killed/made.txt'))) {
      await pause(500);
      process.kill(-pid, 'SIGKILL');
      break;
    }
    await pause(100);
  }
  const { stdout } = await running;
  for (const line of stdout.trimEnd().split('\n')) tell(`  ${line.slice(0, 160)}`);
}
