import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The compiler of this repository and the types of Node, as a project has them: what types mean is tried with them, and nothing is fetched. */
export async function bringTypescript(project: string): Promise<void> {
  const from = fileURLToPath(new URL('../../../node_modules', import.meta.url));
  await mkdir(join(project, 'node_modules/@types'), { recursive: true });
  for (const name of ['typescript', '@types/node'])
    await symlink(join(from, name), join(project, 'node_modules', name));
}
