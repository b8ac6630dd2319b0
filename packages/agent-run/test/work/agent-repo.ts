import { cp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DeploymentPlan } from '@cdev/deployment-plan';
import { tempRepo, type TempRepo, type WorkingTree } from '@cdev/test-kit';
import { commitWork, openJournal, type CommittedWork, type CommitWorkOptions, type Journal } from '../../src/index.ts';
import { agent, planOf } from '../sound-plan.ts';

export const files = {
  'README.md': '# Shop\n',
  'package.json': '{ "name": "shop" }\n',
  'src/auth/login.ts': 'export const login = 1;\n',
  'src/cart/cart.ts': 'export const cart = 1;\n',
  '.gitignore': 'dist/\n*.log\n',
};

/** A repository with the worktree of agent `auth`, which owns `src/auth/**` and shares `package.json`; `src/cart/**` is of `cart`. */
export interface AgentRepo {
  readonly repo: TempRepo;
  readonly tree: WorkingTree;
  readonly plan: DeploymentPlan;
  readonly base: string;
  readonly journal: Journal;
  readonly commit: (options?: Partial<CommitWorkOptions>) => Promise<CommittedWork>;
  /** Paths in which two commits differ, with the letter of the change. */
  readonly changes: (from: string, to: string) => Promise<readonly string[]>;
  /** `git status` of the worktree, a line per path; empty when it is clean. */
  readonly status: () => Promise<string>;
  /** The files of a commit. */
  readonly content: (commit: string, path: string) => Promise<string>;
}

export const branch = 'cdev/plan-1/auth';

interface Template {
  readonly repo: TempRepo;
  readonly tree: WorkingTree;
  readonly base: string;
  readonly saved: string;
}

let template: Promise<Template> | undefined;

/** Made once for a test file: git needs a dozen processes for it, a copy none. It goes back to the same place, as worktrees know theirs. */
async function makeTemplate(): Promise<Template> {
  const repo = await tempRepo(files);
  const base = await repo.git('rev-parse', 'HEAD');
  const tree = await repo.worktree(branch);
  const saved = join(dirname(repo.path), 'saved');
  await copyBetween(dirname(repo.path), saved);
  return { repo, tree, base, saved };
}

async function copyBetween(from: string, to: string): Promise<void> {
  for (const name of ['repository', 'worktrees']) {
    await rm(join(to, name), { recursive: true, force: true });
    await cp(join(from, name), join(to, name), { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  }
}

/** A fresh one for each test; those before it are gone. */
export async function agentRepo(fields: Partial<DeploymentPlan> = {}): Promise<AgentRepo> {
  const isFirst = template === undefined;
  const { repo, tree, base, saved } = await (template ??= makeTemplate());
  if (!isFirst) await copyBetween(saved, dirname(repo.path));
  const plan = planOf([agent('auth', { title: 'Log in' }), agent('cart')], {
    base: { branch: 'main', commit: base },
    shared: [{ path: 'package.json', rule: 'json', agents: ['auth'], reason: '' }],
    ...fields,
  });
  const journal = openJournal(join(repo.path, '.git'), plan.id, 'test');
  return {
    repo,
    tree,
    plan,
    base,
    journal,
    commit: (options = {}) =>
      commitWork({
        worktree: tree.path,
        plan,
        agentId: 'auth',
        journal,
        author: { name: 'A', email: 'a@b' },
        ...options,
      }),
    changes: async (from, to) => {
      const output = await repo.git('diff', '--name-status', '--no-renames', '-z', from, to);
      const fields = output.split('\0').filter((field) => field !== '');
      return fields.flatMap((field, index) => (index % 2 === 0 ? [`${field} ${fields[index + 1] ?? ''}`] : []));
    },
    status: () => tree.git('status', '--porcelain', '--untracked-files=all'),
    content: (commit, path) => repo.git('show', `${commit}:${path}`),
  };
}

/** For the end of a test file. */
export async function removeAgentRepo(): Promise<void> {
  await (await template)?.repo.remove();
}

export async function failureOf(
  action: Promise<unknown>,
): Promise<{ code?: string; message: string; steps: readonly string[] }> {
  return action.then(
    () => Promise.reject(new Error('It succeeded')),
    (error: unknown) => error as { message: string; steps: readonly string[] },
  );
}
