import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { scanCode } from '@cdev/code-scan';
import type { Context } from '@cdev/core/cli';
import { askFields, type Repository } from '@cdev/git';
import { counted } from '../surface/surface-check.ts';
import { stagedText, textBefore } from './changed-paths.ts';
import { notScanned, scanned, type CheckSubject, type IssueScan } from './check-report.ts';

const concernsCode =
  /\.(?:[cm]?[jt]sx?|vue|svelte|astro|sh|bash|zsh|ksh|dash|mk|(?:docker|container)file)$|(?:^|\/)(?:(?:Docker|Container|(?:GNU)?Make)file[^/]*|package\.json)$/i;

/** JavaScript, TypeScript and shell scripts, also in Dockerfiles, Makefiles and packages; with a revision or staged only what is new in the files that changed. */
export async function checkCode(subject: CheckSubject, { signal, progress }: Context): Promise<IssueScan> {
  const { repository, root, isStaged } = subject;
  if (repository?.isBare) return notScanned('the repository is bare');
  const changed = await subject.changed();
  const paths = changed ?? (repository ? await filesOf(repository, signal) : await filesBelow(root));
  const before = textBefore(subject, signal);
  const task = progress.begin('code');
  const { issues, gaps, files, generated, shellcheck } = await scanCode({
    root,
    paths,
    signal,
    onProgress: (done, all) => task.update(`${done} of ${counted(all, 'file')}`),
    ...(before && { before }),
    ...(isStaged && { read: async (path) => stagedText(subject, path) }),
  });
  task.done();
  const absent = await subject.leftOut((path) => concernsCode.test(path));
  if (files === 0 && gaps.length === 0) {
    const none = absent.length > 0 ? 'no code is here' : 'there is no code';
    return scanned(changed ? 'no code changed' : none, [], absent);
  }
  const left = generated === 0 ? '' : `, ${generated} generated left out`;
  const also = shellcheck === undefined ? '' : `, shellcheck ${shellcheck}`;
  return scanned(`${counted(files, 'file')}${left}${also}`, issues, [...gaps, ...absent]);
}

/** What is tracked, and what would be added. */
async function filesOf(repository: Repository, signal: AbortSignal): Promise<string[]> {
  const which = ['--cached', '--others', '--exclude-standard', '--deduplicate'];
  return askFields(repository, ['ls-files', '-z', '--full-name', ...which, ':/'], { signal });
}

/** Of a folder that is no repository. */
async function filesBelow(root: string, folder = ''): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isFile()) found.push(path);
    else if (entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== '.git')
      found.push(...(await filesBelow(root, path)));
  }
  return found;
}
