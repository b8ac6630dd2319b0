import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, mkdtemp, readFile, readlink, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { askFields, type Repository } from '@cdev/git';
import { runLifecycleScript } from '@cdev/package-tarball';
import type { PackageWorkspace, WorkspaceMember } from '@cdev/package-workspace';
import { once } from '../subject/once.ts';

/** Builds members in a copy of the workspace, so that nothing of the user's folder is touched. */
export interface RebuildRun extends AsyncDisposable {
  /**
   * Runs the member's `build` in the copy and gives a reader of what is there then; text that names the copy's folder names the real
   * one. A second call builds again.
   * @throws CDEV_E_PACKAGE_TARBALL_SCRIPT_FAILED
   */
  readonly build: (member: WorkspaceMember) => Promise<(path: string) => Promise<Buffer | undefined>>;
}

export function rebuildRun(workspace: PackageWorkspace, repository: Repository, context: Context): RebuildRun {
  const { env, signal, log } = context;
  const copy = once(() => copyWorkspace(workspace, repository, signal));
  // One after the other: a build takes all that the machine has.
  let last: Promise<unknown> = Promise.resolve();

  async function buildNow(member: WorkspaceMember): Promise<(path: string) => Promise<Buffer | undefined>> {
    const root = await copy();
    const folder = join(root, member.path);
    const task = context.progress.begin(`rebuild ${member.name}`);
    try {
      await runLifecycleScript('build', { ...member, folder }, { env, signal, log });
      task.done();
    } catch (error) {
      task.failed();
      throw error;
    }
    return async (path) => {
      try {
        const bytes = await readFile(join(folder, path));
        const text = bytes.toString('latin1');
        return text.includes(root) ? Buffer.from(text.replaceAll(root, workspace.root), 'latin1') : bytes;
      } catch {
        return undefined;
      }
    };
  }

  return {
    build: (member) => {
      const next = last.catch(() => {}).then(() => buildNow(member));
      last = next;
      return next;
    },
    async [Symbol.asyncDispose]() {
      await last.catch(() => {});
      // One that failed has removed itself.
      const folder = copy.isAsked() ? await copy().catch(() => undefined) : undefined;
      if (folder !== undefined) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** What git has or would take, so no output of a build; dependencies are linked. */
async function copyWorkspace(
  { root, members }: PackageWorkspace,
  repository: Repository,
  signal: AbortSignal,
): Promise<string> {
  signal.throwIfAborted();
  const target = await mkdtemp(join(tmpdir(), 'cdev-rebuild-'));
  try {
    await fill(target, { root, members, repository, signal });
    return target;
  } catch (error) {
    await rm(target, { recursive: true, force: true, maxRetries: 3 });
    throw error;
  }
}

interface Copying extends Pick<PackageWorkspace, 'root' | 'members'> {
  readonly repository: Repository;
  readonly signal: AbortSignal;
}

async function fill(target: string, { root, members, repository, signal }: Copying): Promise<void> {
  const which = ['--cached', '--others', '--exclude-standard', '--deduplicate'];
  const paths = await askFields(root, ['ls-files', '-z', ...which], { signal });
  const folders = new Set(paths.map((path) => dirname(join(target, path))));
  for (const folder of folders) await mkdir(folder, { recursive: true });
  for (let at = 0; at < paths.length; at += 64) {
    signal.throwIfAborted();
    await Promise.all(paths.slice(at, at + 64).map((path) => copyOne(join(root, path), join(target, path))));
  }
  for (const { path } of [{ path: '' }, ...members]) {
    const modules = join(root, path, 'node_modules');
    if (await lstat(modules).catch(() => undefined)) {
      await mkdir(join(target, path), { recursive: true });
      await symlink(modules, join(target, path, 'node_modules'), 'junction').catch(() => {});
    }
  }
  // Builds that ask git for a commit or a version find the real one.
  if (repository.top === root) await symlink(join(root, '.git'), join(target, '.git')).catch(() => {});
}

async function copyOne(from: string, to: string): Promise<void> {
  const found = await lstat(from).catch(() => undefined);
  // Deleted in the working tree, or a submodule.
  if (!found || found.isDirectory()) return;
  if (found.isSymbolicLink()) await symlink(await readlink(from), to);
  else await copyFile(from, to, constants.COPYFILE_FICLONE);
}
