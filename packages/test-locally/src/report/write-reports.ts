import { existsSync } from 'node:fs';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { errors } from '../errors.ts';
import type { TestRun } from '../run/test-run.ts';
import { githubAnnotations, githubSummary } from './github.ts';
import { junitXml } from './junit.ts';

export interface ReportOptions {
  readonly junit?: string | undefined;
  readonly summary?: string | undefined;
}

/** Writes the reports that were asked for, and on GitHub what its pages show. @throws CDEV_E_TEST_LOCALLY_REPORT_UNWRITABLE */
export async function writeReports(
  run: TestRun,
  { junit, summary }: ReportOptions,
  { cwd, env }: Context,
): Promise<TestRun> {
  const isGithub = env['GITHUB_ACTIONS'] === 'true';
  const reports: string[] = [];
  if (junit !== undefined) reports.push(await write(resolve(cwd, junit), junitXml(run)));
  if (summary !== undefined) reports.push(await write(resolve(cwd, summary), githubSummary(run)));
  const page = env['GITHUB_STEP_SUMMARY'];
  if (isGithub && page !== undefined && page !== '' && summary === undefined)
    reports.push(await write(page, `${githubSummary(run)}\n`, appendFile));
  return { ...run, reports, annotations: isGithub ? githubAnnotations(run) : [] };
}

async function write(
  file: string,
  text: string,
  how: typeof writeFile | typeof appendFile = writeFile,
): Promise<string> {
  try {
    await makeFolder(dirname(file));
    await how(file, text);
    return file;
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw errors.make('CDEV_E_TEST_LOCALLY_REPORT_UNWRITABLE', { file, reason }, { cause });
  }
}

/** Not by `recursive`, with which Node tries for ever where the system says that a folder is not there and lets nobody make it, as in /proc. */
async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  if (dirname(folder) !== folder) await makeFolder(dirname(folder));
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}
