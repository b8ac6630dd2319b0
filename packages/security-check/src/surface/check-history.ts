import type { Context } from '@cdev/core/cli';
import { requireCommit, type Repository } from '@cdev/git';
import { scanHistory, type HistoryOutset, type RuleFile } from '@cdev/secret-scan';
import { checked, counted, grouped, notRun, type SurfaceScan } from './surface-check.ts';

export interface HistoryOptions {
  readonly repository: Repository | undefined;
  /** When it was asked for already. */
  readonly outset: HistoryOutset | undefined;
  readonly since: string | undefined;
  readonly unreachable: boolean;
  readonly refresh: boolean;
  readonly rules: RuleFile | undefined;
}

/** What any commit ever brought in. @throws CDEV_E_GIT_UNKNOWN_REVISION */
export async function checkHistory(
  { repository, outset, since, unreachable, refresh, rules }: HistoryOptions,
  { signal, progress }: Context,
): Promise<SurfaceScan> {
  if (repository === undefined) return notRun('history', 'this is no git repository');
  const base = since === undefined ? undefined : await requireCommit(repository, since);
  const task = progress.begin('history');
  const scan = await scanHistory(repository, {
    outset,
    since: base,
    unreachable,
    refresh,
    rules,
    signal,
    onProgress: (commits) => task.update(counted(commits, 'commit')),
  });
  task.done();
  const remembered = scan.rememberedCommits === 0 ? '' : `, ${grouped(scan.rememberedCommits)} remembered`;
  const discarded = scan.discarded === undefined ? '' : `; what was remembered ${scan.discarded}, all was read again`;
  return checked(
    'history',
    `${counted(scan.commits + scan.rememberedCommits, 'commit')}${remembered}${discarded}`,
    scan.findings,
    scan.gaps,
  );
}
