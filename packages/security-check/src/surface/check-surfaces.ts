import type { Context } from '@cdev/core/cli';
import type { Repository } from '@cdev/git';
import {
  groupSecrets,
  surfaces,
  type HistoryOutset,
  type PlacedFinding,
  type RuleFile,
  type Secret,
  type StagedFile,
  type Surface,
} from '@cdev/secret-scan';
import type { TellLeftOut } from '../check/left-out.ts';
import { checkIndex } from './check-index.ts';
import { checkWorktree, type WorktreeScan } from './check-worktree.ts';
import { notRun, type SurfaceCheck, type SurfaceScan } from './surface-check.ts';

export interface SurfaceOptions {
  readonly repository: Repository | undefined;
  /** Which surfaces are looked at. */
  readonly wanted: ReadonlySet<Surface>;
  /** Why the others are not. */
  readonly unwanted: string;
  readonly since: string | undefined;
  /** The paths of the work tree that changed since; undefined when all are looked at. */
  readonly changed: () => Promise<readonly string[] | undefined>;
  /** What is tracked and not in the work tree. */
  readonly leftOut: TellLeftOut;
  /** What is staged, when it was asked for already. */
  readonly staged?: Promise<readonly StagedFile[]> | undefined;
  /** What stands for the index, where it is not the repository's own. */
  readonly index?: string | undefined;
  /** What is known of the history, when it was asked for already. */
  readonly outset?: Promise<HistoryOutset | undefined> | undefined;
  readonly unreachable: boolean;
  readonly refresh: boolean;
  /** Rules of the user's, opened. */
  readonly rules: RuleFile | undefined;
}

export interface SurfacesScan {
  readonly secrets: readonly Secret[];
  readonly surfaces: readonly SurfaceCheck[];
  /** Files for secrets that git ignores: not read. */
  readonly ignoredFiles: readonly string[];
}

/** Secrets wherever they can be had from; one finding per secret, most urgent first. */
export async function checkSurfaces(options: SurfaceOptions, context: Context): Promise<SurfacesScan> {
  const scans: SurfaceScan[] = [];
  let ignoredFiles: readonly string[] = [];
  for (const surface of surfaces) {
    const scan = options.wanted.has(surface)
      ? await scanOf(surface, options, context)
      : notRun(surface, options.unwanted);
    if ('ignored' in scan) ignoredFiles = (scan as WorktreeScan).ignored;
    scans.push(scan);
  }
  return {
    secrets: groupSecrets(scans.flatMap(({ findings }): readonly PlacedFinding[] => findings)),
    surfaces: scans.map(({ surface, status, detail, gaps }) => ({ surface, status, detail, gaps })),
    ignoredFiles,
  };
}

async function scanOf(
  surface: Surface,
  { repository, since, changed, leftOut, staged, index, outset, unreachable, refresh, rules }: SurfaceOptions,
  context: Context,
): Promise<SurfaceScan> {
  switch (surface) {
    case 'index':
      return checkIndex({ repository, rules, staged, index }, context);
    case 'worktree':
      return checkWorktree({ repository, since, changed, leftOut, rules }, context);
    case 'history':
      return (await import('./check-history.ts')).checkHistory(
        { repository, outset: await outset, since, unreachable, refresh, rules },
        context,
      );
    default:
      return (await import('./check-tarballs.ts')).checkTarballs(rules, context);
  }
}
