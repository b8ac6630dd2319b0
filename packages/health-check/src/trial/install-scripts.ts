import { join } from 'node:path';
import { installPackages, tryNpx, type Installation } from '@cdev/installed-package';
import type { Trial } from './trial.ts';

interface Place {
  /** Exists. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
  readonly timeLimit: number;
}

/** Scripts as users get them from the registry now, in a project of their own. */
export function installScripts(packages: readonly string[], { folder, env, signal }: Place): Promise<Installation> {
  return installPackages({
    folder: join(folder, 'project'),
    packages: packages.map(latest),
    manager: 'npm',
    env,
    signal,
  });
}

/** The way of somebody who has nothing installed. */
export async function tryByNpx(
  name: string,
  binName: string,
  { folder, env, signal, timeLimit }: Place,
): Promise<Trial> {
  const start = await tryNpx({
    package: latest(name),
    bin: binName,
    args: ['--version'],
    env,
    folder: join(folder, 'npx'),
    signal,
    timeLimit: timeLimit + 120_000,
  });
  const { outcome, stdout, stderr, duration, command } = start;
  if (outcome === 'ok') return { name: 'npx', status: 'ok', detail: stdout.trim().slice(0, 40), duration };
  const reason =
    stderr
      .trim()
      .split('\n')
      .findLast((line) => /\w/.test(line)) ?? '';
  return {
    name: 'npx',
    status: 'failed',
    detail: `${outcome}: ${reason.slice(0, 200)}`,
    fix: `Try it: ${command}`,
    duration,
  };
}

function latest(name: string): string {
  return name.lastIndexOf('@') > 0 ? name : `${name}@latest`;
}
