import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createGitIn, dateOf, type Git, type GitIn } from './create-git.ts';
import { canWriteFirstCommit, writeFirstCommit } from './first-commit.ts';
import { tempFolder } from './temp-folder.ts';
import { writeFiles, type Files } from './write-files.ts';

/** A checked-out tree: the repository's own, or a linked worktree. */
export interface WorkingTree {
  readonly path: string;
  /** Runs git here and gives its stdout without the last line end; rejects with stderr when git fails. */
  readonly git: Git;
  readonly write: (files: Files) => Promise<void>;
  /** Writes the files, if any, adds everything that changed and commits it. @returns the commit's id. */
  readonly commit: (message: string, files?: Files) => Promise<string>;
}

export interface TempRepo extends WorkingTree, AsyncDisposable {
  /** Commits the files on a new branch that starts at `from` (default: HEAD); what is checked out stays. */
  readonly branch: (name: string, files?: Files, from?: string) => Promise<void>;
  /** A linked worktree beside the repository for the branch, which is made when there is none. */
  readonly worktree: (branch: string) => Promise<WorkingTree>;
  /** The worktrees asked for at the start, by branch. */
  readonly worktrees: Readonly<Record<string, WorkingTree>>;
  /** The bare repository that is the remote `origin`; undefined unless asked for. */
  readonly origin: string | undefined;
  readonly remove: () => Promise<void>;
}

export interface TempRepoOptions {
  /** Files of one commit on each branch, on top of the first commit. */
  readonly branches?: Readonly<Record<string, Files>>;
  /** Branches that get a linked worktree. */
  readonly worktrees?: readonly string[];
  /** Adds a bare remote `origin` that has all branches. */
  readonly origin?: boolean;
  /** Makes `path` a bare repository: `git` and `worktree` work, writing does not. */
  readonly bare?: boolean;
}

/**
 * A real git repository: `files` are its first commit, on `main`. Author and dates are fixed, one minute from commit to commit,
 * so the same calls give the same commit ids. The machine's git configuration is not seen.
 */
export async function tempRepo(files: Files = {}, options: TempRepoOptions = {}): Promise<TempRepo> {
  const folder = await tempFolder();
  const path = join(folder.path, 'repository');
  const isWritten = canWriteFirstCommit(files);
  const git = createGitIn(folder.path, isWritten ? 1 : 0);
  const main = workingTree(path, git);
  if (isWritten) {
    await main.write(files);
    writeFirstCommit(path, files, { message: 'Begin', seconds: dateOf(1) / 1000 });
  } else {
    await git(folder.path, ['init', '--quiet', path]);
    await main.write(files);
    await main.commit('Begin');
  }

  const hasBranch = (name: string): boolean => {
    const own = existsSync(join(path, '.git')) ? join(path, '.git') : path;
    if (existsSync(join(own, 'refs/heads', name))) return true;
    const packed = join(own, 'packed-refs');
    return existsSync(packed) && readFileSync(packed, 'utf8').includes(` refs/heads/${name}\n`);
  };
  const repo = {
    branch: async (name: string, more: Files = {}, from = 'HEAD'): Promise<void> => {
      if (hasBranch(name)) throw new Error(`${name} exists`);
      await git(path, ['fast-import', '--quiet'], (now) => commitOf(name, more, from, now));
    },
    worktree: async (branch: string): Promise<WorkingTree> => {
      const place = join(folder.path, 'worktrees', branch);
      await main.git(
        'worktree',
        'add',
        '--quiet',
        ...(hasBranch(branch) ? [place, branch] : ['--no-track', '-b', branch, place]),
      );
      return workingTree(place, git);
    },
  };

  for (const [name, more] of Object.entries(options.branches ?? {})) await repo.branch(name, more);
  const origin = options.origin ? await addOrigin(main, join(folder.path, 'origin.git')) : undefined;
  if (options.bare) await makeBare(main);
  const worktrees: Record<string, WorkingTree> = {};
  for (const branch of options.worktrees ?? []) worktrees[branch] = await repo.worktree(branch);
  return { ...main, ...repo, worktrees, origin, remove: folder.remove, [Symbol.asyncDispose]: folder.remove };
}

function workingTree(path: string, git: GitIn): WorkingTree {
  const here: Git = (...args) => git(path, args);
  return {
    path,
    git: here,
    write: (files) => writeFiles(path, files),
    commit: async (message, files = {}) => {
      await writeFiles(path, files);
      await here('add', '--all');
      await here('commit', '--quiet', '--allow-empty', '--message', message);
      return (await headOf(path)) ?? here('rev-parse', 'HEAD');
    },
  };
}

/** The id of the commit that is checked out, where a file has it; else git knows. */
async function headOf(path: string): Promise<string | undefined> {
  try {
    const own = join(path, '.git');
    const link = await readFile(own, 'utf8').catch(() => undefined);
    const folder = link === undefined ? own : link.slice('gitdir: '.length).trimEnd();
    const head = (await readFile(join(folder, 'HEAD'), 'utf8')).trimEnd();
    if (!head.startsWith('ref: ')) return head;
    const main = link === undefined ? folder : join(folder, '../..');
    return (await readFile(join(main, head.slice('ref: '.length)), 'utf8')).trimEnd();
  } catch {
    return undefined;
  }
}

/** For `git fast-import`: the files as one commit on a new branch, by one program, with nothing checked out. */
function commitOf(branch: string, files: Files, from: string, now: number): Uint8Array {
  const data = (content: string | Uint8Array): Uint8Array => {
    const bytes = Buffer.from(content);
    return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]);
  };
  return Buffer.concat([
    Buffer.from(`commit refs/heads/${branch}\ncommitter Ada Tester <ada@example.org> ${now} +0000\n`),
    data(`Work on ${branch}\n`),
    Buffer.from(`from ${from}^0\n`),
    ...Object.entries(files).flatMap(([path, content]) => [
      Buffer.from(`M 100644 inline ${JSON.stringify(path)}\n`),
      data(content),
    ]),
  ]);
}

async function addOrigin(main: WorkingTree, path: string): Promise<string> {
  await main.git('clone', '--quiet', '--bare', '.', path);
  await main.git('remote', 'add', 'origin', path);
  await main.git('fetch', '--quiet', 'origin');
  return path;
}

/** Keeps the folder and what is in `.git`, as a bare repository is laid out. */
async function makeBare(main: WorkingTree): Promise<void> {
  for (const entry of await readdir(main.path))
    if (entry !== '.git') await rm(join(main.path, entry), { recursive: true });
  for (const entry of await readdir(join(main.path, '.git')))
    await rename(join(main.path, '.git', entry), join(main.path, entry));
  await rm(join(main.path, '.git'), { recursive: true });
  await rm(join(main.path, 'index'), { force: true });
  await main.git('config', 'core.bare', 'true');
}
