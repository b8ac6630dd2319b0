import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { groupText, type IssueGroup } from './issue-group.ts';

/** How far the copies of a group are up to date. */
export interface SyncState {
  readonly schemaVersion: 1;
  /** For people who open the file. */
  readonly group: string;
  /** The service the group is of, so that another workspace or a test server begins anew. */
  readonly service: string;
  /** All changes up to this time of the service are cached; absent before the first whole pass. */
  readonly since?: string;
  /** A pass that was not finished. */
  readonly pass?: {
    /** Where its next page begins. */
    readonly after: string;
    /** The newest change that it has seen; the next pass begins there. */
    readonly newest: string;
    /** Whether all issues of its pages could be had. */
    readonly isWhole: boolean;
  };
}

/** The file of a group's state, in a folder of its own below the cached issues. */
export function syncStateFile(folder: string, group: IssueGroup): string {
  const digest = createHash('sha256')
    .update(JSON.stringify(groupText(group).toLowerCase()))
    .digest('hex')
    .slice(0, 16);
  return join(folder, 'sync', `${digest}.json`);
}

/** The state; a new one when there is none that can be used, since a pass from the beginning loses nothing. */
export async function readSyncState(file: string, start: SyncState): Promise<SyncState> {
  try {
    const state = JSON.parse(await readFile(file, 'utf8')) as SyncState;
    return state.schemaVersion === 1 && state.service === start.service ? state : start;
  } catch {
    return start;
  }
}

export async function writeSyncState(file: string, state: SyncState): Promise<void> {
  const { writeFileAtomic } = await import('@cdev/git');
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFileAtomic(file, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
}
