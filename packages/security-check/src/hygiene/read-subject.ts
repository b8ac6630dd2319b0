import { readdir, readFile, realpath } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { isCdevError, type CdevError } from '@cdev/core/errors';
import { askFields } from '@cdev/git';
import { readPackageWorkspace, type PackageWorkspace } from '@cdev/package-workspace';
import type { CheckSubject } from '../check/check-report.ts';
import { findLockFiles, ofTests } from '../vulnerability/find-lock-files.ts';
import { unreadText } from '../vulnerability/unread-text.ts';
import { manifestPath, type HygieneSubject, type Lock } from './hygiene-subject.ts';

export interface SubjectReading {
  readonly subject: HygieneSubject;
  readonly gaps: readonly string[];
}

/** Where package managers keep their settings: those of the top folder, and of others that git has. */
const settingsFiles = ['.npmrc', '.yarnrc', '.yarnrc.yml', 'pnpm-workspace.yaml', 'bunfig.toml'];

/** Everything that the rules of hygiene look at; what cannot be read is a gap. */
export async function readSubject({ repository, root }: CheckSubject, signal: AbortSignal): Promise<SubjectReading> {
  const gaps: string[] = [];
  const list = async (args: readonly string[]): Promise<string[]> =>
    repository === undefined ? [] : askFields(repository, ['ls-files', '-z', '--full-name', ...args, ':/'], { signal });
  const tracked = repository && (await list(['--cached']));
  const untracked = await list(['--others', '--exclude-standard']);
  const workspace = await told(gaps, async () => readPackageWorkspace(root));
  const own = workspace && (await isSame(workspace.root, root)) ? workspace : undefined;
  const members = own?.members ?? [];
  const texts = new Map<string, string>();
  const paths = [
    ...settingsFiles,
    ...(tracked ?? []).filter((path) => settingsFiles.includes(posix.basename(path)) && !ofTests.test(path)),
    ...(tracked ?? []).filter((path) => /^\.env(?:\.|$)/.test(posix.basename(path))),
    '.gitignore',
    '.github/CODEOWNERS',
    'CODEOWNERS',
    'docs/CODEOWNERS',
    ...members.flatMap(({ path }) => {
      const folder = path === '' ? '' : `${path}/`;
      return [manifestPath(path), `${folder}.npmignore`, `${folder}.gitignore`];
    }),
    ...(await readdir(join(root, '.github/workflows')).catch(() => []))
      .filter((name) => /\.ya?ml$/.test(name))
      .map((name) => `.github/workflows/${name}`),
  ];
  for (const path of new Set(paths)) {
    const text = await readFile(join(root, path), 'utf8').catch(() => undefined);
    if (text !== undefined) texts.set(path, text);
  }
  const lock = await lockOf(own, gaps);
  const others = await locksBeside(lock ?? (own && { path: own.manager.lockFile ?? '' }), { repository, root }, gaps);
  const locks = [...(lock === undefined ? [] : [lock]), ...others];
  return { subject: { root, tracked, untracked, workspace: own, lock, locks, texts }, gaps };
}

/** Those of other folders and of other languages. */
async function locksBeside(
  own: Pick<Lock, 'path'> | undefined,
  { repository, root }: Pick<CheckSubject, 'repository' | 'root'>,
  gaps: string[],
): Promise<readonly Lock[]> {
  const locks: Lock[] = [];
  for (const path of (await findLockFiles(root, repository)).paths) {
    if (path === own?.path) continue;
    const { readLockFile } = await import('@cdev/lock-file');
    const graph = await told(
      gaps,
      async () => readLockFile(join(root, path)),
      (error) => unreadText(path, error, root),
    );
    const text = await readFile(join(root, path), 'utf8').catch(() => '');
    if (graph !== undefined) locks.push({ path, text, graph });
  }
  return locks;
}

async function lockOf(workspace: PackageWorkspace | undefined, gaps: string[]): Promise<HygieneSubject['lock']> {
  const name = workspace?.manager.lockFile;
  if (workspace === undefined || name === undefined) return undefined;
  const { readLockGraph } = await import('@cdev/lock-file');
  const graph = await told(
    gaps,
    async () => readLockGraph(workspace),
    (error) => unreadText(name, error, workspace.root),
  );
  if (graph === undefined) return undefined;
  const text = await readFile(join(workspace.root, name), 'utf8').catch(() => '');
  return { path: name, text, graph };
}

/** The answer, or a gap; that there is no package is none. */
async function told<Answer>(
  gaps: string[],
  ask: () => Promise<Answer>,
  textOf = ({ message }: CdevError): string => message,
): Promise<Answer | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!isCdevError(error)) throw error;
    if (error.code !== 'CDEV_E_PACKAGE_WORKSPACE_NOT_FOUND') gaps.push(textOf(error));
    return undefined;
  }
}

async function isSame(one: string, other: string): Promise<boolean> {
  return (await realpath(one)) === (await realpath(other));
}
