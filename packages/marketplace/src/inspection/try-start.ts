import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import { run } from '@cdev/core/subprocess';
import { limitsOf } from '@cdev/added-script';
import { askHealth, lastWords, startScript, type Startable } from '@cdev/script-catalogue';
import { installPackage } from '../installation/install-package.ts';
import type { Candidate } from './candidate.ts';
import type { Needs } from './needs.ts';

/** What came of starting a script: its cost, beside that of Node doing nothing, and its own answers. */
export interface StartTrial {
  readonly starts: boolean;
  /** What `--version` said, or why it does not start. */
  readonly detail: string;
  /** Milliseconds, the median of five starts with `--version`; undefined when it does not start. */
  readonly duration: number | undefined;
  /** The same of `node -e 0`. */
  readonly bareNode: number;
  readonly health: 'ok' | 'failed' | 'not-run';
  readonly healthDetail: string;
}

const starts = 5;
const timeLimit = 30_000;

/**
 * Installs a candidate into a temporary folder and starts it, held to what it says that it needs, without the user's credentials, home and folder. It is the only thing
 * short of adding it that runs code of the package.
 */
export async function tryStart(candidate: Candidate, needs: Needs, { env, signal }: Context): Promise<StartTrial> {
  const place = await mkdtemp(join(tmpdir(), 'cdev-marketplace-'));
  try {
    const [folder, cwd, home] = [join(place, 'installed'), join(place, 'cwd'), join(place, 'home')];
    await Promise.all([mkdir(cwd), mkdir(home)]);
    const { source, tarball } = candidate;
    await installPackage(needs.packages, { folder, registry: source.registry, own: tarball, signal });
    const node = process.execPath;
    const script = { permissions: candidate.permissions };
    const startable: Startable = {
      bin: join(folder, 'node_modules', tarball.name, candidate.bin),
      node,
      nodeOptions: limitsOf({ script }, { cwd, home, node: process.versions.node }),
      cwd,
      env: bareEnvironment(env, home),
      timeLimit,
      signal,
    };
    const bare: number[] = [];
    const own: number[] = [];
    for (let count = 0; count < starts; count += 1) {
      // In turn, so that a busy moment of the machine meets both.
      bare.push((await run(node, ['-e', '0'], { cwd, env: startable.env, signal })).duration);
      const start = await startScript(startable, ['--version']);
      const isWell = start.exitCode === 0 && start.brokenOff === undefined;
      if (!isWell)
        return notStarted(start.brokenOff ?? `ended with ${start.exitCode}: ${lastWords(start)}`, median(bare));
      own.push(start.duration);
    }
    const version = await startScript(startable, ['--version']);
    const { checks, failure } = await askHealth(startable);
    const failed = checks?.filter(({ status }) => status === 'failed') ?? [];
    const isFailed = failure !== undefined || failed.length > 0;
    return {
      starts: true,
      detail: stripControl(version.stdout.trim()).slice(0, 80),
      duration: median(own),
      bareNode: median(bare),
      health: isFailed ? 'failed' : checks === undefined ? 'not-run' : 'ok',
      healthDetail: stripControl(
        failure?.message ??
          (checks === undefined
            ? 'it has no --health'
            : failed.map(({ title, detail }) => `${title}: ${detail}`).join('; ') || `${checks.length} checks`),
      ),
    };
  } finally {
    await rm(place, { recursive: true, force: true, maxRetries: 3 });
  }
}

function notStarted(detail: string, bareNode: number): StartTrial {
  return { starts: false, detail, duration: undefined, bareNode, health: 'not-run', healthDetail: 'it does not start' };
}

/** Where programs are and which language, and nothing that belongs to the user: every other variable is taken away. */
function bareEnvironment(env: Context['env'], home: string): Readonly<Record<string, string | undefined>> {
  const kept = /^(?:PATH|PATHEXT|SystemRoot|ComSpec|TEMP|TMP|TMPDIR|LANG|LC_\w+|TZ)$/i;
  const cleared = Object.keys(env).filter((name) => !kept.test(name));
  return {
    ...Object.fromEntries(cleared.map((name) => [name, undefined])),
    HOME: home,
    USERPROFILE: home,
    CDEV_HOME: join(home, '.cdev'),
    NO_COLOR: '1',
    CI: 'true',
  };
}

function median(values: readonly number[]): number {
  return Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0);
}
