import { join } from 'node:path';
import { installApart, tryTypesOf, type Installation } from '@cdev/installed-package';
import pMap from 'p-map';
import { loadTogether } from './load-together.ts';
import { npmProblems } from './npm-problems.ts';
import { isProblem, tryPackage, type Bench, type PackageTrial } from './try-package.ts';

export interface RunTrialsOptions {
  /** Whose TypeScript compiles. */
  readonly project: string;
  readonly onTrial?: (trial: PackageTrial) => void;
}

/** As many as the machines have cores that this has to be cheap on. */
const atOnce = 2;

/** Tries each package alone, then all bins as npm installs and runs them, and the types of all with two runs of the compiler. */
export async function runTrials(
  names: readonly string[],
  bench: Bench,
  { project, onTrial }: RunTrialsOptions,
): Promise<PackageTrial[]> {
  const apart = await installTogether(names, bench);
  const loaded = await loadTogether(bench.folder, apart);
  const tryOne = async (name: string): Promise<PackageTrial> => {
    const trial = await tryPackage(name, bench, apart.get(name), loaded.has(name));
    onTrial?.(trial);
    return trial;
  };
  const trials = await pMap(names, tryOne, { concurrency: atOnce });
  const types = await typeProblems(trials, project);
  const npm = await npmProblems(trials, bench);
  return trials.map((trial) => ({
    ...trial,
    problems: [...trial.problems, ...(npm.get(trial.name) ?? []), ...(types.get(trial.name) ?? [])],
  }));
}

/** One run of pnpm for all. When it has something to say, each is installed by itself instead, which tells whose fault it is. */
async function installTogether(
  names: readonly string[],
  { registry, folder, env }: Bench,
): Promise<ReadonlyMap<string, Installation>> {
  try {
    const root = join(folder, `apart-${names.length}-${names[0]?.replace('/', '+')}`);
    const installations = await installApart({ folder: root, packages: names, registry, env });
    if (installations.some(({ warnings }) => warnings.some(isProblem))) return new Map();
    return new Map(names.map((name, index) => [name, installations[index] as Installation]));
  } catch {
    return new Map();
  }
}

async function typeProblems(trials: readonly PackageTrial[], project: string): Promise<Map<string, string[]>> {
  const subjects = trials.flatMap(({ name, installation }) => (installation ? [{ name, installation }] : []));
  const found = await tryTypesOf(subjects, { project });
  return new Map(
    subjects.map(({ name }, index): [string, string[]] => {
      const consumers = found[index] ?? [];
      const problems = consumers.flatMap(({ consumer, problems: each, outcome, reason }) =>
        outcome === 'not run' && reason !== 'it has no declarations'
          ? [`types under ${consumer} were not tried: ${reason}`]
          : each.map(({ code, message, file, line, entry }) => {
              const place = file === undefined ? `of ${entry ?? name}` : `in ${file}:${line}`;
              return `types ${place} under ${consumer}: ${code} ${message}`;
            }),
      );
      return [name, problems];
    }),
  );
}
