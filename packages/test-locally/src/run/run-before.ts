import type { Context } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import { run } from '@cdev/core/subprocess';
import { scriptOf } from '../project/manifest.ts';
import { scriptPath } from '../runners/find-program.ts';
import type { SelectedTests } from '../selection/select-tests.ts';

export interface FailedBefore {
  readonly package: string;
  readonly problem: string;
  readonly output: string;
}

/** Runs what a package manager would run before the test scripts (`pretest`), and says for which packages it failed. */
export async function runBefore(
  { project, selection }: Pick<SelectedTests, 'project' | 'selection'>,
  { timeLimit }: { readonly timeLimit: number },
  context: Context,
): Promise<readonly FailedBefore[]> {
  const names = new Set([...selection.files, ...selection.wholePackages].map((one) => one.package));
  const failed: FailedBefore[] = [];
  for (const { name, folder, manifest, calls } of project.packages) {
    const script = /scripts\.(.+)$/.exec(calls[0]?.foundIn ?? '')?.[1];
    const before = script === undefined ? undefined : scriptOf(manifest, `pre${script}`);
    if (before === undefined || !names.has(name)) continue;
    const task = context.progress.begin(`pre${script}  ${name}`);
    const ended = await run('sh', ['-c', before], {
      cwd: folder,
      env: { PATH: scriptPath(folder, context.env['PATH']), NODE_TEST_CONTEXT: undefined },
      signal: context.signal,
      timeLimit,
      allowFailure: true,
      leftBehind: 'end',
    });
    (ended.ok ? task.done : task.failed)();
    if (ended.ok) continue;
    const output = stripControl(`${ended.stdout}\n${ended.stderr}`).trim().split('\n').slice(-30).join('\n');
    const how = ended.timedOut ? `did not end within ${timeLimit / 1000} s` : `ended with exit code ${ended.exitCode}`;
    failed.push({ package: name, problem: `pre${script} ${how}, so its tests were not run: ${before}`, output });
  }
  return failed;
}
