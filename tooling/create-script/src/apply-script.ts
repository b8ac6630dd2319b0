import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { run } from '@cdev/core/subprocess';
import { writeGenerated } from '@cdev/repo-check';
import { errors } from './errors.ts';
import type { ScriptPlan } from './plan-script.ts';

const trial = 'tooling/install-trial/package.json';

/**
 * Writes the files, installs what the package needs and writes what is generated of it.
 * @throws CDEV_E_CREATE_SCRIPT_NOT_INSTALLED when the files are there and the rest is not
 */
export async function applyScript({ root, name, folder, files }: ScriptPlan, context: Context): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text, path.includes('/bin/') ? { mode: 0o755 } : {});
  }
  const { env, signal, progress } = context;
  const task = progress.begin(`Installing ${name}`);
  try {
    const install = (): Promise<unknown> =>
      run('pnpm', ['install', '--no-frozen-lockfile', '--prefer-offline'], { cwd: root, env, signal });
    // What is generated is read from the new script, which must find what it imports.
    await install();
    // Lines of the template have other lengths once the name is in them.
    await run(join(root, 'node_modules/.bin/oxfmt'), [folder], { cwd: root, env, signal });
    const listed = new Set(['README.md', '.github/CODEOWNERS', trial]);
    const written = await writeGenerated(root, (file) => file.startsWith(`${folder}/`) || listed.has(file));
    // The trial depends on every package, so on this one too.
    if (written.includes(trial)) await install();
    task.done();
  } catch (cause) {
    task.failed();
    throw errors.make('CDEV_E_CREATE_SCRIPT_NOT_INSTALLED', { name, folder }, { cause });
  }
}
