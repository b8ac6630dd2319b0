import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { git } from '../git.ts';
import type { Repository } from '../repository.ts';

export interface FoundHooks<Name extends string = string> {
  /** Where the repository has its hooks. Absolute. */
  readonly folder: string;
  /** `core.hooksPath` names a folder that is not there, so git runs none: as husky has it before its dependencies are installed in a worktree. */
  readonly isMissing: boolean;
  /** Those that git would run, in the order asked for. */
  readonly names: readonly Name[];
}

/**
 * The hooks of the repository, by `core.hooksPath` or in git's own place for them.
 * @param passing a folder of hooks that go on to those of the repository; it does not count
 */
export async function findHooks<Name extends string>(
  repository: Repository,
  names: readonly Name[],
  passing = '',
): Promise<FoundHooks<Name>> {
  const { stdoutBytes } = await git(repository, ['config', '--type=path', '--null', '--get-all', 'core.hooksPath'], {
    isQuestion: true,
    allowFailure: true,
  });
  const configured = stdoutBytes
    .toString('utf8')
    .split('\0')
    .filter((path) => path !== '' && path !== passing);
  const own = configured.at(-1);
  const folder =
    own === undefined
      ? join(repository.commonDir, 'hooks')
      : // git runs a hook at the top, and reads the path from there.
        resolve(repository.top ?? repository.gitDir, own);
  const isThere = await Promise.all(names.map((name) => isHook(join(folder, name))));
  const isMissing = own !== undefined && (await stat(folder).catch(() => undefined)) === undefined;
  return { folder, isMissing, names: names.filter((_, index) => isThere[index]) };
}

async function isHook(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
