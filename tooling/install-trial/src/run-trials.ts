import { join } from 'node:path';
import { tryNpx, tryTypesOf } from '@cdev/installed-package';
import { mapLimited } from './map-limited.ts';
import { tryPackage, type Bench, type PackageTrial } from './try-package.ts';

export interface RunTrialsOptions {
  /** Whose TypeScript compiles. */
  readonly project: string;
  readonly onTrial?: (trial: PackageTrial) => void;
}

/** As many as the machines have cores that this has to be cheap on. */
const atOnce = 2;

/** Tries each package alone, then `npx` for each that has a bin, and the types of all with two runs of the compiler. */
export async function runTrials(
  names: readonly string[],
  bench: Bench,
  { project, onTrial }: RunTrialsOptions,
): Promise<PackageTrial[]> {
  const trials = await mapLimited(names, atOnce, async (name): Promise<PackageTrial> => {
    const trial = await tryPackage(name, bench);
    const problems = trial.bins.length === 0 ? [] : await npxProblems(trial, bench);
    const whole = { ...trial, problems: [...trial.problems, ...problems] };
    onTrial?.(whole);
    return whole;
  });
  const types = await typeProblems(trials, project);
  return trials.map((trial) => ({ ...trial, problems: [...trial.problems, ...(types.get(trial.name) ?? [])] }));
}

async function npxProblems({ name, closure }: PackageTrial, { registry, folder, env }: Bench): Promise<string[]> {
  const version = closure.find((entry) => entry.startsWith(`${name}@`))?.slice(name.length + 1);
  const { outcome, reason, stdout, command } = await tryNpx({
    package: name,
    registry,
    env,
    folder: join(folder, 'npx'),
  });
  if (outcome !== 'ok') return [`${command}: ${outcome}, ${reason}`];
  return stdout.trim() === version ? [] : [`${command} says ${stdout.trim()} instead of ${version}`];
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
