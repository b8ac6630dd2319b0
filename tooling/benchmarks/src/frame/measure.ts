import { spawnSync } from 'node:child_process';

export interface Case {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Runs before each run and is not timed: what was paid earlier. */
  readonly before?: () => void;
  /** Runs after each run and is not timed: brings back what the next run starts from. */
  readonly after?: () => void;
  /** A run that fails stops the measuring: what does not do its work is always fast. */
  readonly mustSucceed?: boolean;
}

/** Medians, in milliseconds. CPU is user and system time of the program and its children. */
export interface Measure {
  readonly name: string;
  readonly wall: number;
  readonly cpu: number;
  /** The least CPU of all runs. */
  readonly least: number;
}

const timed = 'TIMEFORMAT="%3R %3U %3S"; time "$@" >/dev/null 2>/dev/null';

/** Runs all cases in turn, `times` rounds, so that what disturbs the machine disturbs all alike. */
export function measure(cases: readonly Case[], times: number): readonly Measure[] {
  const samples = new Map<string, { wall: number[]; cpu: number[] }>();
  for (let round = 0; round <= times; round += 1) {
    for (const each of cases) {
      each.before?.();
      const { wall, cpu } = runOnce(each);
      each.after?.();
      const taken = samples.get(each.name) ?? { wall: [], cpu: [] };
      samples.set(each.name, taken);
      // The first round fills the caches of file system and compiler.
      if (round === 0) continue;
      taken.wall.push(wall);
      taken.cpu.push(cpu);
    }
  }
  return [...samples].map(([name, { wall, cpu }]) => ({
    name,
    wall: median(wall),
    cpu: median(cpu),
    least: Math.min(...cpu),
  }));
}

/** The shell's `time` asks the system what the child used; Node has no question for it. */
function runOnce({ name, file, args, cwd, env, mustSucceed = false }: Case): { wall: number; cpu: number } {
  const { stderr, error, status } = spawnSync('bash', ['-c', timed, 'bash', file, ...args], {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  if (error) throw error;
  if (mustSucceed && status !== 0) throw new Error(`${name} ended with ${status}`);
  const [real, user, system] = stderr.trim().split(' ').map(Number);
  if (real === undefined || user === undefined || system === undefined)
    throw new Error(`${name}: no times in ${stderr}`);
  return { wall: real * 1000, cpu: (user + system) * 1000 };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
