import { countTests } from '@cdev/project-checks';
import { errors } from '../errors.ts';
import type { RawTest, Runner, RunnerCall } from './runner.ts';

/** A test command of another kind: run whole, and its tests are counted from what it prints. */
export const other: Runner = {
  name: 'other',
  severalPackages: false,
  valueOptions: new Set(),
  replacedOptions: /^$/,
  invoke: async ({ calls, coverage }) => {
    const [call] = calls as [RunnerCall];
    if (coverage)
      throw errors.make('CDEV_E_TEST_LOCALLY_COVERAGE_IMPOSSIBLE', {
        folder: call.folder,
        needed: 'a runner that is known',
      });
    return { file: 'sh', args: ['-c', call.script], cwd: call.folder, env: call.env };
  },
  read: async (request, { stdout, stderr, exitCode }) => {
    const [call] = request.calls as [RunnerCall];
    // The shell's own words for "there is no such program": nothing ran.
    if (exitCode === 127 || exitCode === 126) return undefined;
    const count = countTests(`${stdout}${stderr}`);
    if (exitCode === 0 && count === 0) return { tests: [], files: [] };
    const titles = [
      count === undefined
        ? call.script
        : `${call.script} (${count} ${count === 1 ? 'test' : 'tests'} by its own count)`,
    ];
    const test: RawTest =
      exitCode === 0
        ? { titles, outcome: 'passed' }
        : { titles, outcome: 'failed', failure: lastLines(`${stdout}${stderr}`) };
    return { tests: [test], files: [] };
  },
};

function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-30).join('\n');
}
