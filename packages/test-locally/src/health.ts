import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import type { CheckResult, Context } from '@cdev/core/cli';
import { requireTool } from '@cdev/core/subprocess';
import { historyFile } from './history/durations.ts';
import { readTestProject } from './project/read-test-project.ts';
import { findOptionalProgram } from './runners/find-program.ts';

/** Proves what the script needs here: Node and git, a project whose runners are installed, and a history that can be written. */
export async function health(context: Context): Promise<readonly CheckResult[]> {
  const tools = await Promise.all([
    tool('node', 'Install Node 22.22.2 or later', context),
    tool('git', 'Install git 2.39 or later; without it only --all and names work', context),
  ]);
  return [...tools, ...(await project(context)), await history(context)];
}

async function tool(name: string, hint: string, { cwd, env, signal }: Context): Promise<CheckResult> {
  try {
    const version = await requireTool(name, { cwd, hint, env, signal });
    return { title: name, status: 'ok', detail: version };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return { title: name, status: 'failed', detail: error.message, fix: hint };
  }
}

async function project({ cwd, signal }: Context): Promise<readonly CheckResult[]> {
  try {
    const { packages } = await readTestProject(cwd, { signal });
    const tested = packages.filter(({ calls }) => calls.length > 0);
    if (tested.length === 0)
      return [
        {
          title: 'project',
          status: 'not-run',
          detail: 'no package here says how it is tested',
          fix: 'Add a script "test"',
        },
      ];
    const missing = tested.flatMap(({ name, folder, calls }) =>
      calls
        .filter(
          ({ runner, wrapper }) => wrapper === undefined && ['jest', 'vitest', 'mocha', 'ava', 'tap'].includes(runner),
        )
        .filter(({ runner }) => !findOptionalProgram(folder, runner))
        .map(({ runner }) => `${runner} of ${name}`),
    );
    const runners = [...new Set(tested.flatMap(({ calls }) => calls.map(({ runner }) => runner)))].join(', ');
    const detail = `${tested.length} tested ${tested.length === 1 ? 'package' : 'packages'}: ${runners}`;
    if (missing.length === 0) return [{ title: 'project', status: 'ok', detail }];
    return [
      {
        title: 'project',
        status: 'failed',
        detail: `not installed: ${missing.slice(0, 5).join(', ')}`,
        fix: "Install the project's dependencies",
      },
    ];
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return [{ title: 'project', status: 'not-run', detail: error.message, fix: error.steps[0] ?? '' }];
  }
}

async function history({ cwd, home }: Context): Promise<CheckResult> {
  const file = await historyFile(cwd, home);
  const trial = join(dirname(file), '.cdev-health');
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(trial, '');
    await rm(trial);
    return { title: 'history', status: 'ok', detail: file };
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    const fix = 'Allow writing there; without it tests run in no particular order';
    return { title: 'history', status: 'warning', detail: `${file} cannot be written (${code})`, fix };
  }
}
