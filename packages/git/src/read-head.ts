import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from './repository.ts';

/**
 * The commit of HEAD, a full hash, read from the files; whether the object is there is not looked at. Undefined when there is none yet, or it is not to be told
 * so simply (refs in a reftable, a branch that leads to another): then git is asked.
 */
export function readHead({ gitDir, commonDir }: Pick<Repository, 'gitDir' | 'commonDir'>): string | undefined {
  try {
    const head = readFileSync(join(gitDir, 'HEAD'), 'utf8').trimEnd();
    // Branches alone: some other refs belong to a single worktree.
    const branch = /^ref:\s*(refs\/heads\/.+)$/.exec(head)?.[1];
    return branch === undefined ? idOf(head) : readBranch(commonDir, branch);
  } catch {
    return undefined;
  }
}

/** The id that a branch, given as `refs/heads/…`, has by the files; undefined where they do not tell it so simply. */
export function readBranch(commonDir: string, branch: string): string | undefined {
  try {
    const loose = join(commonDir, branch);
    if (existsSync(loose)) return idOf(readFileSync(loose, 'latin1').trimEnd());
    const refs = readFileSync(join(commonDir, 'packed-refs'), 'latin1');
    const end = refs.indexOf(` ${Buffer.from(branch).toString('latin1')}\n`);
    return end < 0 ? undefined : idOf(refs.slice(refs.lastIndexOf('\n', end) + 1, end));
  } catch {
    return undefined;
  }
}

function idOf(text: string): string | undefined {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text) ? text : undefined;
}
