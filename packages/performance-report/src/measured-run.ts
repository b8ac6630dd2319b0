import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '@cdev/core/subprocess';

export interface MeasuredRun {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds of the program and of what it ran and waited for. */
  readonly cpu: number;
  /** Milliseconds. */
  readonly wall: number;
  /** Bytes. */
  readonly memory: number;
}

/** Node tells a program's use of the machine to nobody but the program, so it is asked from inside, at its end. */
const probe = `process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  let children = 0;
  try {
    const stat = require('node:fs').readFileSync('/proc/self/stat', 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    children = (Number(fields[13]) + Number(fields[14])) * 10;
  } catch {}
  require('node:fs').writeFileSync(process.env.CDEV_MEASURE_FILE, JSON.stringify([(userCPUTime + systemCPUTime) / 1000 + children, maxRSS * 1024]));
});
`;

export interface Measurable {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly stdin?: string | undefined;
  /** For the probe and its answer. */
  readonly place: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
}

/** Runs this Node with `args` and tells what it cost; undefined when it was ended before it could say. */
export async function measuredRun({
  args,
  cwd,
  stdin,
  place,
  env,
  signal,
}: Measurable): Promise<MeasuredRun & { measured: boolean }> {
  const [probeFile, answer] = [join(place, 'probe.cjs'), join(place, 'answer.json')];
  await writeFile(probeFile, probe);
  await rm(answer, { force: true });
  const { exitCode, stdout, stderr, duration } = await run(process.execPath, ['--require', probeFile, ...args], {
    cwd,
    input: stdin,
    env: { ...env, CDEV_MEASURE_FILE: answer },
    signal,
    allowFailure: true,
    timeLimit: 600_000,
  });
  const said = await readFile(answer, 'utf8').catch(() => undefined);
  const [cpu = 0, memory = 0] = said === undefined ? [] : (JSON.parse(said) as number[]);
  return { exitCode, stdout, stderr, cpu, wall: duration, memory, measured: said !== undefined };
}
