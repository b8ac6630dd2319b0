import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suitesOf, type CpuNote, type JestResult, type Suite } from './suite.ts';

/** What turbo notes of a run with --summarize, as far as it is read here. */
export interface TurboRun {
  /** The packages that were asked for; absent when turbo ended before it knew. */
  readonly packages?: readonly string[];
  readonly tasks: readonly {
    readonly task: string;
    readonly package: string;
    readonly directory: string;
    readonly cache?: { readonly status?: string };
    /** Absent for a task that was not reached. */
    readonly execution?: { readonly exitCode?: number };
  }[];
}

export interface Collected {
  readonly suites: readonly Suite[];
  /** CPU seconds of all of them, from the start of each package's runner to its end; 0 where that cannot be told. */
  readonly cpu: number;
  /** Packages with tests for which this run has no result, and why. */
  readonly notRun: readonly { readonly package: string; readonly why: string }[];
}

/** The results of all packages that were asked for and have a test script. Only what this run made, or took from the cache, counts. */
export function collectSuites(root: string, run: TurboRun): Collected {
  const suites: Suite[] = [];
  let cpu = 0;
  const notRun: Collected['notRun'][number][] = [];
  for (const { name, folder } of testedPackages(root)) {
    if (run.packages && !run.packages.includes(name)) continue;
    const task = run.tasks.find((candidate) => candidate.task === 'test' && candidate.package === name);
    const file = join(root, folder, 'node_modules/.cache/test-result.json');
    const why = reasonNotRun(task, file);
    if (why !== undefined) {
      notRun.push({ package: name, why });
      continue;
    }
    const note = cpuOf(root, folder);
    cpu += note?.total ?? 0;
    const found = suitesOf(name, JSON.parse(readFileSync(file, 'utf8')) as JestResult, note);
    suites.push(...found);
    if (found.length === 0) notRun.push({ package: name, why: 'it has a test script and no test' });
    else if (task?.execution?.exitCode !== 0 && found.every(({ failed }) => failed === 0))
      notRun.push({
        package: name,
        why: [`its tests passed and its test script ended with ${task?.execution?.exitCode}`, leftBehind(root, folder)]
          .filter((line) => line !== '')
          .join('\n'),
      });
  }
  return { suites, cpu, notRun };
}

function reasonNotRun(task: TurboRun['tasks'][number] | undefined, file: string): string | undefined {
  if (task?.execution?.exitCode === undefined) return 'what it needs could not be built';
  return existsSync(file) ? undefined : 'its test script left no result';
}

/** What the tests left in their temporary folder, as the runner noted it; empty when that is nothing. */
function leftBehind(root: string, folder: string): string {
  const file = join(root, folder, 'node_modules/.cache/test-left.txt');
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd() : '';
}

function cpuOf(root: string, folder: string): CpuNote | undefined {
  const file = join(root, folder, 'node_modules/.cache/test-cpu.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as CpuNote) : undefined;
}

function testedPackages(root: string): { name: string; folder: string }[] {
  return ['packages', 'tooling'].flatMap((parent) =>
    readdirSync(join(root, parent))
      .toSorted()
      .flatMap((entry) => {
        const manifest = join(root, parent, entry, 'package.json');
        if (!existsSync(manifest)) return [];
        const { name, scripts } = JSON.parse(readFileSync(manifest, 'utf8')) as {
          name: string;
          scripts?: Record<string, string>;
        };
        return scripts?.['test'] === undefined ? [] : [{ name, folder: join(parent, entry) }];
      }),
  );
}
