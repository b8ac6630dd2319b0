import { fileURLToPath } from 'node:url';
import { run } from '@cdev/core/subprocess';
import type { TrialRepository } from './trial-repository.ts';

/** Runs a script as a person would; what it prints goes into the transcript. */
export function createRunner(
  { path }: TrialRepository,
  env: Readonly<Record<string, string>>,
  tell: (line: string) => void,
): (script: string, args: readonly string[]) => Promise<string> {
  return async (script, args) => {
    tell(`\n$ cdev-${script} ${args.join(' ')}`);
    const result = await run(process.execPath, [binOf(script), ...args], {
      cwd: path,
      env,
      allowFailure: true,
      timeLimit: 600_000,
      grace: 10_000,
    });
    for (const line of result.stdout.trimEnd().split('\n')) tell(`  ${line.slice(0, 160)}`);
    tell(`  exit ${result.exitCode}`);
    return result.stdout;
  };
}

/** The program of a script of the house. */
export function binOf(script: string): string {
  return fileURLToPath(new URL(`../../../packages/${script}/bin/cdev-${script}.js`, import.meta.url));
}
