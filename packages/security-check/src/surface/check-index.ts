import type { Context } from '@cdev/core/cli';
import type { Repository } from '@cdev/git';
import { scanStaged, type RuleFile, type StagedFile } from '@cdev/secret-scan';
import { counted, notRun, scanned, type SurfaceScan } from './surface-check.ts';

/** What the next commit would bring in. */
export async function checkIndex(
  {
    repository,
    rules,
    staged,
    index,
  }: {
    readonly repository: Repository | undefined;
    readonly rules: RuleFile | undefined;
    readonly staged?: Promise<readonly StagedFile[]> | undefined;
    /** What stands for the index, where it is not the repository's own. */
    readonly index?: string | undefined;
  },
  { signal }: Context,
): Promise<SurfaceScan> {
  if (repository === undefined) return notRun('index', 'this is no git repository');
  if (repository.top === undefined) return notRun('index', 'the repository is bare');
  const scan = await scanStaged(repository, { files: staged, index, signal, rules });
  return scanned('index', `${counted(scan.files, 'file')} staged`, scan);
}
