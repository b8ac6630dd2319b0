import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { writeFileAtomic } from '@cdev/git';
import { renderSavedPage } from '@cdev/local-page';
import { errors } from './errors.ts';
import type { Overview, ScriptDetail } from './overview/overview.ts';
import { pageDocument } from './page/page-document.ts';

export interface ExportPageOptions {
  readonly folder: string;
  readonly overview: Overview;
  readonly details: readonly ScriptDetail[];
  readonly cwd: string;
}

/**
 * Writes `index.html`, which needs nothing else, and `data.json`, which is the same for programs.
 * @returns the page's file
 * @throws CDEV_E_DASHBOARD_NOT_WRITTEN
 */
export async function exportPage({ folder, overview, details, cwd }: ExportPageOptions): Promise<string> {
  const place = resolve(cwd, folder);
  const file = join(place, 'index.html');
  const data = { overview, details, started: [], isReadOnly: true };
  try {
    await mkdir(place, { recursive: true });
    await writeFileAtomic(join(place, 'data.json'), `${JSON.stringify({ overview, details }, undefined, 2)}\n`);
    await writeFileAtomic(file, renderSavedPage(pageDocument, data));
  } catch (cause) {
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
    throw errors.make('CDEV_E_DASHBOARD_NOT_WRITTEN', { file: place, reason: code }, { cause });
  }
  return file;
}
