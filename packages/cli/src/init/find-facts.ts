import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { detectProject, readInventory } from '@cdev/code-graph';
import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { git, type Repository } from '@cdev/git';
import { readPackageWorkspace } from '@cdev/package-workspace';

/** What was found in a repository, as far as the scripts care. */
export interface RepositoryFacts {
  /** The branch that others start from; undefined in a repository without one. */
  readonly branch: string | undefined;
  /** `pnpm 12.21.0`; undefined where there is no package.json. */
  readonly packageManager: string | undefined;
  /** Names of packages that can be published. */
  readonly publishable: readonly string[];
  /** As typed in the top folder. */
  readonly testCommand: string | undefined;
  /** Known agents on the PATH, the preferred first. */
  readonly agents: readonly AgentName[];
}

export const agentNames = ['claude', 'codex', 'gemini', 'opencode', 'qwen'] as const;
export type AgentName = (typeof agentNames)[number];

export async function findFacts(
  top: string,
  repository: Repository,
  { env, signal }: Pick<Context, 'env' | 'signal'>,
): Promise<RepositoryFacts> {
  const [branch, packages, testCommand] = await Promise.all([
    mainBranch(repository, signal),
    findPackages(top),
    findTestCommand(top),
  ]);
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return {
    branch,
    ...packages,
    testCommand,
    agents: agentNames.filter((name) => folders.some((folder) => isExecutable(join(folder, name)))),
  };
}

/** What the remote calls its own, else main or master where there is one, else the current one. */
async function mainBranch(repository: Repository, signal: AbortSignal): Promise<string | undefined> {
  const ask = async (...args: readonly string[]): Promise<string | undefined> => {
    const { ok, stdout } = await git(repository, args, { isQuestion: true, signal, allowFailure: true });
    return ok && stdout.trim() !== '' ? stdout.trim() : undefined;
  };
  const remote = await ask('symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD');
  if (remote !== undefined) return remote.replace(/^origin\//, '');
  const named = await ask('for-each-ref', '--format=%(refname:short)', 'refs/heads/main', 'refs/heads/master');
  return named?.split('\n')[0] ?? (await ask('symbolic-ref', '--quiet', '--short', 'HEAD'));
}

async function findPackages(top: string): Promise<Pick<RepositoryFacts, 'packageManager' | 'publishable'>> {
  try {
    const { manager, members } = await readPackageWorkspace(top);
    return {
      packageManager: [manager.name, manager.version].filter((word) => word !== undefined).join(' '),
      publishable: members.filter(({ isPublishable }) => isPublishable).map(({ name }) => name),
    };
  } catch (error) {
    // One that is broken is doctor's to tell; there is nothing to take from it here.
    if (!isCdevError(error)) throw error;
    return { packageManager: undefined, publishable: [] };
  }
}

async function findTestCommand(top: string): Promise<string | undefined> {
  const { commands } = await detectProject(await readInventory(top));
  return commands.find(({ purpose, folder }) => purpose === 'test' && folder === '.')?.command;
}

function isExecutable(file: string): boolean {
  const candidates = process.platform === 'win32' ? [`${file}.exe`, `${file}.cmd`] : [file];
  return candidates.some((candidate) => {
    try {
      accessSync(candidate, constants.X_OK);
      return statSync(candidate).isFile();
    } catch {
      return false;
    }
  });
}
