import { isAbsolute, relative, sep } from 'node:path';
import type { CommandLine } from '../drivers/index.ts';

export interface SandboxPlace {
  readonly worktree: string;
  /** The worktree's own git directory. */
  readonly gitDir: string;
  readonly commonDir: string;
  /** The main working tree: links of the worktree may lead there. */
  readonly root: string;
  /** Short name of the agent's branch. */
  readonly branch: string;
  /** Folders in the home that the assistant keeps its conversations and settings in; those that are there. */
  readonly stateFolders: readonly string[];
  readonly hasNetwork: boolean;
}

/**
 * The command line inside bubblewrap. Everything can be read as before and nothing be written, but the worktree, what git needs for a commit
 * in it (its own git directory, objects, the branches of the run with their logs), the assistant's own state, and a `/tmp` of its own.
 * Later binds lie over earlier ones. Not in a process namespace or session of its own: an agent is found and ended by its group.
 */
export function sandboxCommand({ file, args, env }: CommandLine, place: SandboxPlace): CommandLine {
  const { worktree, gitDir, commonDir, root, stateFolders, hasNetwork } = place;
  const readable = [commonDir, root].flatMap((path) => ['--ro-bind-try', path, path]);
  const writable = [worktree, ...writableInGit(place), gitDir];
  // One that lies around the repository (an assistant's home that is the whole home) must not open the repository with it.
  const [around, beside] = [true, false].map((isAround) =>
    stateFolders.filter((folder) => [commonDir, root].some((path) => isInside(path, folder)) === isAround),
  ) as [string[], string[]];
  return {
    file: 'bwrap',
    args: [
      '--ro-bind',
      '/',
      '/',
      '--dev',
      '/dev',
      '--tmpfs',
      '/tmp',
      ...around.flatMap((path) => ['--bind', path, path]),
      ...readable,
      ...[...writable, ...beside].flatMap((path) => ['--bind', path, path]),
      ...(hasNetwork ? [] : ['--unshare-net']),
      '--chdir',
      worktree,
      '--',
      file,
      ...args,
    ],
    env: {
      ...env,
      TMPDIR: '/tmp',
      XDG_CACHE_HOME: '/tmp/cache',
      npm_config_cache: '/tmp/cache/npm',
      // It would pack what other agents are writing, and could not.
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'gc.auto',
      GIT_CONFIG_VALUE_0: '0',
    },
  };
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** A branch is written by making a file beside it, so the folder of the run's branches it must be; whose branch is whose, git's hook says. */
export function writableInGit({ commonDir, branch }: Pick<SandboxPlace, 'commonDir' | 'branch'>): readonly string[] {
  const folder = branch.split('/').slice(0, -1).join('/');
  return [`${commonDir}/objects`, `${commonDir}/refs/heads/${folder}`, `${commonDir}/logs/refs/heads/${folder}`];
}
