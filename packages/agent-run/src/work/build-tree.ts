import { git, resolveTree, type ChangedPath, type Repository } from '@cdev/git';
import { withTemporaryIndex } from './temporary-index.ts';

/** Id of the tree that `start` (a commit or tree) with these changes makes. A file replaces a folder of its name. */
export async function buildTree(
  repository: Repository,
  start: string,
  changes: readonly ChangedPath[],
): Promise<string> {
  if (changes.length === 0) return resolveTree(repository, start);
  const nothing = '0'.repeat(repository.objectFormat === 'sha256' ? 64 : 40);
  const input = changes
    .map(({ path, mode, oid }) => (oid === undefined ? `0 ${nothing}\t${path}\0` : `${mode} ${oid}\t${path}\0`))
    .join('');
  return withTemporaryIndex(async (env) => {
    const options = { env, hooks: false, isQuestion: true };
    await git(repository, ['read-tree', start], options);
    await git(repository, ['update-index', '-z', '--add', '--replace', '--index-info'], { ...options, input });
    return (await git(repository, ['write-tree'], options)).stdout.trim();
  });
}
