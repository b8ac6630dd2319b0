import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { git } from '@cdev/git';
import type { SeriesDay } from '@cdev/run-history';

/** What a change begins with. */
export interface ChangeOrigin {
  /** Versions that ran for the first time on the day of the change or the day before. */
  readonly versions: readonly string[];
  /** Commits to the script in these days, newest first, in a repository that has it: `3f2a1b9 Reads every file twice`. */
  readonly commits: readonly string[];
}

interface Place {
  /** The folder of the script's package; undefined when only its records are here. */
  readonly folder: string | undefined;
  readonly context: Pick<Context, 'cwd' | 'env' | 'signal'>;
}

export async function findOrigin(
  day: string,
  days: readonly SeriesDay[],
  { folder, context }: Place,
): Promise<ChangeOrigin> {
  const at = days.findIndex((each) => each.day === day);
  const earlier = new Set(days.slice(0, Math.max(0, at - 1)).flatMap(({ versions }) => versions));
  const near = days.slice(Math.max(0, at - 1), at + 1).flatMap(({ versions }) => versions);
  const versions = [...new Set(near)].filter((version) => !earlier.has(version));
  const since = days[Math.max(0, at - 2)]?.day ?? day;
  return { versions, commits: folder === undefined ? [] : await commitsOf(folder, { since, until: day }, context) };
}

async function commitsOf(
  folder: string,
  { since, until }: { since: string; until: string },
  { env, signal }: Place['context'],
): Promise<readonly string[]> {
  try {
    const words = [
      'log',
      '--no-merges',
      '--max-count=5',
      '--format=%h %s',
      `--since=${since}T00:00:00Z`,
      `--until=${until}T23:59:59Z`,
      '--',
      '.',
    ];
    const { stdout } = await git(folder, words, { env, signal, isQuestion: true });
    return stdout.trim() === '' ? [] : stdout.trim().split('\n');
  } catch (error) {
    // Installed packages are in no repository.
    if (isCdevError(error)) return [];
    throw error;
  }
}
