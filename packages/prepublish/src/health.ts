import type { CheckResult, Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { requireTool } from '@cdev/core/subprocess';
import { requireGit } from '@cdev/git';

/** Proves what the script needs here: npm and git, a tarball that its judges can be asked about, and a registry that answers. */
export async function health(context: Context): Promise<readonly CheckResult[]> {
  const { cwd, env, signal } = context;
  return Promise.all([
    check('npm', () => requireTool('npm', { cwd, env, signal, hint: 'Install npm: it comes with Node' })),
    check('git', () => requireGit(cwd)),
    check('judges', judges),
    check('registry', () => registry(context), 'warning'),
  ]);
}

/** Looks at the smallest of all packages with both libraries and the parser. */
async function judges(): Promise<string> {
  const [{ publint }, { createRequire }, { parseSync }] = await Promise.all([
    import('publint'),
    import('node:module'),
    import('oxc-parser'),
  ]);
  const manifest = JSON.stringify({ name: 'probe', version: '1.0.0', type: 'commonjs', main: 'none.js' });
  const { messages } = await publint({
    pkgDir: 'package',
    pack: { files: [{ name: 'package/package.json', data: manifest }] },
  });
  if (!messages.some(({ code }) => code === 'FILE_DOES_NOT_EXIST')) throw new Error('publint finds nothing');
  if (parseSync('probe.js', 'import "x";').module.staticImports.length !== 1)
    throw new Error('oxc-parser reads nothing');
  createRequire(import.meta.url).resolve('@arethetypeswrong/core');
  return 'publint, @arethetypeswrong/core and oxc-parser can be used';
}

async function registry({ cwd, env, signal }: Context): Promise<string> {
  const { openRegistry } = await import('@cdev/package-registry');
  const opened = await openRegistry({ cwd, env, signal, timeLimit: 10_000, retries: 0 });
  return `${opened.url} answers (${Math.round(await opened.ping())} ms)`;
}

async function check(
  title: string,
  look: () => Promise<string>,
  failure: 'failed' | 'warning' = 'failed',
): Promise<CheckResult> {
  try {
    return { title, status: 'ok', detail: await look() };
  } catch (error) {
    const fix = isCdevError(error) ? error.steps[0] : 'Install this package again';
    return { title, status: failure, detail: (error as Error).message, ...(fix !== undefined && { fix }) };
  }
}
