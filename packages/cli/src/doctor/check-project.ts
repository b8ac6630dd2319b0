import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CheckResult, Context } from '@cdev/core/cli';
import { run } from '@cdev/core/subprocess';
import { checkRepository, listWorktrees, openRepository, type Repository } from '@cdev/git';
import { foreignManifest, readPackageWorkspace, type PackageWorkspace } from '@cdev/package-workspace';
import { check } from './diagnosis.ts';

/** Milliseconds after which a lock of git belongs to no process that still works. */
const lockAge = 10 * 60_000;

/** The repository, what an interrupted git left in it, the package manager that the project asks for, and its dependencies. */
export async function checkProject(context: Context): Promise<readonly CheckResult[]> {
  const [repository, workspace] = await Promise.all([checkRepository(context.cwd), workspaceAt(context)]);
  return [
    repository,
    ...(repository.status === 'ok'
      ? [
          lockCheck(await openRepository(context.cwd), context.clock()),
          await check('worktrees', () => worktreesCheck(context), 'See git worktree list'),
        ]
      : []),
    ...(workspace === undefined
      ? [withoutPackage(context)]
      : workspace instanceof Error
        ? [failed('packages', workspace.message, stepOf(workspace) ?? 'Mend package.json')]
        : [await managerCheck(workspace, context), dependenciesCheck(workspace)]),
  ];
}

/** Only a project that could be one of JavaScript is told how to begin. */
function withoutPackage({ cwd }: Context): CheckResult {
  const other = foreignManifest(cwd);
  return other === undefined
    ? notRun('packages', 'there is no package.json', 'npm init')
    : { title: 'packages', status: 'not-run', detail: `there is no package.json; ${other} describes the project` };
}

function lockCheck({ gitDir, commonDir }: Repository, now: Date): CheckResult {
  const locks = [join(gitDir, 'index.lock'), join(gitDir, 'HEAD.lock'), join(commonDir, 'packed-refs.lock')];
  const stale = locks.filter((file) => {
    const stats = statSync(file, { throwIfNoEntry: false });
    return stats !== undefined && now.getTime() - stats.mtimeMs > lockAge;
  });
  if (stale.length === 0) return { title: 'locks', status: 'ok', detail: 'git left none behind' };
  return failed('locks', `left behind by a git that ended: ${stale.join(', ')}`, `rm ${stale.map(quoted).join(' ')}`);
}

async function worktreesCheck({ cwd }: Context): Promise<Omit<CheckResult, 'title'>> {
  const worktrees = await listWorktrees(cwd);
  const gone = worktrees.filter(({ prunable }) => prunable !== undefined);
  if (gone.length === 0) return { status: 'ok', detail: String(worktrees.length) };
  const detail = `${gone.length} of ${worktrees.length} have lost their folder: ${gone.map(({ path }) => path).join(', ')}`;
  return { status: 'warning', detail, fix: 'git worktree prune' };
}

async function managerCheck(workspace: PackageWorkspace, { cwd, env, signal }: Context): Promise<CheckResult> {
  const { name, version: wanted } = workspace.manager;
  const install = `npm install --global ${name}${wanted === undefined ? '' : `@${wanted}`}`;
  try {
    const found = (await run(name, ['--version'], { cwd, env, signal })).stdout.trim();
    const isWanted = wanted === undefined || majorOf(wanted) === majorOf(found);
    return isWanted
      ? { title: 'package manager', status: 'ok', detail: `${name} ${found}` }
      : {
          title: 'package manager',
          status: 'warning',
          detail: `${name} ${found}, the project asks for ${wanted}`,
          fix: install,
        };
  } catch (error) {
    return failed('package manager', (error as Error).message, install);
  }
}

/** Each dependency has to be where Node would look for it. */
function dependenciesCheck({ root, members, manager }: PackageWorkspace): CheckResult {
  const title = 'dependencies';
  const install = `${manager.name} install`;
  if (existsSync(join(root, '.pnp.cjs'))) return notRun(title, 'they are in archives (Plug’n’Play)', install);
  const asked = members.flatMap(({ folder, manifest }) =>
    [manifest['dependencies'], manifest['devDependencies']].flatMap((list) =>
      Object.keys(list ?? {}).map((name) => ({ folder, name })),
    ),
  );
  const missing = new Set(asked.filter(({ folder, name }) => !isInstalled(name, folder)).map(({ name }) => name));
  if (missing.size === 0) return { title, status: 'ok', detail: `${asked.length} installed` };
  const [first, second, third, ...more] = missing;
  const names = [first, second, third].filter((name) => name !== undefined).join(', ');
  return failed(
    title,
    `not installed: ${names}${more.length === 0 ? '' : ` and ${more.length} more`}`,
    root === '' ? install : `cd ${quoted(root)} && ${install}`,
  );
}

function isInstalled(name: string, from: string): boolean {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'node_modules', name))) return true;
    if (dirname(folder) === folder) return false;
  }
}

async function workspaceAt({ cwd }: Context): Promise<PackageWorkspace | Error | undefined> {
  try {
    return await readPackageWorkspace(cwd);
  } catch (error) {
    return (error as { code?: string }).code === 'CDEV_E_PACKAGE_WORKSPACE_NOT_FOUND' ? undefined : asError(error);
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
const majorOf = (version: string): string => version.split('.', 1)[0] ?? '';
const stepOf = (error: Error): string | undefined => (error as { steps?: readonly string[] }).steps?.[0];
const quoted = (path: string): string =>
  /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
const failed = (title: string, detail: string, fix: string): CheckResult => ({ title, status: 'failed', detail, fix });
const notRun = (title: string, detail: string, fix: string): CheckResult => ({ title, status: 'not-run', detail, fix });
