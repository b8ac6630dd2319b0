import { run } from '@cdev/core/subprocess';
import { errors } from '../errors.ts';

export interface FoundNode {
  /** `24.21.0` */
  readonly version: string;
  /** The executable. */
  readonly file: string;
}

interface Place {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A Node of that version, from npm's `node` package, which npx keeps for the next time.
 * @param version as the registry knows it: `22`, `24.1`, `26.0.0`
 * @throws CDEV_E_HEALTH_CHECK_NODE_MISSING, CDEV_E_HEALTH_CHECK_OPTION_INVALID
 */
export async function findNode(version: string, { cwd, env, signal }: Place): Promise<FoundNode> {
  if (!/^\d+(?:\.\d+){0,2}$/.test(version))
    throw errors.make('CDEV_E_HEALTH_CHECK_OPTION_INVALID', {
      problem: `"${version}" is no version of Node such as 24 or 24.21.0`,
    });
  const words = [
    '--yes',
    '--package',
    `node@${version}`,
    '--',
    'node',
    '-p',
    'JSON.stringify([process.versions.node, process.execPath])',
  ];
  const { ok, stdout, stderr } = await run('npx', words, { cwd, env, signal, timeLimit: 300_000, allowFailure: true });
  const [found, file] = ok ? (JSON.parse(stdout.trim().split('\n').at(-1) ?? '[]') as string[]) : [];
  if (found === undefined || file === undefined || !`${found}.`.startsWith(`${version}.`)) {
    const reason =
      found === undefined
        ? (stderr
            .trim()
            .split('\n')
            .find((line) => /error/i.test(line)) ?? 'npx failed')
        : `npx gave ${found}`;
    throw errors.make('CDEV_E_HEALTH_CHECK_NODE_MISSING', { version, reason });
  }
  return { version: found, file };
}
