import { join } from 'node:path';
import { binsOf } from '@cdev/package-workspace';
import { findInstalled } from './find-installed.ts';
import type { Installation, TrialOptions } from './installation.ts';
import { startProgram, type ProgramStart } from './start-program.ts';

export type { StartOutcome } from './start-program.ts';

export interface TryBinsOptions extends TrialOptions {
  /** What each bin is started with, one after the other. Default `--help` and `--version`. */
  readonly runs?: readonly (readonly string[])[];
}

/** One start of one bin. */
export interface BinTrial extends ProgramStart {
  /** The name that users type. */
  readonly bin: string;
  /** From the package's folder, as the manifest has it. */
  readonly file: string;
  readonly args: readonly string[];
  /** Of `--version`: whether the output has the manifest's version. Undefined when it has none at all, and for other arguments. */
  readonly versionAgrees: boolean | undefined;
}

const defaultRuns = [['--help'], ['--version']];

/**
 * Starts each bin of an installed package by the link that the package manager made, in the scratch project, with a home of its own.
 * @throws CDEV_E_INSTALL_NOT_INSTALLED
 */
export async function tryBins(
  installation: Installation,
  name: string,
  { runs = defaultRuns, timeLimit = 10_000, signal }: TryBinsOptions = {},
): Promise<BinTrial[]> {
  const { manifest, version } = findInstalled(installation, name);
  const trials: BinTrial[] = [];
  for (const [bin, file] of Object.entries(binsOf({ ...manifest, name }))) {
    // Two at a time: the runs of one bin do not know of each other.
    trials.push(
      ...(await Promise.all(
        runs.map(async (args): Promise<BinTrial> => {
          const link = join(installation.folder, 'node_modules/.bin', bin);
          const where = { cwd: installation.folder, env: installation.trialEnv, timeLimit, signal };
          const start = await startProgram(link, args, where);
          return { bin, file, args, ...start, versionAgrees: versionAgrees(args, start, version) };
        }),
      )),
    );
  }
  return trials;
}

function versionAgrees(
  args: readonly string[],
  { outcome, stdout, stderr }: ProgramStart,
  version: string,
): boolean | undefined {
  if (outcome !== 'ok' || !args.some((arg) => /^(?:--version|-v|-V|version)$/.test(arg))) return undefined;
  const said = [...`${stdout}\n${stderr}`.matchAll(/\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?/g)].map(
    ([found]) => found,
  );
  return said.length === 0 ? undefined : said.includes(version);
}
